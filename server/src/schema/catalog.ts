/** Which fields exist for a rule, and of which type: ECS and the field bundles of the rule's index patterns, seen as one catalogue. */
import type { FieldType } from './fieldType.js';

/** One allowed value of a field, such as `start` of `event.type`. */
export interface AllowedValue {
  readonly name: string;
  readonly description?: string;
  /** For `event.category`: the event types ECS expects with it. */
  readonly expectedTypes?: readonly string[];
}

export interface FieldInfo {
  /** Full dotted name. */
  readonly name: string;
  readonly type: FieldType;
  /** Where the field comes from: `ECS 9.4`, or the name of a bundle such as `endpoint.process`. */
  readonly source: string;
  /** ECS says the field holds an array. */
  readonly array: boolean;
  /** Longest value that is indexed, in characters; keyword fields only. */
  readonly ignoreAbove: number | undefined;
  /** A closed list (`allowed`) or a list of usual values (`expected`), ECS only. */
  readonly values: { readonly closed: boolean; readonly list: readonly AllowedValue[] } | undefined;
}

/** The longer texts, loaded on first use. */
export interface FieldDocs {
  readonly description: string;
  readonly example: string | undefined;
  /** `core`, `extended` or `custom`. */
  readonly level: string | undefined;
}

/** The fields one rule can use. */
export interface FieldCatalog {
  /** The field of exactly this name: multi-fields (`process.name.text`), open families (`winlog.event_data.X`) and flattened sub-keys included. */
  field(name: string): FieldInfo | undefined;
  /** Whether fields exist below this name, as for `process`. */
  isObject(name: string): boolean;
  /** All names, sorted; what completion offers. */
  readonly names: readonly string[];
  /** The known names nearest to a misspelt one, best first, at most three; empty when nothing is near. */
  nearest(name: string): readonly string[];
  /** Whether every index pattern of the rule has a loaded bundle: only then is an unknown field worth a warning. */
  readonly complete: boolean;
  /** Whether it comes from a real mapping: only then is an unknown field an error. */
  readonly authoritative: boolean;
  /** For the fidelity note of a run, such as `ECS 9.4 and endpoint.process`. */
  readonly description: string;
}

/** All loaded field data; hands out a catalogue for each set of index patterns. */
export interface Schemas {
  /** The catalogue for a rule's index patterns; ECS alone, not `complete`, when there are none. Cached. */
  catalogFor(indexPatterns: readonly string[]): FieldCatalog;
  /** Descriptions, loaded on the first call. */
  docs(fieldName: string): Promise<FieldDocs | undefined>;
}
