/** Continuous runs: rule tests run again when their file, their rule or one of their event files changes, saved or not. */
import * as vscode from 'vscode';
import type { TestRuns } from './testExplorerRuns.js';
import { fileItemOf, spelt, type TestTree } from './testExplorerTree.js';

/** After the last key stroke; longer than the tree waits before it reads a test file. */
const settleMilliseconds = 400;

/** Rules, test files and event files. */
const watchedFiles = '**/*.{toml,eql,kuery,json,ndjson,jsonl,gz,zst}';

interface Underway {
  readonly source: vscode.CancellationTokenSource;
  readonly items: readonly vscode.TestItem[];
}

/** Runs what the request names at once, and again after each change, until the token is cancelled. */
export function runContinuously(request: vscode.TestRunRequest, tree: TestTree, runs: TestRuns, token: vscode.CancellationToken): void {
  const pending = new Set<vscode.TestItem>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: Underway | undefined;

  const run = async (): Promise<void> => {
    // What the run before did not come to runs with this one.
    const unfinished = current?.items ?? [];
    current?.source.cancel();
    const underway = { source: new vscode.CancellationTokenSource(), items: [...new Set([...unfinished, ...pending])] };
    current = underway;
    pending.clear();
    const again = new vscode.TestRunRequest(underway.items, request.exclude, request.profile, true);
    await runs.run(again, {}, underway.source.token);
    underway.source.dispose();
    if (current === underway) current = undefined;
  };
  const schedule = (items: readonly vscode.TestItem[]): void => {
    if (items.length === 0) return;
    for (const item of items) pending.add(item);
    clearTimeout(timer);
    timer = setTimeout(() => void run(), settleMilliseconds);
  };
  const changed = (uri: vscode.Uri): void => schedule(concernedBy(uri, scopeOf(request, tree), tree));

  const watcher = vscode.workspace.createFileSystemWatcher(watchedFiles);
  const watching = vscode.Disposable.from(
    watcher,
    watcher.onDidChange(changed),
    watcher.onDidCreate(changed),
    watcher.onDidDelete(changed),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) changed(document.uri);
    }),
  );
  token.onCancellationRequested(() => {
    clearTimeout(timer);
    watching.dispose();
    current?.source.cancel();
  });
  void tree.discover().then(() => token.isCancellationRequested || schedule(scopeOf(request, tree)));
}

/** What the user asked for; all files, those too that come later, where it is all. */
function scopeOf({ include }: vscode.TestRunRequest, { controller }: TestTree): readonly vscode.TestItem[] {
  return include ?? [...controller.items].map(([, item]) => item);
}

function concernedBy(uri: vscode.Uri, scope: readonly vscode.TestItem[], tree: TestTree): readonly vscode.TestItem[] {
  const changed = uri.toString();
  return scope.filter((item) => {
    const facts = tree.factsOf(item);
    return fileItemOf(item).id === changed || (facts !== undefined && [facts.rule, ...facts.files].some((file) => spelt(file) === changed));
  });
}
