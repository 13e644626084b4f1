/** Values for the leaves that Elasticsearch runs as scripts: tried out, from the constants of the clause and what can be made of them. */
import { fieldFamily } from '../evaluate/lowering.js';
import { EvaluationError, type Computed, type FieldRef } from '../evaluate/predicate.js';
import { parseWildcard, patternText } from '../evaluate/wildcard.js';
import type { Value } from '../events/event.js';
import { naturalText } from './candidates.js';
import { regexSamples } from './regexSamples.js';
import { usualValues } from './usualValues.js';

/** A value for each field of the leaf; null for none. */
export type Choice = readonly (Value | null)[];

/** Choices that may still be tried, in one search. */
export interface Budget {
  left: number;
}

/** Choices that are tried for one leaf. */
const mostTried = 60_000;
const mostPerField = 400;

/** The choices with which the leaf's script says `wanted`. `known`: values the fields have already. */
export function* choicesOf(
  leaf: Computed,
  wanted: boolean,
  clause: string,
  known: (field: FieldRef) => readonly Value[],
  budget: Budget,
): Generator<Choice, void, undefined> {
  const constants = constantsOf(clause);
  const perField = Math.max(8, Math.min(mostPerField, Math.floor(mostTried ** (1 / Math.max(1, leaf.fields.length)))));
  const lists = leaf.fields.map((field) => {
    const before = known(field);
    return [...new Set([...before, null, ...joined(before, constants), ...made(field, constants)])].slice(0, perField);
  });
  for (const choice of products(lists)) {
    if (budget.left-- <= 0) return;
    if (says(leaf, choice) === wanted) yield choice;
  }
}

/** Undefined where the script fails. */
export function says(leaf: Computed, choice: Choice): boolean | undefined {
  try {
    return leaf.test(choice);
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}

/** Every combination of one element of each list. */
export function* products<T>(lists: readonly (readonly T[])[]): Generator<readonly T[], void, undefined> {
  const [first, ...others] = lists;
  if (first === undefined) yield [];
  else for (const element of first) for (const rest of products(others)) yield [element, ...rest];
}

interface Constants {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
}

/** Texts in quotes, and numbers. KQL has texts without quotes as well. */
function constantsOf(clause: string): Constants {
  const literals = [...clause.matchAll(/"""([^]*?)"""|"((?:[^"\\]|\\.)*)"/g)];
  const texts = literals.map(([, raw, escaped]) => raw ?? unescape(escaped ?? ''));
  const bare = clause.replace(/"""[^]*?"""|"(?:[^"\\]|\\.)*"/g, '""');
  const numbers = [...bare.matchAll(/(?<![\w.])-?\d+(?:\.\d+)?/g)].map(([text]) => Number(text));
  const isCall = /\w\(/.test(bare);
  const words = texts.length > 0 || isCall ? [] : [...bare.matchAll(/[^\s():"<>=]+/g)].map(([word]) => word);
  return { texts: [...new Set([...texts, ...words])], numbers: [...new Set(numbers)] };
}

function unescape(escaped: string): string {
  return escaped.replace(/\\(.)/g, (_, character: string) => ({ n: '\n', t: '\t', r: '\r' })[character] ?? character);
}

/** What the field has already, with a text of the clause after it: one value for several searches in a text. */
function joined(known: readonly Value[], { texts }: Constants): readonly Value[] {
  return known.flatMap((value) => (typeof value === 'string' ? texts.map((text) => `${value} ${text}`) : []));
}

function made(field: FieldRef, { texts, numbers }: Constants): readonly Value[] {
  const family = fieldFamily(field.type);
  const usual = usualValues(field);
  if (family === 'integer' || family === 'decimal') return [...madeNumbers(numbers), ...usual];
  if (family !== undefined && family !== 'keyword' && family !== 'text') return [...texts, ...numbers, ...usual];
  const plain = texts.flatMap((text) => {
    const pattern = parseWildcard(text);
    return [...new Set([naturalText(pattern), text, patternText(pattern, 'example', 'x'), patternText(pattern, '', '7')])];
  });
  const lengths = numbers
    .filter((number) => number >= 0 && number < 10_000)
    .flatMap((number) => [number + 1, number, Math.max(0, number - 1)]);
  const around = plain.flatMap((text) => [text, `xx${text}`, `${text}xx`, `xx${text}xx`]);
  const pairs = plain.flatMap((first) => plain.flatMap((second) => [first + second, `${first}x${second}`]));
  const few = texts.slice(0, 4);
  const triples = few.flatMap((first) => few.flatMap((second) => few.map((third) => first + second + third)));
  const long = lengths.map((length) => 'x'.repeat(length));
  const padded = lengths.flatMap((length) => plain.flatMap((text) => [text.padEnd(length, 'x'), text.padStart(length, 'x')]));
  const matching = texts.flatMap((text) => regexSamples(text).slice(0, 20));
  return [...around, ...usual, ...long, ...padded, ...pairs.slice(0, 100), ...triples, ...matching];
}

function madeNumbers(numbers: readonly number[]): readonly number[] {
  const near = numbers.flatMap((number) => [number, number + 1, number - 1, 2 * number]);
  return [...near, ...numbers.flatMap((first) => numbers.flatMap((second) => [first - second, first + second, first * second]))];
}
