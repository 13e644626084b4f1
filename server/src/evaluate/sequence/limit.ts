/** What a run keeps of a sequence is bounded. Beyond the bound it ends and says so: nothing is dropped in silence. */

export interface SequenceLimits {
  /** Candidates: an event counts once for each item it satisfies and each of its join keys. Each takes about 26 bytes, and a join key 24. */
  readonly candidates: number;
  /** Characters of all different join keys that come twice together, each of which takes one byte or two. */
  readonly keyCharacters: number;
  /** Join keys of one event, where key fields hold several values. */
  readonly keysOfEvent: number;
  /** Events of all matches together, 4 bytes each. */
  readonly matchedEvents: number;
}

export const sequenceLimits: SequenceLimits = {
  candidates: 5_000_000,
  keyCharacters: 128 * 1024 * 1024,
  keysOfEvent: 10_000,
  matchedEvents: 20_000_000,
};
