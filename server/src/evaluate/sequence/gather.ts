/** The first step of a sequence or sample: which events of the files are candidates for which items. */
import type { EventView, FieldId, FieldTable, Value } from '../../events/event.js';
import { parseInstant, type Instant } from '../../events/time.js';
import { compilePredicate, type EventTest } from '../compile.js';
import type { EventConsumer, SeenEvent } from '../eventPass.js';
import { wantedBy } from '../fast/relax.js';
import type { FieldRef, Predicate } from '../predicate.js';
import { Candidates } from './candidates.js';
import { compileJoinTuples, type KeyPart, type ReadTuples } from './joinKeys.js';
import type { SequenceLimits } from './limit.js';
import type { QueryItem } from './query.js';
import { compileTiebreaker } from './tiebreaker.js';

export interface GatherPlan {
  /** Those with the same number as in the query; `until` after them. */
  readonly items: readonly QueryItem[];
  /** Events for which it is false take no part. */
  readonly filter?: Predicate | undefined;
  readonly fields: FieldTable;
  readonly timestampField: string;
  readonly tiebreaker: FieldRef | undefined;
  /** Sequences leave out events without a time; samples have no order. */
  readonly timed: boolean;
  /** Whether the time of the last event of all matters. */
  readonly needsNewest: boolean;
  /** Whether join keys are asked for that are not those of a match: what is no match is told of too. */
  readonly allKeys?: boolean;
}

interface ItemReader {
  readonly item: number;
  readonly test: EventTest;
  readonly tuples: ReadTuples;
}

const noTime: Instant = { milliseconds: 0, nanoseconds: 0 };

export class Gatherer implements EventConsumer {
  /** Known only when all events have been seen. */
  readonly matches = 0;
  readonly candidates: Candidates;
  /** Candidates without a usable timestamp: left out. */
  untimed = 0;
  /** Candidates with several timestamps, of which the first counts. */
  manyTimed = 0;
  /** In milliseconds. */
  newest = -Infinity;
  /** Where the time of the last event of all matters, every event does. */
  readonly wanted: Predicate | undefined;
  readonly #plan: GatherPlan;
  /** The last item first: the order in which an event is matched. */
  readonly #readers: readonly ItemReader[];
  readonly #until: ItemReader | undefined;
  readonly #filter: EventTest | undefined;
  readonly #timestamp: number;
  readonly #tiebreakerOf: (view: EventView) => KeyPart;

  constructor(plan: GatherPlan, until: QueryItem | undefined, limits: SequenceLimits) {
    const reader = (item: QueryItem, index: number): ItemReader => ({
      item: index,
      test: compileItem(item),
      tuples: compileJoinTuples(item.keys, limits.keysOfEvent),
    });
    this.#plan = plan;
    this.wanted = plan.needsNewest ? undefined : wantedByAny(until === undefined ? plan.items : [...plan.items, until], plan.filter);
    this.#filter = plan.filter === undefined ? undefined : compilePredicate(plan.filter);
    this.candidates = new Candidates(limits, plan.allKeys === true || eventsOfMatch(plan.items) === 1);
    this.#readers = plan.items.map(reader).reverse();
    this.#until = until === undefined ? undefined : reader(until, plan.items.length);
    this.#timestamp = plan.fields.intern(plan.timestampField);
    this.#tiebreakerOf = compileTiebreaker(plan.tiebreaker);
  }

  take(event: SeenEvent): void {
    if (this.#filter?.(event.view) === false) {
      if (this.#plan.needsNewest) this.#timeOf(event, false);
      return;
    }
    const found = this.#readers.filter(({ test }) => test(event.view));
    if (this.#until?.test(event.view) === true) found.push(this.#until);
    this.#add(event, found);
  }

  /** The same for an event of which it is known that it passes the filter, and which items it satisfies: `until` is the one after the last. */
  takeItems(event: SeenEvent, items: readonly number[]): void {
    const found = this.#readers.filter(({ item }) => items.includes(item));
    if (this.#until !== undefined && items.includes(this.#until.item)) found.push(this.#until);
    this.#add(event, found);
  }

  takeHits(): readonly [] {
    return [];
  }

  #add(event: SeenEvent, found: readonly ItemReader[]): void {
    if (found.length === 0 && !this.#plan.needsNewest) return;
    const at = this.#plan.timed ? this.#timeOf(event, found.length > 0) : noTime;
    if (at === undefined || found.length === 0) return;
    let isAdded = false;
    for (const { item, tuples } of found) {
      for (const tuple of tuples(event.view)) {
        if (!isAdded) this.candidates.addEvent(at, placeOf(event), this.#tiebreakerOf(event.view));
        isAdded = true;
        this.candidates.addEntry(item, tuple);
      }
    }
  }

  #timeOf({ view }: SeenEvent, isCandidate: boolean): Instant | undefined {
    const only = view.instant?.(this.#timestamp);
    const at = only ?? firstInstant(view, this.#timestamp);
    if (at !== undefined) this.newest = Math.max(this.newest, at.milliseconds);
    if (isCandidate && at === undefined) this.untimed++;
    if (isCandidate && at !== undefined && only === undefined && view.values(this.#timestamp).length > 1) this.manyTimed++;
    return at;
  }
}

function eventsOfMatch(items: readonly QueryItem[]): number {
  return items.reduce((sum, { missing, runs }) => (missing ? sum : sum + runs), 0);
}

/** Undefined for no items, which there never are. */
function wantedByAny(items: readonly QueryItem[], filter: Predicate | undefined): Predicate | undefined {
  const [first] = items;
  if (first === undefined) return undefined;
  const operands = items.map(({ predicate, inherited, span }): Predicate => ({ kind: 'and', operands: [predicate, ...inherited], span }));
  return wantedBy({ kind: 'or', operands, span: first.span }, filter);
}

/** The last time that was read: where many sequences look at the same events, each asks for it. */
let lastTime: { readonly value: Value; readonly at: Instant | undefined } | undefined;

/** The first value of the field as an instant. */
export function firstInstant(view: EventView, field: FieldId): Instant | undefined {
  const [first] = view.values(field);
  if (first === undefined) return undefined;
  if (lastTime?.value !== first) lastTime = { value: first, at: parseInstant(first) };
  return lastTime.at;
}

function compileItem({ predicate, inherited }: QueryItem): EventTest {
  const tests = [predicate, ...inherited].map((each) => compilePredicate(each));
  return (view) => tests.every((test) => test(view));
}

function placeOf({ slice: { offset, length, line, column }, file }: SeenEvent) {
  return { file, offset, length, line, column };
}
