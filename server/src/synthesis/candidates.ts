/** Values that are likely to satisfy one leaf of a predicate; whoever uses them checks. */
import { patternText } from '../evaluate/wildcard.js';
import type { Value } from '../events/event.js';
import { instantToIso } from '../events/time.js';
import type { ValueLeaf } from '../evaluate/leaves.js';
import type { Bound, Constant, InRange, WildcardPattern } from '../evaluate/predicate.js';
import { regexSamples } from './regexSamples.js';
import { usualValues } from './usualValues.js';

/** The most natural first. `beside`: texts the value had better hold too, so that one value serves several leaves. */
export function* candidatesOf(leaf: ValueLeaf, beside: readonly string[] = []): Generator<Value, void, undefined> {
  switch (leaf.kind) {
    case 'equals':
      for (const constant of leaf.constants) yield* equalTo(constant);
      return;
    case 'wildcard':
      if (leaf.patterns.some((pattern) => pattern.every(({ kind }) => kind !== 'text'))) yield* usualValues(leaf.field);
      for (const pattern of leaf.patterns) {
        const text = naturalText(pattern);
        yield text;
        for (const other of beside) yield* [`${text} ${other}`, `${other} ${text}`];
      }
      for (const filler of [...beside, ...fillers]) {
        for (const one of ones) for (const pattern of leaf.patterns) yield patternText(pattern, filler, one);
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

const ones = ['x', '7', 'C'];
const fillers = [
  'example', '', 'example1', '7', 'zq', 'example\\zq', 'example/zq', 'example zq', 'example.zq', '-zq', 'Zq7'.repeat(12), 'zq'.repeat(200),
]; // prettier-ignore

const separators = '\\/.-_:@ ';

/** The pattern with a word for each run that stands beside a separator, and nothing for others: `*\cmd.exe` is `C:\example\cmd.exe`. */
export function naturalText(pattern: WildcardPattern): string {
  return pattern
    .map((piece, index) => {
      if (piece.kind === 'text') return piece.text;
      if (piece.kind === 'one') return textAt(pattern, index + 1)?.startsWith(':') === true ? 'C' : 'x';
      const [before, after] = [textAt(pattern, index - 1), textAt(pattern, index + 1)];
      if (index === 0) return beginning(after);
      if (before === undefined) return '';
      if (after === undefined) return separators.includes(before.slice(-1)) ? 'example' : '';
      return between(before, after);
    })
    .join('');
}

/** A name between separators, a space between words. */
function between(before: string, after: string): string {
  if (before.endsWith(' ') || after.startsWith(' ')) return '';
  if (separators.includes(before.slice(-1))) return 'example';
  return './\\'.includes(after.charAt(0)) ? '' : ' ';
}

function textAt(pattern: WildcardPattern, index: number): string | undefined {
  const piece = pattern[index];
  return piece?.kind === 'text' ? piece.text : undefined;
}

function beginning(after: string | undefined): string {
  if (after === undefined) return '';
  if (after.startsWith('\\')) return 'C:\\example';
  if (after.startsWith('/')) return '/example';
  return separators.includes(after.charAt(0)) ? 'example' : '';
}

function plain(constant: Constant): Value {
  return typeof constant === 'object' ? instantToIso(constant) : constant;
}

/** A network stands for its addresses. */
function* equalTo(constant: Constant): Generator<Value, void, undefined> {
  const value = plain(constant);
  const [, address] = typeof value === 'string' ? (/^([0-9a-f.:]+)\/\d+$/i.exec(value) ?? []) : [];
  if (address === undefined) yield value;
  else yield* [address.replace(/\d+$/, (last) => String(Number(last) + 1)), address, `${address}1`, value];
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
  else if (typeof value === 'string') yield* nearText(value);
  else yield value;
}

/** In KQL numbers, addresses and dates of bounds are texts too. */
function* nearText(value: string): Generator<Value, void, undefined> {
  const number = value.trim() === '' ? NaN : Number(value);
  if (Number.isFinite(number)) yield* [number, number + 1, number - 1];
  const [, head, last] = /^(\d+\.\d+\.\d+\.)(\d+)$/.exec(value) ?? [];
  if (head !== undefined) yield* [value, `${head}${Number(last) + 1}`, `${head}${Math.max(0, Number(last) - 1)}`];
  yield* [value, `${value}z`, value.slice(0, -1), '0'];
}
