/** The `when` contexts that decide which commands, keys and views are offered. */
import * as vscode from 'vscode';
import type { Context } from '../context.js';
import { isRule } from '../rules.js';
import { isTestFile } from './testExplorerTree.js';

/** Every context key that the manifest's `when` clauses use. */
export const contextKeys = {
  /** A rule was opened since the window was. */
  active: 'rulewright.active',
  /** The active editor holds a rule or the event file of one. */
  canRun: 'rulewright.canRun',
  hasResults: 'rulewright.hasResults',
  /** The active editor holds a rule with more than its query: TOML or JSON. */
  inRuleFile: 'rulewright.inRuleFile',
  /** The active editor holds the event file of a rule. */
  inSample: 'rulewright.inSample',
  /** The active editor holds the tests of a rule. */
  inRuleTests: 'rulewright.inRuleTests',
  /** Clusters can be reached: not from the web, and in trusted folders only. */
  clusters: 'rulewright.canReachClusters',
} as const;

/** One that does not follow the active editor. */
export function setContextKey(key: keyof typeof contextKeys, value: boolean): void {
  void vscode.commands.executeCommand('setContext', contextKeys[key], value);
}

/** Between two editors there is none for a moment; only after this many milliseconds it counts. */
const settleMilliseconds = 200;

export function registerContextKeys(context: Context): vscode.Disposable {
  const shown = new Map<string, boolean>();
  const set = (key: string, value: boolean) => {
    if (shown.get(key) === value) return;
    shown.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  let inRule = false;
  const update = async () => {
    const document = vscode.window.activeTextEditor?.document;
    inRule = document !== undefined && isRule(document);
    if (inRule) set(contextKeys.active, true);
    const isQuery = document?.languageId === 'eql' || document?.languageId === 'kuery';
    set(contextKeys.inRuleFile, inRule && !isQuery);
    set(contextKeys.inRuleTests, document !== undefined && isTestFile(document));
    const isSample = document !== undefined && !inRule && (await context.samples.ruleOf(document.uri)) !== undefined;
    if (document !== vscode.window.activeTextEditor?.document) return;
    set(contextKeys.canRun, inRule || isSample);
    set(contextKeys.inSample, isSample);
  };
  let settling: ReturnType<typeof setTimeout> | undefined;
  const follow = (editor: vscode.TextEditor | undefined) => {
    clearTimeout(settling);
    if (editor === undefined) settling = setTimeout(() => void update(), settleMilliseconds);
    else void update();
  };
  void update();
  return vscode.Disposable.from(
    { dispose: () => clearTimeout(settling) },
    vscode.window.onDidChangeActiveTextEditor(follow),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document === vscode.window.activeTextEditor?.document && isRule(document) !== inRule) void update();
    }),
    vscode.workspace.onDidOpenTextDocument(update),
    context.samples.onDidChange(update),
    context.runs.onDidChange(() => set(contextKeys.hasResults, context.runs.last !== undefined)),
  );
}
