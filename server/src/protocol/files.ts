/**
 * What the server asks of the editor about files that it cannot read itself: those of virtual workspaces, and in a browser all of them.
 * The editor says in its `initializationOptions` that it answers; other editors are never asked.
 */

/** The `initializationOptions` of an editor that answers the requests below. */
export interface FileOptions {
  readonly readsFiles: true;
}

/** Why a file cannot be opened. `unsupported`: the editor has nothing that reads such URIs. */
export type FileFailure = 'missing' | 'unreadable' | 'directory' | 'unsupported';

/** Request, server to client: opens a file for reading from its start. */
export const openFileRequest = 'rulewright/files/open';

export interface OpenFileParams {
  readonly uri: string;
}

export type OpenFileResult =
  | { readonly kind: 'opened'; readonly file: number; /** In bytes. */ readonly size: number }
  | { readonly kind: 'failed'; readonly failure: FileFailure; /** What the editor says of it. */ readonly detail: string };

/** Request, server to client: the next bytes of an open file. Reading its end closes it. Fails where the file cannot be read after all. */
export const readFileRequest = 'rulewright/files/read';

export interface ReadFileParams {
  readonly file: number;
}

export interface ReadFileResult {
  /** Bytes as they are where messages are copied as values, else in Base64. */
  readonly content: Uint8Array | string;
  readonly isLast: boolean;
}

/** Request, server to client: closes a file that was not read to its end. The answer: whether it was open. */
export const closeFileRequest = 'rulewright/files/close';

export interface CloseFileParams {
  readonly file: number;
}

/** Request, server to client: whether there is a file or folder. */
export const fileExistsRequest = 'rulewright/files/exists';

export interface FileExistsParams {
  readonly uri: string;
}

/** Request, server to client: the files below a folder that may be rules. */
export const findFilesRequest = 'rulewright/files/find';

export interface FindFilesParams {
  readonly folder: string;
  /** Ends of names without the dot, in lower case. */
  readonly endings: readonly string[];
  /** No more files than that. */
  readonly limit: number;
}

export interface FindFilesResult {
  readonly uris: readonly string[];
  /** There are more. */
  readonly isCut: boolean;
}

/** Request, server to client, in a browser only: a data file of the extension, as text. Fails where it is not there. */
export const assetRequest = 'rulewright/files/asset';

export interface AssetParams {
  readonly name: string;
}

/** Each request with what it takes and gives. */
export interface FileRequests {
  [openFileRequest]: { readonly params: OpenFileParams; readonly result: OpenFileResult };
  [readFileRequest]: { readonly params: ReadFileParams; readonly result: ReadFileResult };
  [closeFileRequest]: { readonly params: CloseFileParams; readonly result: boolean };
  [fileExistsRequest]: { readonly params: FileExistsParams; readonly result: boolean };
  [findFilesRequest]: { readonly params: FindFilesParams; readonly result: FindFilesResult };
  [assetRequest]: { readonly params: AssetParams; readonly result: string };
}
