/** TYP171: Kibana filters of a rule, `[[rule.filters]]`. */
import type { Problem } from '../../base/problem.js';
import { entryOf, stringAt, tableAt, tablesAt, type RuleTable } from '../../rule/value.js';
import type { FrameCheck } from './check.js';

export const checkFilters: FrameCheck = ({ tree }) => tablesAt(tree?.rule, 'filters').flatMap(filterProblems);

function filterProblems(filter: RuleTable): readonly Problem[] {
  const meta = tableAt(filter, 'meta');
  const query = tableAt(filter, 'query');
  const disabled = entryOf(meta, 'disabled')?.value;
  if (disabled?.kind === 'boolean' && disabled.value) {
    const message = 'This filter is disabled, so it has no effect';
    return [{ code: 'TYP171', severity: 'information', span: disabled.span, message, unnecessary: true }];
  }
  if (query === undefined || query.entries.length === 0) {
    return [{ code: 'TYP171', span: filter.span, message: 'This filter has no `query`, so it selects nothing' }];
  }
  const key = stringAt(meta, 'key');
  const names = fieldsIn(query);
  if (key === undefined || names === undefined || names.includes(key.value)) return [];
  const message = `Kibana shows this filter as one on \`${key.value}\`, but its query is on ${names.map((name) => `\`${name}\``).join(', ')}`;
  return [{ code: 'TYP171', span: key.span, message }];
}

const onOneField: readonly string[] = ['wildcard', 'match_phrase', 'match', 'term', 'terms', 'range', 'prefix', 'regexp'];

/** The fields of a filter on one condition; undefined for what may name them elsewhere. */
function fieldsIn(query: RuleTable): readonly string[] | undefined {
  const [clause, second] = query.entries;
  if (clause === undefined || second !== undefined || clause.value.kind !== 'table') return undefined;
  if (clause.key === 'exists') {
    const field = stringAt(clause.value, 'field');
    return field === undefined ? undefined : [field.value];
  }
  if (!onOneField.includes(clause.key)) return undefined;
  return clause.value.entries.map(({ key }) => key).filter((key) => key !== 'boost' && key !== '_name');
}
