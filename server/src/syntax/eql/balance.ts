/**
 * Folds every bracketed part of a token stream into one token that carries the tokens inside. What was left open is closed where it
 * cannot stay open, and a closing bracket that closes nothing is taken out. So a broken part never hides its neighbours, depth is known
 * before anything is parsed, and each part is parsed for itself, which keeps the parser's stack flat.
 */
import { tokenMatcher, type IToken, type TokenType } from 'chevrotain';
import { limits } from '../../base/limits.js';
import { span } from '../../base/span.js';
import { insertedToken, tokenEnd, tokenSpan } from '../recover.js';
import { groupToken, textListGroup } from './groups.js';
import { isUnclosed } from './lex.js';
import { retyped } from './respell.js';
import { fix, type Reporter } from './report.js';
import * as t from './tokens.js';

interface Level {
  /** The bracket and the type of its group; undefined for the text as a whole. */
  readonly opening: { readonly token: IToken; readonly type: TokenType } | undefined;
  readonly tokens: IToken[];
  /** Operators in a row at this level: they nest too. */
  chain: number;
}

interface Balance {
  readonly levels: [Level, ...Level[]];
  readonly reporter: Reporter;
  /** A sequence, sample or join: `[` opens an item. */
  readonly multi: boolean;
  /** Operators in a row, all levels together. */
  chain: number;
  /** Where the last token starts that is not closed and may have swallowed a closing bracket. */
  lastUnclosed: number;
}

/** The tokens of the text with all brackets folded, or undefined when they nest too deeply to be parsed. */
export function balanceTokens(tokens: readonly IToken[], reporter: Reporter): IToken[] | undefined {
  const multi = startsMulti(tokens);
  const state: Balance = { levels: [{ opening: undefined, tokens: [], chain: 0 }], reporter, multi, chain: 0, lastUnclosed: -1 };
  for (const [at, token] of tokens.entries()) {
    addToken(state, token, tokens[at + 1]);
    const depth = token.tokenType === t.ParenGroup ? state.levels.length : state.levels.length - 1;
    if (depth + state.chain > limits.queryDepth) return undefined;
  }
  closeDownTo(state, 1);
  return state.levels[0].tokens;
}

function startsMulti([first, second]: readonly IToken[]): boolean {
  if (first === undefined) return false;
  return tokenMatcher(first, t.ItemOpen) || (tokenMatcher(first, t.MultiKeyword) && second?.tokenType !== t.Where);
}

function addToken(state: Balance, token: IToken, next: IToken | undefined): void {
  const { tokenType } = token;
  if (tokenType === t.ParenGroup) innermost(state).tokens.push(groupToken(tokenType, textListGroup(token)));
  else if (tokenType === t.LeftParen) openLevel(state, token, t.ParenGroup);
  else if (tokenMatcher(token, t.ItemOpen)) openBracket(state, token, next);
  else if (tokenType === t.RightParen || tokenType === t.RightBracket) closeWith(state, token);
  else {
    if (tokenType === t.Pipe || (state.multi && endsItem(tokenType))) closeDownTo(state, 1);
    if (state.multi && next?.tokenType === t.Where && categories.has(tokenType)) openBareItem(state, token);
    countChain(state, token);
    if (isUnclosed(token)) state.lastUnclosed = token.startOffset;
    if (tokenType === t.Of) markRelation(innermost(state).tokens);
    innermost(state).tokens.push(token);
  }
}

/** The word before an `of` tells how two processes are related. */
function markRelation(tokens: IToken[]): void {
  const word = tokens.at(-1);
  if (word?.tokenType === t.Identifier) tokens[tokens.length - 1] = retyped(word, t.Relation);
}

function endsItem(type: TokenType): boolean {
  return type === t.By || type === t.With || type === t.Until;
}

const chainEnds: ReadonlySet<TokenType> = new Set([t.And, t.Or, t.Comma, t.Where, t.By, t.Pipe]);
const chaining: readonly TokenType[] = [t.BinaryOperator, t.ListOperator, t.TextOperator, t.Not];

function countChain(state: Balance, token: IToken): void {
  const level = innermost(state);
  if (chainEnds.has(token.tokenType)) {
    state.chain -= level.chain;
    level.chain = 0;
  } else if (chaining.some((type) => tokenMatcher(token, type))) {
    state.chain++;
    level.chain++;
  }
}

function openLevel(state: Balance, token: IToken, type: TokenType): void {
  state.levels.push({ opening: { token, type }, tokens: [], chain: 0 });
}

const fieldEnds: ReadonlySet<TokenType> = new Set([t.Identifier, t.QuotedIdentifier, t.IndexGroup]);

function openBracket(state: Balance, token: IToken, next: IToken | undefined): void {
  const previous = innermost(state).tokens.at(-1)?.tokenType;
  const plain = token.tokenType === t.LeftBracket;
  if (previous === t.Of) {
    openLevel(state, token, t.ItemGroup);
  } else if (plain && next?.tokenType === t.Integer && previous !== undefined && fieldEnds.has(previous)) {
    openLevel(state, token, t.IndexGroup);
  } else if (state.multi && !(plain && isListOperator(innermost(state).tokens.at(-1)))) {
    closeDownTo(state, 1);
    openLevel(state, token, t.ItemGroup);
  } else {
    openLevel(state, token, t.ParenGroup);
  }
}

