/**
 * The values of a rule file with their places, whatever its notation: what TOML and JSON have in common. A TOML node is such a value as
 * it is; JSON is read into the same kinds.
 */
import type { Span } from '../base/span.js';
import type { TomlBoolean, TomlDate, TomlNumber } from '../toml/node.js';
import type { StringStyle } from '../toml/stringMap.js';

interface RuleNodeBase {
  /** Of the value in the file, delimiters included. */
  readonly span: Span;
}

/** Text of a rule; its place, quotes and escapes are those of the file. */
export interface RuleString extends RuleNodeBase {
  readonly kind: 'string';
  readonly value: string;
  readonly style: Exclude<StringStyle, 'bare'>;
  readonly closed: boolean;
}

/** JSON only: TOML leaves the key out. */
export interface RuleNull extends RuleNodeBase {
  readonly kind: 'null';
}

export interface RuleArray extends RuleNodeBase {
  readonly kind: 'array';
  readonly elements: readonly RuleValue[];
}

/** A table of TOML or an object of JSON. */
export interface RuleTable extends RuleNodeBase {
  readonly kind: 'table';
  /** In source order. A key that was written twice is here once, with its first value. */
  readonly entries: readonly RuleEntry[];
}

/** A value of a rule with its place, the same whether the file is TOML or JSON. */
export type RuleValue = RuleString | TomlNumber | TomlBoolean | TomlDate | RuleNull | RuleArray | RuleTable;

export interface RuleEntry {
  readonly key: string;
  /** Quotes included. */
  readonly keySpan: Span;
  /** From the key to the end of the value; for tables with a header the header. */
  readonly span: Span;
  readonly value: RuleValue;
}

/** Values without places: what is written into a rule, or read out of one. */
export type Plain = string | number | bigint | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** The entry of this key. */
export function entryOf(table: RuleTable | undefined, key: string): RuleEntry | undefined {
  if (table === undefined) return undefined;
  for (const entry of table.entries) if (entry.key === key) return entry;
  return undefined;
}

/** The table of this key; undefined when the key is absent or holds something else. */
export function tableAt(table: RuleTable | undefined, key: string): RuleTable | undefined {
  const value = entryOf(table, key)?.value;
  return value?.kind === 'table' ? value : undefined;
}

/** Undefined too where the value is of another type, which the checks tell. */
export function stringAt(table: RuleTable | undefined, key: string): RuleString | undefined {
  const value = entryOf(table, key)?.value;
  return value?.kind === 'string' ? value : undefined;
}

/** As `stringAt`. */
export function numberAt(table: RuleTable | undefined, key: string): TomlNumber | undefined {
  const value = entryOf(table, key)?.value;
  return value?.kind === 'integer' || value?.kind === 'float' ? value : undefined;
}

/** The tables of a list, such as those of `threat`; one table counts as a list of one. Other elements are left out. */
export function tablesAt(table: RuleTable | undefined, key: string): readonly RuleTable[] {
  const value = entryOf(table, key)?.value;
  if (value?.kind === 'table') return [value];
  return value?.kind === 'array' ? value.elements.filter((element) => element.kind === 'table') : [];
}

/** The strings of a list; one string counts as a list of one. Other elements are left out. */
export function stringsAt(table: RuleTable | undefined, key: string): readonly RuleString[] {
  const value = entryOf(table, key)?.value;
  if (value?.kind === 'string') return [value];
  return value?.kind === 'array' ? value.elements.filter((element) => element.kind === 'string') : [];
}

/** The value without its places; dates as they are written. */
export function plainOf(value: RuleValue): Plain {
  switch (value.kind) {
    case 'null':
      return null;
    case 'array':
      return value.elements.map(plainOf);
    case 'table':
      return Object.fromEntries(value.entries.map((entry) => [entry.key, plainOf(entry.value)]));
    default:
      return value.value;
  }
}
