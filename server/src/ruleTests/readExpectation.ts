/** The `expect` table of a test: what the case asks of the run. */
import type { Problem } from '../base/problem.js';
import type { Span } from '../base/span.js';
import { entryOf, type TomlArray, type TomlEntry, type TomlTable, type TomlValue } from '../toml/node.js';
import { countAt, listed, reportType, reportUnknownKeys, type TableReader } from './readTable.js';
import type { Expectation, FieldsOfMatch } from './testFile.js';

export const expectationKeys = ['matches', 'events', 'ids', 'fields', 'alerts'] as const;

/** Undefined, with a problem, where nothing is expected. `name` is that of the case, `nameSpan` where a case without `expect` is marked. */
export function readExpectation(
  test: TomlTable,
  { name, nameSpan }: { readonly name: string; readonly nameSpan: Span },
  problems: Problem[],
): Expectation | undefined {
  const entry = entryOf(test, 'expect');
  if (entry === undefined) {
    problems.push({
      code: 'TST003',
      span: nameSpan,
      message: `The test "${name}" expects nothing; write what it expects, such as ${sample}`,
    });
    return undefined;
  }
  if (entry.value.kind !== 'table') {
    reportType({ table: test, problems }, entry, `a table, such as ${sample}`);
    return undefined;
  }
  const reader = { table: entry.value, problems };
  const before = problems.length;
  reportUnknownKeys(reader, expectationKeys, '`expect`');
  const parts = {
    matches: countAt(reader, 'matches'),
    events: eventsAt(reader),
    ids: idsAt(reader),
    fields: fieldsAt(reader),
    alerts: countAt(reader, 'alerts'),
  };
  if (Object.values(parts).some((part) => part !== undefined)) return { span: entry.value.span, ...parts };
  if (problems.length === before) {
    const message = `The test "${name}" expects nothing; \`expect\` has at least one of ${listed(expectationKeys)}`;
    problems.push({ code: 'TST003', span: entry.value.span, message });
  }
  return undefined;
}

const sample = '`expect = { matches = 1 }`';

function eventsAt(reader: TableReader): Expectation['events'] {
  const entry = entryOf(reader.table, 'events');
  if (entry === undefined) return undefined;
  const right = 'a list of numbers that count events from 1, such as [1, 3]; of a sequence one such list for each match';
  const array = arrayOf(reader, entry, right);
  if (array === undefined) return undefined;
  const single = array.elements.map(placeOf);
  if (single.every((place) => place !== undefined)) return { value: single, span: array.span };
  const lists = array.elements.map((element) => (element.kind === 'array' ? placesOf(element) : undefined));
  if (lists.every((list) => list !== undefined)) return { value: lists, span: array.span };
  const wrong = array.elements.find((element) => placeOf(element) === undefined && element.kind !== 'array') ?? array;
  reader.problems.push({ code: 'TST002', span: wrong.span, message: `\`events\` is ${right}` });
  return undefined;
}

function placesOf({ elements }: TomlArray): readonly number[] | undefined {
  const places = elements.map(placeOf);
  return places.every((place) => place !== undefined) ? places : undefined;
}

function placeOf(value: TomlValue): number | undefined {
  return value.kind === 'integer' && typeof value.value === 'number' && value.value >= 1 ? value.value : undefined;
}

function idsAt(reader: TableReader): Expectation['ids'] {
  const entry = entryOf(reader.table, 'ids');
  if (entry === undefined) return undefined;
  const right = 'a list of the `_id`s or `event.id`s of events, as text';
  const array = arrayOf(reader, entry, right);
  if (array === undefined) return undefined;
  const ids = array.elements.map((element) => (element.kind === 'string' ? element.value : undefined));
  if (ids.every((id) => id !== undefined)) return { value: ids, span: array.span };
  const wrong = array.elements.find(({ kind }) => kind !== 'string') ?? array;
  reader.problems.push({ code: 'TST002', span: wrong.span, message: `\`ids\` is ${right}` });
  return undefined;
}

function arrayOf(reader: TableReader, entry: TomlEntry, right: string): TomlArray | undefined {
  if (entry.value.kind === 'array') return entry.value;
  reportType(reader, entry, right);
  return undefined;
}

/** `[[test.expect.fields]]` is a list of tables too. */
function fieldsAt(reader: TableReader): Expectation['fields'] {
  const entry = entryOf(reader.table, 'fields');
  if (entry === undefined) return undefined;
  const right = 'a list with one table of fields for each match, such as [{ "process.name" = "sh" }]';
  const array = arrayOf(reader, entry, right);
  if (array === undefined) return undefined;
  const tables: FieldsOfMatch[] = [];
  for (const element of array.elements) {
    const fields = element.kind === 'table' ? fieldsOf(element, reader) : undefined;
    if (fields === undefined) {
      if (element.kind !== 'table') reader.problems.push({ code: 'TST002', span: element.span, message: `\`fields\` is ${right}` });
      return undefined;
    }
    tables.push(fields);
  }
  return { value: tables, span: array.span };
}

/** Dotted keys and tables in tables are the same field. Undefined, with a problem, where a value is none that a field can have. */
function fieldsOf(table: TomlTable, reader: TableReader): FieldsOfMatch | undefined {
  const fields: Record<string, FieldsOfMatch[string]> = {};
  for (const { name, value } of leavesOf(table)) {
    const read = value.kind === 'array' ? scalarsOf(value) : scalarOf(value);
    if (read === undefined) {
      const message = `\`${name}\` is text, a number, true or false, or a list of these; this is none of them`;
      reader.problems.push({ code: 'TST002', span: value.span, message });
      return undefined;
    }
    fields[name] = read;
  }
  return fields;
}

export interface FieldLeaf {
  /** Dotted. */
  readonly name: string;
  readonly value: Exclude<TomlValue, { readonly kind: 'table' }>;
}

/** The fields of a table of expected values, in written order. */
export function leavesOf(table: TomlTable, prefix = ''): readonly FieldLeaf[] {
  return table.entries.flatMap(({ key, value }): readonly FieldLeaf[] =>
    value.kind === 'table' ? leavesOf(value, `${prefix}${key}.`) : [{ name: `${prefix}${key}`, value }],
  );
}

function scalarsOf({ elements }: TomlArray): readonly (string | number | boolean)[] | undefined {
  const scalars = elements.map(scalarOf);
  return scalars.every((scalar) => scalar !== undefined) ? scalars : undefined;
}

/** A long number as its digits: values are compared as they are written. */
function scalarOf(value: TomlValue): string | number | boolean | undefined {
  switch (value.kind) {
    case 'string':
    case 'date':
    case 'boolean':
      return value.value;
    case 'integer':
    case 'float':
      return typeof value.value === 'bigint' ? value.value.toString() : value.value;
    default:
      return undefined;
  }
}
