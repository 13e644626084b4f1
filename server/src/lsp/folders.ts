/** The folders that are open in the editor, and the reading of their rules. */
import type { ClientCapabilities, Connection, InitializeParams } from 'vscode-languageserver';
import type { Guard } from './guard.js';
import type { Workspace } from './workspace.js';

export interface FolderParts {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly guard: Guard;
}

/** Of the editor's first message; some editors name only one folder. */
export function foldersOf({
  workspaceFolders,
  rootUri,
}: Pick<InitializeParams, 'workspaceFolders'> & { rootUri: string | null }): string[] {
  if (workspaceFolders !== undefined && workspaceFolders !== null) return workspaceFolders.map(({ uri }) => uri);
  return rootUri === null ? [] : [rootUri];
}

/** Reads the rules of the folders in the background, and of others as they are opened. `done` is called each time all are read. */
export function readFolders(parts: FolderParts, folders: readonly string[], client: ClientCapabilities, done: () => void): void {
  const { connection, workspace, guard } = parts;
  const read = (wanted: readonly string[]): void => {
    void guard.attempt({ what: 'reading the workspace', uri: '' }, undefined, () => workspace.read(wanted).then(done));
  };
  if (folders.length > 0) read(folders);
  if (client.workspace?.workspaceFolders !== true) return;
  let current = folders;
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    const gone = new Set(removed.map(({ uri }) => uri));
    current = [...current.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
    read(current);
  });
}
