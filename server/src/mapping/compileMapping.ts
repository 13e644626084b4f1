/** A mapping file and those that it extends, made ready to map events. */
import type { FieldOrigin } from '../events/mapper.js';
import { isJsonObject, type Json, type JsonObject } from '../events/json.js';
import { Cases, holds } from './conditions.js';
import { EventReader, type Reading } from './eventReader.js';
import type { Condition, FieldSource, MappingFile, Step } from './mappingFile.js';
import { textOf, valueAt } from './rawEvent.js';
import { stepsOf } from './sourceSteps.js';
import { applyNamed } from './steps.js';

export interface Mapping {
  readonly name: string;
  readonly title: string;
  /** Public pages that the facts come from. */
  readonly sources: readonly string[];
  readonly detects: readonly Condition[];
  /** Names that stand for several places of a field. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** All fields it can make, each with where it comes from and when; several rows for a field that comes from different places. */
  readonly rows: readonly MappingRow[];
  /** The event is one of its kind. */
  suits(event: JsonObject): boolean;
  map(event: JsonObject): JsonObject;
  /** Where the field of this event comes from; undefined where the event does not get it. */
  originOf(event: JsonObject, field: string): FieldOrigin | undefined;
}

export interface MappingRow {
  readonly field: string;
  readonly from: FieldSource;
  /** Undefined for all events. */
  readonly when: Condition | undefined;
}

interface Case {
  readonly is: Condition;
  readonly fields: ReadonlyMap<string, FieldSource>;
}

type Tables = NonNullable<MappingFile['tables']>;

