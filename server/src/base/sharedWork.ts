/** Work in parts that several threads take part in: whoever made a part, it is had in order. */
import type { Helpers } from './host.js';

export interface SharedWork<Part> {
  /** In order, each once. Throws where the work does. */
  take(part: number): Promise<Part>;
  dispose(): void;
}

/** `work` does one part. With `helpers` this thread does others too while it waits for the next one, with a `turn` for other work between them. */
export function sharedWork<Part>(
  work: (part: number) => Part | Promise<Part>,
  helpers: Helpers | undefined,
  turn?: () => Promise<void>,
): SharedWork<Part> {
  if (helpers === undefined) return { take: async (part) => work(part), dispose: () => undefined };
  const own = new Map<number, Part>();
  const take = async (part: number): Promise<Part> => {
    for (;;) {
      const done = own.get(part) ?? (helpers.take(part) as Part | undefined);
      own.delete(part);
      if (done !== undefined) return done;
      const claimed = helpers.claim();
      if (claimed !== undefined) {
        own.set(claimed, await work(claimed));
        await turn?.();
      } else if (helpers.isBusy) await helpers.wait();
      else return work(part);
    }
  };
  return { take, dispose: () => helpers.dispose() };
}
