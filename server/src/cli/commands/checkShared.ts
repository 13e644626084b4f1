/** `rulewright check` on several threads: how the files are divided, and what another thread is told. */
import { noCancel, type CancelToken } from '../../base/cancel.js';
import { invariant } from '../../base/invariant.js';
import type { Host } from '../../base/host.js';
import { sharedWork } from '../../base/sharedWork.js';
import { createProjects } from '../../config/projects.js';
import type { Schemas } from '../../schema/catalog.js';
import type { CheckSetup, Terminal } from '../terminal.js';
import { judgeFiles, type JudgeJob, type Verdict } from './checkFile.js';

/** Few enough that no thread is left with much at the end, and enough to be read while others are judged. */
const filesPerPart = 8;

/** What becomes of each file. */
export interface Verdicts {
  /** To be asked for in the order of the files, once for each. */
  of(path: string): Promise<Verdict>;
  dispose(): void;
}

/** With the terminal's threads, where they pay. Repairs are left to this thread, which writes the files. */
export function verdictsOf(
  paths: readonly string[],
  job: JudgeJob,
  since: string | undefined,
  terminal: Pick<Terminal, 'folder' | 'token' | 'startCheckThreads'>,
): Verdicts {
  const parts = partsOf(paths);
  const setup = { folder: terminal.folder, profile: job.profile, today: job.today, since, parts };
  const helpers = job.fix ? undefined : terminal.startCheckThreads?.(setup);
  const judge = (part: number): Promise<readonly Verdict[]> => judgeFiles(parts[part] ?? [], job, terminal.token);
  const work = sharedWork(judge, helpers, turn);
  const places = new Map(paths.map((path, place) => [path, place]));
  let begun: { readonly part: number; readonly verdicts: readonly Verdict[] } | undefined;
  return {
    dispose: () => work.dispose(),
    async of(path) {
      const place = places.get(path) ?? 0;
      const part = Math.floor(place / filesPerPart);
      if (begun?.part !== part) begun = { part, verdicts: await work.take(part) };
      const verdict = begun.verdicts[place % filesPerPart];
      invariant(verdict !== undefined, 'each file of a part is judged');
      return verdict;
    },
  };
}

/** What other threads made is told between parts: files come without waiting. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function partsOf(paths: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(paths.length / filesPerPart) }, (_, part) =>
    paths.slice(part * filesPerPart, (part + 1) * filesPerPart),
  );
}

/** For another thread: what judges a part as the first thread would. Throws where the revision is not to be had: that thread says why. */
export async function partJudge(
  { folder, profile, today, since, parts }: CheckSetup,
  host: Host,
  schemas: Schemas,
  { openRevision, writeFile }: Pick<Terminal, 'openRevision' | 'writeFile'>,
  token: CancelToken = noCancel,
): Promise<(part: number) => Promise<readonly Verdict[]>> {
  const earlier = since === undefined ? undefined : await openRevision(since);
  invariant(earlier?.ok !== false, 'what the first thread found, this one finds');
  const projects = createProjects(host, schemas);
  const job: JudgeJob = { terminal: { host, folder, writeFile }, projects, earlier: earlier?.value, profile, today, fix: false };
  return (part) => judgeFiles(parts[part] ?? [], job, token);
}
