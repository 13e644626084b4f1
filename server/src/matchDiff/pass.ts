/** What the ways to compare two versions are given and give back. */
import type { CancelToken } from '../base/cancel.js';
import type { RunProgress, RunSummary, UnreadableEvent } from '../evaluate/run.js';
import type { MatchLists } from './lists.js';
import type { Side } from './result.js';

export interface PassTools {
  readonly clock: () => number;
  readonly token: CancelToken;
  readonly report: (progress: RunProgress) => void;
}

/** How it ended; the lists count for something where it finished. */
export interface Compared {
  readonly status: RunSummary['status'];
  readonly message: string | undefined;
  /** The version that was to blame, where it did not finish. */
  readonly failed: Side | undefined;
  readonly lists: MatchLists;
  readonly events: number;
  readonly unreadable: readonly UnreadableEvent[];
  readonly unreadableCount: number;
  /** What a cluster might do differently, besides what the queries themselves say. */
  readonly notes: readonly string[];
}
