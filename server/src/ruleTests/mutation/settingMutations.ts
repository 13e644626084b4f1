/** The changes of what a rule does with the events of its query: how many it wants, and in which fields something has to be new. */
import type { RuleDocument } from '../../rule/ruleDocument.js';
import { entryOf, numberAt, tableAt, tablesAt, type RuleTable, type RuleValue } from '../../rule/value.js';
import { droppingEach, type Mutation } from './mutation.js';

/** In offsets of the rule's file. */
export function settingMutations({ type, tree }: RuleDocument): readonly Mutation[] {
  const rule = tree?.rule;
  if (type?.value === 'threshold') return thresholdMutations(tableAt(rule, 'threshold'));
  if (type?.value !== 'new_terms') return [];
  const table = tableAt(rule, 'new_terms');
  const terms = table === undefined ? entryOf(rule, 'new_terms_fields')?.value : entryOf(table, 'value')?.value;
  return droppingEach(elementsOf(terms), 'dropNewTerm', false);
}

function thresholdMutations(threshold: RuleTable | undefined): readonly Mutation[] {
  return [
    ...numberMutations(threshold),
    ...droppingEach(elementsOf(entryOf(threshold, 'field')?.value), 'dropThresholdField', false),
    ...tablesAt(threshold, 'cardinality').flatMap(numberMutations),
  ];
}

/** A threshold of one is as low as it can be. */
function numberMutations(table: RuleTable | undefined): readonly Mutation[] {
  const number = numberAt(table, 'value');
  if (number === undefined) return [];
  const { span } = number;
  const value = Number(number.value);
  const to = (kind: Mutation['kind'], next: number): Mutation => ({ kind, span, edits: [{ span, newText: String(next) }], negated: false });
  return [...(value > 1 ? [to('lowerThreshold', value - 1)] : []), to('raiseThreshold', value + 1)];
}

function elementsOf(value: RuleValue | undefined): readonly RuleValue[] {
  return value?.kind === 'array' ? value.elements : [];
}
