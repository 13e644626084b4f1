/** From the paths that the user names to files, and from files to URIs. */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, succeed } from '../base/host.js';
import type { FindFiles, WriteFile } from './terminal.js';

/** What a folder is searched for. */
export const ruleFilePattern = '**/*.{toml,eql,kuery}';

/** Paths that stand in a URI as they are. */
const plainPath = /^\/[\w/.-]*$/;

/** The URI of a path as the user gave it. */
export function uriOf(folder: string, file: string): string {
  const whole = path.resolve(folder, file);
  return plainPath.test(whole) ? `file://${whole}` : pathToFileURL(whole).href;
}

/** A file below the folder the command runs in as a user would write it. */
export function pathOf(uri: string, folder: string): string {
  const below = `${uriOf(folder, '.').replace(/\/$/, '')}/`;
  return decodeURIComponent(uri.startsWith(below) ? uri.slice(below.length) : uri.replace(/^file:\/\//, ''));
}

/** That a path or pattern named no rules. */
export function noRules(pattern: string): string {
  return `There are no rules in ${pattern}; name rule files (.toml, .eql, .kuery), or a folder or glob that has some.`;
}

/** Finds files on disk, from `folder` on. */
export function findFilesIn(folder: string): FindFiles {
  return async (pattern) => {
    const stats = await stat(path.resolve(folder, pattern)).catch(() => undefined); // Whatever the reason, reading the file says it better.
    if (stats !== undefined && !stats.isDirectory()) return { kind: 'file', paths: [pattern] };
    const { escapePath, isDynamicPattern } = await import('tinyglobby');
    if (stats !== undefined) return { kind: 'folder', paths: await search(folder, `${escapePath(slashes(pattern))}/${ruleFilePattern}`) };
    return isDynamicPattern(slashes(pattern))
      ? { kind: 'glob', paths: await search(folder, slashes(pattern)) }
      : { kind: 'file', paths: [pattern] };
  };
}

/** Writes files on disk, from `folder` on. */
export function writeFileIn(folder: string): WriteFile {
  return async (file, text, overwrite) => {
    const target = path.resolve(folder, file);
    try {
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, text, { flag: overwrite ? 'w' : 'wx' });
      return succeed(undefined);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EEXIST') return fail('unreadable', `${file} exists already; add --force to overwrite it, or name another file.`);
      if (code === 'EISDIR') return fail('directory', `${file} is a folder; name a file.`);
      return fail('unreadable', `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

async function search(folder: string, pattern: string): Promise<readonly string[]> {
  const { glob } = await import('tinyglobby');
  const found = await glob(pattern, { cwd: folder, expandDirectories: false, ignore: '**/node_modules/**' });
  return found.sort();
}

/** Windows users write backslashes; in a pattern these would be escapes. */
function slashes(pattern: string): string {
  return path.sep === '\\' ? pattern.replaceAll('\\', '/') : pattern;
}
