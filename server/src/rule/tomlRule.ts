/**
 * A detection rule written in TOML, as the public rule repositories keep them: `[metadata]` and `[rule]`, the query as a string.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/about-detection-rules
 */
import { ruleTableKeys } from '../schema/ruleKeysRule.js';
import { tableOf, type TomlDocument, type TomlTable } from '../toml/node.js';
import { openTree } from './openTree.js';
import type { RuleDocument } from './ruleDocument.js';
import { createTomlWriter } from './tomlWriter.js';

/** Keys by which a `[rule]` table, or an object, is known as a detection rule. */
export const ruleKeys: readonly string[] = ruleTableKeys.filter(({ only }) => only !== 'json').map(({ key }) => key);

/** Keys by which a `[metadata]` table without a rule is known as one of a detection rule: other tools have tables of that name too. */
const metadataKeys: readonly string[] = [
  'creation_date', 'updated_date', 'maturity', 'deprecation_date', 'integration', 'min_stack_version', 'min_stack_comments',
  'query_schema_validation', 'bypass_bbr_timing',
]; // prettier-ignore

/** Whether the file is a detection rule, complete or not, damaged or not. */
export function isTomlRule(toml: TomlDocument, text: string): boolean {
  const rule = tableOf(toml.root, 'rule');
  const metadata = tableOf(toml.root, 'metadata');
  if (rule !== undefined && (metadata !== undefined || hasAny(rule, ruleKeys))) return true;
  if (metadata !== undefined && hasAny(metadata, metadataKeys)) return true;
  // A damaged header, such as `[rule` without its bracket, leaves its keys without a table.
  return toml.problems.length > 0 && /^[ \t]*\[rule[ \t]*(?:\]|$)/m.test(text) && /^[ \t]*(?:rule_id|risk_score|query)[ \t]*=/m.test(text);
}

function hasAny(table: TomlTable, keys: readonly string[]): boolean {
  return table.entries.some((entry) => keys.includes(entry.key));
}

/** The rule of a file for which `isTomlRule` holds. */
export function openTomlRule(toml: TomlDocument, text: string, uri: string): RuleDocument {
  const { root, comments, problems } = toml;
  const tree = { root, rule: tableOf(root, 'rule'), metadata: tableOf(root, 'metadata'), writer: createTomlWriter(text, root) };
  return openTree({ format: 'toml', uri, text, tree, problems, comments: comments.map(({ span }) => span) });
}
