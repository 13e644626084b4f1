/**
 * The sequence matcher for the candidates of one join key, in order. For each stage one sequence is pending at a time: a later one takes
 * the place of an earlier one.
 * https://www.elastic.co/docs/explore-analyze/query-filter/languages/eql#eql-how-sequence-queries-handle-matches
 */
import type { Stages } from './stages.js';

/** When events are. */
export interface Times {
  milliseconds(event: number): number;
  nanoseconds(event: number): number;
}

/** Which event satisfies which item: entries in the order of their events, those of one event from the last item to the first, `until` at the end. */
export interface KeyEntries {
  readonly events: readonly number[];
  readonly items: readonly number[];
}

/** The events of one match, in order. */
export type MatchedEvents = readonly number[];

/** Is told of the sequences that do not become matches. A sequence is one and the same array from its first event to its last. */
export interface MatchObserver {
  /** The event would have continued the sequence, but comes after `until` or too late. */
  refused(sequence: MatchedEvents, by: number): void;
  /** A later sequence has reached the stage that this one waits at. */
  replaced(sequence: MatchedEvents, newer: MatchedEvents): void;
  /** The events end before the next stage. */
  waiting(sequence: MatchedEvents): void;
}

/** Matches in the order of their last events; missing events are not looked at. */
export function matchKey({ events, items }: KeyEntries, stages: Stages, times: Times, observer?: MatchObserver): MatchedEvents[] {
  const matcher = new Matcher(stages, times, observer);
  for (const [index, event] of events.entries()) matcher.take(event, items[index] ?? 0);
  if (observer !== undefined) matcher.tellWaiting(observer);
  return matcher.matches;
}

class Matcher {
  readonly matches: MatchedEvents[] = [];
  readonly #stages: Stages;
  readonly #times: Times;
  readonly #observer: MatchObserver | undefined;
  /** By the last stage they have reached. */
  readonly #pending: (number[] | undefined)[] = [];
  /** The place in the order of the last event of each pending sequence. */
  readonly #reached: number[] = [];
  #current: number | undefined;
  #place = 0;
  /** The place of the latest `until` event. */
  #until = -1;

  constructor(stages: Stages, times: Times, observer: MatchObserver | undefined) {
    this.#stages = stages;
    this.#times = times;
    this.#observer = observer;
  }

  tellWaiting(observer: MatchObserver): void {
    for (const sequence of this.#pending) if (sequence !== undefined) observer.waiting(sequence);
  }

  take(event: number, item: number): void {
    if (event !== this.#current) {
      this.#current = event;
      this.#place++;
    }
    if (item === this.#stages.until) this.#until = this.#place;
    // From the last stage to the first, so that an event never follows itself.
    else for (const stage of this.#stages.ofItem[item] ?? []) this.#reach(stage, event);
  }

  #reach(stage: number, event: number): void {
    if (stage === 0) {
      this.#keep([event], 0);
      return;
    }
    const sequence = this.#pending[stage - 1];
    if (sequence === undefined) return;
    // The event uses the sequence up, also when it then ends it.
    this.#pending[stage - 1] = undefined;
    if (this.#until >= (this.#reached[stage - 1] ?? 0) || this.#isTooLong(sequence[0] ?? event, event)) {
      this.#observer?.refused(sequence, event);
      return;
    }
    sequence.push(event);
    this.#keep(sequence, stage);
  }

  #keep(sequence: number[], stage: number): void {
    if (stage === this.#stages.count - 1) {
      this.matches.push(sequence);
      return;
    }
    const older = this.#pending[stage];
    if (older !== undefined) this.#observer?.replaced(older, sequence);
    this.#pending[stage] = sequence;
    this.#reached[stage] = this.#place;
  }

  #isTooLong(first: number, last: number): boolean {
    return isTooLong(this.#stages, this.#times, first, last);
  }
}

/** A sequence may take exactly `maxspan`. */
export function isTooLong({ maxspan }: Pick<Stages, 'maxspan'>, times: Times, first: number, last: number): boolean {
  if (maxspan === undefined) return false;
  const beyond = times.milliseconds(last) - times.milliseconds(first) - maxspan;
  return beyond > 0 || (beyond === 0 && times.nanoseconds(last) > times.nanoseconds(first));
}
