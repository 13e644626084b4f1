/**
 * Leaves on fields that no schema knows: each value is taken as JSON has it, as Elasticsearch's dynamic mapping would. Text is a
 * keyword, a number a number.
 * https://www.elastic.co/docs/manage-data/data-store/mapping/dynamic-field-mapping
 */
import type { Value } from '../../events/event.js';
import { booleanLeaves } from './boolean.js';
import type { FamilyLeaves, ValueTest } from './family.js';
import { decimalLeaves } from './number.js';
import { textLeaves, textOf } from './text.js';

const text = textLeaves(undefined);

function byJsonType(make: (leaves: FamilyLeaves) => ValueTest): ValueTest {
  const [ofText, ofNumber, ofBoolean] = [make(text), make(decimalLeaves), make(booleanLeaves)];
  return (value: Value) => {
    if (typeof value === 'string') return ofText(value);
    return typeof value === 'boolean' ? ofBoolean(value) : ofNumber(value);
  };
}

export const dynamicLeaves: FamilyLeaves = {
  visible: () => true,
  // Only text is compared without case.
  equals: (constants, caseInsensitive) =>
    caseInsensitive ? text.equals(constants, true) : byJsonType((leaves) => leaves.equals(constants, false)),
  within: (lower, upper) => byJsonType((leaves) => leaves.within(lower, upper)),
  matches: (test) => (value) => test(textOf(value)),
};
