/** What a thread that helps `check` does: it judges the next files that nobody has begun, until there are none. */
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { invariant } from '../base/invariant.js';
import { partJudge } from '../cli/commands/checkShared.js';
import { writeFileIn } from '../cli/files.js';
import { revisionsIn } from '../cli/git.js';
import type { CheckSetup } from '../cli/terminal.js';
import { loadSchemas } from '../schema/load.js';
import { createNodeHost } from './host.js';
import { readingAtOnce } from './readAtOnce.js';
import { makeParts, type SharedParts } from './sharedParts.js';

/** Told to the thread when there are files. */
export interface CheckWorkerSetup {
  readonly setup: CheckSetup;
  readonly sharing: SharedParts;
}

const port = parentPort;
invariant(port !== null, 'the check worker is started as a worker thread');
// What there is to log, the main thread logs.
const host = readingAtOnce(createNodeHost(fileURLToPath(new URL('./data', import.meta.url)), () => undefined));
// Before the main thread knows the files.
const schemas = loadSchemas(host);

// One check, and no more: a thread that waits for a message does not end.
port.once('message', ({ setup, sharing }: CheckWorkerSetup) => {
  const files = { openRevision: revisionsIn(setup.folder), writeFile: writeFileIn(setup.folder) };
  void schemas.then((known) => partJudge(setup, host, known, files)).then((judge) => makeParts(port, sharing, judge));
});
