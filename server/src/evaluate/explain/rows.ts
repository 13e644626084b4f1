/** A verdict as rows: one for each clause that is required, and below a clause that fails what is in it. */
import type { Span } from '../../base/span.js';
import type { JudgedEvent, JudgedField, Outcome, QueryPart, Verdict } from './explained.js';
import { fieldsText, reasonText } from './sentences.js';

export interface ExplainedRow {
  /** Of the clause in the query text. */
  readonly span: Span;
  /** How deep the clause is below the required ones. */
  readonly indent: number;
  readonly outcome: Outcome;
  /** What the event has there; empty where it has nothing. */
  readonly values: string;
  /** Why it is not true; undefined where it is, or where the rows below say so. */
  readonly reason: string | undefined;
  /** Clauses below it that are not shown: of many branches only the nearest are. */
  readonly left: number;
}

/** Fields shown of a clause with several in it. */
const mostFields = 3;

/** Branches shown below one clause. */
const mostBranches = 12;

export function rowsOf(verdict: Verdict): readonly ExplainedRow[] {
  return requiredVerdicts(verdict).flatMap((clause) => rowsAt(clause, 0));
}

/** The verdicts on the clauses that an event must all satisfy. */
export function requiredVerdicts(verdict: Verdict): readonly Verdict[] {
  return verdict.kind === 'all' ? verdict.operands : [verdict];
}

function rowsAt(verdict: Verdict, indent: number): readonly ExplainedRow[] {
  const { span, outcome, reason } = verdict;
  const below = outcome === true ? [] : toShowBelow(verdict);
  const shown = below.length <= mostBranches ? below : nearestOf(below);
  const row: ExplainedRow = {
    span,
    indent,
    outcome,
    values: fieldsText(fieldsOf(verdict)),
    reason: reason === undefined ? undefined : reasonText(reason),
    left: below.length - shown.length,
  };
  return [row, ...shown.flatMap((operand) => rowsAt(operand, indent + 1))];
}

/** Of what is negated, the clauses that make it true are to blame; of a chain, all are shown. */
function toShowBelow({ kind, operands }: Verdict): readonly Verdict[] {
  const [operand] = operands;
  if (kind === 'leaf') return [];
  if (kind !== 'not') return operands;
  if (operand === undefined || operand.kind === 'leaf') return [];
  if (operand.kind === 'not') return [operand];
  return operand.operands.filter(({ outcome }) => outcome !== false);
}

/** The first of those with the fewest failing leaves, in written order. */
function nearestOf(verdicts: readonly Verdict[]): readonly Verdict[] {
  const ranked = verdicts.map((verdict, place) => ({ place, failing: failingLeaves(verdict) })).sort((a, b) => a.failing - b.failing);
  const kept = new Set(ranked.slice(0, mostBranches).map(({ place }) => place));
  return verdicts.filter((_, place) => kept.has(place));
}

function failingLeaves({ kind, outcome, operands }: Verdict): number {
  if (outcome === true) return 0;
  if (kind === 'any') return Math.min(...operands.map(failingLeaves));
  return kind === 'all' ? operands.reduce((count, operand) => count + failingLeaves(operand), 0) : 1;
}

/** Of a true clause with several in it, the fields of those that make it true. */
function fieldsOf({ kind, outcome, operands, fields }: Verdict): readonly JudgedField[] {
  if (kind === 'leaf') return fields;
  const [operand] = operands;
  if (kind === 'not' && operand !== undefined)
    return operand.kind === 'leaf' ? operand.fields : outcome === true ? leafFields(operand) : [];
  if (kind === 'any' && outcome === true) {
    const branch = operands.find((each) => each.outcome === true);
    return branch === undefined ? [] : fieldsOf(branch);
  }
  return kind === 'all' && outcome === true ? distinct(operands.flatMap(fieldsOf)) : [];
}

function leafFields(verdict: Verdict): readonly JudgedField[] {
  const all = verdict.kind === 'leaf' ? verdict.fields : verdict.operands.flatMap(leafFields);
  return distinct(all);
}

function distinct(fields: readonly JudgedField[]): readonly JudgedField[] {
  return [...new Map(fields.map((judged) => [judged.field, judged])).values()].slice(0, mostFields);
}

/** What the clause is called in a sentence: its field, where it has one. */
export function clauseName(verdict: Verdict, textOf: (span: Span) => string): string {
  const names = [...new Set(fieldNames(verdict))];
  if (names.length === 1 || names.length === 2) return names.join(' and ');
  const text = textOf(verdict.span).replace(/\s+/g, ' ').trim();
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function fieldNames({ fields, operands }: Verdict): readonly string[] {
  return [...fields.map(({ field }) => field), ...operands.flatMap(fieldNames)];
}

/** `fails only on process.args`, `fails on process.args and 2 more clauses` */
export function missText(verdict: Verdict, textOf: (span: Span) => string): string {
  const [first, ...others] = requiredVerdicts(verdict).filter(({ outcome }) => outcome !== true);
  if (first === undefined) return 'matches';
  const name = clauseName(first, textOf);
  if (others.length === 0) return `fails only on ${name}`;
  return `fails on ${name} and ${others.length} more ${others.length === 1 ? 'clause' : 'clauses'}`;
}

/** `matches`; `does not match: 1 of 6 clauses fails` */
export function verdictText({ outcome, kind, operands }: Verdict): string {
  if (outcome === true) return 'matches';
  if (outcome === 'notEvaluated') return 'fails the search: a clause of it cannot be evaluated';
  const clauses = kind === 'all' ? operands : [];
  const failing = clauses.filter((operand) => operand.outcome !== true).length;
  return clauses.length < 2
    ? 'does not match'
    : `does not match: ${failing} of ${clauses.length} clauses ${failing === 1 ? 'fails' : 'fail'}`;
}

/** `line 17 does not match: 1 of 6 clauses fails`; of a sequence or sample which items the event satisfies. */
export function headline({ line, filtered, parts }: JudgedEvent): string {
  if (filtered) return `line ${line} is taken out by the filters of the rule`;
  const [first] = parts;
  if (first === undefined || first.kind === 'query') return `line ${line} ${first === undefined ? '' : verdictText(first.verdict)}`;
  const satisfied = parts.filter(({ verdict }) => verdict.outcome === true).map((part) => partName(part, parts));
  return satisfied.length === 0 ? `line ${line} satisfies no item` : `line ${line} satisfies ${satisfied.join(' and ')}`;
}

/** `item 2`, `until` */
export function partName<T extends QueryPart>(part: T, parts: readonly T[]): string {
  return part.kind === 'item' ? `item ${parts.indexOf(part) + 1}` : part.kind;
}
