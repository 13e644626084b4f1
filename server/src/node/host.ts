/** Files, assets and the clock on Node. */
import { constants, openSync, promises, readFileSync, statSync, type Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { checkTextSize, decodeText } from '../base/decodeText.js';
import { fail, succeed, type ByteStream, type Failure, type Host, type LogLevel, type Outcome, type RandomAccess } from '../base/host.js';
import { limits } from '../base/limits.js';
import { randomAccess } from './randomAccess.js';
import type { SegmentThreads } from './segmentThreads.js';

const chunkBytes = 1024 * 1024;

/**
 * A host whose data files are in `assetsFolder`. Log lines go to `log`; standard output stays free for results. Without `threads`
 * large files are gone through by one thread.
 */
export function createNodeHost(assetsFolder: string, log: (level: LogLevel, message: string) => void, threads?: SegmentThreads): Host {
  return {
    readText,
    openStream,
    openRandomAccess: (uri) => openRandomAccess(uri, threads),
    exists,
    findRules: (folderUri) => findRules(folderUri, log),
    // At once: to have threads read such small files takes longer than reading them.
    readAsset: async (name) => readFileSync(path.join(assetsFolder, name), 'utf8'),
    now: () => Date.now(),
    log,
  };
}

async function readText(uri: string): Promise<Outcome<string>> {
  const file = await statFile(uri);
  if (!file.ok) return file;
  const { name, size } = file.value;
  const allowed = checkTextSize(size, name);
  if (!allowed.ok) return allowed;
  try {
    return decodeText(await promises.readFile(name), name);
  } catch (error) {
    return { ok: false, failure: failureOf(error, name) };
  }
}

async function openStream(uri: string): Promise<Outcome<ByteStream>> {
  const file = await statFile(uri);
  if (!file.ok) return file;
  const { name, size, isRegular } = file.value;
  try {
    const handle = await promises.open(name, constants.O_RDONLY);
    return succeed({ size: isRegular ? size : undefined, chunks: chunksOf(handle) });
  } catch (error) {
    return { ok: false, failure: failureOf(error, name) };
  }
}

async function* chunksOf(handle: FileHandle): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (;;) {
      const buffer = new Uint8Array(chunkBytes);
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function openRandomAccess(uri: string, threads: SegmentThreads | undefined): Promise<Outcome<RandomAccess>> {
  const file = statAtOnce(uri);
  if (!file.ok) return file;
  const { name, size, isRegular } = file.value;
  if (!isRegular) return fail('unsupported', `${name} is no regular file and can only be read from its start.`);
  try {
    return succeed(randomAccess(openSync(name, constants.O_RDONLY), size, { path: name, threads }));
  } catch (error) {
    return { ok: false, failure: failureOf(error, name) };
  }
}

async function exists(uri: string): Promise<boolean> {
  const name = pathOf(uri);
  if (!name.ok) return false;
  return promises.access(name.value).then(
    () => true,
    () => false,
  );
}

async function findRules(folderUri: string, log: (level: LogLevel, message: string) => void): Promise<readonly string[]> {
  const root = pathOf(folderUri);
  if (!root.ok) return [];
  const found: string[] = [];
  const folders = [root.value];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    // A folder that is gone or locked has no rules for us; symbolic links are not followed, so there are no circles.
    const entries = await promises.readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const name = path.join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) folders.push(name);
      else if (entry.isFile() && /\.(?:toml|json|ndjson|eql|kuery)$/i.test(entry.name)) found.push(pathToFileURL(name).href);
    }
    if (found.length > limits.foundFiles) {
      log(
        'warn',
        `${root.value} has more than ${limits.foundFiles} files that may be rules; the others are not looked at unless they are open`,
      );
      return found.slice(0, limits.foundFiles);
    }
  }
  return found.sort();
}

interface FileFacts {
  readonly name: string;
  readonly size: number;
  /** Not a pipe or device, whose size says nothing. */
  readonly isRegular: boolean;
}

async function statFile(uri: string): Promise<Outcome<FileFacts>> {
  const name = pathOf(uri);
  if (!name.ok) return name;
  try {
    return factsOf(name.value, await promises.stat(name.value));
  } catch (error) {
    return { ok: false, failure: failureOf(error, name.value) };
  }
}

function statAtOnce(uri: string): Outcome<FileFacts> {
  const name = pathOf(uri);
  if (!name.ok) return name;
  try {
    return factsOf(name.value, statSync(name.value));
  } catch (error) {
    return { ok: false, failure: failureOf(error, name.value) };
  }
}

function factsOf(name: string, stats: Stats): Outcome<FileFacts> {
  if (stats.isDirectory()) return { ok: false, failure: directory(name) };
  return succeed({ name, size: stats.size, isRegular: stats.isFile() });
}

function pathOf(uri: string): Outcome<string> {
  try {
    return succeed(fileURLToPath(uri));
  } catch {
    return fail('unsupported', `${uri} is not a file on this machine; save it as a file first.`);
  }
}

function failureOf(error: unknown, name: string): Failure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing', message: `There is no file ${name}; check the path.` };
  if (code === 'EISDIR') return directory(name);
  if (code === 'EACCES' || code === 'EPERM') {
    return { kind: 'unreadable', message: `${name} may not be read by this user; change its permissions or copy it.` };
  }
  return { kind: 'unreadable', message: `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}` };
}

function directory(name: string): Failure {
  return { kind: 'directory', message: `${name} is a folder; name a file in it.` };
}
