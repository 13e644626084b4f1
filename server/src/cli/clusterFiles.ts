/** What a process gives for clusters: its environment, the client, and the files of the user, those with secrets only where nobody else reads them. */
import { readFile, stat } from 'node:fs/promises';
import { fail, succeed, type Outcome } from '../base/host.js';
import type { OpenClient } from '../elastic/client.js';
import type { OpenKibana } from '../elastic/kibanaHttp.js';

/** What the process gives for clusters. */
export interface ClusterAccess {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where `clusters.json` and `credentials.json` stand. */
  readonly configFolder: string;
  /** Loads the client, which is a bundle of its own. */
  readonly loadClient: () => Promise<OpenClient>;
  /** The same bundle's part for Kibana. */
  readonly loadKibana: () => Promise<OpenKibana>;
  /** Undefined where there is no such file. */
  readonly readFile: (file: string) => Promise<Outcome<string> | undefined>;
  /** The same for a file with secrets: fails where others may read it too. */
  readonly readSecretFile: (file: string) => Promise<Outcome<string> | undefined>;
}

/** The files on disk. */
export const diskFiles: Pick<ClusterAccess, 'readFile' | 'readSecretFile'> = {
  readFile: (file) => readFileAt(file),
  readSecretFile: async (file) => {
    const mode = (await stat(file).catch(() => undefined))?.mode; // Whatever the reason, reading the file says it better.
    // Windows has no such bits.
    if (process.platform !== 'win32' && mode !== undefined && (mode & 0o077) !== 0) {
      return fail('unsupported', `${file} can be read by others than you, and holds secrets; run chmod 600 ${file}`);
    }
    return readFileAt(file);
  },
};

async function readFileAt(file: string): Promise<Outcome<string> | undefined> {
  try {
    return succeed(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    return fail('unreadable', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
