/** Values as Elasticsearch's scripts see them: Java's. */
import type { Value } from '../../events/event.js';
import { double, isIntegral, numberText, wholeNumber, type ScriptNumber } from '../../schema/numbers/number.js';

export type ScriptValue = string | boolean | ScriptNumber | null;

export function isScriptNumber(value: ScriptValue): value is ScriptNumber {
  return typeof value === 'object' && value !== null;
}

/** A number of an event whose type no schema knows: whole numbers are longs. */
export function dynamicNumber(value: number | bigint): ScriptNumber {
  if (typeof value === 'number' && !Number.isInteger(value)) return double(value);
  return wholeNumber(BigInt(value), ['long', 'unsignedLong']);
}

/** The value as JSON would have it. */
export function toValue(value: ScriptValue): Value | null {
  if (!isScriptNumber(value)) return value;
  if (!isIntegral(value)) return value.value;
  return Number.isSafeInteger(Number(value.value)) ? Number(value.value) : value.value;
}

/** As Java writes it: `42`, `42.0`, `1.0E10`, `true`. */
export function javaText(value: string | boolean | ScriptNumber): string {
  return isScriptNumber(value) ? numberText(value) : String(value);
}
