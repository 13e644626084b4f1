/** Lists with commas: the elements of parentheses, join keys, arguments of pipes. */
import type { CstElement, IToken } from 'chevrotain';
import { tokenEnd } from '../recover.js';
import type { Expr } from './ast.js';
import type { Build, Separator } from './build.js';
import { isToken } from './cst.js';
import { buildLiteral } from './literals.js';
import * as t from './tokens.js';

/** Reports that an element is left out beside a comma, and stands for it. `at` is where it would stand. */
export type EmptyPlace = (comma: IToken, side: 'before' | 'after', at: number) => Expr;

export interface ListParts {
  readonly elements: readonly Expr[];
  /** The end of the last element or comma. */
  readonly end: number;
}

/** The elements among `pieces` (commas, constants and expressions in order); `start` is the end of the token before the first. */
export function buildListParts(
  pieces: readonly CstElement[],
  start: number,
  separator: Separator,
  build: Build,
  emptyPlace: EmptyPlace,
): ListParts {
  const elements: Expr[] = [];
  let comma: IToken | undefined;
  let isOpen = true;
  let end = start;
  for (const piece of pieces) {
    if (isToken(piece) && piece.tokenType === t.Comma) {
      if (isOpen) elements.push(emptyPlace(piece, 'before', end));
      comma = piece;
      end = tokenEnd(piece);
      isOpen = true;
    } else {
      const values = isToken(piece) ? [buildLiteral(piece, build.reporter)] : build.elements(piece, end, separator);
      for (const value of values) elements.push(value);
      end = elements.at(-1)?.span.end ?? end;
      isOpen = false;
    }
  }
  if (isOpen && comma !== undefined) elements.push(emptyPlace(comma, 'after', end));
  return { elements, end };
}
