/** Sequences and samples among kept events, and the alerts that Kibana makes of them: one for each event, and one for what they share. */
import type { FieldRef } from '../evaluate/predicate.js';
import { keptBy, lengthAfter, sized } from '../evaluate/pipes.js';
import { Gatherer } from '../evaluate/sequence/gather.js';
import { sequenceLimits } from '../evaluate/sequence/limit.js';
import { matchSequences, type MatchList } from '../evaluate/sequence/matchSequences.js';
import type { SampleQuery, SequenceQuery } from '../evaluate/sequence/query.js';
import { matchSamples } from '../evaluate/sequence/samples.js';
import { stagesOf } from '../evaluate/sequence/stages.js';
import type { FieldTable } from '../events/event.js';
import type { Json, JsonObject } from '../events/json.js';
import { isJsonObject } from '../events/json.js';
import { eventIdentity, type Draft } from './draft.js';
import type { EventReader, KeptEvent } from './pool.js';

export interface SequenceSearch {
  readonly query: SequenceQuery | SampleQuery;
  readonly fields: FieldTable;
  readonly timestampField: string;
  readonly tiebreaker: FieldRef | undefined;
  readonly reader: EventReader;
}

const noBytes = new Uint8Array();

/** The sequences of the events, `size` of them, in the order of the result; `more`: without this bound. Throws `RunLimit`. */
export function findSequences(
  events: readonly KeptEvent[],
  search: SequenceSearch,
  size = Infinity,
): { readonly drafts: readonly Draft[]; readonly more: number } {
  const { gatherer, candidates } = gather(events, search);
  const { matches, more } = matchesOf(search.query, gatherer, size);
  return { drafts: matches.flatMap((match) => draftOf(search.query.kind, match, candidates)), more };
}

/** How many sequences wait for an event that must be missing, whose time is not over at the newest event of all. */
export function countOpen(events: readonly KeptEvent[], search: SequenceSearch, newest: number): number {
  const { query } = search;
  if (query.kind === 'sample') return 0;
  const { list, order } = matchSequences(gather(events, search).gatherer.candidates, stagesOf(query), newest, sequenceLimits);
  return order.filter((match) => list.isOpen(match)).length;
}

interface Gathered {
  readonly gatherer: Gatherer;
  /** By the numbers that the gatherer gives them. */
  readonly candidates: readonly KeptEvent[];
}

function gather(events: readonly KeptEvent[], search: SequenceSearch): Gathered {
  const { query, fields, timestampField, tiebreaker, reader } = search;
  const timed = query.kind === 'sequence';
  const gatherer = new Gatherer(
    { items: query.items, fields, timestampField, tiebreaker, timed, needsNewest: false },
    timed ? query.until : undefined,
    sequenceLimits,
  );
  const candidates: KeptEvent[] = [];
  for (const event of events) {
    const { file, offset, length, line, column } = event.ref;
    const slice = { offset, length, line, column, start: 0, end: 0 };
    gatherer.take({ view: reader.view(event), slice, bytes: noBytes, file });
    if (gatherer.candidates.size > candidates.length) candidates.push(event);
  }
  return { gatherer, candidates };
}

interface Matches {
  readonly matches: readonly (readonly number[])[];
  readonly more: number;
}

function matchesOf(query: SequenceQuery | SampleQuery, { candidates }: Gatherer, size: number): Matches {
  if (query.kind === 'sample') {
    const list = matchSamples(candidates, query.items.length, 1, sequenceLimits);
    const all = Array.from({ length: list.length }, (_, match) => eventsOf(list, match));
    const [from] = keptBy({ kind: 'tail', count: size }, all.length);
    return { matches: all.slice(from), more: from };
  }
  const stages = stagesOf(query);
  const { list, order } = matchSequences(candidates, stages, Infinity, sequenceLimits);
  const piped = sized(query.pipes, size).reduce((left, pipe) => left.slice(...keptBy(pipe, left.length)), order);
  return { matches: Array.from(piped, (match) => eventsOf(list, match)), more: lengthAfter(query.pipes, order.length) - piped.length };
}

function eventsOf(list: MatchList, match: number): readonly number[] {
  return Array.from(list.at(match).events);
}

function draftOf(kind: 'sequence' | 'sample', numbers: readonly number[], candidates: readonly KeptEvent[]): readonly Draft[] {
  const [first, ...others] = numbers.map((number) => candidates[number]).filter((event) => event !== undefined);
  if (first === undefined) return [];
  const events = [first, ...others] as const;
  const times = events.map(({ time }) => time);
  return [
    {
      kind,
      events: [first, ...others],
      source: sharedBy(events.map(({ source }) => source)),
      identity: events.map(eventIdentity),
      start: Math.min(...times),
      end: Math.max(...times),
    },
  ];
}

/** What all objects have: equal values, of lists the values that are in all of them, of objects what they share. */
function sharedBy(objects: readonly JsonObject[]): JsonObject {
  const [first = {}, ...others] = objects;
  return others.reduce((shared, other) => sharedObject(shared, other) ?? {}, first);
}

/** Undefined where nothing is left. */
function sharedObject(a: JsonObject, b: JsonObject): JsonObject | undefined {
  const entries = Object.keys(a).flatMap((key): [string, Json][] => {
    const shared = Object.hasOwn(b, key) ? sharedValue(a[key], b[key]) : undefined;
    return shared === undefined ? [] : [[key, shared]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Kibana compares objects in lists by identity, so that they are never shared, and leaves a list that has nothing in common empty. */
function sharedValue(a: Json | undefined, b: Json | undefined): Json | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (isJsonObject(a) && isJsonObject(b)) return sharedObject(a, b);
  if (!isList(a) && !isList(b)) return a === b ? a : undefined;
  const others = isList(b) ? b : [b];
  return [...new Set(isList(a) ? a : [a])].filter(
    (element) => (element === null || typeof element !== 'object') && others.includes(element),
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
