/** What every host shares: builds the context, registers each feature, and starts the language server once a rule is open. */
import * as vscode from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import type { RunResult } from '../../server/src/protocol/protocol.js';
import type { RunTestsResult } from '../../server/src/protocol/ruleTests.js';
import { registerCommands, type Commands } from './commands.js';
import { createContext, type ClientFactory, type Context } from './context.js';
import { registerAlerts } from './features/alerts.js';
import { associateKql } from './features/associateKql.js';
import { createBumpUpdatedDate, createGenerateRuleId } from './features/changeRule.js';
import { createOpenConfiguration } from './features/configuration.js';
import { registerContextKeys } from './features/contextKeys.js';
import { registerClauseCounts } from './features/clauseCounts.js';
import { registerDecorations, toggleInlineResults } from './features/decorations.js';
import { linkCodes, registerDiagnosticPages } from './features/diagnosticPage.js';
import { registerElasticsearchQuery } from './features/elasticsearchQuery.js';
import { registerExplain } from './features/explain.js';
import { createCopyRule, createExportRule } from './features/exportRule.js';
import { registerHover } from './features/hover.js';
import { createImportAttack } from './features/importAttack.js';
import { createImportFields } from './features/importFields.js';
import { createGenerateEvents, createGenerateTests } from './features/generate.js';
import { createImportKibana, createImportPage } from './features/importRules.js';
import { LiveRuns, toggleLiveRuns } from './features/live.js';
import { registerMatchDiff } from './features/matchDiff.js';
import { registerNearMisses } from './features/nearMisses.js';
import { createNewRule } from './features/newRule.js';
import { createPasteEvent } from './features/pasteEvent.js';
import { registerResultLenses } from './features/resultLenses.js';
import { registerClusters } from './features/cluster.js';
import { registerResults, type ResultsView } from './features/results.js';
import { createCopyResults, createExportResults } from './features/resultsCopy.js';
import { createRunRule } from './features/runRule.js';
import { createPickSample } from './features/sample.js';
import { createScanSample } from './features/scan.js';
import { registerStatus } from './features/status.js';
import { registerStatusBar } from './features/statusBar.js';
import { createShowRunOptions } from './features/statusBarPick.js';
import { createReportIssue, createRestartServer, createShowLog } from './features/support.js';
import { registerTestExplorer, type TestExplorer } from './features/testExplorer.js';
import { registerTimeline } from './features/timeline.js';
import { createTune } from './features/tune.js';
import { createOpenExample, registerExample } from './features/welcome.js';
import { configFileName } from './names.js';
import { fileName, hasQueryBlock, isRule } from './rules.js';

/** What other extensions and scripts can use: `vscode.extensions.getExtension('rulewright.rulewright').exports`. */
export interface RulewrightApi {
  /** The last run's result; undefined before the first run and after the results were cleared. */
  readonly lastRun: RunResult | undefined;
  readonly onDidRun: vscode.Event<RunResult>;
  /** The files of rule tests in the Test Explorer, and below each its tests. */
  readonly testItems: vscode.TestItemCollection;
  readonly onDidRunTests: vscode.Event<RunTestsResult>;
}

const clientOptions = {
  documentSelector: [{ language: 'eql' }, { language: 'kuery' }, { language: 'toml' }, { pattern: '**/*.{toml,json,ndjson,md,markdown}' }],
  synchronize: { configurationSection: 'rulewright' },
  markdown: { isTrusted: false, supportHtml: false },
  middleware: { handleDiagnostics: linkCodes },
} satisfies LanguageClientOptions;

/** `reachesClusters`: whether the server runs on Node, which alone can reach clusters. */
export function start(extension: vscode.ExtensionContext, createClient: ClientFactory, reachesClusters = false): RulewrightApi {
  const context = createContext(extension, clientOptions, createClient);
  const results = registerResults(context, extension.extensionUri);
  const clusters = registerClusters(context, reachesClusters, results);
  const queries = registerElasticsearchQuery(context);
  const explanations = registerExplain(context);
  const timelines = registerTimeline(context, extension.extensionUri);
  const alerts = registerAlerts(context, extension.workspaceState);
  const matchDiffs = registerMatchDiff(context);
  const tests = registerTestExplorer(context);
  const live = new LiveRuns(context);
  const pages = registerDiagnosticPages(context);
  const status = registerStatus(context, extension);
  extension.subscriptions.push(
    results,
    clusters,
    queries,
    explanations,
    timelines,
    alerts,
    matchDiffs,
    tests,
    pages,
    status,
    registerExample(extension.extensionUri),
    live,
    registerMarks(context, live, extension.extensionUri),
    registerCommands({
      ...fileCommands(context),
      ...helpCommands(context, extension),
      ...runCommands(context, results, live),
      ...testCommands(tests),
      'rulewright.addCluster': clusters.commands['rulewright.addCluster'],
      'rulewright.setClusterSecret': clusters.commands['rulewright.setClusterSecret'],
      'rulewright.forgetClusterSecret': clusters.commands['rulewright.forgetClusterSecret'],
      'rulewright.runOnCluster': clusters.commands['rulewright.runOnCluster'],
      'rulewright.fetchClusterSamples': clusters.commands['rulewright.fetchClusterSamples'],
      'rulewright.refreshClusterFields': clusters.commands['rulewright.refreshClusterFields'],
      'rulewright.compareWithCluster': clusters.commands['rulewright.compareWithCluster'],
      'rulewright.compareWithKibana': clusters.commands['rulewright.compareWithKibana'],
      'rulewright.sendToKibana': clusters.commands['rulewright.sendToKibana'],
      'rulewright.showElasticsearchQuery': queries.show,
      'rulewright.explainEvent': explanations.explainEvent,
      'rulewright.showSequenceTimeline': timelines.show,
      'rulewright.showAlerts': alerts.showAlerts,
      'rulewright.replaySchedule': alerts.replaySchedule,
      'rulewright.compareAlerts': alerts.compareAlerts,
      'rulewright.pickAlertFiles': alerts.pickAlertFiles,
      'rulewright.compareMatches': matchDiffs.compare,
      'rulewright.explainDiagnostic': pages.show,
      'rulewright.showStatus': status.show,
    }),
    vscode.workspace.onDidOpenTextDocument((document) => isChecked(document) && context.ready()),
  );
  if (vscode.workspace.textDocuments.some(isChecked)) void context.ready();
  return apiOf(context, tests);
}

