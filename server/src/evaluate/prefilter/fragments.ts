/** The parts of a text that stand in JSON as they are, so that they can be looked for in a line that has not been parsed. */
import type { Literal } from '../../events/kernels/tables.js';

export type Folding = 'exact' | 'folded';

/**
 * Runs of characters that JSON never writes as a two-character escape: not quotes, backslashes, slashes and control characters. Others
 * than ASCII are left out too, for writers often escape them. (`\u` can stand for any character; lines with it are let through.)
 */
const plain = /[ !#-.0-[\]-~]+/g;

/** Shorter ones are in almost every line. */
const shortest = 2;
/** Longer ones tell no more. */
const longest = 64;

/** The fragments of a text, each of which stands in any line that holds the text. For `folded` the text is in lower case. */
export function fragmentsOf(text: string, folding: Folding): readonly Literal[] {
  const runs = text.match(plain) ?? [];
  return runs
    .filter((run) => run.length >= shortest)
    .map((run) => ({ text: run.slice(0, longest), folds: folding === 'folded' && /[a-z]/.test(run) }));
}

/**
 * What else stands in a line instead of one of the literals: JSON may write any character as its number, `\u0063` for `c`. Of the number
 * no more than the first digit that tells characters apart. Quotes, which end a key, are never written so.
 */
export function spellingsOf(literals: readonly Literal[]): readonly Literal[] {
  const codes = literals.flatMap(({ text, folds }) =>
    [...(folds ? text + text.toUpperCase() : text).replaceAll('"', '')].map((character) => character.charCodeAt(0)),
  );
  return [...new Set(codes.map((code) => code >> 4))].map((digit) => ({ text: `\\u00${digit}`, folds: false }));
}

/** Whether JSON writes the whole of the text as it is. */
export function standsAsIs(text: string): boolean {
  return text !== '' && text.replace(plain, '') === '';
}

const numberLike = /^[\d.eE+-]*$/;

/**
 * Whether no number is written so when it becomes text, nor a part of one: `1000` may stand in the line as `1e3`, and a number too large
 * as any number becomes `Infinity`.
 */
export function isNeverNumber(text: string): boolean {
  return !numberLike.test(text) && !'-infinity'.includes(text.toLowerCase());
}
