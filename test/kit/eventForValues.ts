/** Values that are likely to satisfy one leaf of a predicate; whoever uses them checks. */
import type { Value } from '../../server/src/events/event.js';
import { instantToIso } from '../../server/src/events/time.js';
import type { ValueLeaf } from '../../server/src/evaluate/leaves.js';
import { fieldFamily } from '../../server/src/evaluate/lowering.js';
import type { Bound, Constant, FieldRef, InRange, WildcardPattern } from '../../server/src/evaluate/predicate.js';
import { regexSamples } from './eventForRegex.js';

/** `beside`: texts the value had better hold too, so that one value serves several leaves. */
export function* candidatesOf(leaf: ValueLeaf, beside: readonly string[] = []): Generator<Value, void, undefined> {
  switch (leaf.kind) {
    case 'equals':
      for (const constant of leaf.constants) yield* equalTo(constant);
      return;
    case 'wildcard':
      for (const filler of [...beside, ...fillers]) {
        for (const one of ones) for (const pattern of leaf.patterns) yield fill(pattern, filler, one);
      }
      return;
    case 'regex':
      for (const pattern of leaf.patterns) yield* regexSamples(pattern);
      return;
    case 'range':
      yield* inside(leaf);
      return;
    case 'exists':
      yield* usualValues(leaf.field);
  }
}

const ones = ['C', '7', 'z'];
const fillers = ['zq', '', 'zq7', '7', 'zq\\zq', 'zq/zq', 'zq zq', 'zq.zq', '-zq', 'Zq7'.repeat(12), 'zq'.repeat(200)];

/** The pattern with `filler` for each run and `one` for each single character. */
export function fill(pattern: WildcardPattern, filler: string, one: string): string {
  return pattern.map((piece) => (piece.kind === 'text' ? piece.text : piece.kind === 'run' ? filler : one)).join('');
}

function plain(constant: Constant): Value {
  return typeof constant === 'object' ? instantToIso(constant) : constant;
}

/** A network stands for its addresses. */
function* equalTo(constant: Constant): Generator<Value, void, undefined> {
  const value = plain(constant);
  const [, address] = typeof value === 'string' ? (/^([0-9a-f.:]+)\/\d+$/i.exec(value) ?? []) : [];
  if (address === undefined) yield value;
  else yield* [address, address.replace(/\d+$/, (last) => String(Number(last) + 1)), `${address}1`, value];
}

function* inside({ lower, upper }: InRange): Generator<Value, void, undefined> {
  for (const bound of [lower, upper]) if (bound !== undefined) yield* near(bound);
  yield* [0, 1];
}

function* near({ value }: Bound): Generator<Value, void, undefined> {
  if (typeof value === 'object') {
    for (const step of [0, 1, -1]) yield instantToIso({ ...value, milliseconds: value.milliseconds + step });
  } else if (typeof value === 'number') yield* [value, value + 1, value - 1, value + 2, value - 2, value + 0.5, value + 1000];
  else if (typeof value === 'bigint') yield* [value, value + 1n, value - 1n, value + 2n, value - 2n, value + 1000n];
  else if (typeof value === 'string') yield* [value, `${value}z`, `${value.slice(0, -1)}`, '0'];
  else yield value;
}

const addresses = ['203.0.113.7', '10.1.2.3', '127.0.0.1', '2001:db8::7', '::1'];
const numbers = [4242, 0, 1, 2, 7, 100, 1000, 50_000, 1_000_000, -1];
const texts = [
  'zq', 'zq7', 'C:\\zq\\zq.exe', '/zq/zq', '7', 'zq.example', '203.0.113.7', 'S-1-5-21-7', 'Zq7'.repeat(12),
]; // prettier-ignore

/** Some of what the field's type takes. */
export function usualValues({ type }: FieldRef): readonly Value[] {
  switch (fieldFamily(type)) {
    case 'integer':
    case 'decimal':
      return numbers;
    case 'boolean':
      return [true, false];
    case 'date':
      return ['2024-05-06T07:08:09.000Z', '1999-01-02T03:04:05.000Z'];
    case 'ip':
      return addresses;
    case 'version':
      return ['1.2.3', '10.0.0'];
    default:
      return texts;
  }
}
