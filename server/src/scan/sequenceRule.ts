/** A rule with a sequence or sample, while it is scanned: the candidates for its items, and in the end its matches. */
import { instantToIso } from '../events/time.js';
import { RunLimit, type SeenEvent } from '../evaluate/eventPass.js';
import { Gatherer } from '../evaluate/sequence/gather.js';
import { sequenceLimits } from '../evaluate/sequence/limit.js';
import { sequenceNotes } from '../evaluate/sequence/notes.js';
import type { SequencePlan } from '../evaluate/sequence/query.js';
import { findMatches } from '../evaluate/sequence/runSequence.js';
import { stagesOf, type Stages } from '../evaluate/sequence/stages.js';
import type { MatchedEvents } from './matchedEvents.js';
import type { Condition } from './ruleSet.js';
import type { ScanHit } from './scanResult.js';

export interface SequenceOutcome {
  readonly matches: number;
  readonly hits: readonly ScanHit[];
  readonly notes: readonly string[];
}

export class SequenceRule {
  readonly kind = 'sequence';
  /** One for each item, `until` last. */
  readonly conditions: readonly Condition[];
  readonly stages: Stages;
  /** Whether the time of the last event of all matters: one that must be missing could still come. */
  readonly needsNewest: boolean;
  #gatherer: Gatherer;

  constructor(
    readonly plan: SequencePlan,
    private readonly listed: number,
  ) {
    const { query, filter } = plan;
    const isSequence = query.kind === 'sequence';
    const items = isSequence && query.until !== undefined ? [...query.items, query.until] : query.items;
    this.conditions = items.map(({ predicate, inherited }) => [...(filter === undefined ? [] : [filter]), predicate, ...inherited]);
    this.stages = stagesOf({ items: query.items, maxspan: isSequence ? query.maxspan : undefined });
    this.needsNewest = this.stages.after.length > 0;
    this.#gatherer = this.#gather();
  }

  /** The event satisfies these items. Throws `RunLimit`. */
  take(event: SeenEvent, items: readonly number[]): void {
    this.#gatherer.takeItems(event, items);
  }

  /** What the candidates take in memory, in bytes. */
  get bytes(): number {
    return this.#gatherer.candidates.bytes;
  }

  /** Forgets all candidates. */
  reset(): void {
    this.#gatherer = this.#gather();
  }

  /** After the last event. `newest`: milliseconds, where it is needed. */
  finish(newest: number, matched: MatchedEvents): SequenceOutcome | RunLimit {
    const { candidates } = this.#gatherer;
    this.#gatherer.newest = Math.max(this.#gatherer.newest, newest);
    const found = findMatches(this.plan, this.stages, this.#gatherer, sequenceLimits);
    if (found instanceof RunLimit) return found;
    const isTimed = this.plan.query.kind === 'sequence';
    const hits: ScanHit[] = [];
    for (const [match, number] of found.order.entries()) {
      for (const event of found.list.at(number).events) {
        const place = candidates.place(event);
        matched.add(place);
        if (match >= this.listed) continue;
        const at = { milliseconds: candidates.milliseconds(event), nanoseconds: candidates.nanoseconds(event) };
        hits.push({ ...place, timestamp: isTimed ? instantToIso(at) : undefined, match });
      }
    }
    return { matches: found.order.length, hits, notes: sequenceNotes(this.plan, this.#gatherer, found) };
  }

  #gather(): Gatherer {
    const { query } = this.plan;
    const isSequence = query.kind === 'sequence';
    const plan = { ...this.plan, items: query.items, timed: isSequence, needsNewest: false };
    return new Gatherer(plan, isSequence ? query.until : undefined, sequenceLimits);
  }
}
