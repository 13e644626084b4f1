/** What a process gives for clusters: its environment, the client, and the files of the user, those with secrets only where nobody else reads them. */
import { promises } from 'node:fs';
import path from 'node:path';
import { fail, succeed, type Outcome } from '../base/host.js';
import type { OpenClient } from '../elastic/client.js';
import type { CacheFiles } from '../elastic/fieldCache.js';
import type { OpenKibana } from '../elastic/kibanaHttp.js';

/** What the process gives for clusters. */
export interface ClusterAccess extends CacheFiles {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where `clusters.json` and `credentials.json` stand. */
  readonly configFolder: string;
  /** Loads the client, which is a bundle of its own. */
  readonly loadClient: () => Promise<OpenClient>;
  /** The same bundle's part for Kibana. */
  readonly loadKibana: () => Promise<OpenKibana>;
  /** `readFile` for a file with secrets: fails where others may read it too. */
  readonly readSecretFile: (file: string) => Promise<Outcome<string> | undefined>;
}

/** The files on disk. */
export const diskFiles: Pick<ClusterAccess, 'readFile' | 'keepFile' | 'readSecretFile'> = {
  readFile: (file) => readFileAt(file),
  keepFile: async (file, text) => {
    // Another process may read it meanwhile: it is there as a whole, or not at all.
    const part = `${file}.${process.pid}`;
    try {
      await promises.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await promises.writeFile(part, text, { mode: 0o600 });
      await promises.rename(part, file);
      return succeed(undefined);
    } catch (error) {
      return fail('unreadable', `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    }
  },
  readSecretFile: async (file) => {
    const mode = (await promises.stat(file).catch(() => undefined))?.mode; // Whatever the reason, reading the file says it better.
    // Windows has no such bits.
    if (process.platform !== 'win32' && mode !== undefined && (mode & 0o077) !== 0) {
      return fail('unsupported', `${file} can be read by others than you, and holds secrets; run chmod 600 ${file}`);
    }
    return readFileAt(file);
  },
};

async function readFileAt(file: string): Promise<Outcome<string> | undefined> {
  try {
    return succeed(await promises.readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    return fail('unreadable', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
