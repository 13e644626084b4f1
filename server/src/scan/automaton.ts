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
  const next = new Uint32Array((1 + literals.reduce((sum, { length }) => sum + length, 0)) * classCount);
  const ends: (number[] | undefined)[] = [undefined];
  for (const [number, literal] of literals.entries()) {
    let state = 0;
    for (let at = 0; at < literal.length; at++) {
      const step = state * classCount + (classes[literal.charCodeAt(at)] ?? 0);
      // No step leads back to the first state yet, so 0 stands for none.
      if (next[step] === 0) next[step] = ends.push(undefined) - 1;
      state = next[step] ?? 0;
    }
    (ends[state] ??= []).push(number);
  }
  const used = next.subarray(0, ends.length * classCount);
  addFallbacks(used, ends, classCount);
  return { classes, classCount, next: used, ends };
}

function classesOf(literals: readonly string[]): Pick<Automaton, 'classes' | 'classCount'> {
  const classes = new Uint8Array(128);
  let classCount = 1;
  for (const literal of literals) {
    for (let at = 0; at < literal.length; at++) if (classes[literal.charCodeAt(at)] === 0) classes[literal.charCodeAt(at)] = classCount++;
  }
  for (let upper = 65; upper <= 90; upper++) classes[upper] = classes[upper + 32] ?? 0;
  return { classes, classCount };
}

/** Breadth first: where a literal breaks off, the longest end of it that begins another one goes on. Adds to `ends` what ends with it. */
function addFallbacks(next: Uint32Array, ends: (number[] | undefined)[], classCount: number): void {
  const fallback = new Uint32Array(ends.length);
  const queue = [0];
  for (const state of queue) {
    const back = fallback[state] ?? 0;
    const shorter = ends[back];
    if (state !== 0 && shorter !== undefined) ends[state] = [...(ends[state] ?? []), ...shorter];
    for (let letter = 0; letter < classCount; letter++) {
      const otherwise = state === 0 ? 0 : (next[back * classCount + letter] ?? 0);
      const child = next[state * classCount + letter] ?? 0;
      if (child === 0) next[state * classCount + letter] = otherwise;
      else {
        fallback[child] = otherwise;
        queue.push(child);
      }
    }
  }
}
