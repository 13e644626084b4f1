/**
 * The aggregations that Kibana's detection engine sends for threshold and new_terms rules, beside the query of the rule.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/create-detection-rule
 */
import type { Plain } from '../rule/value.js';
import type { Dsl } from './kqlToDsl.js';

/** Buckets of one page of an aggregation. */
export const pageBuckets = 1000;

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

/** Of values, those first seen after `start`, in milliseconds; with the first event of each. */
export function newTermsAggregations(fields: readonly string[], timestamp: string, start: number, after: Plain | undefined): Dsl {
  return {
    new_terms: {
      composite: composite(fields, after),
      aggs: {
        first_seen: { min: { field: timestamp } },
        filtering_agg: {
          bucket_selector: {
            buckets_path: { first_seen_value: 'first_seen' },
            script: { params: { start_time: start }, source: 'params.first_seen_value > params.start_time' },
          },
        },
        docs: { top_hits: { size: 1, sort: [{ [timestamp]: { order: 'asc' } }] } },
      },
    },
  };
}

/** Events with one of the combinations of values, each in the order of `fields`. */
export function oneOfTerms(fields: readonly string[], tuples: readonly (readonly Plain[])[]): Dsl {
  const [field] = fields;
  if (fields.length === 1 && field !== undefined) return { terms: { [field]: tuples.map(([value]) => value ?? null) } };
  const combined = tuples.map((tuple) => ({
    bool: { filter: fields.map((name, at) => ({ term: { [name]: { value: tuple[at] ?? null } } })) },
  }));
  return { bool: { should: combined, minimum_should_match: 1 } };
}

function composite(fields: readonly string[], after: Plain | undefined): Dsl {
  const sources = fields.map((field) => ({ [field]: { terms: { field } } }));
  return { size: pageBuckets, sources, ...(after === undefined ? {} : { after }) };
}

function selector(name: string, path: string, script: string): Dsl {
  return { bucket_selector: { buckets_path: { [name]: path }, script } };
}
