/**
 * A TOML file as values with their places: tables of entries, each with the span of its key and of its value. Headers, dotted keys and
 * inline tables all end as the same nested tables, so that a reader of `rule.name` does not care how it was written.
 * https://toml.io/en/v1.0.0
 */
import type { Problem } from '../base/problem.js';
import type { Span } from '../base/span.js';
import type { StringStyle } from './stringMap.js';

interface TomlNodeBase {
  /** Of the value in the file, delimiters included. */
  readonly span: Span;
}

export interface TomlString extends TomlNodeBase {
  readonly kind: 'string';
  readonly value: string;
  readonly style: Exclude<StringStyle, 'bare' | 'json'>;
  /** False where the closing quotes are missing: the string then ends where the next statement begins. */
  readonly closed: boolean;
}

/** `value` is a bigint only where a number would lose digits. */
export interface TomlNumber extends TomlNodeBase {
  readonly kind: 'integer' | 'float';
  readonly value: number | bigint;
}

export interface TomlBoolean extends TomlNodeBase {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** Dates and times; `value` is the text as written. */
export interface TomlDate extends TomlNodeBase {
  readonly kind: 'date';
  readonly value: string;
}

export interface TomlArray extends TomlNodeBase {
  readonly kind: 'array';
  readonly elements: readonly TomlValue[];
}

/** A `[table]`, one `[[table]]` of an array, an inline table, or what a dotted key implies. `span` covers the header where there is one. */
export interface TomlTable extends TomlNodeBase {
  readonly kind: 'table';
  /** In source order. A key that was written twice is here once, with its first value. */
  readonly entries: readonly TomlEntry[];
}

export type TomlValue = TomlString | TomlNumber | TomlBoolean | TomlDate | TomlArray | TomlTable;

export interface TomlEntry {
  readonly key: string;
  /** Of this key's part of a dotted key or header, quotes included. */
  readonly keySpan: Span;
  /** From the key to the end of the value; for tables with a header the header. */
  readonly span: Span;
  readonly value: TomlValue;
}

export interface TomlComment {
  /** With its `#`, without the line break. */
  readonly span: Span;
  readonly text: string;
}

/** What could be read of a file. Damaged statements are left out; everything else has the place it has in the file. */
export interface TomlDocument {
  readonly root: TomlTable;
  readonly comments: readonly TomlComment[];
  readonly problems: readonly Problem[];
}

/** The entry of this key. */
export function entryOf(table: TomlTable | undefined, key: string): TomlEntry | undefined {
  return table?.entries.find((entry) => entry.key === key);
}

/** The table of this key; undefined when the key is absent or holds something else. */
export function tableOf(table: TomlTable | undefined, key: string): TomlTable | undefined {
  const value = entryOf(table, key)?.value;
  return value?.kind === 'table' ? value : undefined;
}
