/** Formatting: the queries of a rule in their one layout. What is no query, such as the rest of a TOML file, stays as it is. */
import type { CodeAction, TextEdit as LspTextEdit } from 'vscode-languageserver-types';
import { layoutEdits } from '../rule/queryLayout.js';
import { fileEdits } from './queryEdits.js';
import type { RuleModel } from './ruleModel.js';

/**
 * The edits that format every query of the file; none for a query with syntax problems, and none where the string that holds the query
 * cannot hold the result: a string on one line stays on one line.
 */
export function formatEdits(model: RuleModel): readonly LspTextEdit[] {
  const regions = model.rules.flatMap(({ document }) => document.queries);
  return regions.flatMap((region) => fileEdits(layoutEdits(region), region, model) ?? []);
}

/** Formats on request or on save (`editor.codeActionsOnSave`) where the editor's formatter of the file is another one, as for TOML. */
export const formatQueryKind = 'source.formatQuery';

/** Formatting as a code action; none where the queries are formatted already. */
export function formatActions(model: RuleModel): readonly CodeAction[] {
  const edits = formatEdits(model);
  return edits.length === 0 ? [] : [{ title: 'Format query', kind: formatQueryKind, edit: { changes: { [model.uri]: [...edits] } } }];
}
