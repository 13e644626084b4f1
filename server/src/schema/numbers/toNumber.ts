/** `number("…")`: text to a number as Java reads it. */
import { double, fitsType, ScriptError, type ScriptNumber } from './number.js';

/** Java's `Double.valueOf` lets blanks stand around the number, and a type suffix after it. */
const javaDouble = /^[\x00-\x20]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?(?:NaN|Infinity))[fFdD]?[\x00-\x20]*$/;

/** `base` undefined: 10, or 16 after `0x`. Throws `ScriptError` for text that is no number. */
export function toNumber(text: string, base: number | undefined): ScriptNumber {
  const hasPrefix = text.startsWith('0x');
  const radix = base ?? (hasPrefix ? 16 : 10);
  const digits = hasPrefix && radix === 16 ? text.slice(2) : text;
  const whole = parseLong(digits, radix);
  if (whole !== undefined) return { type: 'long', value: whole };
  const decimal = radix === 10 ? javaDouble.exec(digits)?.[1] : undefined;
  if (decimal === undefined) throw new ScriptError(`"${text}" cannot be read as a number of base ${radix}`);
  return double(Number(decimal));
}

/** A 64-bit integer with an optional sign; undefined for anything else. */
function parseLong(text: string, radix: number): bigint | undefined {
  const [, sign, digits] = /^([+-]?)([0-9a-zA-Z]+)$/.exec(text) ?? [];
  if (digits === undefined || radix < 2 || radix > 36) return undefined;
  let value = 0n;
  for (const character of digits) {
    const digit = parseInt(character, 36);
    if (digit >= radix) return undefined;
    value = value * BigInt(radix) + BigInt(digit);
  }
  const signed = sign === '-' ? -value : value;
  return fitsType(signed, 'long') ? signed : undefined;
}
