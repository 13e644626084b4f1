/** Formatting: the queries of a rule in their one layout, and on request what is around them in TOML. */
import type { CodeAction, TextEdit as LspTextEdit } from 'vscode-languageserver-types';
import { layoutEdits } from '../rule/queryLayout.js';
import { tomlLayoutEdits } from '../toml/layout.js';
import { readToml } from '../toml/read.js';
import { formatQueryKind, formatRuleKind } from './announced.js';
import { toRange } from './convert.js';
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

/** Formatting as code actions, each only where it would change something. */
export function formatActions(model: RuleModel): readonly CodeAction[] {
  const queries = formatEdits(model);
  const around = aroundQueries(model);
  const action = (title: string, kind: string, edits: readonly LspTextEdit[]): readonly CodeAction[] =>
    edits.length === 0 ? [] : [{ title, kind, edit: { changes: { [model.uri]: [...edits] } } }];
  return [
    ...action('Format query', formatQueryKind, queries),
    ...(model.document.format === 'toml' ? action('Format rule', formatRuleKind, [...queries, ...around]) : []),
  ];
}

function aroundQueries({ document, lines }: RuleModel): readonly LspTextEdit[] {
  if (document.format !== 'toml') return [];
  return tomlLayoutEdits(document.text, readToml(document.text)).map(({ span, newText }) => ({ range: toRange(lines, span), newText }));
}
