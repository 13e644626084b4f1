/** The call of a function that a place in an EQL query stands in, read backwards from the tokens, so that it may be half typed. */
import { findFunction, type EqlFunction, type Parameter } from '../../schema/functions.js';
import type { EqlToken } from '../../syntax/eql/parse.js';

export interface CallPlace {
  readonly row: EqlFunction;
  /** Written with `~`. */
  readonly caseInsensitive: boolean;
  /** Zero-based: how many commas stand between the call's parenthesis and the place. */
  readonly argument: number;
}

/** A parenthesis that is still open before a token. */
export interface OpenParenthesis {
  readonly index: number;
  /** Between the parenthesis and the token, at its own level. */
  readonly commas: number;
}

/** The innermost `(` that is still open before the token at `index`; undefined when there is none inside this condition. */
export function openParenthesis(tokens: readonly EqlToken[], index: number): OpenParenthesis | undefined {
  let depth = 0;
  let commas = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const type = tokens[at]?.type;
    if (type === 'RightParen') depth += 1;
    else if (type === 'LeftParen' && depth === 0) return { index: at, commas };
    else if (type === 'LeftParen') depth -= 1;
    else if (type === 'Comma' && depth === 0) commas += 1;
    else if (type === 'Where' || type === 'Pipe') return undefined;
  }
  return undefined;
}

/** The call whose parenthesis this is; undefined for groups, lists and functions that EQL does not have. */
export function callOf(tokens: readonly EqlToken[], { index, commas }: OpenParenthesis): CallPlace | undefined {
  const name = tokens[index - 1];
  if (name?.type !== 'Identifier' && name?.type !== 'TildeIdentifier') return undefined;
  if (tokens[index - 2]?.type === 'Dot') return undefined;
  const row = findFunction(name.text.replace('~', ''));
  return row === undefined ? undefined : { row, caseInsensitive: name.type === 'TildeIdentifier', argument: commas };
}

/** The parameter that an argument is for; undefined when the function takes fewer. */
export function parameterAt({ parameters }: EqlFunction, argument: number): Parameter | undefined {
  const last = parameters[parameters.length - 1];
  return parameters[argument] ?? (last?.repeated === true ? last : undefined);
}
