/** A file read at any place, without waiting: the threads of a run share one that way. */
import { closeSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { RandomAccess } from '../base/host.js';
import type { SegmentThreads } from './segmentThreads.js';

/** Where further threads find the file; `threads` is undefined for one thread only. */
export interface SharedFile {
  readonly path: string;
  readonly threads: SegmentThreads | undefined;
}

/** Takes the open file over: `close` closes it. */
export function randomAccess(descriptor: number, size: number, shared?: SharedFile): RandomAccess {
  return {
    size,
    read(into, position) {
      let length = 0;
      while (length < into.length) {
        const read = readSync(descriptor, into, length, into.length - length, position + length);
        if (read === 0) break;
        length += read;
      }
      return length;
    },
    turn: () => setImmediate(),
    startHelpers: (job, parts) => (shared === undefined ? undefined : shared.threads?.start({ path: shared.path, size, job, parts })),
    close: () => closeSync(descriptor),
  };
}
