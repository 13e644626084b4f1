/**
 * The cursor in an EQL query. It is read from the tokens before it, backwards, so that unclosed brackets and anything broken further
 * away do not matter.
 */
import type { Span } from '../../base/span.js';
import type { EqlToken, ParsedEql } from '../../syntax/eql/parse.js';
import { findFunction } from '../../schema/functions.js';
import { callOf, openParenthesis, parameterAt, type CallPlace } from './call.js';
import { contextOf, nothingFits, type CursorContext, type Want } from './cursor.js';

/** What fits at `offset` of the query text. */
export function eqlContextAt(parsed: ParsedEql, offset: number): CursorContext {
  if (isInComment(parsed, offset)) return nothingFits;
  const tokens = parsed.tokensNear(offset).filter((token) => !token.type.endsWith('Comment'));
  const unit = unitAt(tokens, offset);
  if (unit !== undefined) return contextOf(unit, [{ kind: 'unit' }]);
  const word = wordAt(tokens, offset, parsed.text);
  if (word === undefined) return nothingFits;
  const wants = wantsAfter(tokens, word.index - 1, word.inString);
  if (word.inString)
    return contextOf(
      word.replace,
      wants.filter(({ kind }) => kind === 'value' || kind === 'category'),
    );
  // After a comparison most want a value; a field or function only who begins to type its name.
  const isAfterComparison = comparisons.has(tokens[word.index - 1]?.type ?? '') && word.replace.start === word.replace.end;
  return contextOf(word.replace, isAfterComparison ? wants.filter(({ kind }) => kind !== 'field' && kind !== 'function') : wants);
}

/** Whether typing at the offset adds to a comment. */
export function isInComment({ comments, text }: ParsedEql, offset: number): boolean {
  return comments.some((comment) => isInside(comment, text, offset));
}

function isInside({ start, end }: Span, text: string, offset: number): boolean {
  const closed = text.startsWith('/*', start) && text.slice(start + 2, end).endsWith('*/');
  return start < offset && (closed ? offset < end : offset <= end);
}

/** The unit of the time that the cursor stands directly behind: empty in `maxspan=30|`, the letters in `maxspan=30m|`. */
function unitAt(tokens: readonly EqlToken[], offset: number): Span | undefined {
  const index = tokens.findIndex(({ type, span }) => type === 'Integer' && span.end <= offset && offset <= span.end + longestUnit);
  const number = tokens[index];
  if (number === undefined || tokens[index - 1]?.type !== 'Assign' || tokens[index - 2]?.type !== 'Maxspan') return undefined;
  const next = tokens[index + 1];
  const unit =
    next?.type === 'Identifier' && next.span.start === number.span.end ? next.span : { start: number.span.end, end: number.span.end };
  return offset <= unit.end ? unit : undefined;
}

const longestUnit = 'ms'.length;

/** The word that the cursor touches from the right or stands in: `process.na|me`, `"st|`. Empty between words. */
interface Word {
  readonly replace: Span;
  /** Of its first token; where there is no word, of the first token after the cursor. */
  readonly index: number;
  readonly inString: boolean;
}

