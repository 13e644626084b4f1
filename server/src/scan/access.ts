/**
 * What must be there for a condition to be true at all: a few values, one of which an event has to have. It decides which conditions
 * are looked at for an event. Everything here errs on the side of looking.
 */
import { oncePer } from '../base/oncePer.js';
import type { FieldId } from '../events/event.js';
import { hasScript, scriptsLast } from '../evaluate/compile.js';
import { judge, nothingKnown, type Known } from '../evaluate/judge.js';
import { fieldFamily, hasFieldsBelow } from '../evaluate/lowering.js';
import { numberOf } from '../evaluate/leaves/number.js';
import { textOf } from '../evaluate/leaves/text.js';
import {
  EvaluationError,
  type AllOf,
  type Computed,
  type Constant,
  type Equals,
  type FieldRef,
  type Leaf,
  type Predicate,
  type Regex,
  type Wildcard,
  type WildcardPattern,
  type WildcardPiece,
} from '../evaluate/predicate.js';
import { foldAscii } from '../evaluate/text.js';
import { isPlainText } from '../evaluate/wildcard.js';
import { isLeaf } from './leafKey.js';
import { literalIn, literalOf } from './literals.js';
import { literalsOfRegex } from './regexLiterals.js';

/** Holds for an event with this value in the field, whatever the case of its ASCII letters; without a value, with any value in the field. */
export interface Atom {
  readonly field: FieldId;
  /** In lower case; a number for numeric fields. */
  readonly value: string | number | undefined;
  /** The text is somewhere in a value. */
  readonly isPart?: true;
}

/** One of them holds wherever the condition is true. None: it never is. */
export type Access = readonly Atom[];

/** The share of events for which the atom holds, or another number that is smaller for rarer ones. */
export type AtomCost = (atom: Atom) => number;

/** What the ways to conditions cost, as long as the cost of atoms stays the same. */
export class Prices {
  readonly #known = new Map<Access, number>();

  constructor(private readonly cost: AtomCost) {}

  of(access: Access): number {
    let price = this.#known.get(access);
    if (price === undefined) {
      price = 0;
      for (const atom of access) price += this.cost(atom) + priceOfAtom;
      this.#known.set(access, price);
    }
    return price;
  }
}

const priceOfAtom = 1e-5;

interface Way {
  readonly access: Access;
  readonly price: number;
}

const never: Way = { access: [], price: 0 };

/** The cheapest access to conditions that are looked at in order and must all be true; undefined where nothing must be there. */
export function accessOfAll(conditions: readonly Predicate[], known: Known, prices: Prices): Access | undefined {
  return wayToAll(conditions, known, prices)?.access;
}

function wayToAll(conditions: readonly Predicate[], known: Known, prices: Prices): Way | undefined {
  let best: Way | undefined;
  for (const condition of conditions) {
    const way = wayTo(condition, known, prices);
    if (way !== undefined && (best === undefined || way.price < best.price)) best = way;
    // A script that fails ends the search of a rule: what comes after one does not keep it from running.
    if (best?.price === 0 || runsScript(condition)) break;
  }
  return best;
}

function wayTo(predicate: Predicate, known: Known, prices: Prices): Way | undefined {
  switch (predicate.kind) {
    case 'and':
      return wayToAll(inOrderOf(predicate), known, prices);
    case 'or': {
      const atoms: Atom[] = [];
      let price = 0;
      for (const operand of predicate.operands) {
        const way = wayTo(operand, known, prices);
        if (way === undefined) return undefined;
        atoms.push(...way.access);
        price += way.price;
      }
      return { access: atoms, price };
    }
    case 'not':
      return truthOf(predicate.operand, known) === true ? never : undefined;
    case 'fixed':
      return predicate.value ? undefined : never;
    default:
      return wayToLeaf(predicate, known, prices);
  }
}

function wayToLeaf(leaf: Leaf, known: Known, prices: Prices): Way | undefined {
  const truth = known(leaf);
  if (truth !== undefined) return truth ? undefined : never;
  // Whatever a nested object has, the event has.
  if (leaf.kind === 'nested') return wayTo(leaf.operand, nothingKnown, prices);
  const access = atomsOf(leaf);
  return access && { access, price: prices.of(access) };
}

/** Truth of a condition where it follows from what is known. A condition with a script is looked at, as a run does: the script may fail. */
export function truthOf(predicate: Predicate, known: Known): boolean | undefined {
  return judge(predicate, runsScript(predicate) ? nothingKnown : known);
}

// Found out once, for plans are made again and again.
const inOrderOf = oncePer((predicate: AllOf) => scriptsLast(predicate.operands));
const runsScript = oncePer((predicate: Predicate) => hasScript(predicate));
const atomsOf = oncePer(findAtoms);

function findAtoms(leaf: Leaf): Access | undefined {
  switch (leaf.kind) {
    case 'equals':
      return equalAtoms(leaf) ?? present(leaf.field);
    case 'wildcard':
    case 'regex':
      return patternAtoms(leaf) ?? present(leaf.field);
    case 'range':
      return present(leaf.field);
    case 'exists':
      return hasFieldsBelow(leaf.field) ? undefined : present(leaf.field);
    case 'computed':
      if (leaf.literals !== undefined) return leaf.fields.flatMap(({ id }) => partAtoms(id, leaf.literals ?? []));
      return isFalseWithoutValues(leaf) ? leaf.fields.flatMap(present) : undefined;
    case 'nested':
    case 'anyField':
      return undefined;
  }
}

