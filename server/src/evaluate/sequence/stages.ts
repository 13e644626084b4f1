/** The stages of a sequence: its items with `runs` written out, and where its missing events stand between them. */
import type { Span } from '../../base/span.js';
import type { SequenceQuery } from './query.js';

/** One event of a match, or one that must be missing. */
export interface Stage {
  /** Index of its item. */
  readonly item: number;
  /** Of the item in the query text. */
  readonly span: Span;
  readonly missing: boolean;
}

export interface Stages {
  readonly all: readonly Stage[];
  /** How many stages are events. Only these are numbered below. */
  readonly count: number;
  /** The stages of each item, last first; none for a missing event. */
  readonly ofItem: readonly (readonly number[])[];
  /** The missing events that may not lie between a stage and the next. */
  readonly between: readonly (readonly number[])[];
  /** The missing events before the first stage and after the last. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** The number `until` has among the items, as the one after the last. */
  readonly until: number;
  readonly maxspan: number | undefined;
}

export function stagesOf({ items, maxspan }: Pick<SequenceQuery, 'items' | 'maxspan'>): Stages {
  const all = items.flatMap((item, index) =>
    Array.from({ length: item.runs }, () => ({ item: index, span: item.span, missing: item.missing })),
  );
  const events = all.filter(({ missing }) => !missing);
  const between = [...events, undefined].map(() => [] as number[]);
  let passed = 0;
  for (const [index, item] of items.entries()) {
    if (item.missing) between[passed]?.push(index);
    else passed += item.runs;
  }
  const [before = [], ...following] = between;
  return {
    all,
    count: events.length,
    ofItem: items.map((_, index) => stagesOfItem(events, index)),
    between: following.slice(0, -1),
    before,
    after: following.at(-1) ?? [],
    until: items.length,
    maxspan,
  };
}

function stagesOfItem(events: readonly Stage[], item: number): readonly number[] {
  return events.flatMap((stage, index) => (stage.item === item ? [index] : [])).reverse();
}