const stringTypes: ReadonlySet<string> = new Set(['StringLiteral', 'RawString', 'UnclosedString', 'SingleQuoted', 'LegacyRaw']);
const pathType = /^[A-Za-z@_`.]/;

function isPathToken(token: EqlToken | undefined): boolean {
  return token !== undefined && (token.type === 'Dot' || pathType.test(token.text)) && !token.text.endsWith('~');
}

function wordAt(tokens: readonly EqlToken[], offset: number, text: string): Word | undefined {
  const index = tokens.findIndex((token) => token.span.end >= offset);
  const token = tokens[index];
  if (token === undefined || token.span.start >= offset) return emptyWord(tokens, offset);
  if (stringTypes.has(token.type)) return stringAt(token, index, offset, text);
  if (/^[\d.]/.test(token.text) && token.type !== 'Dot') return undefined;
  if (!isPathToken(token) && !token.text.endsWith('~')) {
    return token.span.end > offset ? undefined : { replace: { start: offset, end: offset }, index: index + 1, inString: false };
  }
  let first = index;
  while (isPathToken(tokens[first - 1]) && tokens[first - 1]?.span.end === tokens[first]?.span.start) first -= 1;
  let last = index;
  while (isPathToken(tokens[last + 1]) && tokens[last + 1]?.span.start === tokens[last]?.span.end) last += 1;
  const replace = { start: tokens[first]?.span.start ?? offset, end: tokens[last]?.span.end ?? offset };
  return { replace, index: first, inString: false };
}

function emptyWord(tokens: readonly EqlToken[], offset: number): Word {
  const next = tokens.findIndex((token) => token.span.start >= offset);
  return { replace: { start: offset, end: offset }, index: next < 0 ? tokens.length : next, inString: false };
}

function stringAt({ type, span }: EqlToken, index: number, offset: number, text: string): Word {
  if (type === 'UnclosedString') {
    // It runs to the end of the line, over what the user wrote before the quote was typed.
    const typed = /^[^\s",()[\]]*/.exec(text.slice(offset, span.end))?.[0] ?? '';
    return { replace: { start: span.start, end: offset + typed.length }, index, inString: true };
  }
  if (offset === span.end) return { replace: { start: offset, end: offset }, index: index + 1, inString: false };
  return { replace: span, index, inString: true };
}

const comparisons: ReadonlySet<string> = new Set(['Equal', 'NotEqual', 'Less', 'LessEqual', 'Greater', 'GreaterEqual', 'Assign']);
const textOperators: ReadonlySet<string> = new Set(['Colon', 'Like', 'LikeInsensitive', 'Regex', 'RegexInsensitive']);
const listOperators: ReadonlySet<string> = new Set(['In', 'InInsensitive']);
const arithmetic: ReadonlySet<string> = new Set(['Plus', 'Minus', 'Star', 'Slash', 'Percent']);
const constants: ReadonlySet<string> = new Set(['True', 'False', 'Null', 'Integer', 'Decimal', ...stringTypes]);
const names: ReadonlySet<string> = new Set(['Identifier', 'QuotedIdentifier', 'UnclosedName']);
const itemOpens: ReadonlySet<string> = new Set(['LeftBracket', 'MissingOpen']);

const operand: readonly Want[] = [{ kind: 'field' }, { kind: 'function' }, { kind: 'keyword', words: ['not', 'true', 'false'] }];
const connectives: Want = { kind: 'keyword', words: ['and', 'or'] };

/** What fits after the token at `index`. `inString`: only values will be used. */
function wantsAfter(tokens: readonly EqlToken[], index: number, inString: boolean): readonly Want[] {
  const token = tokens[index];
  if (token === undefined) return [{ kind: 'category' }, { kind: 'keyword', words: ['any', 'sequence', 'sample'] }];
  if (itemOpens.has(token.type)) return [{ kind: 'category' }, { kind: 'keyword', words: ['any'] }];
  if (comparisons.has(token.type)) return afterComparison(tokens, index);
  if (textOperators.has(token.type)) return valueOf(fieldEndingAt(tokens, beforeNot(tokens, index)));
  if (arithmetic.has(token.type)) return [{ kind: 'field' }, { kind: 'function' }];
  if (isNameEnd(tokens, index)) return inString ? [] : afterName(tokens, index);
  if (constants.has(token.type)) return inString ? [] : afterConstant(tokens, index);
  return afterMark(tokens, index);
}

function afterMark(tokens: readonly EqlToken[], index: number): readonly Want[] {
  switch (tokens[index]?.type) {
    case 'Where':
    case 'And':
    case 'Or':
      return operand;
    case 'Not':
      return isOperandEnd(tokens, index - 1) ? [{ kind: 'keyword', words: ['in', 'in~'] }] : operand;
    case 'Question':
    case 'By':
      return [{ kind: 'field' }];
    case 'With':
      return isInSample(tokens) ? [] : [{ kind: 'keyword', words: [isAfterItem(tokens, index) ? 'runs=' : 'maxspan='] }];
    case 'Sequence':
      return [{ kind: 'keyword', words: ['by', 'with maxspan='] }];
    case 'Sample':
      return [{ kind: 'keyword', words: ['by'] }];
    case 'Any':
      return [{ kind: 'keyword', words: ['where'] }];
    case 'Pipe':
      return [{ kind: 'keyword', words: ['head', 'tail'] }];
    case 'LeftParen':
      return insideParentheses(tokens, index);
    case 'Comma':
      return afterComma(tokens, index);
    case 'RightParen':
      return afterParenthesis(tokens, index);
    case 'RightBracket':
      return [{ kind: 'keyword', words: ['by', ...afterItem(tokens, index)] }];
    default:
      return [];
  }
}

/** Whether the token at `index` ends a name: an identifier, or a keyword that a dot makes a part of a path. */
function isNameEnd(tokens: readonly EqlToken[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined) return false;
  return names.has(token.type) || (tokens[index - 1]?.type === 'Dot' && isPathToken(token));
}

function isOperandEnd(tokens: readonly EqlToken[], index: number): boolean {
  const type = tokens[index]?.type ?? '';
  return isNameEnd(tokens, index) || constants.has(type) || type === 'RightParen' || type === 'RightBracket';
}

/** The index of the first token of the name that ends at `index`. */
function nameStart(tokens: readonly EqlToken[], index: number): number {
  let start = index;
  while (tokens[start - 1]?.type === 'Dot' && isPathToken(tokens[start - 2])) start -= 2;
  return start;
}

/** The field whose name ends at `index`, written without quotes; undefined when something else stands there. */
function fieldEndingAt(tokens: readonly EqlToken[], index: number): string | undefined {
  if (!isNameEnd(tokens, index)) return undefined;
  const parts = tokens.slice(nameStart(tokens, index), index + 1).filter((token) => token.type !== 'Dot');
  return parts.map(({ text }) => (text.startsWith('`') ? text.replace(/^`|`$/g, '').replaceAll('``', '`') : text)).join('.');
}

function valueOf(field: string | undefined): readonly Want[] {
  return field === undefined ? [] : [{ kind: 'value', field, style: 'eql' }];
}

function afterComparison(tokens: readonly EqlToken[], index: number): readonly Want[] {
  const before = tokens[index - 1]?.type;
  if (before === 'Maxspan' || tokens[index]?.type === 'Assign') return [];
  const field = fieldEndingAt(tokens, index - 1);
  if (field === undefined) return [{ kind: 'field' }, { kind: 'function' }];
  const equality = tokens[index]?.type === 'Equal' || tokens[index]?.type === 'NotEqual';
  return [...valueOf(field), ...(equality ? [{ kind: 'keyword', words: ['null'] } as const] : []), { kind: 'field' }, { kind: 'function' }];
}

/** The index before `not`, if that is what stands before the operator at `index`. */
function beforeNot(tokens: readonly EqlToken[], index: number): number {
  return tokens[index - 1]?.type === 'Not' ? index - 2 : index - 1;
}

/** `process |` at the start, `process.name |` in a condition, `host.id |` after `by`. */
function afterName(tokens: readonly EqlToken[], index: number): readonly Want[] {
  const start = nameStart(tokens, index);
  const before = tokens[start - 1]?.type === 'Question' ? start - 2 : start - 1;
  const type = tokens[before]?.type ?? '';
  if (tokens[before] === undefined || itemOpens.has(type)) return [{ kind: 'keyword', words: ['where'] }];
  if (isTimeUnit(tokens, before)) return hasJoinKeys(tokens, before) ? [] : [{ kind: 'keyword', words: ['by'] }];
  if (type === 'Pipe' || type === 'Assign') return [];
  if (isJoinKey(tokens, before))
    return [
      { kind: 'keyword', words: isAfterItem(tokens, before) ? afterItem(tokens, before) : isInSample(tokens) ? [] : ['with maxspan='] },
    ];
  if (isInList(tokens, index)) return [];
  if (comparisons.has(type)) return [connectives];
  const field = fieldEndingAt(tokens, index);
  return field === undefined ? [connectives] : [{ kind: 'operator', field }, connectives];
}

/** `maxspan=30 s|`: the name is no field. */
function isTimeUnit(tokens: readonly EqlToken[], before: number): boolean {
  return tokens[before]?.type === 'Integer' && tokens[before - 1]?.type === 'Assign';
}

/** Whether the sequence names join keys before the token at `index`, where they hold for all its items. */
function hasJoinKeys(tokens: readonly EqlToken[], index: number): boolean {
  return tokens.slice(0, index).some((token) => token.type === 'By');
}

function afterConstant(tokens: readonly EqlToken[], index: number): readonly Want[] {
  const before = tokens[index - 1];
  if (before === undefined || itemOpens.has(before.type)) return [{ kind: 'keyword', words: ['where'] }];
  if (before.type === 'Assign' || before.text === 'head' || before.text === 'tail') return [];
  return isInList(tokens, index) ? [] : [connectives];
}

/** Whether the token at `index` stands in the parentheses of a list or a call, where only a comma can follow it. */
function isInList(tokens: readonly EqlToken[], index: number): boolean {
  const open = openParenthesis(tokens, index);
  const before = open === undefined ? undefined : tokens[open.index - 1];
  if (before === undefined) return false;
  return listOperators.has(before.type) || textOperators.has(before.type) || names.has(before.type) || before.type === 'TildeIdentifier';
}

/** Whether what follows the token at `index`, a `by` or a comma, is a join key. */
function isJoinKey(tokens: readonly EqlToken[], index: number): boolean {
  let at = index;
  while (tokens[at]?.type === 'Comma' && isNameEnd(tokens, at - 1)) {
    const start = nameStart(tokens, at - 1);
    at = tokens[start - 1]?.type === 'Question' ? start - 2 : start - 1;
  }
  return tokens[at]?.type === 'By';
}

/** What may follow an item and its join keys: nothing in a sample, nor after the item of `until`. */
function afterItem(tokens: readonly EqlToken[], index: number): readonly string[] {
  const isLast = isInSample(tokens) || tokens.slice(0, index).some(({ type }) => type === 'Until');
  return isLast ? [] : ['with runs=', 'until'];
}

function isInSample(tokens: readonly EqlToken[]): boolean {
  return tokens[0]?.type === 'Sample';
}

/** Whether the sequence's first item is closed before the token at `index`. */
function isAfterItem(tokens: readonly EqlToken[], index: number): boolean {
  return tokens.slice(0, index).some((token) => token.type === 'RightBracket');
}

/** After the `(` at `index`, or after a comma inside it: a list of values, arguments, or a condition. */
function insideParentheses(tokens: readonly EqlToken[], index: number): readonly Want[] {
  const before = tokens[index - 1];
  if (before === undefined) return operand;
  const call = callOf(tokens, { index, commas: 0 });
  if (call !== undefined) return argumentOf(call, undefined);
  if (listOperators.has(before.type)) return valueOf(fieldEndingAt(tokens, beforeNot(tokens, index - 1)));
  if (textOperators.has(before.type)) return valueOf(fieldEndingAt(tokens, index - 2));
  return operand;
}

function afterComma(tokens: readonly EqlToken[], index: number): readonly Want[] {
  const open = openParenthesis(tokens, index);
  if (open === undefined) return isJoinKey(tokens, index) ? [{ kind: 'field' }] : [];
  const before = tokens[open.index - 1]?.type ?? '';
  if (listOperators.has(before) || textOperators.has(before)) return insideParentheses(tokens, open.index);
  const call = callOf(tokens, { ...open, commas: open.commas + 1 });
  return call === undefined ? [{ kind: 'field' }, { kind: 'function' }] : argumentOf(call, firstArgument(tokens, open.index));
}

/** The field that stands alone as the first argument in the `(` at `open`. */
function firstArgument(tokens: readonly EqlToken[], open: number): string | undefined {
  const start = tokens[open + 1]?.type === 'Question' ? open + 2 : open + 1;
  const end = tokens.findIndex((token, at) => at >= start && token.type === 'Comma') - 1;
  return end >= start && isNameEnd(tokens, end) && nameStart(tokens, end) === start ? fieldEndingAt(tokens, end) : undefined;
}

/** What suits as an argument. `searched`: the field that the call is about, whose values later texts are likely to be. */
function argumentOf({ row, argument }: CallPlace, searched: string | undefined): readonly Want[] {
  const parameter = parameterAt(row, argument);
  if (parameter === undefined) return [];
  const { type, constant } = parameter;
  const values = type === 'string' ? valueOf(searched) : [];
  const words: readonly Want[] = type === 'boolean' ? [{ kind: 'keyword', words: ['true', 'false'] }] : [];
  if (constant === true) return [...values, ...words];
  return [...values, { kind: 'field', accepts: type }, { kind: 'function', accepts: type }, ...words];
}

/** After a closing `)`: of a call that has a value, operators too. */
function afterParenthesis(tokens: readonly EqlToken[], index: number): readonly Want[] {
  const open = openParenthesis(tokens, index)?.index;
  const name = open === undefined ? undefined : tokens[open - 1];
  const called = name !== undefined && /^[A-Za-z]\w*~?$/.test(name.text) ? findFunction(name.text.replace('~', '')) : undefined;
  const isRightSide = open !== undefined && comparisons.has(tokens[open - 2]?.type ?? '');
  if (called === undefined || called.result === 'boolean' || isRightSide) return [connectives];
  return [{ kind: 'operator', result: called.result }, connectives];
}
