/**
 * Lists of plain texts in parentheses, `("a", "b")`, of which the longest queries consist: read in one go, each value once. What has
 * anything else in it, a comment, a number, a bad escape, is left to the lexer and the grammar, which know what to say about it.
 */
import type { StringLiteral } from './ast.js';
import { unescapeSimple } from './escapes.js';

export interface TextList {
  readonly values: readonly StringLiteral[];
  /** Where the commas stand. */
  readonly commas: readonly number[];
  /** The offset behind the closing parenthesis. */
  readonly end: number;
}

/** In double quotes, without bad escapes. */
const plainText = /"(?!"")[^"\\\r\n]*(?:\\[btnfr"'\\][^"\\\r\n]*)*"/y;

/** The list that opens at `start`; undefined where it has anything but texts. */
export function readTextList(text: string, start: number): TextList | undefined {
  const values: StringLiteral[] = [];
  const commas: number[] = [];
  for (let at = start; ;) {
    const from = afterBlanks(text, at + 1);
    plainText.lastIndex = from;
    if (!plainText.test(text)) return undefined;
    const end = plainText.lastIndex;
    values.push({ kind: 'string', span: { start: from, end }, value: unescapeSimple(text.slice(from + 1, end - 1)), raw: false });
    at = afterBlanks(text, end);
    const next = text.charCodeAt(at);
    if (next === close) return { values, commas, end: at + 1 };
    if (next !== comma) return undefined;
    commas.push(at);
  }
}

const [comma, close, space, tab, lineFeed, carriageReturn] = [',', ')', ' ', '\t', '\n', '\r'].map((character) => character.charCodeAt(0));

function afterBlanks(text: string, start: number): number {
  let at = start;
  for (let next = text.charCodeAt(at); next === space || next === lineFeed || next === tab || next === carriageReturn;) {
    at++;
    next = text.charCodeAt(at);
  }
  return at;
}
