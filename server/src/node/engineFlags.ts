/** Flags of V8 for commands that keep all processors at work: what V8 does on threads of its own takes turns from those that work. */
import { createRequire } from 'node:module';
import type v8 from 'node:v8';

/** So much code that runs a little takes longer to be compiled thoroughly than that ever gains. By V8's version: another complains on standard error of a flag that it does not know. */
const compiling: Readonly<Record<string, { readonly late: string; readonly usual?: string }>> = {
  11: { late: '--interrupt-budget=2500000', usual: '--interrupt-budget=67584' },
  12: { late: '--invocation-count-for-turbofan=60000', usual: '--invocation-count-for-turbofan=3000' },
  // Set to what it says of itself that it begins with, this one still has other flags than before.
  13: { late: '--invocation-count-for-turbofan=60000' },
};
const { late, usual } = compiling[process.versions.v8.split('.')[0] ?? ''] ?? {};

let areForFiles = false;

/** For a command that goes through many rules. To be set before compiled code is read, which V8 takes only under the flags that it was kept with; threads have those of the process. */
export function setFlagsForRules(): void {
  setFlags(late, '--no-parallel-scavenge');
}

/** For a command that goes through a large file. To be set when its threads have loaded all they need: Node's own compiled code is kept with the usual flags. */
export function setFlagsForFiles(): void {
  setFlags(usual === undefined ? undefined : late, '--no-parallel-scavenge', '--no-incremental-marking');
  areForFiles = true;
}

/** To be called before compiled code is kept: the next run reads it with the usual flags. */
export function endFlagsForFiles(): void {
  if (areForFiles) setFlags(usual, '--parallel-scavenge', '--incremental-marking');
  areForFiles = false;
}

function setFlags(...flags: readonly (string | undefined)[]): void {
  // Loaded here, for most commands set none.
  const engine = createRequire(import.meta.url)('node:v8') as typeof v8;
  for (const flag of flags) if (flag !== undefined) engine.setFlagsFromString(flag);
}
