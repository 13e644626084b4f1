/** What a thread that helps `check` does: it judges the next files that nobody has begun, until there are none. */
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../base/invariant.js';
import { partJudge } from '../cli/commands/checkShared.js';
import { writeFileIn } from '../cli/files.js';
import { revisionsIn } from '../cli/git.js';
import type { CheckSetup } from '../cli/terminal.js';
import { createNodeHost } from './host.js';
import { readingAtOnce } from './readAtOnce.js';
import { makeParts, type SharedParts } from './sharedParts.js';

/** Given to the thread when it starts. */
export interface CheckWorkerSetup {
  readonly setup: CheckSetup;
  readonly sharing: SharedParts;
}

const port = parentPort;
invariant(port !== null, 'the check worker is started as a worker thread');
const { setup, sharing } = workerData as CheckWorkerSetup;
// What there is to log, the main thread logs.
const host = readingAtOnce(createNodeHost(fileURLToPath(new URL('./data', import.meta.url)), () => undefined));
const files = { openRevision: revisionsIn(setup.folder), writeFile: writeFileIn(setup.folder) };
void partJudge(setup, host, files).then((judge) => makeParts(port, sharing, judge));
