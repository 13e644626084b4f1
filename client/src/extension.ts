/** What every host shares: builds the context, registers each feature, and starts the language server once a rule is open. */
import * as vscode from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import type { RunResult } from '../../server/src/protocol/protocol.js';
import { registerCommands } from './commands.js';
import { createContext, type ClientFactory } from './context.js';
import { associateKql } from './features/associateKql.js';
import { registerContextKeys } from './features/contextKeys.js';
import { registerDecorations, toggleInlineResults } from './features/decorations.js';
import { registerElasticsearchQuery } from './features/elasticsearchQuery.js';
import { registerHover } from './features/hover.js';
import { registerResults } from './features/results.js';
import { createRunRule } from './features/runRule.js';
import { createPickSample } from './features/sample.js';
import { registerStatusBar } from './features/statusBar.js';
import { isRule } from './rules.js';

/** What other extensions and scripts can use: `vscode.extensions.getExtension('rulewright.rulewright').exports`. */
export interface RulewrightApi {
  /** The last run's result; undefined before the first run and after the results were cleared. */
  readonly lastRun: RunResult | undefined;
  readonly onDidRun: vscode.Event<RunResult>;
}

const clientOptions = {
  documentSelector: [{ language: 'eql' }, { language: 'kuery' }, { language: 'toml' }, { pattern: '**/*.{toml,json,ndjson}' }],
  synchronize: { configurationSection: 'rulewright' },
  markdown: { isTrusted: false, supportHtml: false },
} satisfies LanguageClientOptions;

export function start(extension: vscode.ExtensionContext, createClient: ClientFactory): RulewrightApi {
  const context = createContext(extension, clientOptions, createClient);
  const results = registerResults(context);
  const queries = registerElasticsearchQuery(context);
  extension.subscriptions.push(
    results,
    queries,
    registerContextKeys(context),
    registerDecorations(context, extension.extensionUri),
    registerHover(context),
    registerStatusBar(context),
    registerCommands({
      'rulewright.runRule': createRunRule(context, results),
      'rulewright.pickSample': createPickSample(context),
      'rulewright.showElasticsearchQuery': queries.show,
      'rulewright.toggleInlineResults': toggleInlineResults,
      'rulewright.showResults': results.show,
      'rulewright.clearResults': () => context.runs.clear(),
      'rulewright.goToEvent': results.goToEvent,
      'rulewright.associateKql': associateKql,
    }),
    vscode.workspace.onDidOpenTextDocument((document) => isRule(document) && context.ready()),
  );
  if (vscode.workspace.textDocuments.some(isRule)) void context.ready();
  return {
    get lastRun() {
      return context.runs.last?.result;
    },
    onDidRun: context.runs.onDidRun,
  };
}
