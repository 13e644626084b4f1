/** Collects the problems of one query: at most one for each gap between two tokens, and not more than anyone would read. */
import { grouped } from '../../base/grouped.js';
import { limits } from '../../base/limits.js';
import type { Fix, Problem } from '../../base/problem.js';
import { span, bySpan, type Span } from '../../base/span.js';
import type { Missing } from './ast.js';

const mostProblems = limits.listedOfOneCode;
/** Problems come in no order, so more are kept than are shown, but not without bound. */
const mostKept = 2000;

export interface Reporter {
  readonly report: (problem: Problem) => void;
  /** A syntax error. */
  readonly syntax: (place: Span, message: string, ...fixes: readonly Fix[]) => void;
  /** Something is not there: `at` is the end of the token before the gap. Says nothing where the gap has a problem already. */
  readonly expected: (at: number, message: string, ...fixes: readonly Fix[]) => void;
  /** A missing node for `expected`, reported with `message`. */
  readonly missing: (at: number, expected: string, message: string, ...fixes: readonly Fix[]) => Missing;
  /** The gap behind the token that ends at `at` has been reported on. */
  readonly spoil: (at: number) => void;
  /** Everything reported, in the order of the text. */
  readonly all: () => readonly Problem[];
}

export function createReporter(): Reporter {
  const problems: Problem[] = [];
  const spoiled = new Set<number>();
  let count = 0;
  const report = (problem: Problem): void => {
    count++;
    if (problems.length < mostKept) problems.push(problem);
  };
  const syntax: Reporter['syntax'] = (place, message, ...fixes) =>
    report({ code: 'QRY001', span: place, message, ...(fixes.length === 0 ? {} : { fixes }) });
  const expected: Reporter['expected'] = (at, message, ...fixes) => {
    if (spoiled.has(at)) return;
    spoiled.add(at);
    syntax(span(at, at), message, ...fixes);
  };
  return {
    report,
    syntax,
    expected,
    missing: (at, what, message, ...fixes) => {
      expected(at, message, ...fixes);
      return missingNode(at, what);
    },
    spoil: (at) => void spoiled.add(at),
    all: () => inOrder(problems, count),
  };
}

/** What should stand at `at`, already reported or not worth a report. */
export function missingNode(at: number, expected: string): Missing {
  return { kind: 'missing', span: span(at, at), expected };
}

function inOrder(problems: readonly Problem[], count: number): readonly Problem[] {
  const sorted = [...problems].sort(bySpan);
  const beyond = sorted[mostProblems];
  if (beyond === undefined) return sorted;
  return [
    ...sorted.slice(0, mostProblems),
    { code: 'QRY001', span: beyond.span, message: `${grouped(count - mostProblems)} more syntax problems are not listed` },
  ];
}

/** A fix of one edit. */
export function fix(title: string, place: Span, newText: string, preferred?: 'preferred'): Fix {
  return { title, edits: [{ span: place, newText }], ...(preferred === undefined ? {} : { preferred: true }) };
}
