/** Files that change outside the editor: configurations, what they name, rules, and what tests name. */
import { DidChangeWatchedFilesNotification, type ClientCapabilities, type Connection, type FileEvent } from 'vscode-languageserver';
import { configFileName, repositoryConfigName } from '../config/configNames.js';
import type { ServerProjects } from './projects.js';

/** Rules, descriptions of fields and events; the configurations are among them. */
const watchedFiles = '**/*.{toml,eql,kuery,json,ndjson,jsonl,gz,zst,yml,yaml}';

/** Asks the editor to tell of changed files, where it can. */
export async function watchFiles(connection: Connection, { workspace }: ClientCapabilities): Promise<void> {
  if (workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: watchedFiles }] });
}

/** Whether a project may be another one now. */
export function changesProjects(changes: readonly FileEvent[], projects: Pick<ServerProjects, 'isSource'>): boolean {
  return changes.some(
    ({ uri }) => uri.endsWith(`/${configFileName}`) || uri.endsWith(`/${repositoryConfigName}`) || projects.isSource(uri),
  );
}
