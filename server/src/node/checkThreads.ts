/** Threads that judge files for `check` together with the main one. */
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Helpers } from '../base/host.js';
import type { CheckSetup } from '../cli/terminal.js';
import type { CheckWorkerSetup } from './checkWorker.js';
import { sizeOf } from './fileSize.js';
import { helperThreads } from './helperThreads.js';
import { sharedNumbers, type SharedParts } from './sharedParts.js';
import { WaitingThreads } from './waitingThreads.js';

/** A thread has to get going first, so that fewer bytes of rules are judged sooner without. */
const bytesPerThread = 1024 * 1024;
const mostThreads = 3;

/** So many files of rules have some bytes more than one thread is worth. */
const filesPerThread = 160;
/** Names that are looked at to tell how much there is to check: a folder that is full of other things is soon given up. */
const mostLookedAt = 2000;

/** Threads worth starting besides the main one. */
export function threadsFor({ folder, parts }: CheckSetup, processors: number): number {
  const most = Math.min(mostThreads, processors - 1, parts.length - 1);
  let bytes = 0;
  for (const file of most < 1 ? [] : parts.flat()) {
    bytes += sizeOf(path.resolve(folder, file));
    if (bytes >= most * bytesPerThread) break;
  }
  return Math.min(most, Math.floor(bytes / bytesPerThread));
}

/** The same before it is known what there is to check; `args` are those of the command. */
export function expectedThreads(args: readonly string[], processors: number, folder = '.'): number {
  const most = Math.min(mostThreads, processors - 1);
  if (most < 1 || args.includes('--fix')) return 0;
  const named = args.flatMap((arg) => (arg.startsWith('-') ? [] : path.resolve(folder, arg))).filter((name) => existsSync(name));
  return Math.min(most, Math.floor(rulesBelow(named.length === 0 ? [folder] : named, most * filesPerThread) / filesPerThread));
}

const isRule = /\.(?:toml|eql|kuery)$/;

/** How many files of rules these are or have below them; stops at `enough`. Names with a dot that are no rules are files of other things. */
function rulesBelow(names: readonly string[], enough: number): number {
  const left = [...names];
  let rules = 0;
  for (let lookedAt = 0; left.length > 0 && rules < enough && lookedAt < mostLookedAt; lookedAt++) {
    const name = left.pop() ?? '';
    if (isRule.test(name)) rules++;
    else if (!path.basename(name).includes('.', 1)) left.push(...namesIn(name));
  }
  return rules;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).flatMap((name) => (name.startsWith('.') || name === 'node_modules' ? [] : [path.join(folder, name)]));
  } catch {
    return []; // No folder, or one that may not be read: the search says so.
  }
}

export class CheckThreads {
  readonly #threads: WaitingThreads;

  /** `workerFile`: what runs `checkWorker.ts`. */
  constructor(workerFile: string) {
    // With the compiled code of the same command.
    this.#threads = new WaitingThreads(workerFile, { argv: ['check'] });
  }

  /** The command is given these arguments. */
  expect(args: readonly string[]): void {
    this.#threads.expect(expectedThreads(args, availableParallelism()));
  }

  /** Undefined where there are few files, or there is one processor only. */
  start(setup: CheckSetup, count = threadsFor(setup, availableParallelism())): Helpers | undefined {
    const sharing: SharedParts = { parts: setup.parts.length, shared: sharedNumbers() };
    const workers = this.#threads.begin(count, { setup, sharing } satisfies CheckWorkerSetup);
    return workers.length === 0 ? undefined : helperThreads(workers, sharing);
  }
}
