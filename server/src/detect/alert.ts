/** An alert as the detection engine would create it, reduced to what is asked of it: plain data, the same for the same input. */
import type { JsonObject } from '../events/json.js';
import type { EventPlace, Value } from '../events/event.js';

/** An event as an alert refers to it. */
export interface EventRef extends EventPlace {
  /** Index into the event files of the request, of indicators into the indicator files. */
  readonly file: number;
  /** The `_id` of a search hit; else made from file and place. */
  readonly id: string;
  /** The `_index` of a search hit. */
  readonly index: string | undefined;
  /** By the rule's timestamp, as ISO 8601; undefined for an event without one. */
  readonly time: string | undefined;
}

/** A field and the value by which events were put together; null where they have none. */
export interface Term {
  readonly field: string;
  readonly value: Value | null | readonly Value[];
}

/** https://www.elastic.co/docs/solutions/security/detect-and-alert/create-detection-rule#create-threshold-rule */
export interface ThresholdResult {
  readonly terms: readonly Term[];
  /** Distinct values, where the rule counts them. */
  readonly cardinality: readonly { readonly field: string; readonly value: number }[];
  /** Events. */
  readonly count: number;
  /** The oldest of them. */
  readonly from: string;
}

/** An indicator that an event matches. */
export interface IndicatorMatch {
  /** The value that both have. */
  readonly atomic: Value;
  /** Of the event. */
  readonly field: string;
  readonly indicator: EventRef;
  /** What stands at `threat_indicator_path` in the indicator. */
  readonly source: JsonObject;
  readonly feed: string | undefined;
}

/** https://www.elastic.co/docs/solutions/security/detect-and-alert/alert-suppression */
export interface SuppressionResult {
  readonly terms: readonly Term[];
  /** Events, sequences or groups of a threshold without an alert of their own, on account of this one. */
  readonly count: number;
  readonly start: string;
  readonly end: string;
}

/** The alert of one event of a sequence or sample; Kibana hides it by default. */
export interface BuildingBlock {
  readonly uuid: string;
  readonly event: EventRef;
  readonly originalTime: string | undefined;
  /** Fields of the event. */
  readonly source: JsonObject;
}

export type AlertKind = 'event' | 'sequence' | 'sample' | 'threshold' | 'newTerms' | 'indicatorMatch';

export interface Alert {
  /** The same for the same rule and events, and the same execution where Kibana makes it depend on that. */
  readonly uuid: string;
  readonly kind: AlertKind;
  /** `number` of the execution that created it. */
  readonly execution: number;
  /** When: the instant of the execution, as ISO 8601. */
  readonly time: string;
  /** What stands in `kibana.alert.original_time`: `@timestamp` of the event; of a sequence the time of the alert. */
  readonly originalTime: string | undefined;
  /** After overrides. */
  readonly ruleName: string;
  readonly severity: string | undefined;
  readonly riskScore: number | undefined;
  /** What it is about: one event, those of a sequence in order; for a threshold the first `keptEvents` of those counted. */
  readonly events: readonly EventRef[];
  readonly buildingBlocks: readonly BuildingBlock[];
  readonly threshold: ThresholdResult | undefined;
  readonly newTerms: readonly Term[] | undefined;
  readonly indicators: readonly IndicatorMatch[];
  readonly suppression: SuppressionResult | undefined;
  /** The event's fields; of a sequence those that its events share, of a threshold its terms. */
  readonly source: JsonObject;
}