/** What is drawn into editors and around them. */
function registerMarks(context: Context, live: LiveRuns, folder: vscode.Uri): vscode.Disposable {
  return vscode.Disposable.from(
    registerClauseCounts(context),
    registerNearMisses(context, folder),
    registerResultLenses(context),
    registerContextKeys(context),
    registerDecorations(context, folder),
    registerHover(context),
    registerStatusBar(context, live),
  );
}

/** What makes and changes files. */
function fileCommands(context: Context) {
  return {
    'rulewright.newRule': createNewRule(context),
    'rulewright.importRuleFromPage': createImportPage(context),
    'rulewright.importRulesFromKibana': createImportKibana(context),
    'rulewright.copyRuleAsNdjson': createCopyRule(context),
    'rulewright.exportRuleAsNdjson': createExportRule(context),
    'rulewright.generateRuleId': createGenerateRuleId(context),
    'rulewright.bumpUpdatedDate': createBumpUpdatedDate(context),
    'rulewright.importFields': createImportFields(context),
    'rulewright.importAttack': createImportAttack(context),
    'rulewright.openConfiguration': createOpenConfiguration(context),
    'rulewright.excludeValue': createTune(context, 'exclude'),
    'rulewright.keepValue': createTune(context, 'keep'),
    'rulewright.generateSampleEvents': createGenerateEvents(context),
    'rulewright.generateRuleTests': createGenerateTests(context),
    'rulewright.associateKql': associateKql,
  } satisfies Partial<Commands>;
}

/** What runs rules and shows what they match. */
function runCommands(context: Context, results: ResultsView, live: LiveRuns) {
  return {
    'rulewright.runRule': createRunRule(context, results),
    'rulewright.pickSample': createPickSample(context),
    'rulewright.toggleInlineResults': toggleInlineResults,
    'rulewright.toggleLiveRuns': toggleLiveRuns,
    'rulewright.showRunOptions': createShowRunOptions(context, live),
    'rulewright.pasteEvent': createPasteEvent(context),
    'rulewright.showResults': results.show,
    'rulewright.clearResults': () => context.runs.clear(),
    'rulewright.goToEvent': results.goToEvent,
    'rulewright.copyResults': createCopyResults(context, results),
    'rulewright.exportResults': createExportResults(context, results),
    'rulewright.scanSample': createScanSample(context),
  } satisfies Partial<Commands>;
}

function testCommands({ commands }: TestExplorer) {
  return {
    'rulewright.runRuleTests': commands.run,
    'rulewright.goToRuleTests': commands.goToTests,
    'rulewright.goToTestedRule': commands.goToRule,
    'rulewright.explainTestFailure': commands.explainFailure,
  } satisfies Partial<Commands>;
}

function helpCommands(context: Context, extension: vscode.ExtensionContext) {
  return {
    'rulewright.openExampleRule': createOpenExample(context),
    'rulewright.showLog': createShowLog(context),
    'rulewright.restartServer': createRestartServer(context),
    'rulewright.reportIssue': createReportIssue(context, extension),
  } satisfies Partial<Commands>;
}

function apiOf({ runs }: Context, tests: TestExplorer): RulewrightApi {
  return {
    get lastRun() {
      return runs.last?.result;
    },
    onDidRun: runs.onDidRun,
    testItems: tests.items,
    onDidRunTests: tests.onDidRun,
  };
}

/** Rules, queries in prose, and the configuration of a project: the server checks them as well. */
function isChecked(document: vscode.TextDocument): boolean {
  return isRule(document) || hasQueryBlock(document) || fileName(document.uri) === configFileName;
}
