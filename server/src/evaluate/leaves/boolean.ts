/** Leaves on boolean fields. `"true"`, `"false"` and `""` (which is false) are accepted as values, as an index does. */
import type { Value } from '../../events/event.js';
import { orderedLeaves, type FamilyLeaves } from './family.js';

const texts: Readonly<Record<string, boolean>> = { true: true, false: false, '': false };

/** https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/boolean */
export function booleanOf(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' && Object.hasOwn(texts, value) ? texts[value] : undefined;
}

export const booleanLeaves: FamilyLeaves = orderedLeaves({
  valueKey: booleanOf,
  constantKey: (constant) => (typeof constant === 'object' || constant === '' ? undefined : booleanOf(constant)),
  compare: (a, b) => Number(a) - Number(b),
});
