/** Typed values out of the tables of a test file, with a problem for each that is of another type, and for keys that do not exist. */
import { nearestNames } from '../base/nearest.js';
import type { Problem } from '../base/problem.js';
import { allOf } from '../base/wordList.js';
import { entryOf, type TomlEntry, type TomlString, type TomlTable, type TomlValue } from '../toml/node.js';
import type { Expected } from './testFile.js';

/** A table that is being read, and where its problems are told. */
export interface TableReader {
  readonly table: TomlTable;
  readonly problems: Problem[];
}

/** Reports the keys that are not `known`. `what` is how messages call the table. */
export function reportUnknownKeys({ table, problems }: TableReader, known: readonly string[], what: string): void {
  for (const { key, keySpan } of table.entries) {
    if (known.includes(key)) continue;
    const [nearest] = nearestNames(key, known);
    const right = nearest === undefined ? `it has ${listed(known)}` : `did you mean \`${nearest}\`?`;
    problems.push({
      code: 'TST001',
      span: keySpan,
      message: `${what} has no \`${key}\`; ${right}`,
      ...(nearest === undefined
        ? {}
        : { fixes: [{ title: `Change to \`${nearest}\``, edits: [{ span: keySpan, newText: nearest }], preferred: true }] }),
    });
  }
}

/** `a, b and c`, each in backquotes. */
export function listed(names: readonly string[]): string {
  return allOf(names.map((name) => `\`${name}\``));
}

export function reportType({ problems }: TableReader, { key, value }: Pick<TomlEntry, 'key' | 'value'>, right: string): void {
  problems.push({ code: 'TST002', span: value.span, message: `\`${key}\` is ${right}; this is ${kindNames[value.kind]}` });
}

const kindNames: Readonly<Record<TomlValue['kind'], string>> = {
  string: 'text',
  integer: 'a number',
  float: 'a number',
  boolean: 'true or false',
  date: 'a date without quotes',
  array: 'a list',
  table: 'a table',
};

/** Undefined where there is none, or none that is text. */
export function stringAt(reader: TableReader, key: string, right: string): TomlString | undefined {
  const entry = entryOf(reader.table, key);
  if (entry === undefined) return undefined;
  if (entry.value.kind === 'string') return entry.value;
  reportType(reader, entry, right);
  return undefined;
}

/** A whole number from 0 on. */
export function countAt(reader: TableReader, key: string): Expected<number> | undefined {
  const entry = entryOf(reader.table, key);
  if (entry === undefined) return undefined;
  const { value } = entry;
  if (value.kind === 'integer' && typeof value.value === 'number' && value.value >= 0) return { value: value.value, span: value.span };
  if (value.kind === 'integer') {
    reader.problems.push({ code: 'TST002', span: value.span, message: `\`${key}\` is a whole number from 0 on, such as 2` });
  } else reportType(reader, entry, 'a whole number, such as 2');
  return undefined;
}
