/**
 * The small core that both languages lower to. Below `lower.ts` nothing asks which language a query was: null, case and wildcard
 * rules are explicit here.
 *
 * Evaluation is two-valued at the level of leaves: a leaf is true when **some** value of its field satisfies it, false otherwise, also
 * when the field has no value; `not` stands outside. That is what Elasticsearch's generated queries do for EQL and KQL alike.
 */
import type { Span } from '../base/span.js';
import type { FieldId, Value } from '../events/event.js';
import type { FieldType } from '../schema/fieldType.js';
import type { Instant } from '../events/time.js';

/** A field as a leaf refers to it. `type` is `undefined` when no schema knows it: each value is then taken as JSON has it, strings as keywords. */
export interface FieldRef {
  readonly id: FieldId;
  readonly name: string;
  readonly type: FieldType | undefined;
  /** Values longer than this are not indexed, hence invisible. */
  readonly ignoreAbove: number | undefined;
  /** Values and what they are compared with are taken in lower case, as a normaliser of the index does. */
  readonly lowercased?: true;
}

/** A constant to compare with. Dates are resolved to instants when the query is lowered. */
export type Constant = Value | Instant;

/** A pattern as pieces: literal text, any run of characters (`*`), any one character (`?`). */
export type WildcardPattern = readonly WildcardPiece[];
export type WildcardPiece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'run' } | { readonly kind: 'one' };

export interface Bound {
  readonly value: Constant;
  readonly inclusive: boolean;
}

interface PredicateBase {
  /** Of the clause in the query text: what explanations and counts are shown at. */
  readonly span: Span;
}

export interface AllOf extends PredicateBase {
  readonly kind: 'and';
  readonly operands: readonly Predicate[];
}
export interface AnyOf extends PredicateBase {
  readonly kind: 'or';
  readonly operands: readonly Predicate[];
}
export interface Negation extends PredicateBase {
  readonly kind: 'not';
  readonly operand: Predicate;
}
export interface Fixed extends PredicateBase {
  readonly kind: 'fixed';
  readonly value: boolean;
}
/** The field has a value. An object field has one when any field below it has. */
export interface Exists extends PredicateBase {
  readonly kind: 'exists';
  readonly field: FieldRef;
}
/** Some value of the field equals one of `constants`, by the field's type: text exactly, numbers by value, ip addresses by address or network (`10.0.0.0/8`). */
export interface Equals extends PredicateBase {
  readonly kind: 'equals';
  readonly field: FieldRef;
  readonly constants: readonly Constant[];
  /** Folds ASCII letters only. */
  readonly caseInsensitive: boolean;
}
/** Some value, as a whole, matches one of the patterns. */
export interface Wildcard extends PredicateBase {
  readonly kind: 'wildcard';
  readonly field: FieldRef;
  readonly patterns: readonly WildcardPattern[];
  readonly caseInsensitive: boolean;
}
/** Some value, as a whole, matches one of the regular expressions of Lucene's syntax. */
export interface Regex extends PredicateBase {
  readonly kind: 'regex';
  readonly field: FieldRef;
  readonly patterns: readonly string[];
  readonly caseInsensitive: boolean;
}
/** Some one value lies within all given bounds, in the order of the field's type. */
export interface InRange extends PredicateBase {
  readonly kind: 'range';
  readonly field: FieldRef;
  readonly lower: Bound | undefined;
  readonly upper: Bound | undefined;
}
/** A leaf that Elasticsearch runs as a script: true when `test` is true for some combination of one value (or null, where a field has none) of each field. */
export interface Computed extends PredicateBase {
  readonly kind: 'computed';
  readonly fields: readonly FieldRef[];
  /** Throws `EvaluationError` where the script would fail the search. */
  readonly test: (values: readonly (Value | null)[]) => boolean;
  /** ASCII texts in lower case, one of which is in some value, in whatever case, wherever `test` is true, which then never throws. Undefined where there are none. */
  readonly literals?: readonly string[] | undefined;
}
/** Some one object under a field mapped as `nested` satisfies `operand` on its own. */
export interface NestedMatch extends PredicateBase {
  readonly kind: 'nested';
  readonly path: FieldRef;
  readonly operand: Predicate;
}
/** Some field of the event whose name `accepts` satisfies the leaf that `leaf` makes for it: wildcard field names and free text. */
export interface AnyField extends PredicateBase {
  readonly kind: 'anyField';
  readonly accepts: (name: string) => boolean;
  /** All names that `accepts` takes are this one or lie below it; undefined where that cannot be said. */
  readonly below?: string | undefined;
  readonly leaf: (name: string) => Predicate | undefined;
}

export type Leaf = Exists | Equals | Wildcard | Regex | InRange | Computed | NestedMatch | AnyField;
export type Predicate = AllOf | AnyOf | Negation | Fixed | Leaf;

/** A run-time failure that would fail the whole search on a cluster, such as an integer division by zero. */
export class EvaluationError extends Error {
  constructor(
    message: string,
    readonly span: Span,
  ) {
    super(message);
  }
}
