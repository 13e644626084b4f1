/** The bundle of the command line: the process itself, and the same code once more in the threads that `check` starts. Run by `cliStart.ts`. */
import { isMainThread } from 'node:worker_threads';

void (isMainThread ? import('./cliProcess.js') : import('./checkWorker.js'));
