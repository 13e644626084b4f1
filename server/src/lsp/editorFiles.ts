/**
 * Files that only the editor can read, by asking it: those of virtual workspaces, and in a browser all of them. The run worker asks
 * through the server's own thread.
 */
import { checkTextSize, decodeText, megabytes } from '../base/decodeText.js';
import { fail, succeed, type ByteStream, type Failure, type Host, type LogLevel, type Outcome } from '../base/host.js';
import { limits } from '../base/limits.js';
import {
  assetRequest,
  closeFileRequest,
  fileExistsRequest,
  findFilesRequest,
  openFileRequest,
  readFileRequest,
  type FileFailure,
  type FileRequests,
  type ReadFileResult,
} from '../protocol/files.js';

export type FileMethod = keyof FileRequests;

/** Asks the editor. Undefined where it does not answer such questions; rejects where it failed to. */
export type AskEditor = <M extends FileMethod>(
  method: M,
  params: FileRequests[M]['params'],
) => Promise<FileRequests[M]['result'] | undefined>;

export interface EditorAccess {
  readonly ask: AskEditor;
  /** Takes the `initializationOptions` of the editor. */
  negotiate(options: unknown): void;
  /** The editor may be asked from now on. */
  open(): void;
}

/** What is used of the connection. */
interface Asking {
  sendRequest<T>(method: string, params: unknown): Promise<T>;
}

/** Questions over the connection; those that come before the editor may be asked wait until then. */
export function createEditorAccess(connection: Asking): EditorAccess {
  let answers = false;
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    async ask(method, params) {
      await opened;
      return answers ? connection.sendRequest(method, params) : undefined;
    },
    negotiate(options) {
      answers = typeof options === 'object' && options !== null && 'readsFiles' in options && options.readsFiles === true;
    },
    open: () => open(),
  };
}

export type EditorFiles = Pick<Host, 'readText' | 'openStream' | 'exists' | 'findRules'>;

export function createEditorFiles(ask: AskEditor, log: (level: LogLevel, message: string) => void): EditorFiles {
  return {
    readText: (uri) => readText(uri, ask),
    openStream: (uri) => openStream(uri, ask),
    exists: async (uri) => (await ask(fileExistsRequest, { uri })) ?? false,
    async findRules(folder) {
      const found = await ask(findFilesRequest, { folder, endings: ruleEndings, limit: limits.foundFiles });
      if (found?.isCut === true) log('warn', tooManyFiles(folder));
      return [...(found?.uris ?? [])].sort();
    },
  };
}

const ruleEndings = ['toml', 'json', 'ndjson', 'eql', 'kuery'];

function tooManyFiles(folder: string): string {
  return `${folder} has more than ${limits.foundFiles} files that may be rules; the others are not looked at unless they are open`;
}

/** `host` for files of this machine, the editor for all others. */
export function withEditorFiles(host: Host, ask: AskEditor): Host {
  const editor = createEditorFiles(ask, (level, message) => host.log(level, message));
  const readerOf = (uri: string): EditorFiles => (uri.startsWith('file:') ? host : editor);
  return {
    ...host,
    readText: (uri) => readerOf(uri).readText(uri),
    openStream: (uri) => readerOf(uri).openStream(uri),
    exists: (uri) => readerOf(uri).exists(uri),
    findRules: (folder) => readerOf(folder).findRules(folder),
    openRandomAccess: async (uri) => {
      const opening = uri.startsWith('file:') ? host.openRandomAccess?.(uri) : undefined;
      return opening ?? fail('unsupported', `${uri} can only be read from its start.`);
    },
  };
}

/** A host without files of its own. `log` and the clock are its surroundings'. */
export function createEditorHost(ask: AskEditor, surroundings: Pick<Host, 'now' | 'log'>): Host {
  return {
    ...surroundings,
    ...createEditorFiles(ask, (level, message) => surroundings.log(level, message)),
    async readAsset(name) {
      const text = await ask(assetRequest, { name });
      if (text === undefined) throw new Error(`the editor does not hand over ${name}`);
      return text;
    },
  };
}

interface OpenFile {
  readonly file: number;
  readonly size: number;
}

async function openFile(uri: string, ask: AskEditor): Promise<Outcome<OpenFile>> {
  const opened = await ask(openFileRequest, { uri });
  if (opened === undefined) return { ok: false, failure: failureOf('unsupported', uri, '') };
  return opened.kind === 'opened' ? succeed(opened) : { ok: false, failure: failureOf(opened.failure, uri, opened.detail) };
}

async function openStream(uri: string, ask: AskEditor): Promise<Outcome<ByteStream>> {
  const opened = await openFile(uri, ask);
  if (!opened.ok) return opened;
  const { file, size } = opened.value;
  if (size <= limits.editorFileBytes) return succeed({ size, chunks: chunksOf(file, ask) });
  await ask(closeFileRequest, { file });
  const most = megabytes(limits.editorFileBytes);
  return fail(
    'tooLarge',
    `${uri} has ${megabytes(size)}; files that are not on this machine are read up to ${most}, copy it to a folder here.`,
  );
}

async function readText(uri: string, ask: AskEditor): Promise<Outcome<string>> {
  const opened = await openFile(uri, ask);
  if (!opened.ok) return opened;
  const { file, size } = opened.value;
  const allowed = checkTextSize(size, uri);
  if (!allowed.ok) {
    await ask(closeFileRequest, { file });
    return allowed;
  }
  try {
    return decodeText(await joined(chunksOf(file, ask)), uri);
  } catch (error) {
    return { ok: false, failure: failureOf('unreadable', uri, error instanceof Error ? error.message : String(error)) };
  }
}

async function* chunksOf(file: number, ask: AskEditor): AsyncGenerator<Uint8Array, void, undefined> {
  let isOpen = true;
  try {
    while (isOpen) {
      const read: ReadFileResult | undefined = await ask(readFileRequest, { file });
      isOpen = read?.isLast === false;
      if (read !== undefined) yield bytesOf(read.content);
    }
  } finally {
    if (isOpen) await ask(closeFileRequest, { file });
  }
}

function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? Uint8Array.from(atob(content), (character) => character.charCodeAt(0)) : content;
}

async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function failureOf(kind: FileFailure, uri: string, detail: string): Failure {
  switch (kind) {
    case 'missing':
      return { kind, message: `There is no file ${uri}; check the path.` };
    case 'directory':
      return { kind, message: `${uri} is a folder; name a file in it.` };
    case 'unreadable':
      return { kind, message: `${uri} cannot be read: ${detail}` };
    case 'unsupported':
      return { kind, message: `${uri} is not a file on this machine; save it as a file first.` };
  }
}
