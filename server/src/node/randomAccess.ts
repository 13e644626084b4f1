/** A file read at any place, without waiting: the threads of a run share one that way. */
import { closeSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { RandomAccess } from '../base/host.js';
import { startThreads } from './segmentThreads.js';

/** Where further threads find the file, and what they run; undefined for one thread only. */
export interface SharedFile {
  readonly path: string;
  readonly segmentWorker: string | undefined;
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
    startHelpers: (job, parts) => {
      if (shared?.segmentWorker === undefined) return undefined;
      return startThreads({ path: shared.path, size, job, parts }, shared.segmentWorker);
    },
    close: () => closeSync(descriptor),
  };
}
