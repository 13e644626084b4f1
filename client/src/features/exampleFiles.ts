/** The example rule with its events and tests, which come with the extension, as files in memory: what is tried on them is never kept. */
import * as vscode from 'vscode';
import { exampleFileNames, exampleScheme } from '../names.js';

const folder = '/example';
const names: readonly string[] = Object.values(exampleFileNames);

export function exampleUri(file: keyof typeof exampleFileNames): vscode.Uri {
  return vscode.Uri.from({ scheme: exampleScheme, path: `${folder}/${exampleFileNames[file]}` });
}

interface ExampleFile {
  readonly content: Uint8Array;
  readonly mtime: number;
}

/** `shipped`: the folder that the files are in. */
export function exampleFiles(shipped: vscode.Uri): vscode.FileSystemProvider {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const files = new Map<string, ExampleFile>();
  const fileOf = async (uri: vscode.Uri): Promise<ExampleFile> => {
    const known = files.get(uri.path);
    if (known !== undefined) return known;
    const name = names.find((each) => uri.path === `${folder}/${each}`);
    if (name === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    const file = { content: await vscode.workspace.fs.readFile(vscode.Uri.joinPath(shipped, name)), mtime: 0 };
    files.set(uri.path, file);
    return file;
  };
  const refuse = (uri: vscode.Uri): never => {
    throw vscode.FileSystemError.NoPermissions(uri);
  };
  return {
    onDidChangeFile: changed.event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: async (uri) => {
      if (isFolder(uri)) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
      const { content, mtime } = await fileOf(uri);
      return { type: vscode.FileType.File, ctime: 0, mtime, size: content.length };
    },
    readDirectory: (uri) => {
      if (!isFolder(uri)) throw vscode.FileSystemError.FileNotADirectory(uri);
      const own = [...files.keys()].map((path) => path.slice(folder.length + 1));
      return uri.path === folder ? [...new Set([...names, ...own])].map((name) => [name, vscode.FileType.File]) : [];
    },
    readFile: async (uri) => (await fileOf(uri)).content,
    writeFile: (uri, content) => {
      if (!uri.path.startsWith(`${folder}/`)) refuse(uri);
      const isNew = !files.has(uri.path) && !names.some((name) => uri.path.endsWith(`/${name}`));
      files.set(uri.path, { content, mtime: Date.now() });
      changed.fire([{ type: isNew ? vscode.FileChangeType.Created : vscode.FileChangeType.Changed, uri }]);
    },
    createDirectory: refuse,
    delete: refuse,
    rename: refuse,
  };
}

function isFolder({ path }: vscode.Uri): boolean {
  return path === '/' || path === folder || path === `${folder}/`;
}
