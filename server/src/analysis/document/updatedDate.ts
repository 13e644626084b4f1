/** MET003: a rule that was changed keeps the day of its last update. It takes an earlier version of its file to tell. */
import type { Problem } from '../../base/problem.js';
import { openRule } from '../../rule/openText.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import { stringAt } from '../../rule/value.js';
import { replacing } from './repairs.js';

/** `earlier` is the text that the file had, `today` as `YYYY-MM-DD`. */
export function updatedDateProblems({ tree, text, uri }: RuleDocument, earlier: string, today: string): readonly Problem[] {
  const updated = stringAt(tree?.metadata, 'updated_date');
  if (tree === undefined || updated === undefined || unixLines(text) === unixLines(earlier)) return [];
  const before = stringAt(openRule(earlier, { uri }).tree?.metadata, 'updated_date');
  const day = today.replaceAll('-', '/');
  if (before?.value !== updated.value || updated.value >= day) return [];
  const message = `The rule was changed, but \`updated_date\` still is ${updated.value}`;
  return [{ code: 'MET003', span: updated.span, message, fixes: replacing(tree, updated, day) }];
}

function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
