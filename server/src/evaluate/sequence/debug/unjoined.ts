/** The other half of gathering: events that satisfy an item of a sequence or sample but lack one of its join keys, so that they are no candidates. */
import { parseInstant, type Instant } from '../../../events/time.js';
import { byId, compilePredicate, type EventTest } from '../../compile.js';
import type { EventObserver, SeenEvent } from '../../eventPass.js';
import type { CandidatePlace, Candidates } from '../candidates.js';
import { keyPart, type JoinKey, type KeyPart } from '../joinKeys.js';
import type { QueryItem, SequencePlan } from '../query.js';

/** An event that satisfies items and lacks a key of theirs. */
export interface Unjoined {
  readonly at: Instant;
  readonly place: CandidatePlace;
  readonly items: readonly UnjoinedItem[];
  /** How many candidates came before it in the files. */
  readonly after: number;
}

export interface UnjoinedItem {
  readonly item: number;
  /** Its key, undefined where the event has no value. */
  readonly parts: readonly (KeyPart | undefined)[];
}

interface KeyedItem {
  readonly item: number;
  readonly test: EventTest;
  readonly keys: readonly ((event: SeenEvent) => KeyPart | undefined)[];
}

/** Sees what a run leaves out of its candidates. */
export class UnjoinedEvents implements EventObserver {
  /** The first of them. */
  readonly events: Unjoined[] = [];
  /** For each item, how many events there are, and how many lack each of its keys. */
  readonly counts: readonly { events: number; readonly absent: number[] }[];
  readonly #items: readonly KeyedItem[];
  readonly #filter: EventTest | undefined;
  readonly #timestamp: number;
  readonly #isTimed: boolean;
  readonly #candidates: Candidates;
  readonly #most: number;

  /** `candidates`: as they are gathered; `most`: how many events are kept. */
  constructor({ query, filter, fields, timestampField }: SequencePlan, candidates: Candidates, most: number) {
    const items = itemsOf(query);
    this.counts = items.map(({ keys }) => ({ events: 0, absent: keys.map(() => 0) }));
    this.#items = items.flatMap((item, index) =>
      item.keys.every(({ optional }) => optional)
        ? []
        : [{ item: index, test: compilePredicate(item.predicate), keys: item.keys.map(firstPart) }],
    );
    this.#filter = filter === undefined ? undefined : compilePredicate(filter);
    this.#timestamp = fields.intern(timestampField);
    this.#isTimed = query.kind === 'sequence';
    this.#candidates = candidates;
    this.#most = most;
  }

  observe(event: SeenEvent): void {
    if (this.#filter?.(event.view) === false) return;
    const items = this.#items.flatMap(({ item, test, keys }): readonly UnjoinedItem[] => {
      const parts = keys.map((read) => read(event));
      return parts.includes(undefined) && test(event.view) ? [{ item, parts }] : [];
    });
    if (items.length > 0) this.#add(items, event);
  }

  #add(items: readonly UnjoinedItem[], { view, slice, file }: SeenEvent): void {
    for (const { item, parts } of items) {
      const count = this.counts[item];
      if (count === undefined) continue;
      count.events++;
      for (const [key, part] of parts.entries()) if (part === undefined) count.absent[key] = (count.absent[key] ?? 0) + 1;
    }
    if (this.events.length >= this.#most) return;
    const [first] = view.values(this.#timestamp);
    const at = first === undefined ? undefined : parseInstant(first);
    if (at === undefined && this.#isTimed) return;
    const { offset, length, line, column } = slice;
    const place = { file, offset, length, line, column };
    this.events.push({ items, at: at ?? { milliseconds: 0, nanoseconds: 0 }, place, after: this.#candidates.size });
  }
}

/** All items, `until` last. */
export function itemsOf(query: SequencePlan['query']): readonly QueryItem[] {
  return query.kind === 'sequence' && query.until !== undefined ? [...query.items, query.until] : query.items;
}

/** The first value that counts as a key; null for none in an optional field. */
function firstPart({ field, optional }: JoinKey): (event: SeenEvent) => KeyPart | undefined {
  if (field === undefined) return () => null;
  const valuesOf = byId(field);
  const partOf = keyPart(field);
  const absent = optional ? null : undefined;
  return ({ view }) => {
    for (const value of valuesOf(view)) {
      const part = partOf(value);
      if (part !== undefined) return part;
    }
    return absent;
  };
}
