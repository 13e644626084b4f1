/** The fields of one source, ECS or a bundle: decoded from the shipped lists, and looked up by name. */
import { nameFinder, type NameFinder } from '../base/nearest.js';
import { once } from '../base/once.js';
import { remembered } from '../base/remembered.js';
import { openObjects } from './families.js';
import type { FieldInfo, ValueSet } from './catalog.js';
import { familyOf, isFieldType } from './fieldType.js';

/** The fields of one source. */
export interface FieldSet {
  /** For users: `ECS 9.4`, `endpoint.process`. */
  readonly source: string;
  readonly fields: Fields;
  /** Of all of them. */
  readonly names: Iterable<string>;
  /** The names of those that are nested. */
  readonly nested: readonly string[];
  /** Names that have fields below them. */
  readonly objects: Pick<ReadonlySet<string>, 'has'>;
  /** Names with `*` segments, whatever stands for them. */
  readonly patterns: readonly FieldInfo[];
  /** What stands before the first dot of its names. */
  readonly roots: Pick<ReadonlySet<string>, 'has'>;
  /** The names near to a misspelt one, in no order. */
  readonly near: NameFinder;
}

/** Fields by name. */
export type Fields = Pick<ReadonlyMap<string, FieldInfo>, 'get'> & Iterable<readonly [string, FieldInfo]>;

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
  readonly ecs: Fields;
  /** The value lists, by name. */
  readonly values: ReadonlyMap<string, ValueSet>;
  /** For keyword fields that do not say their own; undefined where it is not known, so that no value is taken for invisible. */
  readonly ignoreAbove: number | undefined;
}

/** Names are decoded at once, each field when it is asked for: a rule has few of them. */
export function decodeFields(source: string, { types, entries }: EncodedFields, { ecs, values, ignoreAbove }: FieldFacts): FieldSet {
  const codes = decodeNames(entries);
  const decode = (name: string): FieldInfo | undefined => {
    const code = codes.get(name);
    if (code === undefined) return undefined;
    const type = types[Number.parseInt(code.charAt(0), 36)] ?? '';
    if (!isFieldType(type)) throw new Error(`unknown type of field ${name}: ${type}`);
    const field = decodeField({ name, type, source, values: values.get(name) }, code.slice(1), ignoreAbove);
    return asMultiField(field, fields.get(parentOf(name)) ?? ecs.get(parentOf(name)));
  };
  const names = [...codes.keys()];
  const fields = decodedFields(names, decode);
  const patterns = once(() => [...codes.keys()].filter((name) => name.includes('*')).flatMap((name) => fields.get(name) ?? []));
  // Of no field where the list has no such type.
  const nestedCode = types.indexOf('nested').toString(36);
  const nested = once(() => [...codes].filter(([, code]) => code.startsWith(nestedCode)).map(([name]) => name));
  const objects = once(() => objectsAbove(codes.keys()));
  const roots = once(() => rootsOf(codes.keys()));
  return {
    source,
    fields,
    names,
    get nested() {
      return nested();
    },
    objects: { has: (name) => objects().has(name) },
    get patterns() {
      return patterns();
    },
    get roots() {
      return roots();
    },
    near: nearIn(codes.keys()),
  };
}

/** What is written of each field, by name. */
function decodeNames(entries: readonly string[]): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  let name = '';
  for (const entry of entries) {
    const last = entry.lastIndexOf(' ');
    name = name.slice(0, Number.parseInt(entry, 10)) + entry.slice(entry.indexOf(' ') + 1, last);
    codes.set(name, entry.slice(last + 1));
  }
  return codes;
}

