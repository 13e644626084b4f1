/** Runs one lowered query over event files: a stream of updates, memory that does not grow with the files. */
import type { CancelToken } from '../base/cancel.js';
import { limits } from '../base/limits.js';
import type { EventView, FieldTable } from '../events/event.js';
import { parseInstant } from '../events/time.js';
import { compilePredicate, type EventTest } from './compile.js';
import { observed, passOver, type EventConsumer, type EventFile, type EventObserver, type RunEnd, type SeenEvent } from './eventPass.js';
import { compileHit } from './hit.js';
import { PipedItems, type PipeStep } from './pipes.js';
import { wantedBy } from './fast/relax.js';
import type { FieldRef, Predicate } from './predicate.js';
import type { Hit, RunUpdate } from './run.js';
import type { KeyPart } from './sequence/joinKeys.js';
import { compileTiebreaker } from './sequence/tiebreaker.js';

/** A query ready to run. */
export interface QueryPlan {
  readonly predicate: Predicate;
  /** Has to be true besides, without being a part of the query: filters of the rule. */
  readonly filter?: Predicate | undefined;
  /** Numbers all fields of `predicate`. */
  readonly fields: FieldTable;
  /** Orders events where pipes need it, and is shown with each hit. */
  readonly timestampField: string;
  /** Orders events of the same time. */
  readonly tiebreaker?: FieldRef | undefined;
  readonly categoryField: string;
  readonly pipes: readonly PipeStep[];
  readonly observer?: EventObserver | undefined;
}

/** Runs the plan over the files, one after the other; returns how it ended. Never throws for what stands in the files. */
export async function* runPlan(
  plan: QueryPlan,
  files: readonly EventFile[],
  clock: () => number,
  token: CancelToken,
): AsyncGenerator<RunUpdate, RunEnd, undefined> {
  const events = new MatchingEvents(plan);
  const { complete, ...end } = yield* passOver(files, plan.fields, observed(events, plan.observer), clock, token);
  if (!complete) return end;
  const piped = events.takePiped();
  if (piped.length > 0) yield { kind: 'hits', hits: piped };
  return { ...end, matches: events.matches };
}

class MatchingEvents implements EventConsumer {
  matches = 0;
  readonly wanted: Predicate;
  #hits: Hit[] = [];
  readonly #test: EventTest;
  readonly #filter: EventTest | undefined;
  readonly #hit: (event: SeenEvent, keepText: boolean) => Hit;
  readonly #piped: PipedItems<Hit> | undefined;
  readonly #tiebreakerOf: (view: EventView) => KeyPart;
  readonly #keptTexts: number;

  constructor(plan: QueryPlan) {
    const [first, ...rest] = plan.pipes;
    this.wanted = wantedBy(plan.predicate, plan.filter);
    this.#test = compilePredicate(plan.predicate);
    this.#filter = plan.filter === undefined ? undefined : compilePredicate(plan.filter);
    this.#hit = compileHit(plan.predicate, plan.fields, plan);
    this.#piped = first === undefined ? undefined : new PipedItems(first, rest);
    this.#tiebreakerOf = compileTiebreaker(plan.tiebreaker);
    this.#keptTexts = first === undefined || first.count > limits.keptHits ? limits.keptHits : Infinity;
  }

  take(event: SeenEvent): void {
    if (!this.#test(event.view) || this.#filter?.(event.view) === false) return;
    const hit = this.#hit(event, this.matches < this.#keptTexts);
    this.matches++;
    if (this.#piped === undefined) this.#hits.push(hit);
    else this.#piped.offer(hit, hit.timestamp === undefined ? undefined : parseInstant(hit.timestamp), this.#tiebreakerOf(event.view));
  }

  /** None while pipes collect them. */
  takeHits(): readonly Hit[] {
    const hits = this.#hits;
    this.#hits = [];
    return hits;
  }

  takePiped(): readonly Hit[] {
    if (this.#piped === undefined) return [];
    const hits = this.#piped.take();
    this.matches = hits.length;
    return hits;
  }
}
