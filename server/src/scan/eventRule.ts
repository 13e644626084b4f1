/** A rule with a query for single events, while it is scanned: what it matched. */
import type { EventView, FieldId } from '../events/event.js';
import { parseInstant } from '../events/time.js';
import type { SeenEvent } from '../evaluate/eventPass.js';
import type { EventSearch, RuleFilter } from '../evaluate/lowerQuery.js';
import { PipedItems } from '../evaluate/pipes.js';
import type { FieldRef } from '../evaluate/predicate.js';
import type { KeyPart } from '../evaluate/sequence/joinKeys.js';
import { compileTiebreaker } from '../evaluate/sequence/tiebreaker.js';
import type { MatchedEvents } from './matchedEvents.js';
import type { Condition } from './ruleSet.js';
import type { ScanHit } from './scanResult.js';

/** What the rule orders events by. */
export interface EventOrder {
  readonly timestamp: FieldId;
  readonly tiebreaker: FieldRef | undefined;
}

export class EventRule {
  readonly kind = 'events';
  readonly conditions: readonly Condition[];
  matches = 0;
  readonly #hits: ScanHit[] = [];
  readonly #piped: PipedItems<ScanHit> | undefined;
  readonly #tiebreakerOf: (view: EventView) => KeyPart;

  constructor(
    { predicate, pipes }: EventSearch,
    filter: RuleFilter,
    private readonly order: EventOrder,
    private readonly listed: number,
  ) {
    const [first, ...rest] = pipes;
    this.conditions = [filter.predicate === undefined ? [predicate] : [predicate, filter.predicate]];
    this.#piped = first === undefined ? undefined : new PipedItems(first, rest);
    this.#tiebreakerOf = compileTiebreaker(order.tiebreaker);
  }

  /** The event matches. Whether that is a match for certain: pipes decide at the end. */
  take(event: SeenEvent): boolean {
    const match = this.matches++;
    if (this.#piped !== undefined) {
      const hit = this.#hitOf(event, match);
      this.#piped.offer(hit, hit.timestamp === undefined ? undefined : parseInstant(hit.timestamp), this.#tiebreakerOf(event.view));
      return false;
    }
    if (match < this.listed) this.#hits.push(this.#hitOf(event, match));
    return true;
  }

  /** Those so far, without pipes. */
  get hits(): readonly ScanHit[] {
    return this.#hits;
  }

  /** After the last event. */
  finish(matched: MatchedEvents): readonly ScanHit[] {
    if (this.#piped === undefined) return this.#hits;
    const kept = this.#piped.take().map((hit, match) => ({ ...hit, match }));
    this.matches = kept.length;
    for (const hit of kept) matched.add(hit);
    return kept.slice(0, this.listed);
  }

  #hitOf({ view, slice: { offset, length, line, column }, file }: SeenEvent, match: number): ScanHit {
    const [timestamp] = view.values(this.order.timestamp);
    return { file, offset, length, line, column, timestamp: timestamp === undefined ? undefined : String(timestamp), match };
  }
}
