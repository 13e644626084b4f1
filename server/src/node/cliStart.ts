/**
 * Where the command line starts: runs the bundle of `cliMain.ts` and keeps its compiled code in the user's cache folder, for compiling it
 * takes longer than many of its runs. Whatever goes wrong with the cache, the command line runs without.
 */
import { ownThreads } from './ownThreads.js';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import { endFlagsForFiles, setFlagsForRules } from './engineFlags.js';
import { cacheFolder } from './userFolders.js';

/** Differs from build to build; put in by the build. */
declare const buildId: string;

/** Of the commands of several versions in use, so many stay compiled. */
const mostKept = 24;

/** Looking for more compiled code to keep takes as long as compiling much of it: it is done when the code is so many times as old as at the last look. */
const lookFactor = 10;

/** Compiled code is kept anew where it has grown so many times. */
const worthwhileGrowth = 1.02;

type Bundle = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  filename: string,
  dirname: string,
  threads: typeof ownThreads,
) => void;

const file = fileURLToPath(new URL('./cliMain.cjs', import.meta.url));
const require = createRequire(file);
const cacheFile = path.join(cacheFolder(), `cli-${commandName()}-${buildId}-${process.version}-${process.arch}`);
if (isMainThread && commandName() === 'check') setFlagsForRules();
const cachedData = readCache();
// Bundles are pure ASCII, so that each byte is a character.
const script = new Script(readFileSync(file, 'latin1'), { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
// At the end, for by then all has been compiled that such a run needs; by the process, not by its threads.
const isUsed = cachedData !== undefined && script.cachedDataRejected !== true;
if (isMainThread && wantsCache() && (!isUsed || isDue())) process.once('exit', () => keepCompiled(isUsed ? cachedData.length : 0));
const module = { exports: {} };
(script.runInThisContext() as Bundle)(module.exports, require, module, file, path.dirname(file), ownThreads);

/** Each command compiles what it needs itself. */
function commandName(): string {
  const [command = ''] = process.argv.slice(2);
  return /^[a-z]{1,20}$/.test(command) ? command : 'other';
}

/** Undefined where there is none yet, and where the user wants none: Node's own variable for its cache says so. */
function readCache(): Buffer | undefined {
  if (!wantsCache()) return undefined;
  try {
    return readFileSync(cacheFile);
  } catch {
    return undefined;
  }
}

function wantsCache(): boolean {
  return (process.env['NODE_DISABLE_COMPILE_CACHE'] ?? '') === '';
}

/** Whether to look if there is more to keep, as this run may need code that those before did not: the first may have been for help. */
function isDue(): boolean {
  try {
    const { birthtimeMs, mtimeMs } = statSync(cacheFile);
    return Date.now() - birthtimeMs > lookFactor * (mtimeMs - birthtimeMs);
  } catch {
    return false; // Another process has removed it.
  }
}

/** `bytesUsed`: of the compiled code that this run began with. */
function keepCompiled(bytesUsed: number): void {
  try {
    endFlagsForFiles();
    const compiled = script.createCachedData();
    if (compiled.length > bytesUsed * worthwhileGrowth) writeCache(compiled);
    else utimesSync(cacheFile, new Date(), new Date());
  } catch {
    // No folder that can be written to: the next run compiles again.
  }
}

/** Under another name first, so that no other process reads half of it. */
function writeCache(compiled: Buffer): void {
  const folder = path.dirname(cacheFile);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unfinished = `${cacheFile}.${process.pid}`;
  try {
    writeFileSync(unfinished, compiled, { mode: 0o600 });
    renameSync(unfinished, cacheFile);
  } catch (error) {
    rmSync(unfinished, { force: true }); // A full disk keeps a part of it.
    throw error;
  }
  const caches = readdirSync(folder)
    .filter((name) => name.startsWith('cli-'))
    .map((name) => path.join(folder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of caches.slice(mostKept)) rmSync(old, { force: true });
}
