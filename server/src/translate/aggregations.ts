/**
 * The aggregations that Kibana's detection engine sends for threshold and new_terms rules, beside the query of the rule: their names,
 * shapes and sizes are its own. https://www.elastic.co/docs/solutions/security/detect-and-alert/create-detection-rule
 */
import type { Plain } from '../rule/value.js';
import type { Dsl } from './kqlToDsl.js';

/** Buckets of one page of an aggregation, and values that are looked up at once. */
export const pageBuckets = 10_000;

/** The field by which aggregations tell when an event was, and what has to stand in the request where it is not one of the indices. */
export interface AggregatedTime {
  readonly field: string;
  readonly runtime: Dsl | undefined;
}

/** Painless: the timestamp of the rule where the event has one, else `@timestamp`. */
const combined = `
  def own = doc.containsKey(params.override) && doc[params.override].size() != 0 ? params.override : '@timestamp';
  if (doc.containsKey(own) && doc[own].size() != 0) emit(doc[own].value.toInstant().toEpochMilli());`.trim();

/** A rule with `timestamp_override` sees the times of two fields as one, which the request has to make. */
export function combinedTime(override: string): AggregatedTime {
  const field = 'kibana.combined_timestamp';
  return { field, runtime: { [field]: { type: 'date', script: { source: combined, params: { override } } } } };
}

export interface ThresholdCount {
  readonly fields: readonly string[];
  readonly value: number;
  readonly cardinality: { readonly field: string; readonly value: number } | undefined;
}

/** `after`: where the page before it ended. Without fields there is one group of all events, whose count is that of the hits. */
export function thresholdAggregations({ fields, value, cardinality }: ThresholdCount, timestamp: string, after: Plain | undefined): Dsl {
  const times = { max_timestamp: { max: { field: timestamp } }, min_timestamp: { min: { field: timestamp } } };
  const distinct: Dsl = cardinality === undefined ? {} : { cardinality_count: { cardinality: { field: cardinality.field } } };
  if (fields.length === 0) return { ...times, ...distinct };
  const check: Dsl =
    cardinality === undefined
      ? {}
      : { cardinality_check: selector('cardinalityCount', 'cardinality_count', `params.cardinalityCount >= ${cardinality.value}`) };
  return {
    thresholdTerms: {
      composite: composite(fields, after),
      aggs: { ...times, ...distinct, ...check, count_check: selector('docCount', '_count', `params.docCount >= ${value}`) },
    },
  };
}

/** The values that events of the window have. */
export function recentTermsAggregations(fields: readonly string[], after: Plain | undefined): Dsl {
  return { new_terms: { composite: composite(fields, after) } };
}

/** Of values of one field, those first seen after `start`, in milliseconds since 1970. */
export function newValuesAggregations(field: string, values: readonly Plain[], timestamp: string, start: number): Dsl {
  return { new_terms: { terms: termsAmong(field, values), aggs: firstSeenAfter(timestamp, start) } };
}

/** Of combinations of values, those first seen after `start`. */
export function newTermsAggregations(fields: readonly string[], timestamp: string, start: number, after: Plain | undefined): Dsl {
  return { new_terms: { composite: composite(fields, after), aggs: firstSeenAfter(timestamp, start) } };
}

/** The oldest event with each of the values. */
export function oldestByValueAggregations(field: string, values: readonly Plain[], timestamp: string): Dsl {
  return { new_terms: { terms: termsAmong(field, values), aggs: oldest(timestamp) } };
}

/** The oldest event with each combination of values. */
export function oldestByTermsAggregations(fields: readonly string[], timestamp: string, after: Plain | undefined): Dsl {
  return { new_terms: { composite: composite(fields, after), aggs: oldest(timestamp) } };
}

function termsAmong(field: string, values: readonly Plain[]): Dsl {
  return { field, size: pageBuckets, include: values };
}

function firstSeenAfter(timestamp: string, start: number): Dsl {
  return {
    first_seen: { min: { field: timestamp } },
    filtering_agg: {
      bucket_selector: {
        buckets_path: { first_seen_value: 'first_seen' },
        script: { params: { start_time: start }, source: 'params.first_seen_value > params.start_time' },
      },
    },
  };
}

function oldest(timestamp: string): Dsl {
  return { docs: { top_hits: { size: 1, sort: [{ [timestamp]: 'asc' }] } } };
}

/** Events with one of the combinations of values, each in the order of `fields`. */
export function oneOfTerms(fields: readonly string[], tuples: readonly (readonly Plain[])[]): Dsl {
  const combinations = tuples.map((tuple) => ({ bool: { must: fields.map((name, at) => ({ match: { [name]: tuple[at] ?? null } })) } }));
  return { bool: { should: combinations, minimum_should_match: 1 } };
}

function composite(fields: readonly string[], after: Plain | undefined): Dsl {
  const sources = fields.map((field) => ({ [field]: { terms: { field } } }));
  return { size: pageBuckets, sources, ...(after === undefined ? {} : { after }) };
}

function selector(name: string, path: string, script: string): Dsl {
  return { bucket_selector: { buckets_path: { [name]: path }, script } };
}
