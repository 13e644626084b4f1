/** `source.fixAll.rulewright`: everything that can be repaired without asking, on request or on save (`editor.codeActionsOnSave`). */
import type { CodeAction } from 'vscode-languageserver-types';
import type { TextEdit } from '../base/edit.js';
import { fixAllKind } from './announced.js';
import { toRange } from './convert.js';
import { settingsFor, type RuleSettings } from './diagnostics.js';
import { fixAll } from './fixAll.js';
import type { RuleModel } from './ruleModel.js';

export function fixAllActions({ uri, document, lines, schemas }: RuleModel, settings: RuleSettings): readonly CodeAction[] {
  const { format, text } = document;
  const named = format === 'eql' || format === 'kuery' || format === 'toml' ? { languageId: format } : {};
  const repaired = fixAll(text, { uri, ...named }, schemas, (rule) => settingsFor(settings, rule));
  if (repaired.text === text) return [];
  const { span, newText } = difference(text, repaired.text);
  const edit = { changes: { [uri]: [{ range: toRange(lines, span), newText }] } };
  return [{ title: `Fix all that Rulewright can fix (${repaired.fixes})`, kind: fixAllKind, edit }];
}

/** What stands between the beginning and the end that both texts have in common. */
function difference(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  return { span: { start, end: before.length - same }, newText: after.slice(start, after.length - same) };
}
