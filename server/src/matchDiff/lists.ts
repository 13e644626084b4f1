/** Counts all matches of a comparison and keeps the first of each kind. */
import type { ComparedMatch, MatchKind, MatchList } from './result.js';

export class MatchLists {
  readonly #limit: number;
  readonly #lists: Readonly<Record<MatchKind, { count: number; readonly matches: ComparedMatch[] }>> = {
    gained: { count: 0, matches: [] },
    lost: { count: 0, matches: [] },
    kept: { count: 0, matches: [] },
  };

  /** `limit`: matches of each kind that are kept. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  count(kind: MatchKind, by = 1): void {
    this.#lists[kind].count += by;
  }

  /** Whether one more is kept. */
  hasRoom(kind: MatchKind): boolean {
    return this.#lists[kind].matches.length < this.#limit;
  }

  keep(kind: MatchKind, match: ComparedMatch): void {
    this.#lists[kind].matches.push(match);
  }

  /** Changes what is kept of a kind, one by one. */
  amend(kind: MatchKind, change: (match: ComparedMatch) => ComparedMatch): void {
    const { matches } = this.#lists[kind];
    matches.splice(0, matches.length, ...matches.map(change));
  }

  of(kind: MatchKind): MatchList {
    return this.#lists[kind];
  }

  all(): Readonly<Record<MatchKind, MatchList>> {
    return this.#lists;
  }
}