/** `chain`: the mapping itself, then what it extends, the nearest first. */
export function compileMapping(chain: readonly [MappingFile, ...MappingFile[]]): Mapping {
  const [own] = chain;
  const outermostFirst = [...chain].reverse();
  const reading: Reading = {
    names: new Map(
      outermostFirst.flatMap(({ names = {} }) => Object.entries(names).map(([name, paths]) => [name, listOf(paths)] as const)),
    ),
    none: new Set(['', ...(chain.find(({ none }) => none !== undefined)?.none ?? [])]),
  };
  const tables: Tables = Object.assign({}, ...outermostFirst.map((each) => each.tables ?? {})) as Tables;
  const always = new Map(outermostFirst.flatMap(({ fields = {} }) => Object.entries(fields)));
  const cases = outermostFirst.flatMap(({ when = [] }) =>
    when.map(({ is, fields }): Case => ({ is, fields: new Map(Object.entries(fields)) })),
  );
  const detects = own.detects ?? chain.find((each) => each.detects !== undefined)?.detects ?? [];
  const keep = new Set(chain.flatMap((each) => each.keep ?? []));
  const rest = chain.find((each) => each.rest !== undefined)?.rest;
  const finder = new Cases(cases);
  const sourcesFor = (reader: EventReader): ReadonlyMap<string, FieldSource> => {
    const found = new Map(always);
    for (const { fields } of finder.of(reader)) for (const [field, from] of fields) found.set(field, from);
    return found;
  };
  return {
    name: own.name,
    title: own.title,
    sources: [...new Set(chain.flatMap(({ source = [] }) => source))],
    detects,
    names: reading.names,
    rows: [
      ...[...always].map(([field, from]) => ({ field, from, when: undefined })),
      ...cases.flatMap(({ is, fields }) => [...fields].map(([field, from]) => ({ field, from, when: is }))),
    ],
    suits(event) {
      const reader = new EventReader(event, reading);
      return detects.some((condition) => holds(condition, reader));
    },
    map(event) {
      const reader = new EventReader(event, reading);
      const made: Record<string, Json> = {};
      if (rest !== undefined) addRest(made, event, rest, reader);
      for (const [field, from] of sourcesFor(reader)) {
        const value = valueFrom(from, reader, tables)?.value;
        if (value !== undefined) made[field] = value;
      }
      return withKept(event, keep, made);
    },
    originOf(event, field) {
      const reader = new EventReader(event, reading);
      const from = sourcesFor(reader).get(field);
      if (from !== undefined) return valueFrom(from, reader, tables)?.origin;
      if (rest === undefined || !field.startsWith(`${rest.to}.`)) return undefined;
      const path = `${rest.from ?? ''}.${field.slice(rest.to.length + 1)}`.replace(/^\./, '');
      const found = reader.find(path);
      return found === undefined ? undefined : { kind: 'fields', paths: [found.path], steps: [] };
    },
  };
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

interface Made {
  readonly value: Json;
  readonly origin: FieldOrigin;
}

function valueFrom(from: FieldSource, reader: EventReader, tables: Tables): Made | undefined {
  if (typeof from !== 'string' && 'value' in from) return { value: from.value, origin: { kind: 'constant' } };
  if (typeof from !== 'string' && 'text' in from) return filledIn(from.text, reader);
  const steps = stepsOf(from);
  const names = steps.map(stepName);
  const found: Made[] = [];
  for (const path of typeof from === 'string' ? [from] : listOf(from.from)) {
    const raw = reader.find(path);
    const value = raw === undefined ? undefined : throughSteps(steps, raw.value, tables);
    if (raw === undefined || value === undefined || reader.isNothing(value)) continue;
    const made: Made = { value, origin: { kind: 'fields', paths: [raw.path], steps: names } };
    if (typeof from === 'string' || from.all !== true) return made;
    found.push(made);
  }
  if (found.length === 0) return undefined;
  const values = [...new Set(found.flatMap(({ value }) => (Array.isArray(value) ? (value as readonly Json[]) : [value])))];
  return { value: values, origin: { kind: 'fields', paths: found.flatMap(({ origin }) => pathsOf(origin)), steps: names } };
}

function pathsOf(origin: FieldOrigin): readonly string[] {
  return origin.kind === 'fields' ? origin.paths : [];
}

/** `{ShareName}\{FileName}` with the values; undefined where one is missing. */
function filledIn(text: string, reader: EventReader): Made | undefined {
  const paths: string[] = [];
  let isWhole = true;
  const value = text.replace(/\{([^{}]+)\}/g, (_, path: string) => {
    const found = reader.find(path);
    if (found === undefined) isWhole = false;
    else paths.push(found.path);
    return found === undefined ? '' : textOf(found.value);
  });
  return isWhole ? { value, origin: { kind: 'fields', paths, steps: ['joined'] } } : undefined;
}

function throughSteps(steps: readonly Step[], value: Json, tables: Tables): Json | undefined {
  let made: Json | undefined = value;
  for (const step of steps) {
    if (made === undefined) return undefined;
    made = typeof step === 'string' ? applyNamed(step, made) : throughParameters(step, made, tables);
  }
  return made;
}

function throughParameters(step: Exclude<Step, string>, value: Json, tables: Tables): Json | undefined {
  if (Array.isArray(value)) {
    const made = (value as readonly Json[]).flatMap((each) => throughParameters(step, each, tables) ?? []);
    return made.length === 0 ? undefined : made;
  }
  if (value === null || isJsonObject(value)) return undefined;
  const text = textOf(value);
  if ('split' in step)
    return text
      .split(step.split)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  if ('part' in step) return text.split(step.part.of).at(step.part.at);
  if ('pair' in step) return pairOf(text, step.pair);
  if ('table' in step) return tables[step.table]?.[text] ?? tables[step.table]?.[text.toLowerCase()];
  const bits = /^(?:\d+|0x[0-9a-f]+)$/i.test(text.trim()) ? BigInt(text.trim()) : 0n;
  const flags = Object.entries(tables[step.flags] ?? {}).filter(([flag]) => (bits & BigInt(flag)) === BigInt(flag));
  return flags.length === 0 ? undefined : flags.flatMap(([, name]) => name);
}

function pairOf(
  text: string,
  { key, between, of }: { readonly key: string; readonly between: string; readonly of: string },
): string | undefined {
  for (const pair of text.split(between)) {
    const at = pair.indexOf(of);
    if (at >= 0 && pair.slice(0, at).trim().toLowerCase() === key.toLowerCase()) return pair.slice(at + of.length).trim() || undefined;
  }
  return undefined;
}

/** As `explain` shows it. */
export function stepName(step: Step): string {
  if (typeof step === 'string') return step;
  if ('split' in step) return `split at "${step.split}"`;
  if ('part' in step) return `part ${step.part.at} of "${step.part.of}"`;
  if ('pair' in step) return step.pair.key;
  return `table ${'table' in step ? step.table : step.flags}`;
}

function addRest(made: Record<string, Json>, event: JsonObject, rest: NonNullable<MappingFile['rest']>, reader: EventReader): void {
  const { to, from, except = [] } = rest;
  const root = from === undefined ? { path: '', object: event } : from.startsWith('$') ? reader.root(from.slice(1)) : rootAt(event, from);
  if (root === undefined || root.path === to) return;
  for (const [key, value] of Object.entries(root.object)) {
    if (!(root.path === '' && except.includes(key)) && !reader.isNothing(value)) made[`${to}.${key}`] = asText(value);
  }
}

function rootAt(event: JsonObject, path: string): { readonly path: string; readonly object: JsonObject } | undefined {
  const object = valueAt(event, path);
  return isJsonObject(object) ? { path, object } : undefined;
}

/** Such data has no types: an index keeps all of it as keywords. */
function asText(value: Json): Json {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : value;
}

/** What was made, over the objects that stay. */
function withKept(event: JsonObject, keep: ReadonlySet<string>, made: JsonObject): JsonObject {
  if (keep.size === 0) return made;
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(event)) {
    const dot = key.indexOf('.');
    if (keep.has(dot < 0 ? key : key.slice(0, dot)) && (dot > 0 || isJsonObject(value))) {
      const left = withoutFields(value, key, made);
      if (left !== undefined) kept[key] = left;
    }
  }
  return { ...kept, ...made };
}

/** The value without the fields that were made anew; undefined where nothing is left. */
function withoutFields(value: Json, name: string, made: JsonObject): Json | undefined {
  if (Object.hasOwn(made, name)) return undefined;
  if (!isJsonObject(value)) return value;
  const left = Object.entries(value).flatMap(([key, inner]): readonly (readonly [string, Json])[] => {
    const kept = withoutFields(inner, `${name}.${key}`, made);
    return kept === undefined ? [] : [[key, kept]];
  });
  return Object.fromEntries(left);
}