/** Where none of its fields has a value, a script sees null in each. */
function isFalseWithoutValues({ fields, test }: Computed): boolean {
  try {
    return !test(fields.map(() => null));
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}

function present({ id }: FieldRef): Access {
  return [{ field: id, value: undefined }];
}

function isText({ type }: FieldRef): boolean {
  const family = fieldFamily(type);
  return family === undefined || family === 'keyword' || family === 'text' || family === 'flattened';
}

function equalAtoms({ field, constants }: Equals): Access | undefined {
  const family = fieldFamily(field.type);
  if (isText(field)) return allOrNone(constants.map((constant) => textAtoms(field, constant)));
  if (family !== 'integer' && (family !== 'decimal' || field.type === 'float')) return undefined;
  const numbers = constants.map((constant) => (typeof constant === 'object' ? undefined : numberOf(constant)));
  const isWhole = numbers.every((number): number is number => Number.isSafeInteger(number));
  return isWhole ? numbers.map((value) => ({ field: field.id, value: Number(value) })) : undefined;
}

/** An instant is no text, so equal to none. */
function textAtoms(field: FieldRef, constant: Constant): Access | undefined {
  if (typeof constant === 'object') return [];
  const text = textOf(constant);
  if (field.lowercased !== true) return [{ field: field.id, value: foldAscii(text) }];
  const literal = literalIn(certainPart(text), { start: true, end: true });
  return literal === undefined ? undefined : partAtoms(field.id, [literal]);
}

function patternAtoms(leaf: Wildcard | Regex): Access | undefined {
  const field = leaf.field.id;
  const literals = literalsOf(leaf);
  if (literals === undefined) return undefined;
  const whole = leaf.kind === 'wildcard' ? leaf.patterns.filter((pattern) => isWholeText(leaf.field, pattern)) : [];
  return [...whole.map((pattern) => ({ field, value: foldAscii(plainText(pattern)) })), ...partAtoms(field, literals)];
}

/** Whether values that match the pattern are those with its text, whatever the case of ASCII letters. */
function isWholeText({ lowercased }: FieldRef, pattern: WildcardPattern): boolean {
  return lowercased !== true && isPlainText(pattern);
}

function plainText(pattern: WildcardPattern): string {
  return pattern.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
}

/** Letters that are the lower case of others than ASCII ones too: these may stand in the event where a field in lower case has them. */
const alsoOfOthers = /[ik]/g;

/** The text as it is in events too, with gaps. */
function certainPart(text: string): string {
  return text.toLowerCase().replace(alsoOfOthers, '\0');
}

function partAtoms(field: FieldId, literals: readonly string[]): Access {
  return literals.map((value) => ({ field, value, isPart: true }));
}

/** The field of the leaf and texts in lower case, one of which a value of it has that matches, but for patterns that are plain text; undefined where that cannot be said. */
export function literalsOfLeaf(leaf: Leaf): { readonly field: FieldId; readonly literals: readonly string[] } | undefined {
  if (leaf.kind !== 'wildcard' && leaf.kind !== 'regex' && leaf.kind !== 'computed') return undefined;
  const literals = leaf.kind === 'computed' ? leaf.literals : literalsOf(leaf);
  const field = leaf.kind === 'computed' ? leaf.fields[0] : leaf.field;
  return literals === undefined || field === undefined ? undefined : { field: field.id, literals };
}

const literalsOf = oncePer(findLiterals);

/** Texts, one of which a value has that matches a pattern, if not one that is whole; undefined where that cannot be said. */
function findLiterals(leaf: Wildcard | Regex): readonly string[] | undefined {
  const { field } = leaf;
  if (!isText(field)) return undefined;
  if (leaf.kind === 'regex') return field.lowercased === true ? undefined : unique(allOrNone(leaf.patterns.map(literalsOfRegex)));
  const open = leaf.patterns.filter((pattern) => !isWholeText(field, pattern));
  const literals = open.map((pattern) => literalOf(field.lowercased === true ? pattern.map(certainPiece) : pattern));
  return unique(allOrNone(literals.map((literal) => (literal === undefined ? undefined : [literal]))));
}

function certainPiece(piece: WildcardPiece): WildcardPiece {
  return piece.kind === 'text' ? { kind: 'text', text: certainPart(piece.text) } : piece;
}

function allOrNone<T>(each: readonly (readonly T[] | undefined)[]): readonly T[] | undefined {
  return each.every((some) => some !== undefined) ? each.flat() : undefined;
}

function unique(literals: readonly string[] | undefined): readonly string[] | undefined {
  return literals && [...new Set(literals)];
}

/** Calls `found` with each atom that could be part of an access to the condition. */
export function eachAtom(predicate: Predicate, found: (atom: Atom) => void): void {
  if (isLeaf(predicate)) {
    if (predicate.kind === 'nested') eachAtom(predicate.operand, found);
    else for (const atom of atomsOf(predicate) ?? []) found(atom);
  } else if (predicate.kind !== 'not' && predicate.kind !== 'fixed') {
    for (const operand of predicate.operands) eachAtom(operand, found);
  }
}
