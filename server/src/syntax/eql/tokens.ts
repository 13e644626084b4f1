/**
 * The tokens of EQL. A string with a bad escape, a string in single quotes and a string that is not closed are tokens too, so that
 * what stands around them is still understood; the lexer's caller reports them.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax
 */
import { Lexer, tokenMatcher, type CustomPatternMatcherReturn, type IToken, type ITokenConfig, type TokenType } from 'chevrotain';
import { readTextList } from './textList.js';

/** As Chevrotain's `createToken`, which works out the categories of all tokens anew for each; the lexer does that once for all of them. */
function token({ name, pattern, categories = [], ...more }: ITokenConfig): TokenType {
  return {
    name,
    ...(pattern === undefined ? {} : { PATTERN: pattern }),
    CATEGORIES: Array.isArray(categories) ? categories : [categories],
    ...(more.longer_alt === undefined ? {} : { LONGER_ALT: more.longer_alt }),
    ...(more.group === undefined ? {} : { GROUP: more.group }),
    ...(more.line_breaks === undefined ? {} : { LINE_BREAKS: more.line_breaks }),
    ...(more.start_chars_hint === undefined ? {} : { START_CHARS_HINT: more.start_chars_hint }),
  };
}

function category(name: string, ...parents: readonly TokenType[]): TokenType {
  return token({ name, pattern: Lexer.NA, categories: [...parents] });
}

/** Every token, for the places where the grammar steps over what it does not understand. */
export const AnyToken = category('AnyToken');
export const Keyword = category('Keyword', AnyToken);
export const LogicalOperator = category('LogicalOperator', AnyToken);
/** Operators between two values. A single `=` is among them, to be reported. */
export const BinaryOperator = category('BinaryOperator', AnyToken);
export const Sign = category('Sign', BinaryOperator);
/** Operators that bind to the operand before them. */
export const TestOperator = category('TestOperator', AnyToken);
export const ListOperator = category('ListOperator', TestOperator);
export const TextOperator = category('TextOperator', TestOperator);
/** Operands that are one token. */
export const Atom = category('Atom', AnyToken);
export const Constant = category('Constant', Atom);
/** What can be a part of a field name; keywords are among them, to be reported. */
export const NamePart = category('NamePart', AnyToken);
/** Keywords that are no part of an expression. */
export const Reserved = category('Reserved', AnyToken);
export const MultiKeyword = category('MultiKeyword', AnyToken);
export const ItemOpen = category('ItemOpen', AnyToken);

