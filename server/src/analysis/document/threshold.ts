/** TYP111 to TYP114: the count and the fields of a threshold rule, and whether its groups have room among its alerts. */
import type { Problem } from '../../base/problem.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import { entryOf, numberAt, stringAt, stringsAt, tableAt, tablesAt, type RuleString, type RuleTable } from '../../rule/value.js';
import type { DocumentContext, FrameCheck } from './check.js';
import { includesProfile } from '../profile.js';
import { familyAt, repeatedNames, unknownName } from './fieldNames.js';
import { removing, replacing } from './repairs.js';

/** Of Kibana from 9.2 on; before there were three. */
const mostFields = 5;

export const checkThreshold: FrameCheck = ({ tree, type }, context) => {
  const threshold = tableAt(tree?.rule, 'threshold');
  if (tree === undefined || threshold === undefined || type?.value !== 'threshold') return [];
  const cardinality = tablesAt(threshold, 'cardinality');
  return [
    ...valueProblems(tree, threshold, cardinality, context),
    ...fieldCount(tree, threshold),
    ...cardinalityProblems(tree, threshold, cardinality),
    ...roomProblems(tree, 'threshold.field', stringsAt(threshold, 'field')),
    ...[...stringsAt(threshold, 'field'), ...cardinality.flatMap((each) => stringAt(each, 'field') ?? [])].flatMap((field) =>
      fieldProblems(tree, field, context),
    ),
  ];
};

function valueProblems(
  tree: RuleTree,
  threshold: RuleTable,
  cardinality: readonly RuleTable[],
  { profile }: DocumentContext,
): readonly Problem[] {
  return [threshold, ...cardinality].flatMap((table) => {
    const value = numberAt(table, 'value');
    if (value === undefined) return [];
    const { span } = value;
    // Kibana takes a cardinality of 0, which always holds.
    const least = table === threshold || includesProfile(profile, 'detections-as-code') ? 1 : 0;
    if (Number(value.value) < least) {
      const message = `A threshold is at least ${least}, not ${value.value}`;
      return [{ code: 'TYP111', span, message, fixes: replacing(tree, value, least) }];
    }
    if (table !== threshold || Number(value.value) > 1 || cardinality.length > 0) return [];
    return [{ code: 'TYP112', span, message: 'A threshold of 1 without cardinality holds for every match, as a rule of type query does' }];
  });
}

function fieldCount(tree: RuleTree, threshold: RuleTable): readonly Problem[] {
  const list = entryOf(threshold, 'field')?.value;
  if (list?.kind !== 'array') return [];
  const repeated = repeatedNames('TYP111', tree, list);
  if (list.elements.length <= mostFields) return repeated;
  return [
    ...repeated,
    { code: 'TYP111', span: list.span, message: `A threshold has ${mostFields} fields at most, not ${list.elements.length}` },
  ];
}

/** Each group is an alert, and several fields make many groups: fewer alerts than these are surely too few. */
const fewestSignals = 10;

/** TYP114, for the rules whose alerts are one for each group of values. `groups`: the fields that make them, `key` where they stand. */
export function roomProblems(tree: RuleTree, key: string, groups: readonly RuleString[]): readonly Problem[] {
  const entry = entryOf(tree.rule, 'max_signals');
  const most = numberAt(tree.rule, 'max_signals');
  if (tree.rule === undefined || entry === undefined || most === undefined || groups.length < 2) return [];
  if (Number(most.value) < 1 || Number(most.value) >= fewestSignals) return [];
  const message = `Each combination of the ${groups.length} fields of \`${key}\` is an alert of its own, but a run creates no more than ${most.value}; the rest are lost`;
  return [{ code: 'TYP114', span: most.span, message, fixes: removing(tree, tree.rule, entry) }];
}

function cardinalityProblems(tree: RuleTree, threshold: RuleTable, cardinality: readonly RuleTable[]): readonly Problem[] {
  const grouped = stringsAt(threshold, 'field').map(({ value }) => value);
  const list = entryOf(threshold, 'cardinality')?.value;
  return cardinality.flatMap((table, index): readonly Problem[] => {
    const field = stringAt(table, 'field');
    if (index > 0 && list?.kind === 'array') {
      const edits = tree.writer.removeElement(list, list.elements.indexOf(table));
      const message = 'Only the first cardinality counts';
      return [
        { code: 'TYP111', span: field?.span ?? table.span, message, fixes: edits.length === 0 ? [] : [{ title: 'Remove it', edits }] },
      ];
    }
    if (field === undefined || field.value === '' || !grouped.includes(field.value)) return [];
    const message = `Events are grouped by \`${field.value}\`, so each group has one value of it; count another field`;
    return [{ code: 'TYP111', span: field.span, message }];
  });
}

function fieldProblems(tree: RuleTree, field: RuleString, { catalog }: DocumentContext): readonly Problem[] {
  const { value, span } = field;
  const family = familyAt(catalog, value);
  if (family === 'text') {
    return [{ code: 'TYP113', span, message: `\`${value}\` is analysed text, by which events cannot be grouped; use a keyword field` }];
  }
  if (family === 'object' || (catalog.field(value) === undefined && catalog.isObject(value))) {
    return [{ code: 'TYP113', span, message: `\`${value}\` is an object, by which events cannot be grouped; name a field below it` }];
  }
  return unknownName('TYP113', field, { tree, catalog, effect: 'a rule ignores events that lack one of its fields' });
}
