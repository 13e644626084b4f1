/** The command line on Node: the process, as `main` needs it. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { diskFiles } from '../cli/clusterFiles.js';
import { main } from '../cli/main.js';
import { withStandardInput } from '../cli/eventFiles.js';
import { findFilesIn, writeFileIn } from '../cli/files.js';
import { exitCodes } from '../cli/exitCodes.js';
import { comparisonsIn, revisionsIn } from '../cli/git.js';
import type * as elasticBundle from '../elastic/bundle.js';
import { createNodeHost } from './host.js';
import { readingAtOnce } from './readAtOnce.js';
import type { OwnThreads } from './ownThreads.js';
import { cacheFolder, configFolder } from './userFolders.js';

/** The version of the package; put in by the build. */
declare const packageVersion: string;

/** Undefined for one thread only; given by `cliStart.ts`. */
declare const ownThreads: OwnThreads | undefined;

const args = process.argv.slice(2);

// The build puts data and bundles beside each other.
const host = createNodeHost(
  fileURLToPath(new URL('./data', import.meta.url)),
  (level, message) => {
    if (level === 'error' || level === 'warn') standardError().write(`${level}: ${message}\n`);
  },
  ownThreads?.segments,
);

const token = { isCancellationRequested: false };
process.on('SIGINT', () => {
  // The first Ctrl+C ends the run in order, a second one at once.
  if (token.isCancellationRequested) process.exit(exitCodes.cancelled);
  token.isCancellationRequested = true;
});

let usesStandardError = false;

/** Asked for only where something is written there: for a pipe, Node loads its sockets. */
function standardError(): NodeJS.WriteStream {
  // There is no other place to say that it cannot be written.
  if (!usesStandardError) process.stderr.on('error', () => undefined);
  usesStandardError = true;
  return process.stderr;
}

function endUnwritten(error: NodeJS.ErrnoException): void {
  // A reader such as `head` has seen enough: nothing to complain about, and what was found out already still counts.
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.done);
  const message = `error: Standard output cannot be written: ${error.message}; what was printed is not complete.\n`;
  standardError().write(message, () => process.exit(exitCodes.notUsable));
}

process.stdout.on('error', endUnwritten);

type ElasticBundle = typeof elasticBundle;

/** The bundle with the client of Elasticsearch, beside this one. */
async function loadElastic(): Promise<ElasticBundle> {
  return createRequire(import.meta.url)('./elasticClient.cjs') as ElasticBundle;
}

/** On standard error: standard output may be a file. */
async function askUser(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const { createInterface } = await import('node:readline/promises');
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl+C, and the end of the input, are no answer.
  const left = new AbortController();
  asking.once('SIGINT', () => {
    token.isCancellationRequested = true;
    left.abort();
  });
  asking.once('close', () => left.abort());
  try {
    return await asking.question(question, { signal: left.signal });
  } catch (error) {
    if (left.signal.aborted) return '';
    throw error;
  } finally {
    asking.close();
  }
}

/** The server ends the process when its editor is gone. */
async function serveLanguage(): Promise<void> {
  createRequire(import.meta.url)('./server/node.cjs');
  await new Promise(() => undefined);
}

/** When all is written. By itself the process would end only when V8 had compiled what it has begun to, which nothing runs any more. */
function end(exitCode: number): void {
  process.exitCode = exitCode;
  process.stdout.write('', (error) => {
    if (error) endUnwritten(error);
    else if (usesStandardError) process.stderr.write('', () => process.exit());
    else process.exit();
  });
}

/** The folder that relative paths start from. Where it was removed nothing can be said of any path. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    standardError().write('error: The current folder is not there any more; change to another one.\n');
    process.exit(exitCodes.notUsable);
  }
}

const folder = currentFolder();
const { NO_COLOR: noColour, FORCE_COLOR: forceColour, TERM: terminalType } = process.env;

void main(args, {
  host: withStandardInput(readingAtOnce(host), () => process.stdin),
  token,
  version: packageVersion,
  folder,
  write: (text) => {
    if (text !== '') process.stdout.write(text);
  },
  writeError: (text) => void standardError().write(text),
  colour: (noColour ?? '') === '' && ((forceColour ?? '') !== '' || (process.stdout.isTTY && terminalType !== 'dumb')),
  width: process.stdout.isTTY ? process.stdout.columns : undefined,
  get progress() {
    return process.stderr.isTTY;
  },
  findFiles: findFilesIn(folder),
  writeFile: writeFileIn(folder),
  openRevision: revisionsIn(folder),
  compareRevisions: comparisonsIn(folder),
  ...(ownThreads !== undefined && { startCheckThreads: (setup) => ownThreads.checks.start(setup) }),
  startLanguageServer: serveLanguage,
  clusters: {
    environment: process.env,
    configFolder: configFolder(),
    cacheFolder: cacheFolder(),
    loadClient: async () => (await loadElastic()).openClient,
    loadKibana: async () => (await loadElastic()).openKibana,
    ...diskFiles,
  },
  ask: askUser,
  randomId: () => globalThis.crypto.randomUUID(),
}).then(end);
