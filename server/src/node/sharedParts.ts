/** How threads share out the parts of some work among them, and the numbers in shared memory that they do it by. */
import type { MessagePort } from 'node:worker_threads';

/** Of the work, what each of its threads is told. */
export interface SharedParts {
  /** How many there are. */
  readonly parts: number;
  /** See `shared`. */
  readonly shared: Int32Array<SharedArrayBuffer>;
}

/** `made` is undefined where the part failed: the main thread then finds out for itself why. */
export interface PartAnswer {
  readonly part: number;
  readonly made: unknown;
}

/** Places in the shared numbers: the next part that nobody has begun, and how many parts were taken. */
export const shared = { next: 0, taken: 1 } as const;

/** Parts that may be begun before one that is not taken yet: bounds what is held in memory. */
const furthestAhead = 16;

/** Milliseconds to wait for the main thread before looking again. */
const patience = 50;

export function sharedNumbers(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

/** The next part that nobody has begun; undefined where the others are too far behind, or there is none. */
export function claimPart({ shared: numbers, parts }: SharedParts): number | undefined {
  for (;;) {
    const next = Atomics.load(numbers, shared.next);
    if (next >= parts || next - Atomics.load(numbers, shared.taken) >= furthestAhead) return undefined;
    if (Atomics.compareExchange(numbers, shared.next, next, next + 1) === next) return next;
  }
}

/** In a thread that helps: makes the next part that nobody has begun until there is none, or one fails. */
export async function makeParts<Made>(
  port: MessagePort,
  sharing: SharedParts,
  make: (part: number) => Made | Promise<Made>,
  handedOver: (made: Made) => ArrayBuffer[] = () => [],
): Promise<void> {
  const { shared: numbers, parts } = sharing;
  while (Atomics.load(numbers, shared.next) < parts) {
    const taken = Atomics.load(numbers, shared.taken);
    const part = claimPart(sharing);
    if (part === undefined) {
      Atomics.wait(numbers, shared.taken, taken, patience);
      continue;
    }
    try {
      const made = await make(part);
      port.postMessage({ part, made } satisfies PartAnswer, handedOver(made));
    } catch {
      // The main thread meets the same and tells why.
      port.postMessage({ part, made: undefined } satisfies PartAnswer);
      return;
    }
  }
}
