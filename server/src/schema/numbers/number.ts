/**
 * Numbers as Elasticsearch's scripts and constants have them: Java's. They keep their Java type, because it decides how they divide,
 * overflow and compare.
 */

/** The whole numbers of Java; `unsignedLong` is Elasticsearch's own. */
export interface ScriptInteger {
  readonly type: 'int' | 'long' | 'unsignedLong';
  readonly value: bigint;
}

export interface ScriptDecimal {
  readonly type: 'float' | 'double';
  readonly value: number;
}

export type ScriptNumber = ScriptInteger | ScriptDecimal;

/** The script would fail, and with it the search. The message is one sentence for the user. */
export class ScriptError extends Error {}

export function isIntegral(number: ScriptNumber): number is ScriptInteger {
  return number.type !== 'float' && number.type !== 'double';
}

const longRange = { from: -(2n ** 63n), to: 2n ** 63n - 1n } as const;
const ranges = {
  int: { from: -(2n ** 31n), to: 2n ** 31n - 1n },
  long: longRange,
  unsignedLong: { from: 0n, to: 2n ** 64n - 1n },
} as const;

export function fitsType(value: bigint, type: ScriptInteger['type']): boolean {
  return ranges[type].from <= value && value <= ranges[type].to;
}

export function int(value: number | bigint): ScriptInteger {
  return { type: 'int', value: BigInt(value) };
}

export function double(value: number): ScriptDecimal {
  return { type: 'double', value };
}

/** A whole number of a query or an event: the smallest of `types` it fits; too large for all, it is silently a double. */
export function wholeNumber(value: bigint, types: readonly ScriptInteger['type'][]): ScriptNumber {
  const type = types.find((candidate) => fitsType(value, candidate));
  return type === undefined ? double(Number(value)) : { type, value };
}

/** A number as a query writes it; `integer`: without fraction and exponent. */
export function literalNumber({ value, integer }: { readonly value: number | bigint; readonly integer: boolean }): ScriptNumber {
  return integer ? wholeNumber(BigInt(value), ['int', 'long', 'unsignedLong']) : double(Number(value));
}

/** As Java writes it: `42`, `42.0`, `1.0E10`. */
export function numberText(number: ScriptNumber): string {
  return isIntegral(number) ? number.value.toString() : decimalText(number.value);
}

function decimalText(value: number): string {
  if (!Number.isFinite(value) || value === 0) return Object.is(value, -0) ? '-0.0' : value === 0 ? '0.0' : String(value);
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits}${digits.includes('.') ? '' : '.0'}E${Number(exponent)}`;
}
