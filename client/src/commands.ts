/** Every command of the extension with the shape of its function, so that none is registered twice or forgotten. */
import * as vscode from 'vscode';
import type { Position, RunResult, pickSampleCommand, runRuleCommand } from '../../server/src/protocol/protocol.js';

/**
 * What callers pass to commands: a URI as text or value, or, from menus, things of VS Code's own that mean nothing here.
 * Keybindings and other extensions can name the rule and the sample as well.
 */
export type UriArgument = unknown;

export interface Commands {
  /** `position`: in the rule that is meant, where the file has several; else where the cursor is. */
  [runRuleCommand]: (rule?: UriArgument, sample?: UriArgument, position?: Position) => Promise<RunResult | undefined>;
  [pickSampleCommand]: (rule?: UriArgument) => Promise<vscode.Uri | undefined>;
  /** The document that shows it; `position` as for a run. */
  'rulewright.showElasticsearchQuery': (rule?: UriArgument, position?: Position) => Promise<vscode.Uri | undefined>;
  'rulewright.toggleInlineResults': () => Promise<void>;
  'rulewright.showResults': () => Promise<void>;
  'rulewright.clearResults': () => void;
  'rulewright.goToEvent': (place: EventPlace) => Promise<void>;
  'rulewright.associateKql': () => Promise<void>;
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
}

export function registerCommands(commands: Commands): vscode.Disposable {
  const byId = new Map<string, (...args: never[]) => unknown>(Object.entries(commands));
  return vscode.Disposable.from(...[...byId].map(([id, run]) => vscode.commands.registerCommand(id, run)));
}
