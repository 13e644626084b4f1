/** How often the events hold which values of a field: the most frequent ones, in bounded memory. */
import type { Value } from '../../events/event.js';
import type { FrequentValues } from './explained.js';

/** Different values counted; those that come later are not. */
const mostCounted = 1000;
/** Longer texts are counted by their beginning. */
const longestText = 512;
const listed = 5;

export class ValueCounts {
  #present = 0;
  #isFull = false;
  readonly #counts = new Map<Value, number>();

  /** All values of one event. */
  add(values: readonly Value[]): void {
    if (values.length === 0) return;
    this.#present++;
    const [only] = values;
    if (values.length === 1 && only !== undefined) this.#count(only);
    else for (const value of new Set(values)) this.#count(value);
  }

  frequent(): FrequentValues {
    const values = [...this.#counts].map(([value, events]) => ({ value, events })).sort((a, b) => b.events - a.events);
    return { present: this.#present, values: values.slice(0, listed), different: this.#isFull ? undefined : values.length };
  }

  #count(value: Value): void {
    const key = typeof value === 'string' && value.length > longestText ? value.slice(0, longestText) : value;
    const known = this.#counts.get(key);
    if (known === undefined && this.#counts.size >= mostCounted) this.#isFull = true;
    else this.#counts.set(key, (known ?? 0) + 1);
  }
}
