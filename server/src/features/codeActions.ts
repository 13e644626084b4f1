/** Quick fixes: the repairs that diagnostics bring along. */
import { CodeActionKind, type CodeAction, type Range } from 'vscode-languageserver-types';
import type { Fix } from '../base/problem.js';
import { toRange, toSpan } from './convert.js';
import { diagnosticsOf, type BesideOthers, type RuleSettings, type ShownDiagnostic } from './diagnostics.js';
import { modelAt, type RuleModel } from './ruleModel.js';

/** The fixes of all diagnostics that touch the range, worked out anew: those the editor shows may be older than its text. */
export function codeActionsAt(model: RuleModel, range: Range, settings: RuleSettings, besideOthers?: BesideOthers): readonly CodeAction[] {
  const wanted = toSpan(model.lines, range);
  return diagnosticsOf({ ...model, rules: rulesIn(model, range) }, settings, besideOthers)
    .filter(({ diagnostic: { span } }) => span.start <= wanted.end && wanted.start <= span.end)
    .flatMap((found) => (found.diagnostic.fixes ?? []).map((fix) => actionOf(fix, found, model)));
}

/** Of an export with hundreds of rules only those that the range touches are worked through. */
function rulesIn(model: RuleModel, { start, end }: Range): readonly RuleModel[] {
  const { rules } = model;
  return rules.slice(rules.indexOf(modelAt(model, start)), rules.indexOf(modelAt(model, end)) + 1);
}

function actionOf({ title, edits, preferred }: Fix, { shown }: ShownDiagnostic, { uri, lines }: RuleModel): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [shown],
    edit: { changes: { [uri]: edits.map(({ span, newText }) => ({ range: toRange(lines, span), newText })) } },
    ...(preferred === true ? { isPreferred: true } : {}),
  };
}
