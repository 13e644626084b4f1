/** What one row of the table of rule keys holds, and short ways to write the shapes of values. */
import type { RuleType } from './ruleTypes.js';

/** How a rule is written: TOML as in rule repositories, or JSON as in Kibana's interfaces and exports. */
export type RuleNotation = 'toml' | 'json';

/** What a text stands for, beyond being text. */
export type TextFormat =
  | 'date' | 'version' | 'duration' | 'dateMath' | 'markdown' | 'url' | 'field' | 'indexPattern' | 'query' | 'tag' | 'uuid' | 'package'; // prettier-ignore

export interface EnumValue {
  readonly value: string;
  readonly docs: string;
}

export type KeyShape =
  | { readonly kind: 'string'; readonly format?: TextFormat }
  /** `checkedApart`: a value that is not listed has a diagnostic of its own. `aliases`: what people write instead, in lower case. */
  | {
      readonly kind: 'enum';
      readonly what: string;
      readonly values: readonly EnumValue[];
      readonly aliases?: Readonly<Record<string, string>>;
      readonly checkedApart?: true;
    }
  | { readonly kind: 'integer'; readonly least?: number; readonly most?: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'list'; readonly of: KeyShape }
  | { readonly kind: 'table'; readonly table: string }
  /** Either of them is right; the first is the usual one. */
  | { readonly kind: 'oneOf'; readonly shapes: readonly KeyShape[] }
  /** Anything: the table does not say what is in it. */
  | { readonly kind: 'any' };

/** A value to begin with, as completion and fixes write it. */
export type ExampleValue = string | number | boolean | readonly ExampleValue[] | { readonly [key: string]: ExampleValue };

export interface KeyRow {
  readonly key: string;
  readonly shape: KeyShape;
  /** Markdown of one or two sentences: what it does. */
  readonly docs: string;
  /** For which rule types it must be there. */
  readonly required?: 'always' | readonly RuleType[];
  /** Where only one notation needs it. */
  readonly requiredIn?: RuleNotation;
  /** Other keys that together take the place of this one. */
  readonly insteadOf?: readonly string[];
  /** The rule types that may have it, where not all. */
  readonly types?: readonly RuleType[];
  /** The notation that has it, where not both. */
  readonly only?: RuleNotation;
  /** What counts where the key is left out, as the file would write it. */
  readonly default?: string;
  /** The first version of the stack that has it. */
  readonly since?: string;
  /** Written when the rule is built or saved, not by its author. */
  readonly computed?: true;
  readonly example?: ExampleValue;
}

export interface TableSpec {
  /** How messages call it. */
  readonly title: string;
  readonly keys: readonly KeyRow[];
  /** Keys beyond those listed are nobody's business. */
  readonly free?: true;
  /** What is missing in it has a diagnostic of its own. */
  readonly checkedApart?: true;
}

export const text: KeyShape = { kind: 'string' };
export const texts: KeyShape = { kind: 'list', of: text };
export const flag: KeyShape = { kind: 'boolean' };
export const anything: KeyShape = { kind: 'any' };
export const field: KeyShape = { kind: 'string', format: 'field' };

export function formatted(format: TextFormat): KeyShape {
  return { kind: 'string', format };
}

export function listOf(of: KeyShape): KeyShape {
  return { kind: 'list', of };
}

export function oneOf(...shapes: readonly KeyShape[]): KeyShape {
  return { kind: 'oneOf', shapes };
}

export function integer(least?: number, most?: number): KeyShape {
  return { kind: 'integer', ...(least === undefined ? {} : { least }), ...(most === undefined ? {} : { most }) };
}

export function table(name: string): KeyShape {
  return { kind: 'table', table: name };
}

export function tables(name: string): KeyShape {
  return { kind: 'list', of: { kind: 'table', table: name } };
}

/** `what` is how messages call one of the values: `a severity`. */
export function choice(what: string, values: Readonly<Record<string, string>>): Extract<KeyShape, { kind: 'enum' }> {
  return { kind: 'enum', what, values: Object.entries(values).map(([value, docs]) => ({ value, docs })) };
}
