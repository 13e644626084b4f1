/** Fixes of a rule's values; none where the file's notation cannot express the change. */
import type { TextEdit } from '../../base/edit.js';
import type { Fix } from '../../base/problem.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import type { Plain, RuleEntry, RuleTable, RuleValue } from '../../rule/value.js';

/** Another value in the place of this one. */
export function replacing({ writer }: RuleTree, old: RuleValue, value: Plain, title?: string): readonly Fix[] {
  return fixOf(title ?? `Replace by \`${typeof value === 'string' ? value : writer.literal(value)}\``, writer.replaceValue(old, value));
}

export function removing({ writer }: RuleTree, table: RuleTable, entry: RuleEntry): readonly Fix[] {
  return fixOf(`Remove \`${entry.key}\``, writer.removeEntry(table, entry));
}

/** One more key in the table. */
export function adding({ writer }: RuleTree, table: RuleTable, key: string, value: Plain): readonly Fix[] {
  return fixOf(`Add \`${key} = ${writer.literal(value)}\``, writer.insertEntries(table, [[key, value]]));
}

/** The key set to a value, whether it is there or not. */
export function setting(tree: RuleTree, table: RuleTable, key: string, value: string): readonly Fix[] {
  const old = table.entries.find((entry) => entry.key === key)?.value;
  return old === undefined ? adding(tree, table, key, value) : replacing(tree, old, value, `Set \`${key}\` to \`${value}\``);
}

/** The same fixes as ones that may be applied without asking. */
export function safely(fixes: readonly Fix[]): readonly Fix[] {
  return fixes.map((fix) => ({ ...fix, preferred: true, safe: true }));
}

/** A fix of edits that were written elsewhere; none without edits. */
export function fixOf(title: string, edits: readonly TextEdit[]): readonly Fix[] {
  return edits.length === 0 ? [] : [{ title, edits }];
}