const categories: ReadonlySet<TokenType> = new Set([t.Identifier, t.StringLiteral, t.Any]);

/** `sequence process where …`: an item whose brackets were left out, or are parentheses. Its first token is the category. */
function openBareItem(state: Balance, category: IToken): void {
  const { opening, tokens } = innermost(state);
  const inParentheses = state.levels.length === 2 && opening?.type === t.ParenGroup && tokens.length === 0;
  if (inParentheses) {
    state.levels.pop();
    return openLevel(state, opening.token, t.ItemGroup);
  }
  if (state.levels.length > 2 || (state.levels.length === 2 && !isBareItem(opening))) return;
  closeDownTo(state, 1);
  openLevel(state, insertedToken(t.LeftBracket, category.startOffset), t.ItemGroup);
}

function isBareItem(opening: Level['opening']): boolean {
  return opening?.type === t.ItemGroup && (opening.token.image === '' || opening.token.tokenType === t.LeftParen);
}

function isListOperator(token: IToken | undefined): boolean {
  return token !== undefined && (tokenMatcher(token, t.ListOperator) || tokenMatcher(token, t.TextOperator));
}

function closeWith(state: Balance, token: IToken): void {
  const at = state.levels.findLastIndex(
    ({ opening }) => opening !== undefined && (closes(token, opening.token) || stops(token, opening.type)),
  );
  const opening = state.levels[at]?.opening;
  if (opening === undefined || !closes(token, opening.token)) return dropCloser(state, token);
  closeDownTo(state, at + 1);
  fold(state, token);
}

function closes(closer: IToken, opener: IToken): boolean {
  return (closer.tokenType === t.RightParen) === (opener.tokenType === t.LeftParen);
}

/** A `)` never reaches out of an item; a `]` closes whatever parentheses are open inside its brackets. */
function stops(closer: IToken, opened: TokenType): boolean {
  return closer.tokenType === t.RightParen && opened === t.ItemGroup;
}

function dropCloser(state: Balance, token: IToken): void {
  const opener = token.tokenType === t.RightParen ? '(' : '[';
  state.reporter.syntax(
    tokenSpan(token),
    `\`${token.image}\` closes nothing; there is no \`${opener}\` for it`,
    fix('Remove it', tokenSpan(token), ''),
  );
  state.reporter.spoil(lastEnd(state));
}

/** Closes what is still open until `count` levels are left. */
function closeDownTo(state: Balance, count: number): void {
  while (state.levels.length > count) {
    const end = lastEnd(state);
    const { opening } = innermost(state);
    const opener = opening?.token;
    const type = opener?.tokenType === t.LeftParen ? t.RightParen : t.RightBracket;
    if (opener !== undefined && !isBareItem(opening) && state.lastUnclosed <= opener.startOffset) reportUnclosed(state, opener, end);
    fold(state, insertedToken(type, end));
  }
}

function reportUnclosed({ reporter }: Balance, opener: IToken, end: number): void {
  const closer = opener.tokenType === t.LeftParen ? ')' : ']';
  reporter.syntax(
    tokenSpan(opener),
    `\`${opener.image}\` is not closed; add \`${closer}\``,
    fix(`Add \`${closer}\``, span(end, end), closer),
  );
}

/** Turns the innermost level into one token of the level around it. */
function fold(state: Balance, close: IToken): void {
  const { opening, tokens, chain } = innermost(state);
  if (opening === undefined) return;
  state.levels.pop();
  state.chain -= chain;
  if (opening.type === t.ParenGroup && opening.token.tokenType !== t.LeftParen) reportBrackets(state, opening.token, close);
  if (isBareItem(opening)) reportBareItem(state, opening.token, tokens, close);
  innermost(state).tokens.push(groupToken(opening.type, { open: opening.token, close, inner: () => tokens, texts: undefined }));
}

function reportBrackets({ reporter }: Balance, open: IToken, close: IToken): void {
  const edits = [
    { span: tokenSpan(open), newText: '(' },
    { span: tokenSpan(close), newText: ')' },
  ];
  const message = 'Lists and conditions stand in parentheses, not in brackets';
  reporter.syntax(tokenSpan(open), message, { title: 'Change to parentheses', edits, preferred: true });
}

function reportBareItem({ reporter }: Balance, open: IToken, [category]: readonly IToken[], close: IToken): void {
  if (category === undefined) return;
  const edits = [
    { span: tokenSpan(open), newText: '[' },
    { span: tokenSpan(close), newText: ']' },
  ];
  const message = `An item stands in brackets: \`[${category.image} where …]\``;
  reporter.syntax(tokenSpan(open.image === '' ? category : open), message, { title: 'Write it in brackets', edits, preferred: true });
}

function innermost(state: Balance): Level {
  return state.levels[state.levels.length - 1] ?? state.levels[0];
}

function lastEnd(state: Balance): number {
  const { tokens, opening } = innermost(state);
  const last = tokens.at(-1) ?? opening?.token;
  return last === undefined ? 0 : tokenEnd(last);
}
