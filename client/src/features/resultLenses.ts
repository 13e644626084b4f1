/** Adds to the line above a query what its last run leaves to ask: why an event does not match, and where its sequences came to their end. */
import * as vscode from 'vscode';
import type { RunResult } from '../../../server/src/protocol/protocol.js';
import type { Context } from '../context.js';
import { missLine, nearMisses } from '../explanationWords.js';
import { hasCounts } from '../words.js';
import { explainCommand, placeOf } from './eventLinks.js';

const selector = [{ language: 'eql' }, { language: 'kuery' }, { language: 'toml' }, { pattern: '**/*.{toml,json,ndjson}' }];

export function registerResultLenses({ runs }: Context): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(selector, {
    onDidChangeCodeLenses: runs.onDidChange,
    provideCodeLenses: (document) => {
      const result = runs.ofRule(document.uri.toString())?.result;
      const isWanted = vscode.workspace.getConfiguration('rulewright').get<boolean>('codeLens', true);
      return result === undefined || !isWanted ? [] : lensesOf(result);
    },
  });
}

function lensesOf(result: RunResult): vscode.CodeLens[] {
  const { queryRange, explanation } = result;
  if (queryRange === undefined || explanation === undefined || !hasCounts(result)) return [];
  const { line, character } = queryRange.start;
  const range = new vscode.Range(line, character, line, character);
  const [nearest] = nearMisses(explanation);
  const place = nearest === undefined ? undefined : placeOf(result, nearest.miss.range.start);
  const why =
    nearest === undefined || place === undefined ? [] : [explainCommand(place, `Why not? (${missLine(nearest.miss)} comes nearest)`)];
  const timeline = {
    command: 'rulewright.showSequenceTimeline',
    title: vscode.l10n.t('Show timeline'),
    arguments: [result.rule, queryRange.start],
  };
  return [...why, ...(result.unit === undefined ? [] : [timeline])].map((command) => new vscode.CodeLens(range, command));
}
