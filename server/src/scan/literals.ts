/**
 * Texts that conditions need somewhere in a value, looked for all at once: one walk over the values of a field tells which of the texts
 * of all patterns on that field occur. https://dl.acm.org/doi/10.1145/360825.360855 (Aho and Corasick)
 */
import type { EventView, FieldId } from '../events/event.js';
import type { WildcardPattern } from '../evaluate/predicate.js';
import { foldAscii } from '../evaluate/text.js';

/** Shorter texts occur nearly everywhere. */
const shortest = 2;
const asciiRuns = /[\x00-\x7f]+/g;

/** A text in lower case that each value matching the pattern has, whatever the case of its ASCII letters; undefined where there is none. */
export function literalOf(pattern: WildcardPattern): string | undefined {
  let longest = '';
  for (const piece of pattern) {
    if (piece.kind !== 'text') continue;
    for (const run of piece.text.match(asciiRuns) ?? []) if (run.length > longest.length) longest = run;
  }
  return longest.length < shortest ? undefined : foldAscii(longest);
}

/** Looks for literals in the fields of one event after the other. Literals are numbered; all are added before the first event. */
export class LiteralScanner {
  readonly #fields = new Map<FieldId, FieldLiterals>();

  add(field: FieldId, literal: string): void {
    const known = this.#fields.get(field) ?? new FieldLiterals();
    this.#fields.set(field, known);
    known.add(literal);
  }

  /** The number of the literal among those of the field. */
  numberOf(field: FieldId, literal: string): number | undefined {
    return this.#fields.get(field)?.numberOf(literal);
  }

  /** What was found is about another event from now on. */
  nextEvent(): void {
    for (const field of this.#fields.values()) field.forget();
  }

  /** The numbers of the literals that the values of the field have. */
  found(field: FieldId, view: EventView): readonly number[] {
    return this.#fields.get(field)?.find(view, field) ?? nothing;
  }

  /** Whether one of these literals occurs. */
  hasAny(field: FieldId, numbers: readonly number[], view: EventView): boolean {
    return this.#fields.get(field)?.hasAny(numbers, view, field) ?? false;
  }
}

const nothing: readonly number[] = Object.freeze([]);

class FieldLiterals {
  readonly #numbers = new Map<string, number>();
  readonly #found: number[] = [];
  #has: Uint8Array = new Uint8Array(0);
  #automaton: Automaton | undefined;
  #isFound = false;

  add(literal: string): void {
    if (!this.#numbers.has(literal)) this.#numbers.set(literal, this.#numbers.size);
  }

  numberOf(literal: string): number | undefined {
    return this.#numbers.get(literal);
  }

  forget(): void {
    this.#isFound = false;
  }

  find(view: EventView, field: FieldId): readonly number[] {
    if (this.#isFound) return this.#found;
    const values = view.values(field);
    for (const number of this.#found) this.#has[number] = 0;
    this.#found.length = 0;
    this.#isFound = true;
    if (values.length === 0) return this.#found;
    if (this.#automaton === undefined) {
      this.#automaton = buildAutomaton([...this.#numbers.keys()]);
      this.#has = new Uint8Array(this.#numbers.size);
    }
    for (const value of values) walk(this.#automaton, typeof value === 'string' ? value : String(value), this.#has, this.#found);
    return this.#found;
  }

  hasAny(numbers: readonly number[], view: EventView, field: FieldId): boolean {
    if (this.find(view, field).length === 0) return false;
    for (const number of numbers) if (this.#has[number] === 1) return true;
    return false;
  }
}

interface Automaton {
  /** The class of each ASCII character, letters of both cases alike; 0 for what is in no literal. */
  readonly classes: Uint8Array;
  readonly classCount: number;
  /** State after a state and a class. */
  readonly next: Uint32Array;
  /** The literals that end in a state. */
  readonly ends: readonly (readonly number[] | undefined)[];
}

function walk({ classes, classCount, next, ends }: Automaton, text: string, has: Uint8Array, found: number[]): void {
  let state = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    state = next[state * classCount + (code < 128 ? (classes[code] as number) : 0)] as number;
    const ending = ends[state];
    if (ending === undefined) continue;
    for (const number of ending) {
      if (has[number] === 1) continue;
      has[number] = 1;
      found.push(number);
    }
  }
}

function buildAutomaton(literals: readonly string[]): Automaton {
  const { classes, classCount } = classesOf(literals);
  const children: Map<number, number>[] = [new Map<number, number>()];
  const ends: (number[] | undefined)[] = [undefined];
  for (const [number, literal] of literals.entries()) {
    let state = 0;
    for (const code of codesOf(literal)) {
      const letter = classes[code] ?? 0;
      let child = children[state]?.get(letter);
      if (child === undefined) {
        child = children.push(new Map()) - 1;
        ends.push(undefined);
        children[state]?.set(letter, child);
      }
      state = child;
    }
    (ends[state] ??= []).push(number);
  }
  return { classes, classCount, next: transitions(children, ends, classCount), ends };
}

function classesOf(literals: readonly string[]): Pick<Automaton, 'classes' | 'classCount'> {
  const classes = new Uint8Array(128);
  let classCount = 1;
  for (const code of literals.flatMap(codesOf)) if (classes[code] === 0) classes[code] = classCount++;
  for (let upper = 65; upper <= 90; upper++) classes[upper] = classes[upper + 32] ?? 0;
  return { classes, classCount };
}

function codesOf(literal: string): readonly number[] {
  return Array.from(literal, (character) => character.charCodeAt(0));
}

/** Breadth first: where a literal breaks off, the longest end of it that begins another one goes on. Adds to `ends` what ends with it. */
function transitions(children: readonly ReadonlyMap<number, number>[], ends: (number[] | undefined)[], classCount: number): Uint32Array {
  const next = new Uint32Array(children.length * classCount);
  const fallback = new Uint32Array(children.length);
  const queue = [0];
  for (const state of queue) {
    const back = fallback[state] ?? 0;
    const shorter = ends[back];
    if (state !== 0 && shorter !== undefined) ends[state] = [...(ends[state] ?? []), ...shorter];
    for (let letter = 0; letter < classCount; letter++) {
      const otherwise = state === 0 ? 0 : (next[back * classCount + letter] ?? 0);
      const child = children[state]?.get(letter);
      next[state * classCount + letter] = child ?? otherwise;
      if (child === undefined) continue;
      fallback[child] = otherwise;
      queue.push(child);
    }
  }
  return next;
}
