/** The tree of rule tests: one item for each test file, below it its tests, as they stand in the editor or on disk. */
import * as vscode from 'vscode';
import { listTestsRequest, type ListTestsParams, type ListTestsResult } from '../../../server/src/protocol/ruleTests.js';
import type { Context } from '../context.js';
import { canRead, exists, fileName, toRange } from '../rules.js';
import { isTestFileName, testFileGlob, testFileLabel, testFileNameOf } from '../tests.js';

/** Test files that are looked for; one that is opened is there in any case. */
const mostFiles = 5000;

/** After the last key stroke. */
const followMilliseconds = 250;

export interface TestTree extends vscode.Disposable {
  readonly controller: vscode.TestController;
  /** Looks for the test files of the workspace, once; from then on the tree follows them. */
  readonly discover: () => Promise<void>;
  /** Reads the tests of a file's item anew. */
  readonly list: (item: vscode.TestItem) => Promise<void>;
  /** What the file of an item, or of its test, says; undefined before it was read. */
  readonly factsOf: (item: vscode.TestItem) => ListTestsResult | undefined;
  /** The item of a test file, which has been read. */
  readonly ofFile: (file: vscode.Uri) => Promise<vscode.TestItem>;
  /** The items of the files that test a rule. */
  readonly ofRule: (rule: vscode.Uri) => Promise<readonly vscode.TestItem[]>;
}

/** The item of the file that a test belongs to; that of a file is its own. */
export function fileItemOf(item: vscode.TestItem): vscode.TestItem {
  return item.parent ?? item;
}

export function isTestFile({ uri }: Pick<vscode.TextDocument, 'uri'>): boolean {
  // Other schemes show revisions and comparisons of a file, which are no files of their own.
  return isTestFileName(uri.path) && (uri.scheme === 'file' || vscode.workspace.getWorkspaceFolder(uri) !== undefined);
}

/** A URI in the one spelling that the editor's own have. */
export function spelt(uri: string): string {
  return vscode.Uri.parse(uri).toString();
}

export function createTestTree(context: Context): TestTree {
  const controller = vscode.tests.createTestController('rulewright', 'Rulewright');
  const facts = new WeakMap<vscode.TestItem, ListTestsResult>();
  const add = (uri: vscode.Uri): vscode.TestItem => {
    const known = controller.items.get(uri.toString());
    if (known !== undefined) return known;
    const item = controller.createTestItem(uri.toString(), testFileLabel(fileName(uri)), uri);
    item.canResolveChildren = true;
    item.sortText = uri.path;
    controller.items.add(item);
    return item;
  };
  const list = (item: vscode.TestItem) => listTests(context, controller, item, facts);
  const remove = (uri: vscode.Uri) => controller.items.delete(uri.toString());
  const discover = once(async () => {
    const found = await vscode.workspace.findFiles(testFileGlob, undefined, mostFiles);
    if (found.length === mostFiles)
      context.log.warn(`There are more than ${mostFiles} test files; the others are listed when they are opened.`);
    for (const uri of found) add(uri);
  });
  const factsOf = (item: vscode.TestItem) => facts.get(fileItemOf(item));
  const ofFile = async (file: vscode.Uri) => {
    const item = add(file);
    if (factsOf(item) === undefined) await list(item);
    return item;
  };
  controller.resolveHandler = (item) => (item === undefined ? discover() : list(item));
  controller.refreshHandler = async () => {
    for (const uri of await vscode.workspace.findFiles(testFileGlob, undefined, mostFiles)) add(uri);
    for (const [, item] of controller.items) {
      if (item.uri !== undefined && !(await exists(item.uri))) remove(item.uri);
      else if (facts.has(item)) await list(item);
    }
  };
  const following = followFiles((uri) => void list(add(uri)), remove);
  return {
    controller,
    discover,
    list,
    factsOf,
    ofFile,
    ofRule: (rule) => testsOfRule(rule, { controller, discover, ofFile, factsOf }),
    dispose: () => {
      following.dispose();
      controller.dispose();
    },
  };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | undefined;
  return () => (begun ??= work());
}

/** Test files that are opened, edited, made and removed, here or by another program. */
function followFiles(read: (file: vscode.Uri) => void, remove: (file: vscode.Uri) => void): vscode.Disposable {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const forget = (uri: vscode.Uri) => {
    clearTimeout(waiting.get(uri.toString()));
    waiting.delete(uri.toString());
  };
  const follow = (uri: vscode.Uri) => {
    forget(uri);
    const timer = setTimeout(() => {
      forget(uri);
      read(uri);
    }, followMilliseconds);
    waiting.set(uri.toString(), timer);
  };
  for (const document of vscode.workspace.textDocuments) if (isTestFile(document)) follow(document.uri);
  const watcher = vscode.workspace.createFileSystemWatcher(testFileGlob);
  return vscode.Disposable.from(
    { dispose: () => [...waiting.values()].forEach((timer) => clearTimeout(timer)) },
    watcher,
    watcher.onDidCreate(follow),
    watcher.onDidChange(follow),
    watcher.onDidDelete((uri) => {
      forget(uri);
      remove(uri);
    }),
    vscode.workspace.onDidOpenTextDocument((document) => isTestFile(document) && follow(document.uri)),
    vscode.workspace.onDidChangeTextDocument(
      ({ document, contentChanges }) => contentChanges.length > 0 && isTestFile(document) && follow(document.uri),
    ),
  );
}

async function listTests(
  context: Context,
  controller: vscode.TestController,
  item: vscode.TestItem,
  facts: WeakMap<vscode.TestItem, ListTestsResult>,
): Promise<void> {
  const { uri } = item;
  if (uri === undefined) return;
  item.busy = true;
  try {
    if (!(await context.ready())) {
      item.error = 'The Rulewright language server did not start; its log has the details.';
      return;
    }
    await makeReadable(uri);
    const params: ListTestsParams = { file: uri.toString() };
    const listed = await context.client.sendRequest<ListTestsResult>(listTestsRequest, params);
    facts.set(item, listed);
    show(item, listed, controller);
  } finally {
    item.busy = false;
  }
}

/** The server reads what VS Code can; of others it knows what is open. */
export async function makeReadable(uri: vscode.Uri): Promise<void> {
  if (!canRead(uri) && (await exists(uri))) await vscode.workspace.openTextDocument(uri);
}

/** A test that is still there keeps its item, and with it its last outcome. */
function show(item: vscode.TestItem, { title, tests, message }: ListTestsResult, controller: vscode.TestController): void {
  const children = new Map<string, vscode.TestItem>();
  for (const { name, range } of tests) {
    const child = item.children.get(name) ?? controller.createTestItem(name, name, item.uri);
    child.range = toRange(range);
    child.sortText = String(children.size).padStart(6, '0');
    if (!children.has(name)) children.set(name, child);
  }
  item.children.replace([...children.values()]);
  item.description = title;
  item.error = message;
}

async function testsOfRule(
  rule: vscode.Uri,
  { controller, discover, ofFile, factsOf }: Pick<TestTree, 'controller' | 'discover' | 'ofFile' | 'factsOf'>,
): Promise<readonly vscode.TestItem[]> {
  await discover();
  const name = testFileNameOf(fileName(rule));
  const beside = name === undefined ? undefined : vscode.Uri.joinPath(rule, '..', name);
  if (beside !== undefined && (await exists(beside))) await ofFile(beside);
  else for (const [, { uri }] of controller.items) if (uri !== undefined) await ofFile(uri);
  const wanted = rule.toString();
  return [...controller.items].map(([, item]) => item).filter((item) => spelt(factsOf(item)?.rule ?? '') === wanted);
}
