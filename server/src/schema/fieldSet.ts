/** The fields of one source, ECS or a bundle: decoded from the shipped lists, and looked up by name. */
import { openObjects } from './families.js';
import type { FieldInfo, ValueSet } from './catalog.js';
import { familyOf, isFieldType } from './fieldType.js';

/** The fields of one source. */
export interface FieldSet {
  /** For users: `ECS 9.4`, `endpoint.process`. */
  readonly source: string;
  readonly fields: ReadonlyMap<string, FieldInfo>;
  /** Names that have fields below them. */
  readonly objects: ReadonlySet<string>;
  /** Names with `*` segments, whatever stands for them. */
  readonly patterns: readonly FieldInfo[];
}

/** Front coded names with their types, as `server/tools/generateFields.mjs` writes them. */
export interface EncodedFields {
  readonly types: readonly string[];
  readonly entries: readonly string[];
}

/** What Elastic's mappings give keyword fields unless a field says otherwise. */
export const usualIgnoreAbove = 1024;

/** What a list of names and types does not say of its fields. */
export interface FieldFacts {
  /** What the names of a bundle may be multi-fields of. */
  readonly ecs: ReadonlyMap<string, FieldInfo>;
  /** The value lists, by name. */
  readonly values: ReadonlyMap<string, ValueSet>;
  /** For keyword fields that do not say their own; undefined where it is not known, so that no value is taken for invisible. */
  readonly ignoreAbove: number | undefined;
}

export function decodeFields(source: string, encoded: EncodedFields, { ecs, values, ignoreAbove }: FieldFacts): FieldSet {
  const fields: FieldInfo[] = [];
  let name = '';
  for (const entry of encoded.entries) {
    const [shared = '', rest = '', code = ''] = entry.split(' ');
    name = name.slice(0, Number(shared)) + rest;
    const typeName = encoded.types[Number.parseInt(code[0] ?? '', 36)] ?? '';
    if (!isFieldType(typeName)) throw new Error(`unknown type of field ${name}: ${typeName}`);
    fields.push(decodeField({ name, type: typeName, source, values: values.get(name) }, code.slice(1), ignoreAbove));
  }
  return fieldSetOf(source, fields, ecs);
}

function decodeField(
  { name, type, source, values }: Pick<FieldInfo, 'name' | 'type' | 'source' | 'values'>,
  flags: string,
  usual: number | undefined,
): FieldInfo {
  const digits = /\d+$/.exec(flags)?.[0];
  const ignoreAbove = digits === undefined ? usual : Number(digits);
  return {
    name,
    type,
    source,
    array: flags.includes('+'),
    ignoreAbove: type === 'keyword' && ignoreAbove !== undefined && ignoreAbove > 0 ? ignoreAbove : undefined,
    values,
    ...(flags.includes('?') || type === 'alias' ? { typeUncertain: true as const } : {}),
    ...(name.endsWith('.caseless') ? { lowercased: true as const } : {}),
  };
}

/** A set made of ready fields, which come sorted by name. */
export function fieldSetOf(source: string, list: readonly FieldInfo[], ecs: ReadonlyMap<string, FieldInfo> = new Map()): FieldSet {
  const fields = new Map<string, FieldInfo>();
  const objects = new Set<string>();
  for (const field of list) {
    addParents(field.name, objects);
    const parent = parentOf(field.name);
    const parentField = fields.get(parent) ?? ecs.get(parent);
    fields.set(field.name, parentField !== undefined && isLeaf(parentField) ? { ...field, multiFieldOf: parent } : field);
  }
  return { source, fields, objects, patterns: list.filter((field) => field.name.includes('*')) };
}

function addParents(name: string, objects: Set<string>): void {
  for (let parent = parentOf(name); parent !== '' && !objects.has(parent); parent = parentOf(parent)) objects.add(parent);
}

/** `process.pe` of `process.pe.imphash`; empty at the top. */
export function parentOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}

/** Fields below a leaf are its multi-fields; those below an object are fields of their own. */
function isLeaf(field: FieldInfo): boolean {
  const family = familyOf(field.type);
  return family === 'keyword' || family === 'text' || family === 'integer' || family === 'decimal' || family === 'ip' || family === 'date';
}

/** The field of this name: its own entry, or what its parents say about the fields below them. */
export function findField(set: FieldSet, name: string): FieldInfo | undefined {
  return set.fields.get(name) ?? belowFlattened(set, name) ?? belowOpen(set, name) ?? byPattern(set, name);
}

function belowFlattened(set: FieldSet, name: string): FieldInfo | undefined {
  for (let parent = parentOf(name); parent !== ''; parent = parentOf(parent)) {
    const field = set.fields.get(parent);
    if (field?.type === 'flattened') return { ...field, name, values: undefined };
  }
  return undefined;
}

/** Below an object of which no field is listed anything may stand: `labels.team`. */
function belowOpen(set: FieldSet, name: string): FieldInfo | undefined {
  for (let parent = parentOf(name); parent !== ''; parent = parentOf(parent)) {
    if (isOpen(set, parent)) return guessedField(name, set.source);
  }
  return undefined;
}

function isOpen(set: FieldSet, name: string): boolean {
  const field = set.fields.get(name);
  return set.objects.has(name) ? openObjects.includes(name) : field !== undefined && isContainer(field);
}

function isContainer(field: FieldInfo): boolean {
  const family = familyOf(field.type);
  return family === 'object' || family === 'nested';
}

/** `o365.audit.Parameters.*`: a `*` at the end stands for any sub-field, one in the middle for one segment. */
function byPattern(set: FieldSet, name: string): FieldInfo | undefined {
  const pattern = set.patterns.find((field) => fitsSegments(field.name.split('.'), name.split('.')));
  if (pattern === undefined) return undefined;
  return isContainer(pattern) ? guessedField(name, set.source) : { ...pattern, name };
}

function fitsSegments(pattern: readonly string[], name: readonly string[]): boolean {
  const open = pattern[pattern.length - 1] === '*';
  if (open ? name.length < pattern.length : name.length !== pattern.length) return false;
  return pattern.every((segment, i) => segment === '*' || segment === name[i]);
}

function guessedField(name: string, source: string): FieldInfo {
  return { name, type: 'keyword', source, array: false, ignoreAbove: undefined, values: undefined, typeUncertain: true };
}
