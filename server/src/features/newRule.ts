/** A new rule for an editor: its text, a name for its file, and the place at which its author goes on. */
import { LineIndex } from '../base/lines.js';
import type { NewRuleParams, NewRuleResult, RuleTypesResult } from '../protocol/ruleFiles.js';
import { ruleFileName } from '../rule/import/fileName.js';
import { newRuleText } from '../rule/newRule.js';
import { openRule } from '../rule/openText.js';
import { entryOf } from '../rule/value.js';
import { rowOf, ruleTables } from '../schema/ruleKeys.js';
import { ruleTypes } from '../schema/ruleTypes.js';
import { toRange } from './convert.js';

/** With the sentence that the table of keys has for each. */
export function ruleTypeChoices(): RuleTypesResult {
  const rule = ruleTables['rule'];
  const shape = rule === undefined ? undefined : rowOf(rule, 'type')?.shape;
  const values = shape?.kind === 'enum' ? shape.values : [];
  return { types: values.map(({ value, docs }) => ({ type: value, about: docs })) };
}

/** Undefined for a type that there is not. `today`: `YYYY-MM-DD`. */
export function newRule({ type, name, id }: NewRuleParams, today: string): NewRuleResult | undefined {
  const known = ruleTypes.find((each) => each === type);
  if (known === undefined) return undefined;
  const text = newRuleText({ type: known, name, id, today });
  const { tree } = openRule(text, { uri: 'new.toml' });
  const description = entryOf(tree?.rule, 'description')?.value.span ?? { start: 0, end: 0 };
  // Without the quotation marks.
  const inside = { start: description.start + 1, end: Math.max(description.start + 1, description.end - 1) };
  return { text, fileName: `${ruleFileName({ name })}.toml`, selection: toRange(new LineIndex(text), inside) };
}
