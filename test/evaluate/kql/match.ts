/** Running KQL on a few events in tests. */
import { compilePredicate } from '../../../server/src/evaluate/compile.js';
import { lowerKql } from '../../../server/src/evaluate/kql/lower.js';
import type { LowerContext, Lowered } from '../../../server/src/evaluate/lowering.js';
import type { JsonObject } from '../../../server/src/events/json.js';
import { createView } from '../../../server/src/events/view.js';
import { parseKql } from '../../../server/src/syntax/kql/parse.js';

export function lower(query: string, context: LowerContext): Lowered {
  return lowerKql(parseKql(query), context);
}

/** Which of the events match, by index; the messages of the problems where the query cannot run. */
export function matching(query: string, events: readonly JsonObject[], context: LowerContext): readonly (number | string)[] {
  const { predicate, problems } = lower(query, context);
  if (predicate === undefined) return problems.map(({ message }) => message);
  const test = compilePredicate(predicate);
  const view = createView(context.fields);
  return events.flatMap((event, index) => {
    view.reset(event);
    return test(view) ? [index] : [];
  });
}
