/** What a test file says: the rule that it is about, and the cases that pin what the rule does. Plain data with spans. */
import type { Span } from '../base/span.js';
import type { JsonObject } from '../events/json.js';
import type { WantedMapping } from '../events/mapper.js';

export interface RuleTestFile {
  readonly uri: string;
  readonly text: string;
  /** The URI of the rule's file: what `rule` names, else the first choice of the files of the same name beside the tests; `findRule` looks which is there. */
  readonly rule: string;
  /** A `rule_id` or name, where the rule's file has several. */
  readonly ruleName: string | undefined;
  /** How events of other shapes become ECS; as each event looks where undefined. */
  readonly mapping: Expected<WantedMapping> | undefined;
  readonly cases: readonly RuleTestCase[];
}

export interface RuleTestCase {
  readonly name: string;
  /** Of the whole `[[test]]` table, and of its name: what editors mark. */
  readonly span: Span;
  readonly nameSpan: Span;
  readonly events: readonly CaseEvents[];
  /** What alerts are built on besides: earlier events for new terms, indicators for threat match. */
  readonly history: readonly CaseEvents[];
  readonly indicators: readonly CaseEvents[];
  /** ISO 8601; what `now` is in the query. */
  readonly now: string | undefined;
  readonly expect: Expectation;
}

/** Events of a case: in the test file itself, as JSON, or in a file of their own. */
export type CaseEvents =
  | {
      readonly kind: 'inline';
      readonly text: string;
      readonly span: Span;
      /** Offset into `text` to offset into the test file. */
      readonly toFile: (offset: number) => number;
      /** Fields that each of the events has unless it says otherwise: those of `defaults`, not of indicators. */
      readonly defaults: JsonObject | undefined;
    }
  | { readonly kind: 'file'; readonly uri: string; readonly span: Span };

/** What a case asks of the run. What is undefined is not asked. A case asks for at least one thing. */
export interface Expectation {
  /** Of the `expect` table. */
  readonly span: Span;
  /** How many events, sequences or samples match. 0 makes it a negative case. */
  readonly matches: Expected<number> | undefined;
  /** The matching events by their place in the case's events, counted from one; of sequences one list each. */
  readonly events: Expected<readonly number[] | readonly (readonly number[])[]> | undefined;
  /** The matching events by `_id`, or by `event.id` where they have none. */
  readonly ids: Expected<readonly string[]> | undefined;
  /** Fields with the values that the matches have, one table for each match in order; of a sequence the events of all stages are looked at. */
  readonly fields: Expected<readonly FieldsOfMatch[]> | undefined;
  /** How many alerts the rule creates, run as its type is: thresholds, new terms, indicator matches, suppression. */
  readonly alerts: Expected<number> | undefined;
}

export interface Expected<T> {
  readonly value: T;
  readonly span: Span;
}

/** Dotted field names to the value, or the list of values, that the field must have. */
export type FieldsOfMatch = Readonly<Record<string, string | number | boolean | readonly (string | number | boolean)[]>>;
