/** What a query does with each kept event, in short: where nothing of it changes, neither does the result of a case. */
import { compilePredicate, type EventTest } from '../../evaluate/compile.js';
import type { LoweredQuery } from '../../evaluate/lowerQuery.js';
import { EvaluationError } from '../../evaluate/predicate.js';
import type { QueryItem } from '../../evaluate/sequence/query.js';
import type { KeptEvent } from '../coverage/caseEvents.js';

/** One character for each event and part of the query: whether the event satisfies the part, or fails the search. */
export type Signature = (events: readonly KeptEvent[]) => string;

export const satisfied = '1';
export const failing = 'e';

/** Built once per form of the query. */
export function compileSignature({ query, filter }: LoweredQuery): Signature {
  const passes = filter.predicate === undefined ? undefined : compilePredicate(filter.predicate);
  const tests = testsOf(query).map((test): EventTest => (passes === undefined ? test : (view) => test(view) && passes(view)));
  return (events) => {
    let text = '';
    for (const { view } of events) for (const test of tests) text += outcome(test, view);
    return text;
  };
}

function outcome(test: EventTest, view: KeptEvent['view']): string {
  try {
    return test(view) ? satisfied : '0';
  } catch (error) {
    if (error instanceof EvaluationError) return failing;
    throw error;
  }
}

function testsOf(query: LoweredQuery['query']): readonly EventTest[] {
  if (query.kind === 'events') return [compilePredicate(query.predicate)];
  const items = query.kind === 'sequence' && query.until !== undefined ? [...query.items, query.until] : query.items;
  return items.map(({ predicate, inherited }: QueryItem) => {
    const tests = [predicate, ...inherited].map((each) => compilePredicate(each));
    return (view) => tests.every((test) => test(view));
  });
}

/** What of a query, beside the conditions of its events, decides on its matches. The same for forms that differ in conditions alone. */
export function structureOf({ query }: LoweredQuery): string {
  if (query.kind === 'events') return JSON.stringify(query.pipes);
  const item = ({ keys, missing, runs }: QueryItem): unknown => [keys.map(({ field, optional }) => [field?.name, optional]), missing, runs];
  const options = query.kind === 'sequence' ? [query.maxspan, query.pipes, query.until === undefined ? undefined : item(query.until)] : [];
  return JSON.stringify([query.items.map(item), options]);
}
