/** Earlier versions of files, from git. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { fail, succeed, type Outcome } from '../base/host.js';
import type { OpenRevision } from './terminal.js';

/** Far more than a rule file has. */
const mostBytes = 64 * 1024 * 1024;

/** Revisions of the repository that `folder` lies in; paths are relative to it. */
export function revisionsIn(folder: string): OpenRevision {
  return async (revision) => {
    // A name that begins with a dash would be taken for an option.
    const unusable = `${revision} is no revision of git here; name a branch, a tag or a commit, such as origin/main.`;
    if (revision.startsWith('-')) return fail('unreadable', unusable);
    const found = await git(folder, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
    if (!found.ok) return found.failure.kind === 'missing' ? found : fail('unreadable', unusable);
    const commit = found.value.trim();
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

function git(folder: string, args: readonly string[]): Promise<Outcome<string>> {
  return new Promise((resolve) => {
    execFile('git', [...args], { cwd: folder, maxBuffer: mostBytes, encoding: 'utf8' }, (error, output) => {
      if (error === null) resolve(succeed(output));
      else if (error.code === 'ENOENT') resolve(fail('missing', 'git is not installed, and --since needs it.'));
      else resolve(fail('unreadable', error.message));
    });
  });
}
