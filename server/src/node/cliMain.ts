/** Entry point of the command line on Node: the process, as `main` needs it. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import packageJson from '../../../package.json' with { type: 'json' };
import { main } from '../cli/main.js';
import { withStandardInput } from '../cli/eventFiles.js';
import { findFilesIn, writeFileIn } from '../cli/files.js';
import { exitCodes } from '../cli/exitCodes.js';
import { comparisonsIn, revisionsIn } from '../cli/git.js';
import { createNodeHost } from './host.js';

// The build puts the data beside the bundle.
const host = createNodeHost(
  fileURLToPath(new URL('./data', import.meta.url)),
  (level, message) => {
    if (level === 'error' || level === 'warn') process.stderr.write(`${level}: ${message}\n`);
  },
  process.env['RULEWRIGHT_THREADS'] === '1' ? undefined : fileURLToPath(new URL('./segmentWorker.js', import.meta.url)),
);

const token = { isCancellationRequested: false };
process.on('SIGINT', () => {
  // The first Ctrl+C ends the run in order, a second one at once.
  if (token.isCancellationRequested) process.exit(exitCodes.cancelled);
  token.isCancellationRequested = true;
});

// A reader such as `head` has seen enough: nothing to complain about.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.internalError);
});

const { NO_COLOR: noColour, FORCE_COLOR: forceColour, TERM: terminalType } = process.env;

process.exitCode = await main(process.argv.slice(2), {
  host: withStandardInput(host, process.stdin),
  token,
  version: packageJson.version,
  folder: process.cwd(),
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  colour: (noColour ?? '') === '' && ((forceColour ?? '') !== '' || (process.stdout.isTTY && terminalType !== 'dumb')),
  width: process.stdout.isTTY ? process.stdout.columns : undefined,
  progress: process.stderr.isTTY,
  findFiles: findFilesIn(process.cwd()),
  writeFile: writeFileIn(process.cwd()),
  openRevision: revisionsIn(process.cwd()),
  compareRevisions: comparisonsIn(process.cwd()),
  randomId: randomUUID,
});
