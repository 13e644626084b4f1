/** Values for the leaves that Elasticsearch runs as scripts: tried out, from the constants of the clause and what can be made of them. */
import { EvaluationError, type Computed, type FieldRef } from '../../server/src/evaluate/predicate.js';
import type { Value } from '../../server/src/events/event.js';
import { fieldFamily } from '../../server/src/evaluate/lowering.js';
import { parseWildcard } from '../../server/src/evaluate/wildcard.js';
import { regexSamples } from './eventForRegex.js';
import { fill, usualValues } from './eventForValues.js';

/** A value for each field of the leaf; null for none. */
export type Choice = readonly (Value | null)[];

/** Choices that are tried for one leaf. */
const mostTried = 60_000;
const mostPerField = 400;

/** The choices with which the leaf's script says `wanted`. `known`: values the fields have already. */
export function* choicesOf(
  leaf: Computed,
  wanted: boolean,
  clause: string,
  known: (field: FieldRef) => readonly Value[],
): Generator<Choice, void, undefined> {
  const constants = constantsOf(clause);
  const perField = Math.max(8, Math.min(mostPerField, Math.floor(mostTried ** (1 / Math.max(1, leaf.fields.length)))));
  const lists = leaf.fields.map((field) => [...new Set([...known(field), null, ...made(field, constants)])].slice(0, perField));
  for (const choice of products(lists)) if (says(leaf, choice) === wanted) yield choice;
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

function constantsOf(clause: string): Constants {
  const literals = [...clause.matchAll(/"""([^]*?)"""|"((?:[^"\\]|\\.)*)"/g)];
  const texts = literals.map(([, raw, escaped]) => raw ?? unescape(escaped ?? ''));
  const bare = clause.replace(/"""[^]*?"""|"(?:[^"\\]|\\.)*"/g, '""');
  const numbers = [...bare.matchAll(/(?<![\w.])-?\d+(?:\.\d+)?/g)].map(([text]) => Number(text));
  return { texts: [...new Set(texts)], numbers: [...new Set(numbers)] };
}

function unescape(escaped: string): string {
  return escaped.replace(/\\(.)/g, (_, character: string) => ({ n: '\n', t: '\t', r: '\r' })[character] ?? character);
}

function made(field: FieldRef, { texts, numbers }: Constants): readonly Value[] {
  const family = fieldFamily(field.type);
  const usual = usualValues(field);
  if (family === 'integer' || family === 'decimal') return [...madeNumbers(numbers), ...usual];
  if (family !== undefined && family !== 'keyword' && family !== 'text') return [...texts, ...numbers, ...usual];
  const plain = texts.flatMap((text) => [text, fill(parseWildcard(text), 'zq', 'z'), fill(parseWildcard(text), '', '7')]);
  const lengths = numbers
    .filter((number) => number >= 0 && number < 10_000)
    .flatMap((number) => [number + 1, number, Math.max(0, number - 1)]);
  const around = plain.flatMap((text) => [text, `zq${text}`, `${text}zq`, `zq${text}zq`]);
  const pairs = plain.flatMap((first) => plain.flatMap((second) => [first + second, `${first}zq${second}`]));
  const few = texts.slice(0, 4);
  const triples = few.flatMap((first) => few.flatMap((second) => few.map((third) => first + second + third)));
  const long = lengths.map((length) => 'z'.repeat(length));
  const padded = lengths.flatMap((length) => plain.flatMap((text) => [text.padEnd(length, 'z'), text.padStart(length, 'z')]));
  const matching = texts.flatMap((text) => regexSamples(text).slice(0, 20));
  return [...around, ...long, ...usual, ...padded, ...pairs.slice(0, 100), ...triples, ...matching];
}

function madeNumbers(numbers: readonly number[]): readonly number[] {
  const near = numbers.flatMap((number) => [number, number + 1, number - 1, 2 * number]);
  return [...near, ...numbers.flatMap((first) => numbers.flatMap((second) => [first - second, first + second, first * second]))];
}
