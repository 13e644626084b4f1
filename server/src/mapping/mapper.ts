/** Chooses the mapping for each event, and counts those that no mapping knows. */
import type { EventMapper } from '../events/mapper.js';
import { isJsonObject, type Json, type JsonObject } from '../events/json.js';
import type { Mapping } from './compileMapping.js';
import { valueAt } from './rawEvent.js';

/** Fields that events have only once they were mapped. */
const mappedFields = ['event.category', 'event.type', 'event.module', 'event.dataset'] as const;

/** What an event in ECS begins its field names with; an event of another shape hardly has one of these as an object. */
const ecsRoots = [
  'event',
  'ecs',
  'host',
  'process',
  'user',
  'file',
  'source',
  'destination',
  'network',
  'agent',
  'dns',
  'registry',
] as const;

/**
 * Takes the first of the mappings that knows an event. With `forced` the one mapping is used for all events; else events that are in ECS
 * already stay as they stand. `mappings` is called for the first event that is not.
 */
export function createMapper(mappings: () => readonly Mapping[], forced?: Mapping): EventMapper {
  const choose = (event: JsonObject): Mapping | undefined =>
    forced ?? (isMapped(event) ? undefined : mappings().find((mapping) => mapping.suits(event)));
  return {
    suits: (event) => choose(event) !== undefined,
    map(event) {
      const mapping = choose(event);
      if (mapping !== undefined) return { kind: 'mapped', event: mapping.map(event), mapping: mapping.name };
      return isMapped(event) || isEcs(event) ? { kind: 'asIs' } : { kind: 'unmapped', label: labelOf(event) };
    },
    originOf(event, field) {
      const mapping = choose(event);
      const origin = mapping?.originOf(event, field);
      return mapping === undefined || origin === undefined ? undefined : { mapping: mapping.name, origin };
    },
  };
}

function isMapped(event: JsonObject): boolean {
  return mappedFields.some((field) => valueAt(event, field) !== undefined);
}

function isEcs(event: JsonObject): boolean {
  return Object.entries(event).some(([key, value]) => {
    const dot = key.indexOf('.');
    const root = dot < 0 ? key : key.slice(0, dot);
    return (dot > 0 || isJsonObject(value)) && ecsRoots.some((known) => known === root);
  });
}

/** Fields that usually tell what an event is. */
const tellers = ['SourceName', 'Channel', 'provider', 'source', 'type', 'eventType', 'EventType', 'kind', 'program', 'logger'] as const;
const identifiers = ['EventID', 'EventId', 'event_id', 'eventName', 'id'] as const;

const longestLabel = 80;

/** `Acme-Proxy event 12`, or the names of its first fields. */
function labelOf(event: JsonObject): string {
  const what = firstText(event, tellers);
  const id = firstText(event, identifiers.slice(0, what === undefined ? 4 : 5));
  const label =
    what === undefined && id === undefined
      ? `events with ${Object.keys(event).slice(0, 3).join(', ') || 'no fields'}`
      : [what, id === undefined ? undefined : `event ${id}`].filter((part) => part !== undefined).join(' ');
  return label.length > longestLabel ? `${label.slice(0, longestLabel)}…` : label;
}

function firstText(event: JsonObject, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value: Json | undefined = event[name];
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value);
  }
  return undefined;
}
