/** The matches that the page has: asked for in pages as they come into view, and forgotten when others have been seen since. */
import type { ListedMatch } from '../../../server/src/protocol/results.js';

export const pageSize = 100;

/** Pages that are kept: many screens of rows. */
const keptPages = 50;

export class Pages {
  readonly #pages = new Map<number, readonly ListedMatch[]>();
  readonly #asked = new Set<number>();

  /** `ask` for the places from the one to before the other. */
  constructor(private readonly ask: (from: number, to: number) => void) {}

  /** Undefined where it has yet to come; then it is asked for. */
  at(place: number): ListedMatch | undefined {
    const number = Math.floor(place / pageSize);
    const match = this.#pages.get(number)?.[place - number * pageSize];
    if (match === undefined) this.#askFor(number);
    return match;
  }

  /** The same matches, to which others are added at the end. */
  grown(ask: (from: number, to: number) => void): Pages {
    const pages = new Pages(ask);
    for (const [number, matches] of this.#pages) pages.#pages.set(number, matches);
    return pages;
  }

  /** Asks for the page of a place, whether it is there or not. */
  again(place: number): void {
    this.#askFor(Math.floor(place / pageSize));
  }

  /** Takes a page. */
  add(from: number, matches: readonly ListedMatch[]): void {
    const number = Math.floor(from / pageSize);
    this.#asked.delete(number);
    this.#pages.delete(number);
    this.#pages.set(number, matches);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > keptPages && oldest !== undefined) this.#pages.delete(oldest);
  }

  #askFor(number: number): void {
    if (this.#asked.has(number)) return;
    this.#asked.add(number);
    this.ask(number * pageSize, (number + 1) * pageSize);
  }
}
