/** SCH007, SCH008 and SCH011: what the query of a rule makes of the times of its events and runs. */
import type { Problem } from '../../base/problem.js';
import type { RuleDocument, RuleTree } from '../../rule/ruleDocument.js';
import { scheduleOf, writeDuration } from '../../rule/schedule.js';
import { entryOf, stringAt, stringsAt, tableAt, type RuleTable } from '../../rule/value.js';
import type { DocumentCheck, DocumentContext } from './check.js';
import { setting } from './repairs.js';

export const checkQueryTimes: DocumentCheck = (document, context) => {
  const { tree } = document;
  const rule = tree?.rule;
  return tree === undefined || rule === undefined
    ? []
    : [...overrideProblems(document, tree, rule, context), ...aggregationProblems(document)];
};

function overrideProblems(
  { queries, format }: RuleDocument,
  tree: RuleTree,
  rule: RuleTable,
  { isShown }: DocumentContext,
): readonly Problem[] {
  const parsed = queries.find(({ key }) => key === 'query')?.parsed;
  const override = stringAt(rule, 'timestamp_override');
  if (parsed === undefined) return [];
  const isSequence = parsed.language === 'eql' && parsed.tree.body.kind === 'sequence';
  if (isSequence) {
    if (override === undefined || override.value === '') return [];
    const message = `Only the time a run searches goes by \`${override.value}\`; the order of the sequence and its maxspan go by \`@timestamp\``;
    return [{ code: 'SCH008', span: override.span, message }];
  }
  if (entryOf(rule, 'timestamp_override') !== undefined || format !== 'toml' || !isShown('SCH007')) return [];
  const place = entryOf(rule, 'type')?.value.span ?? rule.span;
  const message = 'Without `timestamp_override = "event.ingested"` an event that is indexed late is never searched';
  return [{ code: 'SCH007', span: place, message, fixes: setting(tree, rule, 'timestamp_override', 'event.ingested') }];
}

function aggregationProblems(document: RuleDocument): readonly Problem[] {
  const { tree, queries } = document;
  const query = queries.find(({ key }) => key === 'query');
  if (query?.language !== 'esql') return [];
  const { from, every, window } = scheduleOf(document);
  if (every === undefined || window === undefined || window <= every) return [];
  const place = from?.span ?? query.span;
  if (!/\|\s*stats\b/i.test(query.map.text) || stringsAt(tableAt(tree?.rule, 'alert_suppression'), 'group_by').length > 0) return [];
  const message = `Aggregated rows have no identity: what lies in the ${writeDuration(window - every)} that two runs both search is alerted twice`;
  return [{ code: 'SCH011', span: place, message }];
}
