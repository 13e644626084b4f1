/** Events of clusters and texts about them as read-only files in memory: results lead to their places, and nothing is written to disk. */
import * as vscode from 'vscode';
import { clusterScheme } from '../names.js';

/** Files that are kept; older ones are forgotten. */
const keptFiles = 20;

export class ClusterFiles implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly files = new Map<string, Uint8Array>();
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  /** After the event, which VS Code asks for as it registers. */
  private readonly registered = vscode.workspace.registerFileSystemProvider(clusterScheme, this, {
    isReadonly: true,
    isCaseSensitive: true,
  });
  private last = 0;

  /** A place that no file has yet. */
  place(cluster: string, name: string): vscode.Uri {
    return vscode.Uri.from({ scheme: clusterScheme, path: `/${(this.last += 1)}/${cluster.replace(/[/\\]/g, '_')}/${name}` });
  }

  put(uri: vscode.Uri, text: string): void {
    this.files.set(uri.path, new TextEncoder().encode(text));
    const [oldest] = this.files.keys();
    if (this.files.size > keptFiles && oldest !== undefined) this.files.delete(oldest);
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.of(path).length };
  }

  readFile({ path }: vscode.Uri): Uint8Array {
    return this.of(path);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    vscode.Disposable.from(this.registered, this.changed).dispose();
  }

  private of(path: string): Uint8Array {
    const content = this.files.get(path);
    if (content === undefined) throw vscode.FileSystemError.FileNotFound(path);
    return content;
  }
}
