/** Looks for many literals at once in one walk over a text. https://dl.acm.org/doi/10.1145/360825.360855 (Aho and Corasick) */
import type { Automaton } from '../events/kernels/lookups.js';

/** Stand in literals for the start and the end of a value; `server/kernels/probe.ts` knows them too. */
export const startMark = '\x02';
export const endMark = '\x03';
/** A literal of its own: any character that is not ASCII. */
export const notAscii = '\x01';
export const marks: readonly string[] = [startMark, endMark, notAscii];

/** Marks in `has` the literals that occur, by number, and adds them to `found`. */
export function walk(automaton: Automaton, text: string, has: Uint8Array, found: number[]): void {
  let state = advance(automaton, 0, startMark.charCodeAt(0), has, found);
  for (let at = 0; at < text.length; at++) state = advance(automaton, state, text.charCodeAt(at), has, found);
  advance(automaton, state, endMark.charCodeAt(0), has, found);
}

const notAsciiCode = notAscii.charCodeAt(0);

function advance({ classes, classCount, next, ends }: Automaton, from: number, code: number, has: Uint8Array, found: number[]): number {
  const state = next[from * classCount + (classes[code < 128 ? code : notAsciiCode] as number)] as number;
  for (const number of ends[state] ?? noEnds) {
    if (has[number] === 1) continue;
    has[number] = 1;
    found.push(number);
  }
  return state;
}

const noEnds: readonly number[] = Object.freeze([]);

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
  const classes = new Uint8Array(256);
  let classCount = 1;
  for (const literal of literals) {
    for (let at = 0; at < literal.length; at++) if (classes[literal.charCodeAt(at)] === 0) classes[literal.charCodeAt(at)] = classCount++;
  }
  classes.fill(classes[notAsciiCode] ?? 0, 128);
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
