/**
 * Indicator match rules: events that have a value in common with an indicator.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/create-detection-rule#create-indicator-rule
 */
import { compilePath, objectsAt, valuesAt } from '../events/fieldPath.js';
import type { EventView, FieldTable } from '../events/event.js';
import type { JsonObject } from '../events/json.js';
import { fieldRef } from '../evaluate/lowering.js';
import type { FieldRef } from '../evaluate/predicate.js';
import { keyPart, valuesOfTuple, type ReadPart } from '../evaluate/sequence/joinKeys.js';
import type { IndicatorMatch } from './alert.js';
import { draftOfEvent, type DetectContext, type Found } from './draft.js';
import { detectLimits } from './limit.js';
import { EventReader, type KeptEvent } from './pool.js';
import type { MappingEntry, ThreatSettings } from './settings.js';

export interface Indicators {
  readonly events: readonly KeptEvent[];
  /** Numbers their fields. */
  readonly fields: FieldTable;
}

export interface FoundIndicators extends Found {
  /** Fields of which only one of several values was compared, or that kept events from being compared. */
  readonly manyValued: readonly string[];
}

export type RunIndicators = (events: readonly KeptEvent[]) => FoundIndicators;

/** What an event or indicator has in the fields of a group: a list of comparable values for each entry. */
type Parts = readonly (readonly string[])[];

interface Side {
  readonly event: KeptEvent;
  readonly parts: Parts;
}

export function compileIndicators(threat: ThreatSettings, indicators: Indicators, context: DetectContext): RunIndicators {
  const groups = threat.groups.map((entries) => compileGroup(entries, indicators, context));
  const { settings } = context;
  const comparable = indicators.events.filter((_, index) => groups.some(({ hasIndicator }) => hasIndicator(index))).length;
  return (events) => {
    const manyValued = new Set<string>();
    // Kibana goes through the shorter of the two lists, of those that have the fields of a group, and asks for what each of its members has in the other.
    const isShorter = events.filter((event) => groups.some(({ hasEvent }) => hasEvent(event))).length < comparable;
    const matchers = groups.map(({ matcher }) => matcher(isShorter ? 'events' : 'indicators', manyValued));
    const newestFirst = settings.suppression === undefined ? [...events].reverse() : events;
    const drafts = newestFirst.flatMap((event) => {
      const matches = matchers.flatMap((match) => match(event));
      if (matches.length === 0) return [];
      return [draftOfEvent(event, 'indicatorMatch', { indicators: uniqueMatches(matches, threat).slice(0, detectLimits.enrichments) })];
    });
    return { drafts, warnings: [], manyValued: [...manyValued] };
  };
}

interface FoundMatch {
  readonly indicator: KeptEvent;
  readonly field: string;
  readonly part: string;
}

type Match = (event: KeptEvent) => readonly FoundMatch[];

interface Group {
  /** Whether it has all fields of the group that are not negated. */
  readonly hasEvent: (event: KeptEvent) => boolean;
  readonly hasIndicator: (index: number) => boolean;
  readonly matcher: (listed: 'events' | 'indicators', manyValued: Set<string>) => Match;
}

function compileGroup(entries: readonly MappingEntry[], { events: indicators, fields }: Indicators, context: DetectContext): Group {
  const indicatorReader = new EventReader(fields);
  const ofEvent = entries.map(({ field }) => fieldRef(field, { catalog: context.catalog, fields: context.fields, now: undefined }));
  // What an indicator has is compared as the event's field would hold it.
  const ofIndicator = entries.map(({ value }, index) => ({ ...(ofEvent[index] as FieldRef), id: fields.intern(value), name: value }));
  const readEvent = compileParts(ofEvent);
  const readIndicator = compileParts(ofIndicator);
  const sides = indicators.map((event): Side => ({ event, parts: readIndicator(indicatorReader.view(event)) }));
  const isComplete = (parts: Parts): boolean => entries.every(({ negate }, index) => negate || (parts[index]?.length ?? 0) > 0);
  const matcher = (listed: 'events' | 'indicators', manyValued: Set<string>): Match => {
    const isSingle = entries.length === 1;
    const prepare = (names: readonly FieldRef[], parts: Parts): Parts | undefined =>
      preparedForList(parts, entries, isSingle, (index) => manyValued.add(names[index]?.name ?? ''));
    const compared = sides.flatMap(({ event, parts }): Side[] => {
      const prepared = listed === 'indicators' ? prepare(ofIndicator, parts) : parts;
      return prepared === undefined ? [] : [{ event, parts: prepared }];
    });
    const first = entries.findIndex(({ negate }) => !negate);
    const byFirst = sidesByPart(compared, first);
    return (event) => {
      const own = readEvent(context.reader.view(event));
      const parts = listed === 'events' ? prepare(ofEvent, own) : own;
      if (parts === undefined) return [];
      const near = new Set((parts[first] ?? []).flatMap((part) => byFirst.get(part) ?? []));
      return [...near].flatMap((side) => matchesOf(entries, parts, side, listed));
    };
  };
  return {
    hasEvent: (event) => isComplete(readEvent(context.reader.view(event))),
    hasIndicator: (index) => isComplete(sides[index]?.parts ?? []),
    matcher,
  };
}

