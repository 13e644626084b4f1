/** Events of another shape made into events with the fields that rules ask for. `mapping` supplies one; reading events applies it. */
import type { EventBatch } from './event.js';
import { parseEvent, type JsonObject, type ParsedEvent } from './json.js';

/** What a mapping made of one event. */
export type MappedEvent =
  /** `mapping`: its name, such as `windows-sysmon`. */
  | { readonly kind: 'mapped'; readonly event: JsonObject; readonly mapping: string }
  /** Has the fields already, so it is taken as it stands. */
  | { readonly kind: 'asIs' }
  /** No mapping knows its kind: it is taken as it stands, counted and said. `label` tells what it is, such as `Sysmon event 255`. */
  | { readonly kind: 'unmapped'; readonly label: string };

export interface EventMapper {
  /** Called once for each event, in file order. */
  map(event: JsonObject): MappedEvent;
  /** Whether a file with such events among its first is mapped at all; where not, its events are read as they stand and nothing is counted. */
  suits(event: JsonObject): boolean;
  /** Where the field of the event, as it is after mapping, comes from; undefined where the event is not mapped or does not get the field. */
  originOf(event: JsonObject, field: string): { readonly mapping: string; readonly origin: FieldOrigin } | undefined;
}

/** The mapping that is asked for: by its name, which may be `none`, or by its file. */
export type WantedMapping = { readonly kind: 'name'; readonly name: string } | { readonly kind: 'file'; readonly uri: string };

/** `written`: as users name one. `uriOf`: finds a file that is named. */
export function readWantedMapping(written: string, uriOf: (file: string) => string): WantedMapping {
  return isMappingFile(written) ? { kind: 'file', uri: uriOf(written) } : { kind: 'name', name: written };
}

/** Whether it is the name of a file, and not that of a mapping. */
export function isMappingFile(written: string): boolean {
  return /[\\/]|\.jsonc?$/.test(written);
}

/** Where a field of a mapped event comes from. */
export type FieldOrigin =
  /** `paths`: in the event as it stands in its file. `steps`: what was made of their values, in words. */
  | { readonly kind: 'fields'; readonly paths: readonly string[]; readonly steps: readonly string[] }
  /** The same for all events of the kind. */
  | { readonly kind: 'constant' };

/** What mapping did in a run, for the result. */
export interface MappingReport {
  /** Events by the mapping that was used, the most frequent first. */
  readonly mapped: readonly { readonly mapping: string; readonly events: number }[];
  readonly asIs: number;
  readonly unmapped: number;
  /** Kinds of unmapped events with their numbers, the most frequent first; at most twenty. */
  readonly unmappedKinds: readonly { readonly label: string; readonly events: number }[];
}

/** Events of the first batch of a file that are looked at, spread over it. */
const lookedAt = 100;

/** Decides for one file, by the first batch that has events, whether its events go through the mapper. */
export class FileMapper {
  readonly #mapper: EventMapper | undefined;
  #isDecided: boolean;
  #active: EventMapper | undefined;

  constructor(mapper: EventMapper | undefined) {
    this.#mapper = mapper;
    this.#isDecided = mapper === undefined;
  }

  /** The mapper for the events of the batch; the same for all batches of the file that have events. */
  for(batch: Pick<EventBatch, 'bytes' | 'events'>): EventMapper | undefined {
    if (!this.#isDecided && batch.events.length > 0) {
      this.#isDecided = true;
      if (this.#mapper !== undefined && suitsSome(this.#mapper, batch)) this.#active = this.#mapper;
    }
    return this.#active;
  }
}

function suitsSome(mapper: EventMapper, { bytes, events }: Pick<EventBatch, 'bytes' | 'events'>): boolean {
  const step = Math.max(1, Math.floor(events.length / lookedAt));
  for (let at = 0; at < events.length; at += step) {
    const slice = events[at];
    const parsed = slice === undefined ? undefined : parseEvent(bytes, slice);
    if (parsed?.ok === true && mapper.suits(parsed.event)) return true;
  }
  return false;
}

/** The event with the fields that rules ask for: mapped where there is a mapper and it knows the event, else as it stands. */
export function applyMapper(parsed: ParsedEvent, mapper: EventMapper | undefined, tally?: MappingTally): ParsedEvent {
  if (mapper === undefined) return parsed;
  const mapped = mapper.map(parsed.event);
  tally?.count(mapped);
  return mapped.kind === 'mapped' ? { ...parsed, event: mapped.event } : parsed;
}

/** Kinds of unmapped events that are told apart, and listed. */
const mostKinds = 1000;
const listedKinds = 20;
const otherKinds = 'other kinds';

/** Counts what mapping does in a run. */
export class MappingTally {
  readonly #mapped = new Map<string, number>();
  readonly #kinds = new Map<string, number>();
  #asIs = 0;
  #unmapped = 0;

  count(event: MappedEvent): void {
    if (event.kind === 'mapped') add(this.#mapped, event.mapping);
    else if (event.kind === 'asIs') this.#asIs++;
    else {
      this.#unmapped++;
      add(this.#kinds, this.#kinds.has(event.label) || this.#kinds.size < mostKinds ? event.label : otherKinds);
    }
  }

  /** Undefined where no event went through a mapper. */
  report(): MappingReport | undefined {
    if (this.#mapped.size === 0 && this.#asIs === 0 && this.#unmapped === 0) return undefined;
    return {
      mapped: mostFirst(this.#mapped).map(([mapping, events]) => ({ mapping, events })),
      asIs: this.#asIs,
      unmapped: this.#unmapped,
      unmappedKinds: mostFirst(this.#kinds)
        .slice(0, listedKinds)
        .map(([label, events]) => ({ label, events })),
    };
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function mostFirst(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].sort((a, b) => b[1] - a[1]);
}
