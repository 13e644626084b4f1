/** The events that a rule's query, filters and exceptions let through, kept for the executions of the rule to look at. */
import { compareInstants, instantToIso, parseInstant, compareTimes, type Instant } from '../events/time.js';
import type { EventView, FieldTable, Value } from '../events/event.js';
import { parseEvent, type JsonObject } from '../events/json.js';
import { applyMapper } from '../events/mapper.js';
import { createView, type JsonView } from '../events/view.js';
import type { EventTest } from '../evaluate/compile.js';
import { RunLimit, type EventConsumer, type SeenEvent } from '../evaluate/eventPass.js';
import { grouped } from '../base/grouped.js';
import type { EventRef } from './alert.js';
import { detectLimits } from './limit.js';
import { defaultTimestamp } from './settings.js';

/** An event that was let through. */
export interface KeptEvent {
  readonly ref: EventRef;
  readonly source: JsonObject;
  /** `_id` and `_index` of a search hit. */
  readonly metadata: JsonObject | undefined;
  /** By the rule's timestamp, in milliseconds. */
  readonly time: number;
  /** From when on it can be searched, in milliseconds. */
  readonly visible: number;
  /** Looked at for what is known, never alerted on. */
  readonly isHistory: boolean;
}

export interface Clocking {
  readonly field: string;
  readonly fallback: boolean;
  /** Until an event without `event.ingested` can be searched, in milliseconds. */
  readonly ingestDelay: number;
  /** Events without a time are kept too, as if they had always been there. */
  readonly keepsUntimed?: boolean;
}

export interface PoolPlan {
  readonly test: EventTest;
  readonly fields: FieldTable;
  readonly clocking: Clocking;
  /** All events are history, or those up to an instant. */
  readonly isHistory: boolean;
  readonly historyUntil: Instant | undefined;
  /** The rule does not alert on its own alerts. */
  readonly ruleId: string;
  /** What ids are made from where an event has none. */
  readonly fileNames: readonly string[];
}

const always: Instant = { milliseconds: 0, nanoseconds: 0 };

interface Times {
  /** By the rule's timestamp, or what stands in for it. */
  readonly at: Instant;
  /** `@timestamp`. */
  readonly secondary: Instant | undefined;
}

interface ClockedTimes extends Times {
  /** The event has the rule's timestamp. */
  readonly isPrimary: boolean;
}

interface Ordered extends Times {
  readonly event: KeptEvent;
}

export class EventPool implements EventConsumer {
  /** Events without a time: outside every window. */
  untimed = 0;
  /** Alerts of the rule itself. */
  own = 0;
  /** Without the rule's timestamp, taken by `@timestamp`. */
  fellBack = 0;
  /** Of all events, matching or not, in milliseconds. */
  oldest = Infinity;
  newest = -Infinity;
  /** Greatest time between `@timestamp` and the rule's timestamp, in milliseconds. */
  greatestLag = 0;
  #bytes = 0;
  readonly #plan: PoolPlan;
  readonly #kept: Ordered[] = [];
  readonly #ids: { readonly primary: number; readonly secondary: number; readonly ingested: number; readonly rule: number };

