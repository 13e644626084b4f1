/** From the paths that the user names to files, and from files to URIs. */
import { promises, readdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, succeed } from '../base/host.js';
import type { FindFiles, WriteFile } from './terminal.js';

/** What a folder is searched for. */
const ruleFilePattern = '**/*.{toml,eql,kuery}';

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
    const stats = statsOf(path.resolve(folder, pattern));
    if (stats !== undefined && !stats.isDirectory()) return { kind: 'file', paths: [pattern] };
    if (stats !== undefined) return { kind: 'folder', paths: await search(folder, path.resolve(folder, pattern), ruleFilePattern) };
    const { isDynamicPattern } = await import('tinyglobby');
    if (!isDynamicPattern(slashes(pattern))) return { kind: 'file', paths: [pattern] };
    const { start, rest } = globFrom(folder, pattern);
    return { kind: 'glob', paths: await search(folder, start, rest) };
  };
}

/** At once: to load what reads files while one does something else takes longer than a look at one. */
function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined; // Whatever the reason, reading the file says it better.
  }
}

/** The folder that a pattern is to be matched from: from one below it, neither tinyglobby nor picomatch finds what `../**` means. */
export function globFrom(folder: string, pattern: string): { readonly start: string; readonly rest: string } {
  const above = path.isAbsolute(pattern) ? path.parse(pattern).root : (/^(?:\.\.?\/)*/.exec(slashes(pattern))?.[0] ?? '');
  return { start: path.resolve(folder, above), rest: slashes(pattern).slice(above.length) };
}

/** A path from a folder on, as users write it on every system. */
export function relativePath(folder: string, file: string): string {
  return slashes(path.relative(folder, file));
}

/** Writes files on disk, from `folder` on. */
export function writeFileIn(folder: string): WriteFile {
  return async (file, text, overwrite) => {
    const target = path.resolve(folder, file);
    try {
      await promises.mkdir(path.dirname(target), { recursive: true });
      await promises.writeFile(target, text, { flag: overwrite ? 'w' : 'wx' });
      return succeed(undefined);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EEXIST') return fail('unreadable', `${file} exists already; add --force to overwrite it, or name another file.`);
      if (code === 'EISDIR') return fail('directory', `${file} is a folder; name a file.`);
      return fail('unreadable', `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

/** What `pattern` matches below `start`, from `folder` on. */
async function search(folder: string, start: string, pattern: string): Promise<readonly string[]> {
  const { glob } = await import('tinyglobby');
  const found = await glob(pattern, { cwd: start, expandDirectories: false, ignore: '**/node_modules/**' });
  const way = relativePath(folder, start);
  // What is found from a folder above may stand in this one.
  const isAbove = /^[./]+$/.test(way);
  const named = way === '' ? found : found.map((name) => (isAbove ? relativePath(folder, path.resolve(start, name)) : `${way}/${name}`));
  return withoutLinkedTwice(folder, named.sort());
}

/** Symbolic links are followed, so one file can be found several times, even below itself: it counts once, where it really stands if that was found. */
function withoutLinkedTwice(folder: string, paths: readonly string[]): readonly string[] {
  const base = realPath(folder);
  const places = new Map<string, Place>();
  const kept = new Map<string, string>();
  for (const found of paths) {
    const at = found.lastIndexOf('/') + 1;
    const [way, name] = [found.slice(0, at), found.slice(at)];
    const place = places.get(way) ?? placeOf(path.resolve(base, way));
    places.set(way, place);
    const file = path.join(place.folder, name);
    const real = place.links.has(name) ? realPath(file) : path.join(place.real, name);
    if (!kept.has(real) || real === file) kept.set(real, found);
  }
  return kept.size === paths.length ? paths : [...kept.values()].sort();
}

/** A folder as it was come to, where it really is, and the names in it that are links. */
interface Place {
  readonly folder: string;
  readonly real: string;
  readonly links: ReadonlySet<string>;
}

/** Asking for links by the folder takes a fraction of asking file by file. */
function placeOf(folder: string): Place {
  return { folder, real: realPath(folder), links: new Set(linksIn(folder)) };
}

function linksIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isSymbolicLink() ? [entry.name] : []));
  } catch {
    return []; // Reading the files says why.
  }
}

function realPath(name: string): string {
  try {
    return realpathSync.native(name);
  } catch {
    return name; // Reading it says why.
  }
}

/** Windows users write backslashes; in a pattern these would be escapes. */
function slashes(pattern: string): string {
  return path.sep === '\\' ? pattern.replaceAll('\\', '/') : pattern;
}
