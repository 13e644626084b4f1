/** What an execution would alert on, before suppression, de-duplication and `max_signals` decide whether it does. */
import type { FieldTable, Value } from '../events/event.js';
import type { JsonObject } from '../events/json.js';
import { fieldRef } from '../evaluate/lowering.js';
import { compileJoinTuples, valuesOfTuple, type JoinTuple, type ReadTuples } from '../evaluate/sequence/joinKeys.js';
import type { FieldCatalog } from '../schema/catalog.js';
import type { AlertKind, IndicatorMatch, Term, ThresholdResult } from './alert.js';
import { detectLimits } from './limit.js';
import type { EventReader, KeptEvent } from './pool.js';
import type { RuleSettings } from './settings.js';

/** What all types need to look at events. */
export interface DetectContext {
  readonly settings: RuleSettings;
  readonly catalog: FieldCatalog;
  readonly fields: FieldTable;
  readonly reader: EventReader;
}

/** One execution: when it runs and what it searches, both ends included, in milliseconds. Infinite where it is open. */
export interface Window {
  readonly number: number;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Draft {
  readonly kind: AlertKind;
  /** Never empty. */
  readonly events: readonly [KeptEvent, ...KeptEvent[]];
  /** What the alert shows of them. */
  readonly source: JsonObject;
  /** An alert with this identity is created once. */
  readonly identity: readonly string[];
  /** Time of its first and last event. */
  readonly start: number;
  readonly end: number;
  readonly threshold?: ThresholdResult;
  readonly newTerms?: readonly Term[];
  readonly indicators?: readonly IndicatorMatch[];
}

/** What an execution found. */
export interface Found {
  readonly drafts: readonly Draft[];
  /** What there is besides, and was left out for `max_signals` before anything else. It may repeat `drafts`. */
  readonly beyond?: readonly Draft[];
  readonly warnings: readonly string[];
}

export function isSequence({ kind }: Draft): boolean {
  return kind === 'sequence' || kind === 'sample';
}

/** The identity as one text. */
export function identityKey({ identity }: Draft): string {
  return JSON.stringify(identity);
}

/** The identity of one event. */
export function eventIdentity({ ref }: KeptEvent): string {
  return `${ref.index ?? ''}\n${ref.id}`;
}

export function draftOfEvent(
  event: KeptEvent,
  kind: AlertKind,
  more: {
    readonly identity?: readonly string[];
    readonly newTerms?: readonly Term[];
    readonly indicators?: readonly IndicatorMatch[];
  } = {},
): Draft {
  const { identity = [], ...rest } = more;
  const { source, time } = event;
  return { kind, events: [event], source, identity: [eventIdentity(event), ...identity], start: time, end: time, ...rest };
}

/** The combinations of values of the fields; none where a field has no value, or null in its place with `withNull`. */
export function compileGroups(names: readonly string[], { catalog, fields }: DetectContext, withNull: boolean): ReadTuples {
  const keys = names.map((name) => ({ field: fieldRef(name, { catalog, fields, now: undefined }), optional: withNull }));
  return compileJoinTuples(keys, detectLimits.combinations, 'the values that group it');
}

/** The tuple as the fields and their values. */
export function termsOf(names: readonly string[], tuple: JoinTuple): readonly Term[] {
  const values: readonly (Value | null)[] = valuesOfTuple(tuple);
  return names.map((field, index) => ({ field, value: values[index] ?? null }));
}
