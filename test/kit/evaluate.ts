/** Running queries on a few events in tests: a catalogue from a list of types, and event queries to the ids of the events that match. */
import { lowerEql, type EqlOptions, type LoweredEvents } from '../../server/src/evaluate/eql/lower.js';
import type { LowerContext } from '../../server/src/evaluate/lowering.js';
import type { Hit, RunUpdate } from '../../server/src/evaluate/run.js';
import type { EventFile, RunEnd } from '../../server/src/evaluate/eventPass.js';
import { runPlan } from '../../server/src/evaluate/runPlan.js';
import { noCancel } from '../../server/src/base/cancel.js';
import { succeed } from '../../server/src/base/host.js';
import { FieldTable } from '../../server/src/events/event.js';
import type { FieldCatalog, FieldInfo } from '../../server/src/schema/catalog.js';
import { familyOf, type FieldType } from '../../server/src/schema/fieldType.js';
import { parseEql } from '../../server/src/syntax/eql/parse.js';

export type FieldTypes = Readonly<Record<string, FieldType>>;

/** A catalogue of just these fields. A field below one that holds values itself is a multi-field of it. */
export function catalogOf(
  types: FieldTypes,
  more: Partial<FieldCatalog> & { readonly aliases?: Readonly<Record<string, string>> } = {},
): FieldCatalog {
  const { aliases = {}, ...rest } = more;
  const info = (name: string): FieldInfo | undefined => {
    const target = aliases[name] ?? name;
    const type = types[target];
    if (type === undefined) return undefined;
    const multiFieldOf = aliases[name] ?? holderOf(name, types);
    return {
      name,
      type,
      source: 'test',
      array: false,
      ignoreAbove: undefined,
      values: undefined,
      ...(multiFieldOf === undefined ? {} : { multiFieldOf }),
    };
  };
  return {
    field: info,
    isObject: (name) => Object.keys(types).some((field) => field.startsWith(`${name}.`)) && types[name] === undefined,
    isNested: (name) => types[name] === 'nested',
    names: Object.keys(types).sort(),
    namesOf: (isWanted) => Object.keys(types).filter(isWanted).sort(),
    nearest: () => [],
    complete: true,
    authoritative: false,
    description: 'test fields',
    ...rest,
  };
}

function holderOf(name: string, types: FieldTypes): string | undefined {
  const parent = types[name.slice(0, Math.max(0, name.lastIndexOf('.')))];
  const family = parent === undefined ? undefined : familyOf(parent);
  return family === 'keyword' || family === 'text' ? name.slice(0, name.lastIndexOf('.')) : undefined;
}

export function contextOf(catalog: FieldCatalog, now: LowerContext['now'] = undefined): LowerContext {
  return { catalog, fields: new FieldTable(), now };
}

/** Lowers an event query that must parse. */
export function lowerEvents(query: string, context: LowerContext, options: EqlOptions = {}): LoweredEvents {
  const { tree, problems } = parseEql(query);
  if (problems.length > 0) throw new Error(`${query}: ${problems[0]?.message ?? ''}`);
  const lowered = lowerEql(tree, context, options);
  if (lowered.kind !== 'events') throw new Error(`${query}: not an event query`);
  return lowered;
}

export function fileOf(text: string, name = 'events.ndjson'): EventFile {
  async function* chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    yield new TextEncoder().encode(text);
  }
  return { name, open: async () => succeed({ size: text.length, chunks: chunks() }) };
}

export interface Outcome {
  readonly hits: readonly Hit[];
  readonly end: RunEnd;
}

/** Runs an event query over NDJSON. */
export async function runEvents(query: string, ndjson: string, context: LowerContext, timestampField = '@timestamp'): Promise<Outcome> {
  const { predicate, pipes, problems } = lowerEvents(query, context);
  if (predicate === undefined) throw new Error(`${query}: ${problems[0]?.message ?? ''}`);
  const plan = { predicate, pipes, fields: context.fields, timestampField, categoryField: 'event.category' };
  return collect(runPlan(plan, [fileOf(ndjson)], () => 0, noCancel));
}

async function collect(updates: AsyncGenerator<RunUpdate, RunEnd, undefined>): Promise<Outcome> {
  const hits: Hit[] = [];
  for (;;) {
    const next = await updates.next();
    if (next.done === true) return { hits, end: next.value };
    if (next.value.kind === 'hits') hits.push(...next.value.hits);
  }
}

/** The hits' values of a top-level key. */
export function idsOf(hits: readonly Hit[], key: string): readonly unknown[] {
  return hits.map(({ text }) => (JSON.parse(text ?? '{}') as Record<string, unknown>)[key]);
}