  constructor(plan: PoolPlan) {
    this.#plan = plan;
    const id = (name: string): number => plan.fields.intern(name);
    this.#ids = {
      primary: id(plan.clocking.field),
      secondary: id(defaultTimestamp),
      ingested: id('event.ingested'),
      rule: id('kibana.alert.rule.rule_id'),
    };
  }

  get matches(): number {
    return this.#kept.length;
  }

  take(seen: SeenEvent): void {
    const { view } = seen;
    const clocked = this.#clock(view);
    if (clocked !== undefined) {
      this.oldest = Math.min(this.oldest, clocked.at.milliseconds);
      this.newest = Math.max(this.newest, clocked.at.milliseconds);
    }
    if (!this.#plan.test(view)) return;
    if (view.values(this.#ids.rule).includes(this.#plan.ruleId)) {
      this.own++;
      return;
    }
    if (clocked === undefined) {
      this.untimed++;
      return;
    }
    if (!clocked.isPrimary) this.fellBack++;
    this.greatestLag = Math.max(this.greatestLag, clocked.at.milliseconds - (clocked.secondary ?? clocked.at).milliseconds);
    this.#keep(seen, clocked);
  }

  takeHits(): readonly [] {
    return [];
  }

  /** By the rule's timestamp, then by `@timestamp`, then by place. */
  inOrder(): readonly KeptEvent[] {
    return this.#kept.sort((a, b) => compareInstants(a.at, b.at) || compareTimes(a.secondary, b.secondary)).map(({ event }) => event);
  }

  #clock(view: EventView): ClockedTimes | undefined {
    const { field, fallback, ingestDelay, keepsUntimed = false } = this.#plan.clocking;
    const secondary = instantOf(view.values(this.#ids.secondary));
    const written = instantOf(view.values(this.#ids.primary));
    const simulated = field === 'event.ingested' && ingestDelay > 0 ? later(secondary, ingestDelay) : undefined;
    const primary = written ?? simulated;
    const at = primary ?? (fallback ? secondary : undefined) ?? (keepsUntimed ? always : undefined);
    if (at === undefined) return undefined;
    return { secondary, at, isPrimary: primary !== undefined };
  }

  #keep({ view, slice, bytes, file, mapper }: SeenEvent, { secondary, at }: Times): void {
    const parsed = parseEvent(bytes, slice);
    if (!parsed.ok) return;
    this.#bytes += slice.length;
    if (this.#kept.length >= detectLimits.keptEvents || this.#bytes > detectLimits.keptBytes) throw tooMany();
    const { clocking, historyUntil, isHistory, fileNames } = this.#plan;
    const { offset, length, line, column } = slice;
    const { event, metadata } = applyMapper(parsed, mapper);
    const id = textOf(metadata, '_id') ?? `${fileNames[file] ?? ''}:${line}${column > 0 ? `:${column + 1}` : ''}`;
    const ref = { file, offset, length, line, column, id, index: textOf(metadata, '_index'), time: instantToIso(at) };
    const ingested = instantOf(view.values(this.#ids.ingested))?.milliseconds;
    const visible = ingested ?? (secondary ?? at).milliseconds + clocking.ingestDelay;
    const known = isHistory || (historyUntil !== undefined && compareInstants(at, historyUntil) <= 0);
    this.#kept.push({
      event: { ref, source: event, metadata, time: at.milliseconds, visible, isHistory: known },
      at,
      secondary,
    });
  }
}

/** The index of the first event at or after the time. */
export function firstAt(events: readonly KeptEvent[], time: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.time ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function tooMany(): RunLimit {
  return new RunLimit(
    `More than ${grouped(detectLimits.keptEvents)} events match the query, or they are too long to be kept; make it more selective, or run on fewer events.`,
  );
}

function textOf(object: JsonObject | undefined, key: string): string | undefined {
  const value = object?.[key];
  return typeof value === 'string' ? value : undefined;
}

/** The first value as an instant. */
export function instantOf([first]: readonly Value[]): Instant | undefined {
  return first === undefined ? undefined : parseInstant(first);
}

function later(at: Instant | undefined, milliseconds: number): Instant | undefined {
  return at === undefined ? undefined : { ...at, milliseconds: at.milliseconds + milliseconds };
}

/** Reads fields of kept events. */
export class EventReader {
  readonly #view: JsonView;
  #event: Pick<KeptEvent, 'source' | 'metadata'> | undefined;

  constructor(fields: FieldTable) {
    this.#view = createView(fields);
  }

  /** Valid until the next call. */
  view(event: Pick<KeptEvent, 'source' | 'metadata'>): EventView {
    if (event !== this.#event) this.#view.reset(event.source, event.metadata);
    this.#event = event;
    return this.#view;
  }
}
