/** What is printed around the events of a sequence or sample: a line above each match, the time between its events, missing events. */
import type { Span } from '../../base/span.js';
import type { Hit, MatchedStage } from '../../evaluate/run.js';
import { parseInstant } from '../../events/time.js';
import { grouped } from '../../base/grouped.js';
import { printable } from '../printable.js';

export interface LinesAround {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** `+5 s` after the event before it in the sequence. */
  readonly since: string | undefined;
}

/** `previous` is the hit printed before. */
export function linesAround(hit: Hit, stage: MatchedStage, previous: Hit | undefined, clauseOf: (span: Span) => string): LinesAround {
  const { index, stages } = stage;
  const isFirst = stages.slice(0, stage.stage).every(({ missing }) => missing);
  const isLast = stages.slice(stage.stage + 1).every(({ missing }) => missing);
  const from = stages.slice(0, stage.stage).findLastIndex(({ missing }) => !missing) + 1;
  const missingLines = (start: number, end: number): readonly string[] =>
    stages.slice(start, end).map(({ span }) => `  – no ${printable(clauseOf(span).replace(/^!/, '').replace(/\s+/g, ' '))}`);
  const isNext = previous?.sequence?.index === index;
  return {
    before: [...(isFirst ? [heading(stage)] : []), ...missingLines(from, stage.stage)],
    after: isLast ? missingLines(stage.stage + 1, stages.length) : [],
    since: isNext && stage.kind === 'sequence' ? timeBetween(previous, hit) : undefined,
  };
}

/** `sequence 1 · web-01 · null` */
function heading({ kind, index, joinKeys }: MatchedStage): string {
  return [`  ${kind} ${grouped(index + 1)}`, ...joinKeys.map((key) => printable(String(key)))].join(' · ');
}

function timeBetween(first: Hit, last: Hit): string | undefined {
  const [from, to] = [parseInstant(first.timestamp ?? ''), parseInstant(last.timestamp ?? '')];
  return from === undefined || to === undefined ? undefined : `+${duration(to.milliseconds - from.milliseconds)}`;
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** In the largest unit that it fills, with one digit after the point. */
function duration(milliseconds: number): string {
  const [unit, size] = units.find(([, each]) => milliseconds >= each) ?? ['ms', 1];
  return `${Math.floor((milliseconds / size) * 10) / 10} ${unit}`;
}
