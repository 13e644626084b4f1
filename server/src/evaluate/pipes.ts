/**
 * `head` and `tail` of event queries. They order events by time; the first pipe bounds how many are kept while the events stream by.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-pipe-ref
 */
import { compareTimes, type Instant } from '../events/time.js';
import type { KeyPart } from './sequence/joinKeys.js';
import { compareTiebreakers } from './sequence/tiebreaker.js';

/** `| head 5`, `| tail 5`. */
export interface PipeStep {
  readonly kind: 'head' | 'tail';
  readonly count: number;
}

/** The pipes behind the bound that a search's `size` is: it comes first, on the side of the first pipe; without pipes the latest are kept. */
export function sized(pipes: readonly PipeStep[], size: number): readonly [PipeStep, ...PipeStep[]] {
  return [{ kind: pipes[0]?.kind ?? 'tail', count: size }, ...pipes];
}

interface Ranked<T> {
  readonly item: T;
  readonly at: Instant | undefined;
  readonly tiebreaker: KeyPart;
  /** Place in the order of arrival: decides where nothing else does. */
  readonly arrival: number;
}

/** Room beyond the wanted number, so that sorting is rare. */
const slack = 1024;

/** Takes items in any order of time and gives those that the pipes leave over, in ascending order. */
export class PipedItems<T> {
  readonly #first: PipeStep;
  readonly #rest: readonly PipeStep[];
  #kept: Ranked<T>[] = [];
  #arrivals = 0;

  constructor(first: PipeStep, rest: readonly PipeStep[]) {
    this.#first = first;
    this.#rest = rest;
  }

  /** An item without a time comes after all others. */
  offer(item: T, at: Instant | undefined, tiebreaker: KeyPart): void {
    this.#kept.push({ item, at, tiebreaker, arrival: this.#arrivals++ });
    if (this.#kept.length >= 2 * this.#first.count + slack) this.#prune();
  }

  take(): readonly T[] {
    this.#prune();
    return this.#rest.reduce(cut, this.#kept).map(({ item }) => item);
  }

  #prune(): void {
    this.#kept = cut(this.#kept.sort(byTime), this.#first);
  }
}

/** Each pipe works on what the one before it left over. */
function cut<T>(items: Ranked<T>[], pipe: PipeStep): Ranked<T>[] {
  return items.slice(...keptBy(pipe, items.length));
}

/** From where up to where the pipe lets a list of that length through. */
export function keptBy({ kind, count }: PipeStep, length: number): readonly [from: number, to: number] {
  return kind === 'head' ? [0, Math.min(count, length)] : [Math.max(0, length - count), length];
}

/** How many of a list of that length the pipes let through. */
export function lengthAfter(pipes: readonly PipeStep[], length: number): number {
  return pipes.reduce((left, pipe) => {
    const [from, to] = keptBy(pipe, left);
    return to - from;
  }, length);
}

function byTime(a: Ranked<unknown>, b: Ranked<unknown>): number {
  return compareTimes(a.at, b.at) || compareTiebreakers(a.tiebreaker, b.tiebreaker) || a.arrival - b.arrival;
}
