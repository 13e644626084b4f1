/**
 * The tables and keys of a detection rule: one row for each key, which checks, completion, hover and the documentation read alike.
 * https://www.elastic.co/docs/api/doc/kibana/group/endpoint-security-detections-api
 */
import { oncePer } from '../base/oncePer.js';
import { metadataKeys } from './ruleKeysMetadata.js';
import { ruleTableKeys } from './ruleKeysRule.js';
import { nestedTables } from './ruleKeysTables.js';
import type { KeyRow, KeyShape, RuleNotation, TableSpec } from './ruleKeysRow.js';
import type { RuleType } from './ruleTypes.js';

/** The table that a file is, as the rule repositories write it. */
const fileTable: TableSpec = {
  title: 'file',
  keys: [
    {
      key: 'metadata',
      shape: { kind: 'table', table: 'metadata' },
      docs: 'What the repository knows of the rule; not part of the rule in Kibana.',
    },
    { key: 'rule', shape: { kind: 'table', table: 'rule' }, docs: 'The rule itself, with the keys of a rule in Kibana.' },
    {
      key: 'transform',
      shape: { kind: 'table', table: 'transform' },
      docs: 'Osquery and Timeline queries that the investigation guide shows as buttons.',
    },
  ],
};

export const ruleTables: Readonly<Record<string, TableSpec>> = {
  file: fileTable,
  metadata: { title: '[metadata]', keys: metadataKeys },
  rule: { title: '[rule]', keys: ruleTableKeys },
  ...nestedTables,
};

/** The table of this name, where there is one. */
function tableSpec(name: string): TableSpec | undefined {
  return ruleTables[name];
}

/** The table that stands in a value of this shape, also as an element of a list. */
export function tableOfShape(shape: KeyShape): TableSpec | undefined {
  switch (shape.kind) {
    case 'table':
      return tableSpec(shape.table);
    case 'list':
      return tableOfShape(shape.of);
    case 'oneOf':
      return shape.shapes.map(tableOfShape).find((spec) => spec !== undefined);
    default:
      return undefined;
  }
}

/** The table at a path of keys from the file's root; a rule object of Kibana's begins at `rule`. Undefined where keys are free or unknown. */
export function tableAtKeys(path: readonly string[]): TableSpec | undefined {
  let table: TableSpec | undefined = fileTable;
  for (const key of path) {
    const row: KeyRow | undefined = table === undefined ? undefined : rowOf(table, key);
    table = row === undefined ? undefined : tableOfShape(row.shape);
  }
  return table;
}

/** The row of a key. */
export function rowOf(table: TableSpec, key: string): KeyRow | undefined {
  return rowsByKey(table).get(key);
}

const rowsByKey = oncePer((table: TableSpec): ReadonlyMap<string, KeyRow> => new Map(table.keys.map((row) => [row.key, row])));

/** Whether a rule of this type may have the key; of a rule whose type is not known every key is allowed. */
export function allowsType({ types }: KeyRow, type: RuleType | undefined): boolean {
  return types === undefined || type === undefined || types.includes(type);
}

/** Whether the key exists in rules that are written so. */
export function isOfNotation({ only }: KeyRow, notation: RuleNotation): boolean {
  return only === undefined || only === notation;
}

/** Whether a rule of this type needs the key; `present` are the keys that its table has. */
export function isRequired(row: KeyRow, type: RuleType | undefined, notation: RuleNotation, present: ReadonlySet<string>): boolean {
  const { required, requiredIn, insteadOf = [] } = row;
  if (required === undefined || !isOfNotation(row, notation) || (requiredIn !== undefined && requiredIn !== notation)) return false;
  if (insteadOf.length > 0 && insteadOf.every((key) => present.has(key))) return false;
  return required === 'always' || (type !== undefined && required.includes(type));
}

/** A key that a table may have. */
export interface AllowedKey {
  readonly shape: KeyShape;
  /** What the tables in its value are. */
  readonly inner: TableSpec | undefined;
}

/** What the rules of one type that are written in one way have in a table. */
export interface TableKeys {
  readonly allowed: ReadonlyMap<string, AllowedKey>;
  /** The rows of what must be there, unless others take its place. */
  readonly needed: readonly KeyRow[];
}

/** The keys of each table, for rules of this type that are written so; of a type that is not known, all. */
export function keysFor(notation: RuleNotation, type: RuleType | undefined): (table: TableSpec) => TableKeys {
  const name = `${notation} ${type}`;
  const known = keysOfRules.get(name) ?? oncePer((table: TableSpec) => tableKeys(table, notation, type));
  keysOfRules.set(name, known);
  return known;
}

const keysOfRules = new Map<string, (table: TableSpec) => TableKeys>();

function tableKeys({ keys }: TableSpec, notation: RuleNotation, type: RuleType | undefined): TableKeys {
  const allowed = keys.filter((row) => isOfNotation(row, notation) && allowsType(row, type));
  return {
    allowed: new Map(allowed.map(({ key, shape }) => [key, { shape, inner: tableOfShape(shape) }])),
    needed: keys.filter((row) => isRequired(row, type, notation, new Set())),
  };
}

/** How a kind of value is called: `a list of texts`. */
export function shapeName(shape: KeyShape): string {
  switch (shape.kind) {
    case 'string':
    case 'enum':
      return 'text in quotes';
    case 'integer':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    case 'list':
      return `a list of ${manyOf(shape.of)}`;
    case 'table':
      return 'a table';
    case 'oneOf':
      return shape.shapes.map(shapeName).join(' or ');
    case 'any':
      return 'any value';
  }
}

function manyOf(shape: KeyShape): string {
  if (shape.kind === 'table') return 'tables';
  if (shape.kind === 'list') return `lists of ${manyOf(shape.of)}`;
  return shape.kind === 'string' || shape.kind === 'enum' ? 'texts' : 'values';
}
