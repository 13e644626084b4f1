/** Looks for many literals at once in one walk over a text. https://dl.acm.org/doi/10.1145/360825.360855 (Aho and Corasick) */
import type { Automaton } from '../events/kernels/lookups.js';

/** Marks in `has` the literals that occur, by number, and adds them to `found`. */
export function walk({ classes, classCount, next, ends }: Automaton, text: string, has: Uint8Array, found: number[]): void {
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

/** Literals in lower case, numbered in their order. */
export function buildAutomaton(literals: readonly string[]): Automaton {
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
