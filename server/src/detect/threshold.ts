/**
 * Threshold rules: events counted by the values of fields. What was alerted on is not counted again.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/create-detection-rule#create-threshold-rule
 */
import { instantToIso } from '../events/time.js';
import type { Json } from '../events/json.js';
import { compareTuples, type JoinTuple } from '../evaluate/sequence/joinKeys.js';
import { grouped } from '../base/grouped.js';
import { compileGroups, termsOf, type DetectContext, type Draft, type Found, type Window } from './draft.js';
import type { KeptEvent } from './pool.js';
import type { ThresholdSettings } from './settings.js';

interface Bucket {
  readonly tuple: JoinTuple;
  readonly events: KeptEvent[];
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
      .filter((bucket) => bucket.events.length >= threshold.value)
      .map((bucket) => ({ ...bucket, distinct: distinctOf === undefined ? 0 : countDistinct(bucket.events, distinctOf, context) }))
      .filter(({ distinct }) => threshold.cardinality === undefined || distinct >= threshold.cardinality.value)
      .sort((a, b) => compareTuples(a.tuple, b.tuple));
    const kept = full.slice(0, settings.maxSignals);
    for (const { tuple, events: counted } of kept) reported.set(JSON.stringify(tuple), counted.at(-1)?.time ?? 0);
    const warnings = kept.length < full.length ? [tooMany(full.length, settings.maxSignals)] : [];
    return { drafts: kept.flatMap((bucket) => draftOf(bucket, bucket.distinct, threshold, window)), warnings };
  };
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

function draftOf({ tuple, events }: Bucket, distinct: number, threshold: ThresholdSettings, window: Window): readonly Draft[] {
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
      identity: [JSON.stringify(tuple), isoOf(last.time), String(window.number)],
      start: first.time,
      end: last.time,
      weight: events.length,
      threshold: {
        terms,
        cardinality: cardinality === undefined ? [] : [{ field: cardinality.field, value: distinct }],
        count: events.length,
        from: isoOf(first.time),
      },
    },
  ];
}

function isoOf(milliseconds: number): string {
  return instantToIso({ milliseconds, nanoseconds: 0 });
}

function tooMany(count: number, most: number): string {
  return `${grouped(count)} groups reach the threshold; \`max_signals\` is ${grouped(most)}, so the last of them have no alert.`;
}
