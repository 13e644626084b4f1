/** Events on their way: values with a time, before they are marked and written. */
import type { FieldTable } from '../events/event.js';
import type { QueryItem, SampleQuery, SequenceQuery } from '../evaluate/sequence/query.js';
import { eventOf, type MadeEvent, type MadeValues } from './madeEvent.js';
import type { Mark } from './mark.js';

export interface Draft {
  readonly values: MadeValues;
  /** In milliseconds since 1970. */
  readonly time: number;
  /** Which of the items that are no missing events it is for; undefined for an event beside them. */
  readonly item: number | undefined;
}

const second = 1000;
const hour = 3600 * second;
const noValues: MadeValues = { values: new Map(), objects: new Map() };

/** The events of a match lie a second apart, closer where `maxspan` asks for it. Runs of an item are as many events. */
export function draftMatch(
  query: SequenceQuery | SampleQuery,
  items: readonly QueryItem[],
  values: readonly MadeValues[],
  base: number,
): readonly Draft[] {
  const maxspan = maxspanOf(query) ?? Infinity;
  const entries = values.flatMap((each, item) => Array.from({ length: items[item]?.runs ?? 1 }, () => ({ values: each, item })));
  const step = Math.max(1, Math.min(second, Math.floor(maxspan / (entries.length + 1))));
  const drafts = entries.map((entry, index) => ({ ...entry, time: base + index * step }));
  // What may not happen at the end has not happened once time went on.
  const isOpen = query.items.at(-1)?.missing === true;
  const later = base + (maxspan === Infinity ? 0 : maxspan) + hour;
  return isOpen ? [...drafts, { values: noValues, time: later, item: undefined }] : drafts;
}

export function maxspanOf(query: SequenceQuery | SampleQuery): number | undefined {
  return query.kind === 'sequence' ? query.maxspan : undefined;
}

/** How the drafts of a rule are written. */
export interface Writing {
  readonly fields: FieldTable;
  /** The fields that hold the time. */
  readonly timestampFields: readonly string[];
}

/** In the order of time. The time stands first, the mark last; a time that the query asks for stays. */
export function writeDrafts(
  drafts: readonly Draft[],
  { fields, timestampFields }: Writing,
  mark: Mark,
  fails: string | undefined,
): readonly MadeEvent[] {
  return [...drafts]
    .sort((a, b) => a.time - b.time)
    .map(({ values, time }) => {
      const event = eventOf(values, fields);
      const asked = new Set([...values.values.keys()].map((id) => fields.names[id]));
      const times = timestampFields.filter((name) => !asked.has(name)).map((name) => [name, new Date(time).toISOString()] as const);
      return mark({ ...Object.fromEntries(times), ...event }, fails);
    });
}
