/** Earlier versions of files, from git. */
import path from 'node:path';
import { fail, succeed, type Outcome } from '../base/host.js';
import type { ChangedFile, CompareRevisions, OpenRevision, Revision } from './terminal.js';

/** Far more than a rule file has. */
const mostBytes = 64 * 1024 * 1024;

/** Revisions of the repository that `folder` lies in; paths are relative to it. */
export function revisionsIn(folder: string): OpenRevision {
  return async (revision) => {
    const found = await commitOf(folder, revision);
    if (!found.ok) return found;
    const commit = found.value;
    const listed = await git(folder, ['diff', '--name-only', '--relative', '-z', commit]);
    if (!listed.ok) return listed;
    const changed = new Set(listed.value.split('\0'));
    return succeed(async (file) => {
      const name = path.relative(folder, path.resolve(folder, file)).replaceAll('\\', '/');
      // Of what lies outside the folder nothing was listed.
      if (!changed.has(name) && !name.startsWith('../')) return undefined;
      const shown = await git(folder, ['show', `${commit}:./${name}`]);
      return shown.ok ? shown.value : undefined;
    });
  };
}

/** What differs between two states of the repository that `folder` lies in; paths are relative to it, also of files outside it. */
export function comparisonsIn(folder: string): CompareRevisions {
  return async ({ from, to, sinceCommonCommit }) => {
    const prefix = await git(folder, ['rev-parse', '--show-prefix']);
    if (!prefix.ok) return prefix.failure.kind === 'missing' ? prefix : fail('unreadable', outside(folder, prefix.failure.message));
    const [first, second] = [await revisionOf(folder, from), to === undefined ? succeed(undefined) : await revisionOf(folder, to)];
    if (!first.ok) return first;
    if (!second.ok) return second;
    const base = sinceCommonCommit && second.value !== undefined ? await commonCommit(folder, first.value, second.value) : first;
    if (!base.ok) return base;
    const files = await changedFiles(folder, prefix.value.replace(/\n$/, ''), base.value.commit, second.value?.commit);
    if (!files.ok) return files;
    return succeed({
      from: base.value,
      to: second.value,
      files: files.value,
      read: async (commit, file) => {
        const name = path.posix.join(prefix.value.replace(/\n$/, ''), file);
        const shown = await git(folder, ['cat-file', 'blob', `${commit}:${name}`]);
        return shown.ok
          ? shown
          : fail('unreadable', `${file} cannot be read as it was at ${commit.slice(0, 10)}: ${shown.failure.message}`);
      },
    });
  };
}

function outside(folder: string, reason: string): string {
  return /not a git repository/i.test(reason)
    ? `${folder} is in no git repository; run this where the rules are kept under git.`
    : `git cannot be used in ${folder}: ${reason}`;
}

async function revisionOf(folder: string, name: string): Promise<Outcome<Revision>> {
  const commit = await commitOf(folder, name);
  return commit.ok ? succeed({ name, commit: commit.value }) : commit;
}

/** The commit of a branch, a tag or another name. */
async function commitOf(folder: string, revision: string): Promise<Outcome<string>> {
  const unusable = `${revision} is no revision of git here; name a branch, a tag or a commit, such as origin/main.`;
  // A name that begins with a dash would be taken for an option.
  if (revision.startsWith('-')) return fail('unreadable', unusable);
  const found = await git(folder, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
  if (found.ok) return succeed(found.value.trim());
  if (found.failure.kind === 'missing') return found;
  const shallow = await git(folder, ['rev-parse', '--is-shallow-repository']);
  if (!shallow.ok || shallow.value.trim() !== 'true') return fail('unreadable', unusable);
  return fail(
    'unreadable',
    `${unusable} This clone is shallow: \`git fetch --unshallow\`, or fetch-depth: 0 of actions/checkout, gets the rest.`,
  );
}

async function commonCommit(folder: string, from: Revision, to: Revision): Promise<Outcome<Revision>> {
  const found = await git(folder, ['merge-base', from.commit, to.commit]);
  if (found.ok) return succeed({ name: from.name, commit: found.value.trim() });
  return fail(
    'unreadable',
    `git knows no commit that ${from.name} and ${to.name} have in common; where the clone is shallow, \`git fetch --unshallow\` gets the rest.`,
  );
}

/** Of the files as they are now where `to` is undefined, those that git does not know yet included. */
async function changedFiles(
  folder: string,
  prefix: string,
  from: string,
  to: string | undefined,
): Promise<Outcome<readonly ChangedFile[]>> {
  const commits = to === undefined ? [from] : [from, to];
  const listed = await git(folder, ['diff', '--name-status', '--no-relative', '--no-ext-diff', '-M', '-z', ...commits, '--']);
  if (!listed.ok) return listed;
  const unknown =
    to === undefined ? await git(folder, ['ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', ':/']) : succeed('');
  if (!unknown.ok) return unknown;
  const here = (name: string): string => path.posix.relative(`/${prefix}`, `/${name}`);
  const added = unknown.value.split('\0').filter((name) => name !== '');
  const files = [...parseNameStatus(listed.value), ...added.map((name) => ({ before: undefined, after: name }))];
  return succeed(
    files.map(({ before, after }) => ({
      before: before === undefined ? undefined : here(before),
      after: after === undefined ? undefined : here(after),
    })),
  );
}

/** `M`, a NUL and the path; of a renamed file `R` with a number, and both paths. A file in conflict is told twice. */
function parseNameStatus(output: string): readonly ChangedFile[] {
  const words = output.split('\0');
  const files = new Map<string, ChangedFile>();
  for (let at = 0; at + 1 < words.length;) {
    const [status = '', first = '', second = ''] = words.slice(at, at + 3);
    const isPair = status.startsWith('R') || status.startsWith('C');
    at += isPair ? 3 : 2;
    const before = status.startsWith('A') || status.startsWith('C') ? undefined : first;
    const after = status.startsWith('D') ? undefined : isPair ? second : first;
    files.set(after ?? first, { before, after });
  }
  return [...files.values()];
}

async function git(folder: string, args: readonly string[]): Promise<Outcome<string>> {
  const { execFile } = await import('node:child_process');
  return new Promise((resolve) => {
    const options = { cwd: folder, maxBuffer: mostBytes, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } } as const;
    execFile('git', [...args], options, (error, output, complaint) => {
      if (error === null) resolve(succeed(output));
      else if (error.code === 'ENOENT') resolve(fail('missing', 'git is not installed, and comparing with a revision needs it.'));
      else
        resolve(
          fail(
            'unreadable',
            complaint
              .trim()
              .replace(/^fatal: /, '')
              .replace(/\s*\n\s*/g, ' ') || error.message,
          ),
        );
    });
  });
}
