/**
 * What Elasticsearch demands of sequences, samples, joins and pipes beyond their grammar: how many items, how many join keys, and
 * which parts go together.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax#eql-sequences
 */
import type { Problem } from '../../base/problem.js';
import { span, type Span } from '../../base/span.js';
import type { Pipe, SequenceItem } from './ast.js';
import type { MultiParts } from './buildSequence.js';
import { foldInteger } from './literals.js';
import { isOneSlipApart } from '../../base/nearest.js';
import { fix, type Reporter } from './report.js';

export function checkMulti(parts: MultiParts, pipes: readonly Pipe[], reporter: Reporter): void {
  if (parts.kind === 'join') return reporter.syntax(parts.keywordSpan, 'Elasticsearch does not run `join`; use `sequence` or `sample`');
  checkKeyCounts(parts, reporter);
  if (parts.kind === 'sequence') checkSequence(parts, reporter);
  else checkSample(parts, pipes, reporter);
}

function report(reporter: Reporter, place: Span, message: string): void {
  const problem: Problem = { code: 'EQL107', span: place, message };
  reporter.report(problem);
}

function checkKeyCounts({ items, until }: MultiParts, reporter: Reporter): void {
  const [first, ...others] = until === undefined ? items : [...items, until];
  if (first === undefined) return;
  const wanted = keyCount(first);
  for (const item of others) {
    const found = keyCount(item);
    if (found === wanted || hasMissingKey(first) || hasMissingKey(item)) continue;
    report(
      reporter,
      item.by?.span ?? item.span,
      `Every item needs the same number of join keys: this one has ${found}, the first has ${wanted}`,
    );
  }
}

function keyCount({ by }: SequenceItem): number {
  return by === undefined ? 0 : by.keys.length;
}

/** Whether a key is still to be written, which has been reported. */
function hasMissingKey({ by, query }: SequenceItem): boolean {
  return query.kind === 'missing' || (by !== undefined && by.keys.some(({ kind }) => kind === 'missing'));
}

/** Of `[` or `![`. */
function bracketSpan({ span: place, missingEvent }: SequenceItem): Span {
  return span(place.start, place.start + (missingEvent ? 2 : 1));
}

function checkSequence({ items, until, maxspan, keywordSpan }: MultiParts, reporter: Reporter): void {
  // An item whose number of runs is in doubt has been reported already.
  const count = items.reduce((sum, { runs }) => sum + (runs === undefined ? 1 : (runs.count ?? 2)), 0);
  if (count < 2) {
    const found = count === 0 ? 'none' : 'one';
    const hint = until === undefined ? '' : '; `until` does not count';
    report(reporter, keywordSpan, `A sequence needs at least two items, found ${found}${hint}`);
  } else if (items.every(({ missingEvent }) => missingEvent)) {
    report(reporter, keywordSpan, 'A sequence needs at least one item that is not a missing event `![…]`');
  }
  const firstMissing = items.find(({ missingEvent }) => missingEvent);
  if (firstMissing !== undefined && maxspan === undefined) {
    report(reporter, bracketSpan(firstMissing), 'A missing event needs a time to be missing in: add `with maxspan=…` to the sequence');
  }
  if (until?.runs !== undefined) report(reporter, until.runs.span, "`until` can't have `runs`");
}

function checkSample({ items, until, by, maxspan, keywordSpan }: MultiParts, pipes: readonly Pipe[], reporter: Reporter): void {
  if (items.length === 0) report(reporter, keywordSpan, 'A sample needs at least one item');
  else if (by === undefined && items.every((item) => item.by === undefined)) {
    report(reporter, keywordSpan, 'A sample needs a join key: add `by` and a field');
  }
  for (const item of items) {
    if (item.missingEvent) report(reporter, bracketSpan(item), 'Missing events `![…]` exist only in sequences');
    if (item.runs !== undefined) report(reporter, item.runs.span, "A sample has no order, so its items can't have `runs`");
  }
  if (maxspan !== undefined) report(reporter, maxspan.span, "A sample can't have a `maxspan`; only sequences do");
  if (until !== undefined) report(reporter, until.span, "A sample can't have `until`; only sequences do");
  const [pipe] = pipes;
  if (pipe !== undefined) report(reporter, pipe.span, "Samples can't be piped");
}

const runnablePipes = ['head', 'tail'];
/** Known to Elasticsearch's parser, refused by it. */
const refusedPipes = ['count', 'filter', 'sort', 'unique', 'unique_count'];

export function checkPipe(pipe: Pipe, reporter: Reporter): void {
  const { name, nameSpan, args } = pipe;
  if (name === '' || args.some(({ kind }) => kind === 'missing')) return;
  if (refusedPipes.includes(name)) {
    reporter.syntax(nameSpan, `Elasticsearch does not support the pipe \`${name}\`; only \`head\` and \`tail\``);
  } else if (!runnablePipes.includes(name)) {
    reportUnknownPipe(name, nameSpan, reporter);
  } else if (args.length !== 1) {
    const found = args.length === 0 ? 'none' : String(args.length);
    reporter.syntax(pipe.span, `\`${name}\` takes exactly one number, found ${found}`);
  } else {
    checkCount(pipe, reporter);
  }
}

function reportUnknownPipe(name: string, place: Span, reporter: Reporter): void {
  const meant = [...runnablePipes, ...refusedPipes].find(
    (known) => isOneSlipApart(name.toLowerCase(), known) || name.toLowerCase() === known,
  );
  if (meant === undefined) reporter.syntax(place, `\`${name}\` is not a pipe; use \`head\` or \`tail\``);
  else
    reporter.syntax(
      place,
      `\`${name}\` is not a pipe; did you mean \`${meant}\`?`,
      fix(`Change to \`${meant}\``, place, meant, 'preferred'),
    );
}

function checkCount({ name, args }: Pipe, reporter: Reporter): void {
  const [argument] = args;
  if (argument === undefined) return;
  const count = foldInteger(argument);
  if (count === undefined || count < 0n) reporter.syntax(argument.span, `\`${name}\` takes a whole number that is not negative`);
}
