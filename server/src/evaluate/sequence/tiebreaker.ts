/**
 * The tiebreaker of a search, which orders events of the same time.
 * https://www.elastic.co/docs/explore-analyze/query-filter/languages/eql#eql-search-specify-a-sort-tiebreaker
 */
import type { EventView } from '../../events/event.js';
import type { FieldRef } from '../predicate.js';
import { compareParts, keyPart, type KeyPart } from './joinKeys.js';

/** Reads the first value that the field can hold; null where there is none, or no field. */
export function compileTiebreaker(field: FieldRef | undefined): (view: EventView) => KeyPart {
  if (field === undefined) return () => null;
  const partOf = keyPart(field);
  return (view) => {
    const [first] = view.values(field.id);
    return first === undefined ? null : (partOf(first) ?? null);
  };
}

/** Negative, zero or positive; an event without a tiebreaker comes after those with one. */
export function compareTiebreakers(left: KeyPart, right: KeyPart): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return compareParts(left, right);
}
