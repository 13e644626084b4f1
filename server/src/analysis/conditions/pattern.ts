/** Patterns with wildcards against one another: whether one takes all values that another takes, or none of them. */

import { once } from '../../base/once.js';

/** Text in which the two characters below stand for wildcards; they are for private use and stand in no event. */
export type Pattern = string;

/** Any run of characters. */
export const anyRun = '\uE000';
/** Any one UTF-16 unit. */
const anyOne = '\uE001';

const wild = /[\uE000\uE001]/;

/** Then the language's own folding is the same as ours, and faster; so is it where it changes nothing. */
const onlyAscii = /^[\u0000-\u007f\uE000\uE001]*$/;

/** `wildcards` are the characters that are some: `*`, `*?` or none. */
export function readPattern(text: string, wildcards: '' | '*' | '*?'): Pattern {
  const runs = wildcards !== '' && text.includes('*') ? text.replaceAll('*', anyRun) : text;
  return wildcards === '*?' && runs.includes('?') ? runs.replaceAll('?', anyOne) : runs;
}

export function hasWildcards(pattern: Pattern): boolean {
  return wild.test(pattern);
}

/** ASCII letters in lower case, as where Elasticsearch ignores case. */
export function foldPattern(pattern: Pattern): Pattern {
  const lower = pattern.toLowerCase();
  return lower === pattern || onlyAscii.test(pattern) ? lower : pattern.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Whether each value that another pattern takes is taken by `outer`, as far as that is plain from their pieces. */
export function coverOf(outer: Pattern): (inner: Pattern) => boolean {
  const firstWild = outer.search(wild);
  if (firstWild < 0) return (inner) => outer === inner;
  const lastWild = Math.max(outer.lastIndexOf(anyRun), outer.lastIndexOf(anyOne));
  const first = outer.slice(0, firstWild);
  const last = outer.slice(lastWild + 1);
  const between = once(() => outer.split(wild).slice(1, -1));
  const hasOnlyRuns = !outer.includes(anyOne);
  return (inner) =>
    inner.length >= first.length + last.length &&
    inner.startsWith(first) &&
    inner.endsWith(last) &&
    (firstWild === lastWild || hasPieces(inner.slice(first.length, inner.length - last.length), between())) &&
    (hasOnlyRuns || fit(outer, inner, (piece, other) => piece === other || (piece === anyOne && other !== anyRun), false));
}

/** Whether there is a value that both take. */
export function meetsPattern(a: Pattern, b: Pattern): boolean {
  if (!hasWildcards(a) && !hasWildcards(b)) return a === b;
  return fit(a, b, (piece, other) => piece === other || piece === anyOne || other === anyOne, true);
}

/** Whether all pieces are in `inner`, one after the other; most pairs of a long list differ in this. */
function hasPieces(inner: Pattern, pieces: readonly string[]): boolean {
  let from = 0;
  for (const piece of pieces) {
    const at = inner.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return true;
}

/** Steps through both from the end: a run of `a` takes any pieces of `b`, and where `bothRun` the other way round. */
function fit(a: Pattern, b: Pattern, same: (piece: string, other: string) => boolean, bothRun: boolean): boolean {
  if (!endsMayFit(a, b)) return false;
  let below: boolean[] = [];
  for (let i = a.length; i >= 0; i--) {
    const row: boolean[] = [];
    for (let j = b.length; j >= 0; j--) {
      const piece = a[i];
      const other = b[j];
      if (piece === undefined && other === undefined) row[j] = true;
      else if (piece === anyRun) row[j] = below[j] === true || (other !== undefined && row[j + 1] === true);
      else if (bothRun && other === anyRun) row[j] = row[j + 1] === true || (piece !== undefined && below[j] === true);
      else row[j] = piece !== undefined && other !== undefined && same(piece, other) && below[j + 1] === true;
    }
    below = row;
  }
  return below[0] === true;
}

/** Most pairs differ in their first or last characters already; this keeps long lists cheap. */
function endsMayFit(a: Pattern, b: Pattern): boolean {
  const least = Math.min(a.length, b.length);
  for (let i = 0; i < least && !isWild(a[i]) && !isWild(b[i]); i++) if (a[i] !== b[i]) return false;
  for (let i = 1; i <= least; i++) {
    const [piece, other] = [a[a.length - i], b[b.length - i]];
    if (isWild(piece) || isWild(other)) return true;
    if (piece !== other) return false;
  }
  return true;
}

function isWild(piece: string | undefined): boolean {
  return piece === anyRun || piece === anyOne;
}
