/** Links from results to the explanation of an event: in hovers, in the list of results, in code lenses. */
import * as vscode from 'vscode';
import type { Position, RunResult } from '../../../server/src/protocol/protocol.js';
import type { ExplainedPlace } from '../commands.js';
import { missLine, nearMisses } from '../explanationWords.js';

/** An event of a run, for the command that explains it; undefined where the run had no sample. */
export function placeOf({ rule, sample }: RunResult, { line, character }: Position): ExplainedPlace | undefined {
  return sample === undefined ? undefined : { rule, sample, event: { line, character } };
}

/** The command that explains an event, as items and lenses take it. */
export function explainCommand(place: ExplainedPlace, title: string): vscode.Command {
  return { command: 'rulewright.explainEvent', title, arguments: [place] };
}

/** A link in a hover. */
export function explainLink(place: ExplainedPlace | undefined, title: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  if (place === undefined) return text;
  text.appendMarkdown(`[${title}](command:rulewright.explainEvent?${encodeURIComponent(JSON.stringify([place]))})`);
  text.isTrusted = { enabledCommands: ['rulewright.explainEvent'] };
  return text;
}

/** What the words about the nearest miss link to: the event and its explanation. */
export function nearestLink(result: RunResult): vscode.MarkdownString {
  const [nearest] = result.explanation === undefined ? [] : nearMisses(result.explanation);
  if (nearest === undefined) return new vscode.MarkdownString();
  return explainLink(placeOf(result, nearest.miss.range.start), `Why not? Explain ${missLine(nearest.miss)}`);
}
