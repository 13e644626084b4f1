/** Read-only texts of a scheme of our own, shown beside what they tell about, and what is kept of those that are open. */
import * as vscode from 'vscode';

export interface ReadOnlyTexts extends vscode.Disposable {
  /** The text of an open document is asked for again. */
  readonly update: (uri: vscode.Uri) => void;
  readonly showBeside: (uri: vscode.Uri) => Promise<void>;
}

export function registerTexts(
  scheme: string,
  textOf: (uri: vscode.Uri, token: vscode.CancellationToken) => Promise<string>,
): ReadOnlyTexts {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const parts = vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, { onDidChange: changed.event, provideTextDocumentContent: textOf }),
  );
  return {
    update: (uri) => changed.fire(uri),
    showBeside: async (uri) => {
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
    },
    dispose: () => {
      parts.dispose();
    },
  };
}

/** Texts that follow what they tell about as it is edited. */
export interface FollowingTexts<Shown> extends ReadOnlyTexts {
  /** What is kept of a text until it is closed. */
  readonly of: (uri: vscode.Uri) => Shown;
  readonly all: () => readonly Shown[];
  /** Does `work` for a text once no other was asked for it for `followMilliseconds`; not if it is closed before. */
  readonly follow: (uri: vscode.Uri, work: () => void) => void;
}

interface TextKind<Shown> {
  readonly scheme: string;
  /** After the last key stroke. */
  readonly followMilliseconds: number;
  /** Also of a document that VS Code opens again after a restart: all that it needs is in its URI. */
  readonly open: (uri: vscode.Uri) => Shown;
  readonly textOf: (shown: Shown, token: vscode.CancellationToken) => Promise<string>;
  readonly close?: (shown: Shown) => void;
}

export function registerFollowingTexts<Shown>({ scheme, followMilliseconds, open, textOf, close }: TextKind<Shown>): FollowingTexts<Shown> {
  const kept = new Map<string, { readonly shown: Shown; timer: ReturnType<typeof setTimeout> | undefined }>();
  const keep = (uri: vscode.Uri) => {
    const key = uri.toString();
    const text = kept.get(key) ?? { shown: open(uri), timer: undefined };
    kept.set(key, text);
    return text;
  };
  const forget = (key: string) => {
    const text = kept.get(key);
    if (text === undefined) return;
    clearTimeout(text.timer);
    close?.(text.shown);
    kept.delete(key);
  };
  const texts = registerTexts(scheme, (uri, token) => textOf(keep(uri).shown, token));
  const closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => forget(uri.toString()));
  return {
    ...texts,
    of: (uri) => keep(uri).shown,
    all: () => [...kept.values()].map(({ shown }) => shown),
    follow: (uri, work) => {
      const text = keep(uri);
      clearTimeout(text.timer);
      text.timer = setTimeout(work, followMilliseconds);
    },
    dispose: () => {
      for (const key of [...kept.keys()]) forget(key);
      closing.dispose();
      texts.dispose();
    },
  };
}
