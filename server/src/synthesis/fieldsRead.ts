/** The names of the fields that a query and the filters of its rule look at. Patterns of names are not among them. */
import { clausesOf } from '../evaluate/explain/clauses.js';
import type { LoweredQuery } from '../evaluate/lowerQuery.js';
import type { Predicate } from '../evaluate/predicate.js';

export function fieldsRead({ query, filter }: LoweredQuery): readonly string[] {
  const filters = filter.predicate === undefined ? [] : [filter.predicate];
  if (query.kind === 'events') return namesIn([query.predicate, ...filters]);
  const until = query.kind === 'sequence' && query.until !== undefined ? [query.until] : [];
  const items = [...query.items, ...until];
  const keys = items.flatMap((item) => item.keys.flatMap(({ field }) => (field === undefined ? [] : [field.name])));
  return [...new Set([...namesIn([...items.flatMap(({ predicate, inherited }) => [predicate, ...inherited]), ...filters]), ...keys])];
}

function namesIn(predicates: readonly Predicate[]): readonly string[] {
  const clauses = predicates.flatMap((predicate) => clausesOf(predicate, '*').all);
  const names = clauses.flatMap((clause) => (clause.kind === 'leaf' ? clause.fields.map(({ name }) => name) : []));
  return [...new Set(names)];
}
