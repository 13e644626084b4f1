/** Which fields exist for a rule, and of which type: ECS and the field bundles of the rule's index patterns, seen as one catalogue. */
import type { AttackMatrix } from './attack.js';
import type { FieldType } from './fieldType.js';

/** One allowed value of a field, such as `start` of `event.type`. */
export interface AllowedValue {
  readonly name: string;
  readonly description?: string;
  /** For `event.category`: the event types ECS expects with it. */
  readonly expectedTypes?: readonly string[];
}

/** `closed`: ECS allows no other value. Otherwise: the usual ones. */
export interface ValueSet {
  readonly closed: boolean;
  readonly list: readonly AllowedValue[];
}

/** What is known of one field of the indices that a rule searches. */
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
  /** The values ECS lists for it. */
  readonly values: ValueSet | undefined;
  /** Set on a multi-field such as `process.name.text`: the field in the event whose values it indexes, `process.name`. */
  readonly multiFieldOf?: string;
  /** Values are indexed in lower case, and what a query compares with them is lowered too (`process.name.caseless`). */
  readonly lowercased?: true;
  /** The types that the rule's indices give it, where that is anything but `type` alone. */
  readonly indexTypes?: readonly FieldType[];
  /** `type` is a guess (an alias, a field below an open object): no ground for a complaint. */
  readonly typeUncertain?: true;
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
  /** Whether the name is surely that of a nested field. */
  isNested(name: string): boolean;
  /** The names that fit the rule's index patterns, sorted, without plain objects; what completion offers. */
  readonly names: readonly string[];
  /** Those of `names` that are wanted, far sooner than all. */
  namesOf(isWanted: (name: string) => boolean): readonly string[];
  /** The known names nearest to a misspelt one, best first, at most three; another case of the same name is nearest. Empty when nothing is near. */
  nearest(name: string): readonly string[];
  /** Whether all fields of every index pattern of the rule are known. Where they are not, a field that only other indices have is known too. */
  readonly complete: boolean;
  /** Whether it comes from a real mapping: only then is an unknown field an error. */
  readonly authoritative: boolean;
  /** For the fidelity note of a run, such as `ECS 9.4 and endpoint.process`. */
  readonly description: string;
}

/** Fields that a user described, for the indices that have them. */
export interface FieldImport {
  /** For users: where they come from, such as a file name. */
  readonly source: string;
  readonly patterns: readonly string[];
  /** Sorted by name. */
  readonly fields: readonly FieldInfo[];
  /** Whether these indices have no other fields, as a mapping says. */
  readonly authoritative: boolean;
}

/** All loaded field data; hands out a catalogue for each set of index patterns. */
export interface Schemas {
  /** The catalogue for a rule's index patterns (`cluster:` and `-pattern` forms included); everything known, not `complete`, when there are none. Cached. */
  catalogFor(indexPatterns: readonly string[]): FieldCatalog;
  /** The same with fields of the user's own before the shipped ones. */
  withFields(imported: readonly FieldImport[]): Schemas;
  /** The version of ATT&CK that rules are checked against. */
  readonly attack: AttackMatrix;
  /** The same with another version of ATT&CK. */
  withAttack(attack: AttackMatrix): Schemas;
  /** Descriptions, loaded on the first call. */
  docs(fieldName: string): Promise<FieldDocs | undefined>;
}
