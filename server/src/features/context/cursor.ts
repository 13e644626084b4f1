/** What stands at the cursor of a query: what would fit there, and which text an accepted completion replaces. */
import type { Span } from '../../base/span.js';
import type { ArgumentType, EqlFunction } from '../../schema/functions.js';

/** How a value is written where it is wanted. */
export type ValueStyle =
  /** `"cmd.exe"`, `7`, `true` */
  | 'eql'
  /** `cmd.exe`, quoted only where it must be */
  | 'kql'
  /** `"cmd.exe"`: the user began with a quote */
  | 'kqlQuoted';

/** One sort of thing that fits at the cursor. */
export type Want =
  /** `proc| where true`, `[proc|` */
  | { readonly kind: 'category' }
  /**
   * `process where proc|`, `by host.|`; with `below`, inside the braces of a nested field, only its sub-fields, by their shorter
   * names; with `accepts`, as an argument (`length(proc|`), only fields of a type that suits
   */
  | { readonly kind: 'field'; readonly below?: string; readonly accepts?: ArgumentType }
  /** `process where len|`; with `accepts`, as an argument, only functions whose result suits */
  | { readonly kind: 'function'; readonly accepts?: ArgumentType }
  /** `maxspan=30|` */
  | { readonly kind: 'unit' }
  /** `process.name |`; with `result`, after a call: `length(process.name) |` */
  | { readonly kind: 'operator'; readonly field: string }
  | { readonly kind: 'operator'; readonly result: EqlFunction['result'] }
  /** `event.type == "st|"`, `event.type:st|`; with `bound`, after `<` or `>` of KQL: `@timestamp >= |` */
  | { readonly kind: 'value'; readonly field: string; readonly style: ValueStyle; readonly bound?: true }
  /** `process where true an|` */
  | { readonly kind: 'keyword'; readonly words: readonly string[] };

/** A want and the span, in offsets of the query text, that what satisfies it replaces. The span touches the cursor. */
export interface Place {
  readonly want: Want;
  readonly replace: Span;
}

/** Everything that fits at the cursor; empty inside comments and wherever only the user can know. */
export interface CursorContext {
  readonly places: readonly Place[];
}

export const nothingFits: CursorContext = { places: [] };

/** All wants with one span. */
export function contextOf(replace: Span, wants: readonly Want[]): CursorContext {
  return { places: wants.map((want) => ({ want, replace })) };
}
