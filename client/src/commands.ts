/** Every command of the extension with the shape of its function, so that none is registered twice or forgotten. */
import * as vscode from 'vscode';
import type { Position, Range, RunResult, pickSampleCommand, runRuleCommand } from '../../server/src/protocol/protocol.js';
import type { RuleComparison } from '../../server/src/protocol/kibana.js';
import type { ScanReport } from '../../server/src/protocol/scan.js';
import type { RunTestsResult, runRuleTestsCommand } from '../../server/src/protocol/ruleTests.js';

/**
 * What callers pass to commands: a URI as text or value, or, from menus, things of VS Code's own that mean nothing here.
 * Keybindings and other extensions can name the rule and the sample as well.
 */
export type UriArgument = unknown;

/** Each command's arguments and answer, by its id. */
export interface Commands {
  /** `position`: in the rule that is meant, where the file has several; else where the cursor is. */
  [runRuleCommand]: (rule?: UriArgument, sample?: UriArgument, position?: Position) => Promise<RunResult | undefined>;
  [pickSampleCommand]: (rule?: UriArgument) => Promise<vscode.Uri | undefined>;
  /** The document that shows it; `position` as for a run. */
  'rulewright.showElasticsearchQuery': (rule?: UriArgument, position?: Position) => Promise<vscode.Uri | undefined>;
  'rulewright.toggleInlineResults': () => Promise<void>;
  'rulewright.toggleLiveRuns': () => Promise<void>;
  'rulewright.showRunOptions': (rule?: UriArgument) => Promise<void>;
  /** The sample that has the events now. */
  'rulewright.pasteEvent': (rule?: UriArgument) => Promise<vscode.Uri | undefined>;
  'rulewright.showResults': () => Promise<void>;
  'rulewright.clearResults': () => void;
  'rulewright.goToEvent': (place: EventPlace | MissPlace | SamplePlace) => Promise<void>;
  /**
   * What is on the clipboard now. `format`: `tsv`, `markdown` or `json`; asks without it. `isHere`: the row with the focus, where it is the
   * only one; else all that pass the filter, or several that are selected.
   */
  'rulewright.copyResults': (format?: unknown, isHere?: unknown) => Promise<string | undefined>;
  /** The new file. `format`: `json`, `ndjson` or `csv`; asks for what it is not given. */
  'rulewright.exportResults': (file?: UriArgument, format?: unknown) => Promise<vscode.Uri | undefined>;
  'rulewright.associateKql': () => Promise<void>;
  /** Its name. */
  'rulewright.addCluster': () => Promise<string | undefined>;
  /** Whether there is one now; `cluster`, here and below: its name. */
  'rulewright.setClusterSecret': (cluster?: unknown) => Promise<boolean>;
  /** Whether there was one. */
  'rulewright.forgetClusterSecret': (cluster?: unknown) => Promise<boolean>;
  /** `window`: `{ "from": "now-7d", "to": "now" }`, each of which may be left out; asks without it. */
  'rulewright.runOnCluster': (rule?: UriArgument, cluster?: unknown, window?: unknown) => Promise<RunResult | undefined>;
  /** The event file, or the document that is not saved. */
  'rulewright.fetchClusterSamples': (rule?: UriArgument, cluster?: unknown) => Promise<vscode.Uri | undefined>;
  /** The configuration that has the fields now. */
  'rulewright.refreshClusterFields': (rule?: UriArgument, cluster?: unknown) => Promise<vscode.Uri | undefined>;
  /** The document that shows the differences. */
  'rulewright.compareWithCluster': (rule?: UriArgument, cluster?: unknown, window?: unknown) => Promise<vscode.Uri | undefined>;
  'rulewright.compareWithKibana': (rule?: UriArgument, cluster?: unknown) => Promise<RuleComparison | undefined>;
  /** Whether it was written. */
  'rulewright.sendToKibana': (rule?: UriArgument, cluster?: unknown) => Promise<boolean>;
  /** The new document. Asks for what it is not given. */
  'rulewright.newRule': (type?: unknown, name?: unknown) => Promise<vscode.Uri | undefined>;
  /** The new document. `page`: the file with the text; else the active editor, else the clipboard. */
  'rulewright.importRuleFromPage': (page?: UriArgument) => Promise<vscode.Uri | undefined>;
  /** The new files, or the one new document that is not saved yet. `folder`: where the files go. */
  'rulewright.importRulesFromKibana': (file?: UriArgument, folder?: UriArgument) => Promise<readonly vscode.Uri[]>;
  /** What is on the clipboard now. */
  'rulewright.copyRuleAsNdjson': (rule?: UriArgument) => Promise<string | undefined>;
  'rulewright.exportRuleAsNdjson': (rule?: UriArgument, file?: UriArgument) => Promise<vscode.Uri | undefined>;
  /** Whether the rule was changed. */
  'rulewright.generateRuleId': (rule?: UriArgument) => Promise<boolean>;
  'rulewright.bumpUpdatedDate': (rule?: UriArgument) => Promise<boolean>;
  /** The configuration that has the fields now. `patterns`: index patterns, separated by commas. */
  'rulewright.importFields': (file?: UriArgument, patterns?: unknown) => Promise<vscode.Uri | undefined>;
  'rulewright.importAttack': (bundle?: UriArgument) => Promise<vscode.Uri | undefined>;
  'rulewright.openConfiguration': () => Promise<vscode.Uri | undefined>;
  /** Whether the rule was changed. `match`: a row of the results or a place in a run; the match at the cursor without it. */
  'rulewright.excludeValue': (match?: unknown) => Promise<boolean>;
  'rulewright.keepValue': (match?: unknown) => Promise<boolean>;
  /** The document that explains the event. `event`: an `ExplainedPlace` or a row of the results; the event at the cursor without it. */
  'rulewright.explainEvent': (event?: unknown) => Promise<vscode.Uri | undefined>;
  /** Whether there is one to show; `position` as for a run. */
  'rulewright.showSequenceTimeline': (rule?: UriArgument, position?: Position) => Promise<boolean>;
  /** The document that shows them; `position` as for a run. */
  'rulewright.showAlerts': (rule?: UriArgument, position?: Position) => Promise<vscode.Uri | undefined>;
  /** `ingestDelay`: milliseconds from an event's time until it can be searched. */
  'rulewright.replaySchedule': (rule?: UriArgument, position?: Position, ingestDelay?: number) => Promise<vscode.Uri | undefined>;
  /** What was found. `sample`: an event file, or a rule whose sample it is. */
  'rulewright.scanSample': (sample?: UriArgument) => Promise<ScanReport | undefined>;
  /** Whether there are two runs to compare. */
  'rulewright.compareAlerts': (rule?: UriArgument) => Promise<boolean>;
  /** Whether a file was chosen, or that there is none. */
  'rulewright.pickAlertFiles': (rule?: UriArgument) => Promise<boolean>;
  /** The document that shows them; `position` as for a run. */
  'rulewright.compareMatches': (rule?: UriArgument, position?: Position) => Promise<vscode.Uri | undefined>;
  /** The document with the events. `target`: `file` for the event file beside the rule, `untitled` for a document without a file; asks without it. */
  'rulewright.generateSampleEvents': (rule?: UriArgument, target?: unknown) => Promise<vscode.Uri | undefined>;
  /** The new document, not saved yet. */
  'rulewright.generateRuleTests': (rule?: UriArgument) => Promise<vscode.Uri | undefined>;
  /** `rule`: a rule or a file of tests; the active one without it. */
  [runRuleTestsCommand]: (rule?: UriArgument) => Promise<readonly RunTestsResult[]>;
  /** The file of tests that is open now. */
  'rulewright.goToRuleTests': (rule?: UriArgument) => Promise<vscode.Uri | undefined>;
  'rulewright.goToTestedRule': (tests?: UriArgument) => Promise<vscode.Uri | undefined>;
  /** The document that explains the test. `test`: an item or a message of the Test Explorer; the test at the cursor without it. */
  'rulewright.explainTestFailure': (test?: unknown) => Promise<vscode.Uri | undefined>;
  /** The example rule, which has been run on its events. */
  'rulewright.openExampleRule': () => Promise<vscode.Uri | undefined>;
  /** The page of the code; that of the problem at the cursor without one. */
  'rulewright.explainDiagnostic': (code?: unknown) => Promise<vscode.Uri | undefined>;
  /** What is shown, a line each. */
  'rulewright.showStatus': () => Promise<readonly string[]>;
  'rulewright.showLog': () => void;
  /** Whether it runs again. */
  'rulewright.restartServer': () => Promise<boolean>;
  'rulewright.reportIssue': () => Promise<void>;
}

/** The URI that an argument names, if it names one. */
export function asUri(argument: UriArgument): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  return typeof argument === 'string' ? vscode.Uri.parse(argument, true) : undefined;
}

/** An event of the last run, or one of its matched values, by position in the run's lists. */
export interface EventPlace {
  readonly hit: number;
  readonly value?: number;
  /** Where the event stood at the time of the run, for those that did not come with its result. */
  readonly position?: Position;
}

/** A near miss of the last run, by position in the list of results. */
export interface MissPlace {
  readonly miss: number;
}

/** An event of any sample. */
export interface SamplePlace {
  readonly sample: string;
  readonly range: Range;
  readonly viewColumn?: vscode.ViewColumn;
}

/** An event and the rule that it is explained for. */
export interface ExplainedPlace {
  readonly rule: string;
  readonly sample: string;
  /** In the event. */
  readonly event: Position;
}

export function registerCommands(commands: Commands): vscode.Disposable {
  const byId = new Map<string, (...args: never[]) => unknown>(Object.entries(commands));
  return vscode.Disposable.from(...[...byId].map(([id, run]) => vscode.commands.registerCommand(id, run)));
}