function compileParts(refs: readonly FieldRef[]): (view: EventView) => Parts {
  const readers = refs.map((ref): readonly [number, ReadPart] => [ref.id, keyPart(ref)]);
  return (view) =>
    readers.map(([id, partOf]) => [
      ...new Set(
        view
          .values(id)
          .map(partOf)
          .filter((part) => part !== undefined && part !== null),
      ),
    ]);
}

/** What Kibana asks the other side for: of several values the first, or nothing where an event has several in a group of several entries. */
function preparedForList(
  parts: Parts,
  entries: readonly MappingEntry[],
  isSingle: boolean,
  several: (index: number) => void,
): Parts | undefined {
  for (const [index, { negate }] of entries.entries()) {
    const count = parts[index]?.length ?? 0;
    if (count > 1) several(index);
    if (!negate && count === 0) return undefined;
    if (!negate && !isSingle && count !== 1) return undefined;
  }
  return isSingle ? parts.map((values) => values.slice(0, 1)) : parts;
}

function sidesByPart(sides: readonly Side[], entry: number): ReadonlyMap<string, readonly Side[]> {
  const byPart = new Map<string, Side[]>();
  for (const side of sides) {
    for (const part of side.parts[entry] ?? []) {
      const known = byPart.get(part);
      if (known === undefined) byPart.set(part, [side]);
      else known.push(side);
    }
  }
  return byPart;
}

function matchesOf(entries: readonly MappingEntry[], parts: Parts, side: Side, listed: 'events' | 'indicators'): readonly FoundMatch[] {
  const matches: FoundMatch[] = [];
  for (const [index, { field, negate }] of entries.entries()) {
    const [mine = [], theirs = []] = [parts[index], side.parts[index]];
    if (negate) {
      const [asking, asked] = listed === 'events' ? [mine, theirs] : [theirs, mine];
      if (!passesNegated(asking, asked)) return [];
      continue;
    }
    const part = mine.find((each) => theirs.includes(each));
    if (part === undefined) return [];
    matches.push({ indicator: side.event, field, part });
  }
  return matches;
}

/** Without a value on the side that asks, the other must have one; one value must differ; several ask for nothing. */
function passesNegated(asking: readonly string[], asked: readonly string[]): boolean {
  const [only] = asking;
  if (only === undefined) return asked.length > 0;
  return asking.length > 1 || !asked.includes(only);
}

function uniqueMatches(matches: readonly FoundMatch[], { path }: ThreatSettings): readonly IndicatorMatch[] {
  const compiled = compilePath(path);
  const seen = new Set<string>();
  return matches.flatMap(({ indicator, field, part }) => {
    const key = JSON.stringify([indicator.ref.file, indicator.ref.offset, field]);
    if (seen.has(key)) return [];
    seen.add(key);
    const [source = {}] = objectsAt(indicator.source, compiled);
    const [atomic] = valuesOfTuple([part]);
    return [{ atomic: atomic ?? part, field, indicator: indicator.ref, source, feed: feedOf(indicator.source) }];
  });
}

const feedPath = compilePath('threat.feed.name');

function feedOf(source: JsonObject): string | undefined {
  const [name] = valuesAt(source, feedPath);
  return name === undefined ? undefined : String(name);
}
