/** Brackets with their content as one token: what such a token carries, and the tokens that it stands for. */
import { createTokenInstance, type IToken, type TokenType } from 'chevrotain';
import { shortened, tokenEnd } from '../recover.js';
import type { TextList } from './textList.js';
import { Comma, Dot, FieldName, Identifier, LeftParen, ParenGroup, RightParen, StringLiteral as StringToken } from './tokens.js';

/** A bracketed part: the payload of a group token. */
export interface Group {
  readonly open: IToken;
  /** With an empty image where it was left out. */
  readonly close: IToken;
  readonly inner: () => IToken[];
  /** Where it is a list of plain texts. */
  readonly texts: TextList | undefined;
}

/** The brackets and what they hold, of a token of one of the group types. */
export function groupOf(token: IToken): Group {
  return token.payload as Group;
}

/** A group token; its image is that of its opening bracket. */
export function groupToken(type: TokenType, group: Group): IToken {
  const { open, close } = group;
  const token = createTokenInstance(type, open.image, open.startOffset, tokenEnd(close) - 1, NaN, NaN, NaN, NaN);
  return { ...token, payload: group };
}

/** The group of a list of texts as it comes from the lexer. */
export function textListGroup(list: IToken): Group {
  const [start, end] = [list.startOffset, tokenEnd(list)];
  const texts = list.payload as TextList;
  const token = (type: TokenType, from: number, to: number): IToken =>
    createTokenInstance(type, list.image.slice(from - start, to - start), from, to - 1, NaN, NaN, NaN, NaN);
  return {
    open: token(LeftParen, start, start + 1),
    close: token(RightParen, end - 1, end),
    texts,
    inner: () => partsOf(texts).map(({ type, from, to }) => token(type, start + from, start + to)),
  };
}

/** A token between the parentheses of a list of texts; offsets are counted from the opening one. */
interface ListPart {
  readonly type: TokenType;
  readonly from: number;
  readonly to: number;
}

/** The texts of a list and the commas between them, in order. */
export function partsOf({ spans, commas }: TextList): readonly ListPart[] {
  return spans.flatMap(({ start, end }, at) => {
    const value = { type: StringToken, from: start, to: end };
    const comma = commas[at];
    return comma === undefined ? [value] : [value, { type: Comma, from: comma, to: comma + 1 }];
  });
}

/** The names of a `FieldName` and the dots between them. */
export function fieldNameTokens({ image, startOffset }: IToken): readonly IToken[] {
  const token = (type: TokenType, text: string, at: number): IToken =>
    createTokenInstance(type, text, at, at + text.length - 1, NaN, NaN, NaN, NaN);
  let at = startOffset;
  return image.split('.').flatMap((name, index) => {
    const dot = index === 0 ? [] : [token(Dot, '.', at++)];
    const start = at;
    at += name.length;
    return [...dot, token(Identifier, name, start)];
  });
}

/** The text of tokens that stand one after the other, as messages quote it. */
export function quotedText(tokens: readonly IToken[]): string {
  const single = tokens.flatMap((token) => (token.tokenType === FieldName ? fieldNameTokens(token) : [token]));
  return shortened(single.map(({ image }) => image).join(' '));
}

/** How many tokens these are with those that lists of texts and names of fields stand for one by one. */
export function countTokens(tokens: readonly IToken[]): number {
  return tokens.reduce((sum, token) => sum + countOf(token), 0);
}

function countOf({ tokenType, image, payload }: IToken): number {
  if (tokenType === ParenGroup) return 2 + 2 * (payload as TextList).texts.length - 1;
  return tokenType === FieldName ? 2 * image.split('.').length - 1 : 1;
}
