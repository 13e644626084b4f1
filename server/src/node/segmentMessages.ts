/** What the threads that go through a large file together say to each other, and the numbers they share. */
import type { SkimPlan } from '../evaluate/fast/skimmer.js';
import type { SkimmedSegment } from '../evaluate/fast/segment.js';

/** Given to a thread when it starts. */
export interface SegmentSetup {
  readonly path: string;
  readonly size: number;
  readonly job: SkimPlan;
  readonly parts: number;
  /** See `shared`. */
  readonly shared: Int32Array<SharedArrayBuffer>;
}

/** Undefined where reading failed: the main thread then finds that out for itself. */
export interface SegmentAnswer {
  readonly part: number;
  readonly segment: SkimmedSegment | undefined;
}

/** Places in the shared numbers: the next part that nobody has begun, and how many parts were taken. */
export const shared = { next: 0, taken: 1 } as const;

/** Parts that may be begun before one that is not taken yet: bounds what is held in memory. */
export const furthestAhead = 16;

/** The next part that nobody has begun; undefined where the others are too far behind, or there is none. */
export function claimPart(numbers: Int32Array<SharedArrayBuffer>, parts: number): number | undefined {
  for (;;) {
    const next = Atomics.load(numbers, shared.next);
    if (next >= parts || next - Atomics.load(numbers, shared.taken) >= furthestAhead) return undefined;
    if (Atomics.compareExchange(numbers, shared.next, next, next + 1) === next) return next;
  }
}
