/** The names of event fields that stand in a rule's values, outside of its queries: `group_by`, `threshold.field`, and so on. */
import { tableAtKeys, rowOf } from '../schema/ruleKeys.js';
import type { KeyShape } from '../schema/ruleKeysRow.js';
import type { RuleTree } from '../rule/ruleDocument.js';
import type { RuleString, RuleTable, RuleValue } from '../rule/value.js';

export function ruleFieldNames({ rule }: RuleTree): readonly RuleString[] {
  const found: RuleString[] = [];
  const visit = (table: RuleTable, path: readonly string[]): void => {
    const spec = tableAtKeys(path);
    for (const { key, value } of table.entries) {
      const row = spec === undefined ? undefined : rowOf(spec, key);
      if (row !== undefined && isField(row.shape)) found.push(...stringsIn(value));
      for (const inner of tablesIn(value)) visit(inner, [...path, key]);
    }
  };
  // The rows of a rule object of Kibana's are those of `[rule]`.
  if (rule !== undefined) visit(rule, ['rule']);
  return found;
}

function isField(shape: KeyShape): boolean {
  if (shape.kind === 'string') return shape.format === 'field';
  if (shape.kind === 'list') return isField(shape.of);
  return shape.kind === 'oneOf' && shape.shapes.some(isField);
}

function stringsIn(value: RuleValue): readonly RuleString[] {
  if (value.kind === 'string') return [value];
  return value.kind === 'array' ? value.elements.filter((element) => element.kind === 'string') : [];
}

function tablesIn(value: RuleValue): readonly RuleTable[] {
  if (value.kind === 'table') return [value];
  return value.kind === 'array' ? value.elements.filter((element) => element.kind === 'table') : [];
}
