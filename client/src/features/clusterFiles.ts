/** Events of clusters and texts about them as read-only files in memory: results lead to their places, and nothing is written to disk. */
import * as vscode from 'vscode';
import { clusterScheme } from '../names.js';

/** Files that are kept; older ones are forgotten. */
const keptFiles = 20;

interface HeldFile {
  /** In order; put together when it is read. */
  readonly parts: Uint8Array[];
  size: number;
  /** Counted up when it changes: that is how VS Code knows. */
  mtime: number;
}

export class ClusterFiles implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly files = new Map<string, HeldFile>();
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
    const part = new TextEncoder().encode(text);
    const mtime = (this.files.get(uri.path)?.mtime ?? 0) + 1;
    this.files.set(uri.path, { parts: [part], size: part.length, mtime });
    if (mtime > 1) this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    const [oldest] = this.files.keys();
    if (this.files.size > keptFiles && oldest !== undefined) this.files.delete(oldest);
  }

  /** Adds to the end of a file; one that was forgotten meanwhile stays so. */
  append(uri: vscode.Uri, text: string): void {
    const file = this.files.get(uri.path);
    if (file === undefined) return;
    const part = new TextEncoder().encode(text);
    file.parts.push(part);
    file.size += part.length;
    file.mtime += 1;
    this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    const { size, mtime } = this.of(path);
    return { type: vscode.FileType.File, ctime: 0, mtime, size };
  }

  readFile({ path }: vscode.Uri): Uint8Array {
    const { parts, size } = this.of(path);
    const whole = new Uint8Array(size);
    let end = 0;
    for (const part of parts) {
      whole.set(part, end);
      end += part.length;
    }
    parts.splice(0, parts.length, whole);
    return whole;
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

  private of(path: string): HeldFile {
    const file = this.files.get(path);
    if (file === undefined) throw vscode.FileSystemError.FileNotFound(path);
    return file;
  }
}
