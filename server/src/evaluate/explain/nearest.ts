/** The events that come nearest to matching. */
import type { SeenEvent } from '../eventPass.js';
import { compareDistances } from './distance.js';
import { placeAndText } from './eventText.js';
import type { Distance, NearMiss, Verdict } from './explained.js';

/** Near misses kept. */
const mostMisses = 10;

/** The nearest first; of those as near the one that comes first in the files. */
export class NearestMisses {
  readonly #misses: NearMiss[] = [];

  /** `judge` is asked for the verdict only where the event is among the nearest so far. */
  offer(distance: Distance, event: SeenEvent, judge: () => Verdict): void {
    const last = this.#misses.at(-1);
    const isFull = this.#misses.length >= mostMisses;
    if (isFull && last !== undefined && compareDistances(distance, last.distance) >= 0) return;
    if (isFull) this.#misses.pop();
    const farther = this.#misses.findIndex((miss) => compareDistances(miss.distance, distance) > 0);
    const miss = { ...placeAndText(event), distance, verdict: judge() };
    this.#misses.splice(farther < 0 ? this.#misses.length : farther, 0, miss);
  }

  get all(): readonly NearMiss[] {
    return this.#misses;
  }
}
