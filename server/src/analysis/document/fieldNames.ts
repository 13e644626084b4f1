/** Names of event fields that stand in a rule outside its query. */
import type { Problem } from '../../base/problem.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import type { RuleArray, RuleString } from '../../rule/value.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import type { FieldFamily } from '../../schema/fieldType.js';
import { unknownField, type NamedField } from '../checks/unknownField.js';
import { certainFamily } from '../types.js';
import { fixOf, safely } from './repairs.js';

interface Use extends Pick<NamedField, 'suits'> {
  readonly tree: RuleTree;
  readonly catalog: FieldCatalog;
  readonly effect: string;
}

/** The problem of a field that no schema of the rule's indices has; `effect` says what that does to the rule. Never graver than a warning. */
export function unknownName(code: string, name: RuleString, { tree, catalog, ...use }: Use): readonly Problem[] {
  const { value, span } = name;
  if (value.trim() === '' || catalog.field(value) !== undefined || catalog.isObject(value) || /[*]/.test(value)) return [];
  const write = (other: string): string => tree.writer.replaceValue(name, other)[0]?.newText ?? other;
  const [edit] = tree.writer.replaceValue(name, value);
  const found = unknownField({ name: value, span: edit?.span ?? span, optional: false, write, otherFixes: [], ...use }, catalog);
  if (found === undefined) return [];
  const severity = found.severity === 'error' ? 'warning' : (found.severity ?? 'information');
  return [{ ...found, code, span, severity }];
}

/** The family of a known field; undefined where its type is not sure. */
export function familyAt(catalog: FieldCatalog, name: string): FieldFamily | undefined {
  return certainFamily(catalog.field(name));
}

/** A field that is listed twice. */
export function repeatedNames(code: string, tree: RuleTree, list: RuleArray): readonly Problem[] {
  const seen = new Set<string>();
  return list.elements.flatMap((element, index): readonly Problem[] => {
    if (element.kind !== 'string') return [];
    const isNew = !seen.has(element.value);
    seen.add(element.value);
    if (isNew || element.value === '') return [];
    const fixes = safely(fixOf(`Remove \`${element.value}\``, tree.writer.removeElement(list, index)));
    return [{ code, span: element.span, message: `\`${element.value}\` is in the list already`, fixes }];
  });
}
