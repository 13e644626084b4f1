/** An editor that answers what the server asks about files, for tests: with files in memory. */
import type { AskEditor } from '../../server/src/lsp/editorFiles.js';
import type { FileRequests } from '../../server/src/protocol/files.js';

export interface MemoryEditor {
  readonly ask: AskEditor;
  /** How many files are open: 0 once all were read to their end or left. */
  readonly openFiles: number;
  /** All questions so far, by the last part of their names. */
  readonly asked: readonly string[];
}

export interface MemoryEditorOptions {
  readonly chunkBytes?: number;
  /** Hands bytes over as text. */
  readonly isText?: boolean;
  /** Awaited before each part of a file is handed over. */
  readonly beforeRead?: () => Promise<void>;
}

/** `Error`: a file that is there and cannot be read. `number`: a file of that size that nobody reads. */
export function memoryEditor(
  files: Readonly<Record<string, Uint8Array | string | Error | number>>,
  options: MemoryEditorOptions = {},
): MemoryEditor {
  const { chunkBytes = Infinity, isText = false, beforeRead } = options;
  const open = new Map<number, { readonly content: Uint8Array | Error; at: number }>();
  const asked: string[] = [];
  let last = 0;

  const answers: {
    [M in keyof FileRequests]: (params: FileRequests[M]['params']) => FileRequests[M]['result'] | Promise<FileRequests[M]['result']>;
  } = {
    'rulewright/files/open': ({ uri }) => {
      const file = files[uri];
      if (file === undefined) return { kind: 'failed', failure: 'missing', detail: '' };
      const content = typeof file === 'string' ? new TextEncoder().encode(file) : typeof file === 'number' ? new Error('too large') : file;
      open.set((last += 1), { content, at: 0 });
      return { kind: 'opened', file: last, size: typeof file === 'number' ? file : content instanceof Error ? 1 : content.length };
    },
    'rulewright/files/read': async ({ file }) => {
      await beforeRead?.();
      const reading = open.get(file);
      if (reading === undefined) throw new Error('the file was closed');
      if (reading.content instanceof Error) throw reading.content;
      const bytes = reading.content.slice(reading.at, reading.at + chunkBytes);
      reading.at += chunkBytes;
      const isLast = reading.at >= reading.content.length;
      if (isLast) open.delete(file);
      return { content: isText ? Buffer.from(bytes).toString('base64') : bytes, isLast };
    },
    'rulewright/files/close': ({ file }) => open.delete(file),
    'rulewright/files/exists': ({ uri }) => files[uri] !== undefined,
    'rulewright/files/find': ({ folder, endings, limit }) => {
      const uris = Object.keys(files).filter((uri) => uri.startsWith(folder) && endings.some((ending) => uri.endsWith(`.${ending}`)));
      return { uris: uris.slice(0, limit), isCut: uris.length > limit };
    },
    'rulewright/files/asset': ({ name }) => `asset ${name}`,
  };

  return {
    ask: async (method, params) => {
      asked.push(method.slice(method.lastIndexOf('/') + 1));
      return answers[method](params);
    },
    asked,
    get openFiles() {
      return open.size;
    },
  };
}
