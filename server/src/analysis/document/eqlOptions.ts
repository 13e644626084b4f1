/** TYP131: the fields that an EQL rule takes for the time, the order and the category of events. */
import type { Problem } from '../../base/problem.js';
import type { RuleString } from '../../rule/value.js';
import { stringAt } from '../../rule/value.js';
import type { DocumentContext, FrameCheck } from './check.js';
import { familyAt, unknownName } from './fieldNames.js';
import { replacing } from './repairs.js';

export const checkEqlOptions: FrameCheck = ({ tree, type, language }, { catalog }) => {
  const rule = tree?.rule;
  if (tree === undefined || rule === undefined || type?.value !== 'eql') return [];
  const time = stringAt(rule, 'timestamp_field');
  const category = stringAt(rule, 'event_category_override');
  const tiebreaker = stringAt(rule, 'tiebreaker_field');
  const spoken = stringAt(rule, 'language');
  const known = [time, category, tiebreaker].filter((name) => name !== undefined);
  const effect = 'the query goes by a field that no event has';
  return [
    ...(language !== undefined && spoken !== undefined && ['kuery', 'lucene', 'esql'].includes(spoken.value)
      ? [
          {
            code: 'TYP131',
            severity: 'error' as const,
            span: spoken.span,
            message: 'The language of an EQL rule is `eql`',
            fixes: replacing(tree, spoken, 'eql'),
          },
        ]
      : []),
    ...known.flatMap((name) => unknownName('TYP131', name, { tree, catalog, effect })),
    ...ofAnotherType(time, catalog, 'date', 'the time of an event is a date'),
    ...ofAnotherType(category, catalog, 'keyword', 'the category of an event is a keyword'),
  ];
};

function ofAnotherType(
  name: RuleString | undefined,
  catalog: DocumentContext['catalog'],
  wanted: 'date' | 'keyword',
  why: string,
): readonly Problem[] {
  const family = name === undefined ? undefined : familyAt(catalog, name.value);
  if (name === undefined || family === undefined || family === wanted) return [];
  return [{ code: 'TYP131', span: name.span, message: `\`${name.value}\` is of another type: ${why}` }];
}
