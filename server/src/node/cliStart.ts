/**
 * Where the command line starts: runs the bundle of `cliMain.ts` and keeps its compiled code in the user's cache folder, for compiling it
 * takes longer than many of its runs. Whatever goes wrong with the cache, the command line runs without.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { constants, Script } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import { cacheFolder } from './cacheFolder.js';

/** Differs from build to build; put in by the build. */
declare const buildId: string;

/** Of the commands of several versions in use, so many stay compiled. */
const mostKept = 24;

type Bundle = (exports: object, require: NodeJS.Require, module: { exports: object }, filename: string, dirname: string) => void;

const file = fileURLToPath(new URL('./cliMain.cjs', import.meta.url));
const cacheFile = path.join(cacheFolder(), `cli-${commandName()}-${buildId}-${process.version}-${process.arch}`);
// So much code that runs a little for each rule takes longer to be compiled thoroughly, on another thread, than that ever gains.
// Set before the compiled code is read, which V8 takes only under the flags that it was kept with; threads have those of the process.
if (isMainThread && commandName() === 'check') setFlagsFromString('--interrupt-budget=1000000');
const cachedData = readCache();
// Bundles are pure ASCII, so that each byte is a character.
const script = new Script(`(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'latin1')}\n})`, {
  filename: file,
  ...(cachedData === undefined ? {} : { cachedData }),
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
// At the end, for by then all has been compiled that such a run needs; by the process, not by its threads.
if (isMainThread && (cachedData === undefined || script.cachedDataRejected === true)) process.once('exit', writeCache);
const module = { exports: {} };
(script.runInThisContext() as Bundle)(module.exports, createRequire(file), module, file, path.dirname(file));

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

/** Under another name first, so that no other process reads half of it. */
function writeCache(): void {
  if (!wantsCache()) return;
  try {
    const folder = path.dirname(cacheFile);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const unfinished = `${cacheFile}.${process.pid}`;
    writeFileSync(unfinished, script.createCachedData(), { mode: 0o600 });
    renameSync(unfinished, cacheFile);
    const caches = readdirSync(folder)
      .filter((name) => name.startsWith('cli-'))
      .map((name) => path.join(folder, name))
      .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
    for (const old of caches.slice(mostKept)) rmSync(old, { force: true });
  } catch {
    // No folder that can be written to: the next run compiles again.
  }
}
