/** The threads that this process may start for large files and for many. It is imported before all else: they take as long to start as a command does. */
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { CheckThreads } from './checkThreads.js';
import { setFlagsForFiles } from './engineFlags.js';
import { sizeOf } from './fileSize.js';
import { SegmentThreads } from './segmentThreads.js';

export interface OwnThreads {
  readonly segments: SegmentThreads;
  readonly checks: CheckThreads;
}

/** Undefined for one thread only, which users may ask for. */
export const ownThreads = isMainThread && process.env['RULEWRIGHT_THREADS'] !== '1' ? create() : undefined;

const [command, ...args] = process.argv.slice(2);
if (command === 'run') ownThreads?.segments.expect(Math.max(...args.map(sizeOf)));
if (command === 'check') ownThreads?.checks.expect(args);

/** The build puts the bundles beside each other. */
function create(): OwnThreads {
  const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  return { segments: new SegmentThreads(beside('./segmentWorker.cjs'), setFlagsForFiles), checks: new CheckThreads(beside('./cli.js')) };
}
