/** EQL106 and EQL107: sequences that Elasticsearch runs, but in another way than they read. */
import type { Problem } from '../../base/problem.js';
import { span } from '../../base/span.js';
import type { EqlQuery, Sequence, SequenceItem } from '../../syntax/eql/ast.js';

export function sequenceHabits({ body }: EqlQuery): readonly Problem[] {
  if (body.kind !== 'sequence') return [];
  const { until } = body;
  return [...withoutMaxspan(body), ...(until?.missingEvent === true ? [missingUntil(until)] : [])];
}

const keyword = 'sequence';

/** A missing event without one is an error already, and the life of what an entity id names is a bound of its own. */
function withoutMaxspan({ by, maxspan, items, span: { start } }: Sequence): readonly Problem[] {
  const keys = [by, ...items.map((item) => item.by)].flatMap((each) => each?.keys ?? []);
  const isBounded = keys.some((key) => key.kind === 'field' && key.name.endsWith('.entity_id'));
  if (maxspan !== undefined || isBounded || items.some(({ missingEvent }) => missingEvent)) return [];
  const place = span(start, start + keyword.length);
  const end = by?.span.end ?? place.end;
  return [
    {
      code: 'EQL106',
      span: place,
      message: 'Without `maxspan` the events of this sequence may lie any time apart; add `with maxspan=…` after the join keys',
      fixes: [{ title: 'Add `with maxspan=1m`', edits: [{ span: span(end, end), newText: ' with maxspan=1m' }] }],
    },
  ];
}

function missingUntil({ span: { start } }: SequenceItem): Problem {
  const place = span(start, start + 2);
  return {
    code: 'EQL107',
    span: place,
    severity: 'warning',
    message: 'Elasticsearch takes `until ![…]` as `until […]`: the sequence ends when there is such an event, not when there is none',
    fixes: [{ title: 'Write `[`', edits: [{ span: place, newText: '[' }] }],
  };
}
