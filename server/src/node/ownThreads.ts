/** The threads that this process may start for large files. It is imported before all else: they take as long to start as a command does. */
import { fileURLToPath } from 'node:url';
import { sizeOf } from './fileSize.js';
import { SegmentThreads } from './segmentThreads.js';

/** Users may ask for one thread only. */
const mayShare = process.env['RULEWRIGHT_THREADS'] !== '1';

/** Undefined for one thread only. The build puts the bundles beside each other. */
export const segmentThreads = mayShare ? new SegmentThreads(fileURLToPath(new URL('./segmentWorker.cjs', import.meta.url))) : undefined;

const [command, ...args] = process.argv.slice(2);
if (command === 'run') segmentThreads?.expect(Math.max(...args.map(sizeOf)));
