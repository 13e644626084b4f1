/** Reads files for the language server that it cannot read itself, through VS Code: those of virtual workspaces, and on the web all. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  closeFileRequest,
  fileExistsRequest,
  findFilesRequest,
  openFileRequest,
  readFileRequest,
  type CloseFileParams,
  type FileExistsParams,
  type FileFailure,
  type FileOptions,
  type FindFilesParams,
  type FindFilesResult,
  type OpenFileParams,
  type OpenFileResult,
  type ReadFileParams,
  type ReadFileResult,
} from '../../server/src/protocol/files.js';
import { canRead } from './rules.js';

/** What goes into the client's options so that the server asks. */
export const fileOptions: FileOptions = { readsFiles: true };

/** Bytes in one message. */
const chunkBytes = 1024 * 1024;

interface OpenFile {
  readonly uri: vscode.Uri;
  /** VS Code reads files as a whole only. */
  bytes?: Uint8Array;
  at: number;
}

/** `encode` makes of bytes what the connection can carry. */
export function answerFileRequests(client: BaseLanguageClient, encode: (bytes: Uint8Array) => Uint8Array | string): void {
  const open = new Map<number, OpenFile>();
  let last = 0;

  client.onRequest(openFileRequest, async ({ uri }: OpenFileParams): Promise<OpenFileResult> => {
    const file = vscode.Uri.parse(uri);
    if (!canRead(file)) return { kind: 'failed', failure: 'unsupported', detail: '' };
    try {
      const { size, type } = await vscode.workspace.fs.stat(file);
      if ((type & vscode.FileType.Directory) !== 0) return { kind: 'failed', failure: 'directory', detail: '' };
      open.set((last += 1), { uri: file, at: 0 });
      return { kind: 'opened', file: last, size };
    } catch (error) {
      return { kind: 'failed', failure: failureOf(error), detail: error instanceof Error ? error.message : String(error) };
    }
  });
  client.onRequest(readFileRequest, async ({ file }: ReadFileParams): Promise<ReadFileResult> => {
    const reading = open.get(file);
    if (reading === undefined) throw new Error('the file was closed');
    const bytes = (reading.bytes ??= await vscode.workspace.fs.readFile(reading.uri));
    // A copy: a view would take the whole file with it.
    const content = encode(bytes.slice(reading.at, reading.at + chunkBytes));
    reading.at += chunkBytes;
    const isLast = reading.at >= bytes.length;
    if (isLast) open.delete(file);
    return { content, isLast };
  });
  client.onRequest(closeFileRequest, ({ file }: CloseFileParams) => open.delete(file));
  client.onRequest(fileExistsRequest, async ({ uri }: FileExistsParams) => {
    const file = vscode.Uri.parse(uri);
    return (
      canRead(file) &&
      vscode.workspace.fs.stat(file).then(
        () => true,
        () => false,
      )
    );
  });
  client.onRequest(findFilesRequest, findFiles);
}

function failureOf(error: unknown): FileFailure {
  const code = error instanceof vscode.FileSystemError ? error.code : undefined;
  if (code === 'FileNotFound' || code === 'FileNotADirectory') return 'missing';
  return code === 'FileIsADirectory' ? 'directory' : 'unreadable';
}

/** Folder by folder: not every virtual file system can be searched. Symbolic links are not followed, so there are no circles. */
async function findFiles({ folder, endings, limit }: FindFilesParams): Promise<FindFilesResult> {
  const uris: string[] = [];
  const folders = [vscode.Uri.parse(folder)];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    // A folder that is gone or locked has no rules for us.
    const entries = await vscode.workspace.fs.readDirectory(next).then(
      (found) => found,
      () => [],
    );
    for (const [name, type] of entries) {
      if (type === vscode.FileType.Directory && name !== 'node_modules' && !name.startsWith('.'))
        folders.push(vscode.Uri.joinPath(next, name));
      else if (type === vscode.FileType.File && endings.includes(endingOf(name))) uris.push(vscode.Uri.joinPath(next, name).toString());
    }
    if (uris.length > limit) return { uris: uris.slice(0, limit), isCut: true };
  }
  return { uris, isCut: false };
}

function endingOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}
