/**
 * The statements of a sound file, each read by the parser by itself and only once: but for their texts, rules are written in the same
 * few hundred ones. Whether a key or table is there twice is not known from the statements.
 */
import type { AST } from 'toml-eslint-parser';
import { remembered } from '../base/remembered.js';
import { tryParse, withoutMark } from './repair.js';
import { shorten } from './shorten.js';
import type { StringPlace } from './strings.js';

export interface Statements {
  /** In order. Most hold one statement; one of keys alone belongs to the table of the last header before it. */
  readonly pieces: readonly Piece[];
  /** Strings that are empty in the pieces, by their offset in the file. */
  readonly emptied: ReadonlyMap<number, StringPlace>;
  /** Where a place of the shortened file, which the pieces add up to, stands in the file. */
  readonly toFile: (offset: number) => number;
}

export interface Piece {
  readonly program: AST.TOMLProgram;
  /** Where it begins in the shortened file. */
  readonly start: number;
}

/** Where a key or a header begins a line, a statement begins, or else the piece before it ends within one and is not sound. */
const statementStarts = /(?<=\n)(?=[\w[])/;

/** The longer a piece is, the fewer files have it. */
const longestKnown = 1000;
const known = remembered(programOf);

/** Undefined where the parser has to see the whole file. */
export function statementsOf(file: string): Statements | undefined {
  const shortened = shorten(file);
  if (shortened === undefined) return undefined;
  const pieces: Piece[] = [];
  let start = 0;
  for (const text of withoutMark(shortened.text).split(statementStarts)) {
    const program = text.length > longestKnown ? programOf(text) : known(text);
    if (program === undefined) return undefined;
    pieces.push({ program, start });
    start += text.length;
  }
  return { pieces, emptied: shortened.emptied, toFile: shortened.toFile };
}

/** Undefined where there is an error. */
function programOf(text: string): AST.TOMLProgram | undefined {
  const attempt = tryParse(text);
  return attempt.ok ? attempt.program : undefined;
}
