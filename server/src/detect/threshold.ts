/**
 * Threshold rules: events counted by the values of fields. What was alerted on is not counted again.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/create-detection-rule#create-threshold-rule
 */
import { instantToIso } from '../events/time.js';
import type { Json } from '../events/json.js';
import { compareTuples, valuesOfTuple, type JoinTuple } from '../evaluate/sequence/joinKeys.js';
import { grouped } from '../base/grouped.js';
import { compileGroups, termsOf, type DetectContext, type Draft, type Found, type Window } from './draft.js';
import { mostHits } from './limit.js';
import type { KeptEvent } from './pool.js';
import type { ThresholdSettings } from './settings.js';

interface Bucket {
  readonly tuple: JoinTuple;
  readonly events: KeptEvent[];
}

interface FullBucket extends Bucket {
  readonly count: number;
  readonly distinct: number;
}

export type RunThreshold = (events: readonly KeptEvent[], window: Window) => Found;

/** The function remembers from one execution to the next what was alerted on. */
export function compileThreshold(threshold: ThresholdSettings, context: DetectContext): RunThreshold {
  const tuplesOf = compileGroups(threshold.fields, context, false);
  const distinctOf = threshold.cardinality === undefined ? undefined : compileGroups([threshold.cardinality.field], context, false);
  const { reader, settings } = context;
  /** By group, the time of the last event alerted on. */
  const reported = new Map<string, number>();
  return (events, window) => {
    const buckets = new Map<string, Bucket>();
    for (const event of events) {
      const tuples = tuplesOf(reader.view(event)).map((tuple) => ({ tuple, key: JSON.stringify(tuple) }));
      if (tuples.some(({ key }) => isReported(reported.get(key), event, window))) continue;
      for (const { key, tuple } of tuples) {
        const bucket = buckets.get(key);
        if (bucket === undefined) buckets.set(key, { tuple, events: [event] });
        else bucket.events.push(event);
      }
    }
    const full = [...buckets.values()]
      .map((bucket) => ({ ...bucket, count: countOf(bucket, threshold) }))
      .filter(({ count }) => count >= threshold.value)
      .map((bucket): FullBucket => ({
        ...bucket,
        distinct: distinctOf === undefined ? 0 : countDistinct(bucket.events, distinctOf, context),
      }))
      .filter(({ distinct }) => threshold.cardinality === undefined || distinct >= threshold.cardinality.value)
      .sort((a, b) => compareTuples(a.tuple, b.tuple));
    const kept = full.slice(0, settings.maxSignals);
    const created = settings.suppression === undefined ? firstOfSameId(kept) : kept;
    for (const { tuple, events: counted } of created) reported.set(JSON.stringify(tuple), counted.at(-1)?.time ?? 0);
    const warnings = [
      ...(kept.length < full.length ? [tooMany(full.length, settings.maxSignals)] : []),
      ...(created.length < kept.length ? [sameIds(kept.length - created.length)] : []),
    ];
    return { drafts: created.flatMap((bucket) => draftOf(bucket, threshold, window)), warnings };
  };
}

function countOf({ events }: Bucket, { fields }: ThresholdSettings): number {
  return fields.length === 0 ? Math.min(events.length, mostHits) : events.length;
}

/** Kibana makes the id of an alert from the values of its group, sorted: the values of one group in another order are the same id. */
function idOfValues({ tuple }: Bucket): string {
  return valuesOfTuple(tuple).map(String).sort().join(',');
}

function firstOfSameId(buckets: readonly FullBucket[]): readonly FullBucket[] {
  const met = new Set<string>();
  return buckets.filter((bucket) => {
    const id = idOfValues(bucket);
    const isFirst = !met.has(id);
    met.add(id);
    return isFirst;
  });
}

/** Kibana leaves out events up to the last one alerted on, as long as that is in the window. */
function isReported(last: number | undefined, { time }: KeptEvent, { from }: Window): boolean {
  return last !== undefined && last > from && time <= last;
}

function countDistinct(events: readonly KeptEvent[], valuesOf: ReturnType<typeof compileGroups>, { reader }: DetectContext): number {
  const distinct = new Set<string>();
  for (const event of events) for (const tuple of valuesOf(reader.view(event))) distinct.add(JSON.stringify(tuple));
  return distinct.size;
}

function draftOf(bucket: FullBucket, threshold: ThresholdSettings, window: Window): readonly Draft[] {
  const { tuple, events, count, distinct } = bucket;
  const [first, ...others] = events;
  if (first === undefined) return [];
  const last = others.at(-1) ?? first;
  const terms = termsOf(threshold.fields, tuple);
  const source: Record<string, Json> = { '@timestamp': isoOf(last.time) };
  for (const { field, value } of terms) if (value !== null) source[field] = value;
  const { cardinality } = threshold;
  return [
    {
      kind: 'threshold',
      events: [first, ...others],
      source,
      identity: [idOfValues(bucket), String(window.number)],
      start: first.time,
      end: last.time,
      threshold: {
        terms,
        cardinality: cardinality === undefined ? [] : [{ field: cardinality.field, value: distinct }],
        count,
        from: isoOf(first.time),
      },
    },
  ];
}

function isoOf(milliseconds: number): string {
  return instantToIso({ milliseconds, nanoseconds: 0 });
}

function sameIds(count: number): string {
  const subject = count === 1 ? '1 group has' : `${grouped(count)} groups have`;
  return `${subject} the values of another one in another order, and no alert: Kibana gives the alerts of both the same id.`;
}

function tooMany(count: number, most: number): string {
  return `${grouped(count)} groups reach the threshold; \`max_signals\` is ${grouped(most)}, so the last of them have no alert.`;
}