export const Identifier = token({ name: 'Identifier', pattern: /[A-Za-z_@][A-Za-z0-9_]*/, categories: [NamePart] });
/** The `child` of `child of [ … ]`: no text matches it, the lexer gives an `Identifier`. */
export const Relation = category('Relation', Identifier);
/** A function name with its `~`. */
export const TildeIdentifier = token({ name: 'TildeIdentifier', pattern: /[A-Za-z][A-Za-z0-9_]*~/, categories: [NamePart] });
/** A doubled back quote stands for one; the name may contain line breaks. */
export const QuotedIdentifier = token({
  name: 'QuotedIdentifier',
  pattern: /`[^`]*(?:``[^`]*)*`/,
  categories: [NamePart],
  line_breaks: true,
});

const keywordTypes = new Map<string, TokenType>();

function keyword(name: string, word: string, ...categories: readonly TokenType[]): TokenType {
  const longer = word.endsWith('~') ? [] : [TildeIdentifier, Identifier];
  const type = token({ name, pattern: word, longer_alt: longer, categories: [Keyword, NamePart, ...categories] });
  keywordTypes.set(word, type);
  return type;
}

export const InInsensitive = keyword('InInsensitive', 'in~', ListOperator);
keyword('LikeInsensitive', 'like~', TextOperator);
keyword('RegexInsensitive', 'regex~', TextOperator);
export const And = keyword('And', 'and', LogicalOperator);
export const Any = keyword('Any', 'any', Reserved);
export const By = keyword('By', 'by', Reserved);
export const False = keyword('False', 'false', Constant);
export const In = keyword('In', 'in', ListOperator);
export const Join = keyword('Join', 'join', Reserved, MultiKeyword);
keyword('Like', 'like', TextOperator);
export const Maxspan = keyword('Maxspan', 'maxspan', Reserved);
export const Not = keyword('Not', 'not');
export const Null = keyword('Null', 'null', Constant);
export const Of = keyword('Of', 'of', Reserved);
export const Or = keyword('Or', 'or', LogicalOperator);
keyword('Regex', 'regex', TextOperator);
export const Sample = keyword('Sample', 'sample', Reserved, MultiKeyword);
export const Sequence = keyword('Sequence', 'sequence', Reserved, MultiKeyword);
export const True = keyword('True', 'true', Constant);
export const Until = keyword('Until', 'until', Reserved);
export const Where = keyword('Where', 'where', Reserved);
export const With = keyword('With', 'with', Reserved);

function symbol(name: string, text: string, ...categories: readonly TokenType[]): TokenType {
  return token({ name, pattern: text, categories: categories.length === 0 ? [AnyToken] : [...categories] });
}

export const Equal = symbol('Equal', '==', BinaryOperator);
const NotEqual = symbol('NotEqual', '!=', BinaryOperator);
const LessEqual = symbol('LessEqual', '<=', BinaryOperator);
const GreaterEqual = symbol('GreaterEqual', '>=', BinaryOperator);
const Less = symbol('Less', '<', BinaryOperator);
const Greater = symbol('Greater', '>', BinaryOperator);
export const Assign = symbol('Assign', '=', BinaryOperator);
const Plus = symbol('Plus', '+', Sign);
export const Minus = symbol('Minus', '-', Sign);
const Star = symbol('Star', '*', BinaryOperator);
const Slash = symbol('Slash', '/', BinaryOperator);
const Percent = symbol('Percent', '%', BinaryOperator);
const Colon = symbol('Colon', ':', TextOperator);
export const Dot = symbol('Dot', '.');
export const Comma = symbol('Comma', ',');
export const MissingOpen = symbol('MissingOpen', '![', ItemOpen);
export const LeftBracket = symbol('LeftBracket', '[', ItemOpen);
export const RightBracket = symbol('RightBracket', ']');
export const LeftParen = symbol('LeftParen', '(');
export const RightParen = symbol('RightParen', ')');
export const Pipe = symbol('Pipe', '|');
export const Question = symbol('Question', '?');

function constant(name: string, pattern: RegExp): TokenType {
  return token({ name, pattern, categories: [Constant] });
}

export const Decimal = constant('Decimal', /(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+/);
export const Integer = constant('Integer', /[0-9]+/);
/** Ends at the first `"""` on its line; up to two more quotes directly after it belong to the content. */
export const RawString = constant('RawString', /"""[^\r\n]*?""""?"?/);
/** With any character after a backslash: which escapes are good is checked when the string is read. */
export const StringLiteral = constant('StringLiteral', /"(?!"")[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"/);
/** From its quotes to the end of the line. */
export const UnclosedString = constant('UnclosedString', /"[^\r\n]*/);
/** `'x'`, also where it is not closed. */
export const SingleQuoted = constant('SingleQuoted', /'[^'\\\r\n]*(?:\\[^\r\n][^'\\\r\n]*)*'?/);
/** `?"x"` and `?'x'`, the raw strings of early versions. */
export const LegacyRaw = constant('LegacyRaw', /\?(?:"(?:[^"\\\r\n]|\\"|\\(?!"))*"|'(?:[^'\\\r\n]|\\'|\\(?!'))*')/);
/** From its back quote to the end of the line. */
export const UnclosedName = token({ name: 'UnclosedName', pattern: /`[^\r\n]*/, categories: [NamePart] });

/**
 * `( … )` with its content, as one token. A list of plain texts behind its operator comes so from the lexer, with a `TextList` as payload;
 * all other groups are made of the lexer's tokens before the grammar sees them.
 */
export const ParenGroup = token({
  name: 'ParenGroup',
  pattern: textList,
  start_chars_hint: ['('],
  categories: [Atom],
  line_breaks: true,
});
/** `[ … ]` or `![ … ]` of a sequence or a relationship, with its content. */
export const ItemGroup = category('ItemGroup', AnyToken);
/** The `[0]` of `x[0]`. */
export const IndexGroup = category('IndexGroup', AnyToken);

/**
 * `process.parent.name` as one token, where a whole operand can stand and all parts are plain names; it stands for the tokens of its parts.
 */
export const FieldName = token({
  name: 'FieldName',
  pattern: fieldName,
  start_chars_hint: [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_@'],
  categories: [Atom],
  line_breaks: false,
});

const WhiteSpace = token({ name: 'WhiteSpace', pattern: /[ \t\r\n]+/, group: Lexer.SKIPPED, line_breaks: true });
export const commentGroup = 'comments';
const LineComment = token({ name: 'LineComment', pattern: /\/\/[^\r\n]*/, group: commentGroup });
const BlockComment = token({
  name: 'BlockComment',
  pattern: blockComment,
  start_chars_hint: ['/'],
  group: commentGroup,
  line_breaks: true,
});

/**
 * `/*` to its closing mark. Comments nest where they balance; one with more openings than closings ends at the last closing mark there
 * is, and one that is never closed goes on to the end of the text.
 */
function blockComment(text: string, offset: number): CustomPatternMatcherReturn | null {
  if (!text.startsWith('/*', offset)) return null;
  const marks = /\/\*|\*\//g;
  marks.lastIndex = offset + 2;
  let depth = 1;
  let end = -1;
  for (let mark = marks.exec(text); mark !== null && depth > 0; mark = depth > 0 ? marks.exec(text) : null) {
    if (mark[0] === '/*') {
      depth++;
    } else {
      depth--;
      end = marks.lastIndex;
    }
  }
  return [text.slice(offset, end < 0 ? text.length : end)];
}

function textList(text: string, offset: number, before: readonly IToken[]): CustomPatternMatcherReturn | null {
  const operator = before[before.length - 1];
  if (text[offset] !== '(' || operator === undefined || !(tokenMatcher(operator, ListOperator) || tokenMatcher(operator, TextOperator)))
    return null;
  const list = readTextList(text, offset);
  return list === undefined ? null : Object.assign([text.slice(offset, offset + list.length)] as [string], { payload: list });
}

/** Behind these a field can stand and nothing else that is dotted. */
const beforeFields: ReadonlySet<TokenType> = new Set([
  And, Or, Not, Where, By, Comma, LeftParen, Equal, NotEqual, LessEqual, GreaterEqual, Less, Greater,
]); // prettier-ignore

const plainPart = `(?!(?:${[...keywordTypes.keys()].filter((word) => !word.endsWith('~')).join('|')})(?![A-Za-z0-9_]))[A-Za-z_@][A-Za-z0-9_]*`;
const plainParts = new RegExp(`${plainPart}(?:\\.${plainPart})+(?![A-Za-z0-9_~])`, 'y');

function fieldName(text: string, offset: number, before: readonly IToken[]): CustomPatternMatcherReturn | null {
  const previous = before[before.length - 1];
  if (previous === undefined || !beforeFields.has(previous.tokenType)) return null;
  plainParts.lastIndex = offset;
  const found = plainParts.exec(text);
  return found === null ? null : [found[0]];
}

/** Whether a comment token's text has its end. */
export function isClosedComment(image: string): boolean {
  return image.startsWith('//') || (image.length >= 4 && image.endsWith('*/'));
}

const symbolTypes: readonly TokenType[] = [
  ParenGroup, MissingOpen, Equal, NotEqual, LessEqual, GreaterEqual, Less, Greater, Assign, Plus, Minus, Star, Slash, Percent, Colon, Dot, Comma,
  LeftBracket, RightBracket, LeftParen, RightParen, Pipe, Question,
]; // prettier-ignore

const categoryTypes: readonly TokenType[] = [
  AnyToken, Keyword, LogicalOperator, BinaryOperator, Sign, TestOperator, ListOperator, TextOperator, Atom, Constant, NamePart, Reserved, MultiKeyword,
  ItemOpen, ItemGroup, IndexGroup, Relation,
]; // prettier-ignore

/** Every token type, those of the lexer in the order in which they are tried. */
export const eqlTokens: readonly TokenType[] = [
  WhiteSpace, BlockComment, LineComment, FieldName, ...keywordTypes.values(), TildeIdentifier, Identifier, QuotedIdentifier, UnclosedName, RawString,
  StringLiteral, UnclosedString, SingleQuoted, LegacyRaw, Decimal, Integer, ...symbolTypes, ...categoryTypes,
]; // prettier-ignore

/** The reserved words, all lower case; `AND` is an identifier. */
export const eqlKeywords: readonly string[] = [...keywordTypes.keys()];

/** The token type of a reserved word. */
export function keywordType(word: string): TokenType | undefined {
  return keywordTypes.get(word);
}
