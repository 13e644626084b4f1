/** Where the sequences of a rule came to their end, for programs; `docs/cli.md` describes the output. */
import type { EventRef, SequenceReport } from '../../evaluate/sequence/debug/report.js';
import { sentenceOf } from '../../evaluate/sequence/debug/sentences.js';
import type { StartedRun } from '../report.js';
import { placeOf } from './nearestMiss.js';

/** `placeIn`: of a span of the query, the text and where it stands in the rule file. */
export function sequencesJson(
  { items, keys, complete, partials, ...rest }: SequenceReport,
  run: StartedRun,
  placeIn: (span: SequenceReport['items'][number]['span']) => object,
): object {
  const plain = (value: unknown): unknown => toPlain(value, run);
  return {
    ...rest,
    items: items.map(({ span, missing, until, runs, keys: fields, candidates, withoutKey, absentKeys }) => ({
      ...placeIn(span),
      missing,
      until,
      runs,
      keys: fields,
      candidates,
      withoutKey,
      absentKeys,
    })),
    keys: keys.map(plain),
    complete: complete.map(plain),
    partials: partials.map((partial) => ({
      ...(plain(partial) as object),
      text: sentenceOf(partial, (event) => placeOf(event, run)),
    })),
  };
}

/** Events as file, line, column and time; integers beyond 2^53 as strings of digits. */
function toPlain(value: unknown, run: StartedRun): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map((each) => toPlain(each, run));
  if (typeof value !== 'object' || value === null) return value;
  if (isEvent(value)) {
    const { file, line, column, timestamp } = value;
    return { file: run.eventFiles[file], line, column: column + 1, timestamp };
  }
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toPlain(each, run)]));
}

function isEvent(value: object): value is EventRef {
  return 'file' in value && 'offset' in value;
}
