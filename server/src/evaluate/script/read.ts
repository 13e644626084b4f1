/** How a script reads the values of a field: as the field's type has them in the index, not as JSON wrote them. */
import type { Value } from '../../events/event.js';
import { double, wholeNumber } from '../../schema/numbers/number.js';
import { booleanOf } from '../leaves/boolean.js';
import { instantOf } from '../leaves/date.js';
import { addressText } from '../leaves/ip.js';
import { integerOf, numberOf } from '../leaves/number.js';
import { textOf } from '../leaves/text.js';
import { fieldFamily } from '../lowering.js';
import type { FieldRef } from '../predicate.js';
import { dynamicNumber, type ScriptValue } from './value.js';

/** Null for what the index would not hold. */
export function scriptReader({ type }: FieldRef): (value: Value) => ScriptValue {
  switch (fieldFamily(type)) {
    case 'keyword':
    case 'text':
    case 'flattened':
    case 'version':
      return textOf;
    case 'integer':
      return type === 'unsigned_long' ? (value) => wholeOf(value, 'unsignedLong') : (value) => wholeOf(value, 'long');
    case 'decimal':
      return type === 'float' ? (value) => decimalOf(value, Math.fround) : (value) => decimalOf(value, Number);
    case 'boolean':
      return (value) => booleanOf(value) ?? null;
    case 'ip':
      return (value) => addressText(textOf(value)) ?? null;
    case 'date':
      return dateText;
    default:
      return asJson;
  }
}

function asJson(value: Value): ScriptValue {
  return typeof value === 'number' || typeof value === 'bigint' ? dynamicNumber(value) : value;
}

function wholeOf(value: Value, type: 'long' | 'unsignedLong'): ScriptValue {
  const whole = integerOf(value);
  return whole === undefined ? null : wholeNumber(BigInt(whole), [type]);
}

function decimalOf(value: Value, round: (value: number) => number): ScriptValue {
  const number = numberOf(value);
  return number === undefined ? null : double(round(Number(number)));
}

function dateText(value: Value): ScriptValue {
  const instant = instantOf(value);
  return instant === undefined ? null : new Date(instant.milliseconds).toISOString();
}
