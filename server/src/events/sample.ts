/** What an event file holds: its fields and the values seen most, for completing queries from a sample. */
import type { EventBatch, Value } from './event.js';
import { walkFields } from './fieldPath.js';
import { parseEvent } from './json.js';
import { applyMapper, FileMapper, type EventMapper } from './mapper.js';

export interface SampleLimits {
  /** Events looked at; the rest of the file is not read. */
  readonly events: number;
  /** Different values remembered for a field. */
  readonly values: number;
}

export interface SampledValue {
  readonly value: Value;
  /** Events that have it. */
  readonly count: number;
}

export interface SampledField {
  /** Events in which the field has a value. */
  readonly count: number;
  /** The values seen, most frequent first, those equally frequent in the order they came. */
  readonly values: readonly SampledValue[];
}

export interface EventSample {
  readonly events: number;
  readonly fields: ReadonlyMap<string, SampledField>;
  /** By each value of `event.category`, up to as many as ECS could ever need. */
  readonly categories: ReadonlyMap<string, SampledCategory>;
}

export interface SampledCategory {
  /** Events of the category. */
  readonly events: number;
  /** In how many of them a field has a value. */
  readonly fields: ReadonlyMap<string, number>;
}

/** Field names that only a machine makes up (one for each user, say) do not fill the memory. */
const mostFields = 10_000;
/** Fields are counted for each of them. */
const mostCategories = 32;
/** Longer texts are of no use as suggestions. */
const longestValue = 256;

interface CategoryTally {
  events: number;
  readonly fields: Map<string, number>;
}

interface Tally {
  count: number;
  readonly values: Map<Value, number>;
}

/** Looks at the first events of a file. Events that cannot be read are passed over. */
export async function collectSample(batches: AsyncIterable<EventBatch>, limits: SampleLimits, mapper?: EventMapper): Promise<EventSample> {
  const tallies = new Map<string, Tally>();
  const categories = new Map<string, CategoryTally>();
  const fileMapper = new FileMapper(mapper);
  let events = 0;
  read: for await (const batch of batches) {
    const active = fileMapper.for(batch);
    for (const slice of batch.events) {
      if (events >= limits.events) break read;
      const parsed = parseEvent(batch.bytes, slice);
      if (!parsed.ok) continue;
      events++;
      const seen = new Map<string, Set<Value>>();
      walkFields(applyMapper(parsed, active).event, (name, value) => {
        const values = seen.get(name);
        if (values === undefined) seen.set(name, new Set([value]));
        else values.add(value);
      });
      for (const [name, values] of seen) tally(tallies, name, values, limits.values);
      const known = [...seen.keys()].filter((name) => tallies.has(name));
      for (const category of seen.get('event.category') ?? []) tallyCategory(categories, category, known);
    }
  }
  const fields = new Map([...tallies].map(([name, { count, values }]) => [name, { count, values: ranked(values) }]));
  return { events, fields, categories };
}

function tallyCategory(categories: Map<string, CategoryTally>, category: Value, fields: readonly string[]): void {
  if (typeof category !== 'string' || category.length > longestValue) return;
  let tallied = categories.get(category);
  if (tallied === undefined) {
    if (categories.size >= mostCategories) return;
    tallied = { events: 0, fields: new Map() };
    categories.set(category, tallied);
  }
  tallied.events++;
  for (const name of fields) tallied.fields.set(name, (tallied.fields.get(name) ?? 0) + 1);
}

function tally(tallies: Map<string, Tally>, name: string, values: ReadonlySet<Value>, mostValues: number): void {
  let field = tallies.get(name);
  if (field === undefined) {
    if (tallies.size >= mostFields) return;
    field = { count: 0, values: new Map() };
    tallies.set(name, field);
  }
  field.count++;
  for (const value of values) {
    if (typeof value === 'string' && value.length > longestValue) continue;
    const count = field.values.get(value);
    if (count !== undefined) field.values.set(value, count + 1);
    else if (field.values.size < mostValues) field.values.set(value, 1);
  }
}

function ranked(values: ReadonlyMap<Value, number>): readonly SampledValue[] {
  return [...values].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}
