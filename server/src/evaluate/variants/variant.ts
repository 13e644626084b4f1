/** What a run tells of clauses besides the explanation: near variants of those that no event satisfies, and what exclusions take out. Plain data. */
import { grouped } from '../../base/grouped.js';
import type { TextEdit } from '../../base/edit.js';
import type { Span } from '../../base/span.js';

/**
 * `ignoreCase`: whatever the case of letters. `pattern`: its `*` and `?` as wildcards. `loosePattern`: both. `value`: a value of the
 * events in place of one that is much like it. `field`: another field below the same object.
 */
export type VariantForm =
  | { readonly kind: 'ignoreCase' | 'pattern' | 'loosePattern' }
  | { readonly kind: 'value'; readonly wanted: string; readonly found: string }
  | { readonly kind: 'field'; readonly field: string };

export interface Variant {
  readonly form: VariantForm;
  /** Events that satisfy it. */
  readonly passes: number;
  /** Of the query's text; none where the language cannot write it. */
  readonly edits: readonly TextEdit[];
}

/** A clause that no event satisfies, although some satisfy a variant of it. */
export interface UnmetClause {
  /** Of the clause in the query's text. */
  readonly span: Span;
  /** At least one, the nearest to the clause first. */
  readonly variants: readonly Variant[];
}

/** What an exclusion takes out of the matches. */
export interface ExclusionCount {
  /** Of the whole `not …` in the query's text. */
  readonly span: Span;
  /** Events that satisfy all other clauses; in a sequence those of their stage. */
  readonly suppressed: number;
  /** For an `or` in it: what each alternative takes out, events with several counted for each. */
  readonly alternatives: readonly { readonly span: Span; readonly suppressed: number }[];
}

/** `2 do when case is ignored`: ends a sentence about events that do not satisfy a clause. */
export function variantWords({ form, passes }: Variant): string {
  const does = `${grouped(passes)} ${passes === 1 ? 'does' : 'do'}`;
  switch (form.kind) {
    case 'ignoreCase':
      return `${does} when case is ignored`;
    case 'pattern':
      return `${does} when its wildcards are taken as such`;
    case 'loosePattern':
      return `${does} when its wildcards are taken as such and case is ignored`;
    case 'value':
      return `${does} with \`${form.found}\` in place of \`${form.wanted}\``;
    case 'field':
      return `${does} with \`${form.field}\` in place of its field`;
  }
}

/** The title of what makes the clause this variant. */
export function variantTitle({ form }: Variant): string {
  switch (form.kind) {
    case 'ignoreCase':
      return 'Ignore case';
    case 'pattern':
      return 'Take its wildcards as such';
    case 'loosePattern':
      return 'Take its wildcards as such and ignore case';
    case 'value':
      return `Replace \`${form.wanted}\` by \`${form.found}\``;
    case 'field':
      return `Compare \`${form.field}\``;
  }
}