function decodedFields(names: readonly string[], decode: (name: string) => FieldInfo | undefined): Fields {
  const decoded = new Map<string, FieldInfo>();
  const get = (name: string): FieldInfo | undefined => {
    const field = decoded.get(name) ?? decode(name);
    if (field !== undefined) decoded.set(name, field);
    return field;
  };
  return {
    get,
    *[Symbol.iterator]() {
      for (const name of names) {
        const field = get(name);
        if (field !== undefined) yield [name, field] as const;
      }
    },
  };
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
export function fieldSetOf(source: string, list: readonly FieldInfo[], ecs: Fields = new Map()): FieldSet {
  const fields = new Map<string, FieldInfo>();
  for (const field of list) {
    const parent = parentOf(field.name);
    fields.set(field.name, asMultiField(field, fields.get(parent) ?? ecs.get(parent)));
  }
  return {
    source,
    fields,
    names: [...fields.keys()],
    nested: list.filter(({ type }) => familyOf(type) === 'nested').map(({ name }) => name),
    objects: objectsAbove(fields.keys()),
    patterns: list.filter((field) => field.name.includes('*')),
    roots: rootsOf(fields.keys()),
    near: nearIn(fields.keys()),
  };
}

/** Catalogues share sets, so that what was looked for in one need not be for another. */
function nearIn(names: Iterable<string>): FieldSet['near'] {
  const finder = once(() => nameFinder(names));
  return remembered((name) => finder()(name));
}

function asMultiField(field: FieldInfo, parent: FieldInfo | undefined): FieldInfo {
  return parent !== undefined && isLeaf(parent) ? { ...field, multiFieldOf: parent.name } : field;
}

function objectsAbove(names: Iterable<string>): ReadonlySet<string> {
  const objects = new Set<string>();
  for (const name of names) {
    for (let parent = parentOf(name); parent !== '' && !objects.has(parent); parent = parentOf(parent)) objects.add(parent);
  }
  return objects;
}

function rootsOf(names: Iterable<string>): ReadonlySet<string> {
  const roots = new Set<string>();
  let below = '.';
  for (const name of names) {
    if (name.startsWith(below)) continue;
    const root = rootOf(name);
    roots.add(root);
    below = `${root}.`;
  }
  return roots;
}

/** `process` of `process.pe.imphash`. */
export function rootOf(name: string): string {
  const end = name.indexOf('.');
  return end < 0 ? name : name.slice(0, end);
}

/** Whether a field may be among those of the set whose name begins so. */
export function mayHave({ roots }: FieldSet, root: string): boolean {
  return roots.has(root) || roots.has('*');
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

/** `process.pe` and `process` of `process.pe.imphash`. */
export function parentsOf(name: string): readonly string[] {
  const parents: string[] = [];
  for (let parent = parentOf(name); parent !== ''; parent = parentOf(parent)) parents.push(parent);
  return parents;
}

/** The field of this name: its own entry, or what its `parents` say about the fields below them. */
export function findField(set: FieldSet, name: string, parents: readonly string[]): FieldInfo | undefined {
  return set.fields.get(name) ?? belowFlattened(set, name, parents) ?? belowOpen(set, name, parents) ?? byPattern(set, name);
}

function belowFlattened(set: FieldSet, name: string, parents: readonly string[]): FieldInfo | undefined {
  for (const parent of parents) {
    const field = set.fields.get(parent);
    if (field?.type === 'flattened') return { ...field, name, values: undefined };
  }
  return undefined;
}

/** Below an object of which no field is listed anything may stand: `labels.team`. */
function belowOpen(set: FieldSet, name: string, parents: readonly string[]): FieldInfo | undefined {
  for (const parent of parents) {
    if (isOpen(set, parent)) return guessedField(name, set.source);
  }
  return undefined;
}

function isOpen(set: FieldSet, name: string): boolean {
  const field = set.fields.get(name);
  const mayBeOpen = openObjects.includes(name);
  const isObject = field !== undefined && isContainer(field);
  if (!mayBeOpen && !isObject) return false;
  return set.objects.has(name) ? mayBeOpen : isObject;
}

function isContainer(field: FieldInfo): boolean {
  const family = familyOf(field.type);
  return family === 'object' || family === 'nested';
}

/** `o365.audit.Parameters.*`: a `*` at the end stands for any sub-field, one in the middle for one segment. */
function byPattern(set: FieldSet, name: string): FieldInfo | undefined {
  if (set.patterns.length === 0) return undefined;
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
