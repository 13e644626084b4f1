/**
 * The values of literals: strings with their escapes, numbers, and intervals.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax#eql-syntax-strings
 */
import type { IToken } from 'chevrotain';
import type { Fix } from '../../base/problem.js';
import { span, type Span } from '../../base/span.js';
import { tokenEnd, tokenSpan } from '../recover.js';
import type { BooleanLiteral, Expr, NullLiteral, NumberLiteral, StringLiteral } from './ast.js';
import { simpleEscapes } from './escapes.js';
import { fix, type Reporter } from './report.js';
import * as t from './tokens.js';

/** The literal of a token of the category `Constant`. */
export function buildLiteral(token: IToken, reporter: Reporter): StringLiteral | NumberLiteral | BooleanLiteral | NullLiteral {
  const place = tokenSpan(token);
  switch (token.tokenType) {
    case t.True:
    case t.False:
      return { kind: 'boolean', span: place, value: token.tokenType === t.True };
    case t.Null:
      return { kind: 'null', span: place };
    case t.Integer:
      return integerLiteral(token.image, place);
    case t.Decimal:
      return decimalLiteral(token.image, place, reporter);
    default:
      return stringLiteral(token, reporter);
  }
}

const largestUnsignedLong = 2n ** 64n - 1n;

function integerLiteral(text: string, place: Span): NumberLiteral {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return { kind: 'number', span: place, value, integer: true };
  // Above the largest unsigned long Elasticsearch reads a double.
  const exact = text.replace(/^0+/, '').length > 20 ? undefined : BigInt(text);
  if (exact === undefined || exact > largestUnsignedLong) return { kind: 'number', span: place, value, integer: false };
  return { kind: 'number', span: place, value: exact, integer: true };
}

function decimalLiteral(text: string, place: Span, reporter: Reporter): NumberLiteral {
  const value = Number(text);
  if (!Number.isFinite(value)) reporter.syntax(place, 'The number is too large');
  return { kind: 'number', span: place, value, integer: false };
}

function stringLiteral(token: IToken, reporter: Reporter): StringLiteral {
  const { image } = token;
  const place = tokenSpan(token);
  switch (token.tokenType) {
    case t.RawString:
      return { kind: 'string', span: place, value: image.slice(3, -3), raw: true };
    case t.UnclosedString:
      return unclosedString(token, place);
    case t.SingleQuoted:
      return singleQuoted(token, place, reporter);
    case t.LegacyRaw:
      return legacyRaw(token, place, reporter);
    default:
      return { kind: 'string', span: place, value: unescape(token, image.slice(1, -1), reporter), raw: false };
  }
}

/** Already reported by the lexer; its escapes may still be half typed. */
function unclosedString({ image }: IToken, place: Span): StringLiteral {
  const raw = image.startsWith('"""');
  return { kind: 'string', span: place, value: image.slice(raw ? 3 : 1), raw };
}

function singleQuoted({ image }: IToken, place: Span, reporter: Reporter): StringLiteral {
  const closed = image.length > 1 && image.endsWith("'");
  const content = image.slice(1, closed ? -1 : undefined);
  const repaired = `"${content.replace(/\\[^]|"/g, (part) => (part === '"' ? '\\"' : part))}"`;
  const fixes: readonly Fix[] = closed ? [fix('Change to double quotes', place, repaired, 'preferred')] : [];
  const message = 'Strings stand in double quotes, not in single quotes';
  reporter.report({ code: 'EQL113', span: place, message, ...(fixes.length === 0 ? {} : { fixes }) });
  return { kind: 'string', span: place, value: content.replace(/\\([^])/g, '$1'), raw: false };
}

function legacyRaw({ image }: IToken, place: Span, reporter: Reporter): StringLiteral {
  const content = image.slice(2, -1);
  const prefix = span(place.start, place.start + 2);
  const repaired = `"""${content}"""`;
  const fixes = content.includes('"""') ? undefined : [fix('Change to a raw string in `"""`', place, repaired, 'preferred')];
  const message = `Raw strings stand in \`"""\`, not in \`${image.slice(0, 2)}\``;
  reporter.report({ code: 'EQL113', span: prefix, message, ...(fixes === undefined ? {} : { fixes }) });
  return { kind: 'string', span: place, value: content, raw: true };
}

/** An escape of a string: what it stands for, or why it stands for nothing. */
interface Escape {
  readonly length: number;
  readonly value: string;
  readonly message?: string;
  /** What the escape should be; `path` where its string is most likely a path with single backslashes. */
  readonly meant?: string | typeof path;
}

const path = Symbol('path');

/** The text with its escapes resolved. The first bad one is reported: its fixes repair the whole string. */
function unescape(token: IToken, content: string, reporter: Reporter): string {
  let value = '';
  let done = 0;
  let reported = false;
  for (let at = content.indexOf('\\'); at >= 0; at = content.indexOf('\\', done)) {
    const escape = readEscape(content.slice(at, at + longestEscape));
    if (escape.message !== undefined && !reported) reportEscape(token, token.startOffset + 1 + at, escape, escape.message, reporter);
    reported ||= escape.message !== undefined;
    value += content.slice(done, at) + escape.value;
    done = at + escape.length;
  }
  return value + content.slice(done);
}

function reportEscape(token: IToken, offset: number, { length, meant }: Escape, message: string, reporter: Reporter): void {
  const place = span(offset, offset + length);
  const fixes =
    meant === undefined ? [] : meant === path ? backslashFixes(token) : [fix(`Change to \`${meant}\``, place, meant, 'preferred')];
  reporter.report({ code: 'EQL113', span: place, message, ...(fixes.length === 0 ? {} : { fixes }) });
}

const longestEscape = 40;

/** The escape at the start of `text`. */
function readEscape(text: string): Escape {
  const simple = simpleEscapes[text[1] ?? ''];
  if (simple !== undefined) return { length: 2, value: simple };
  const braced = /^\\u\{([0-9a-fA-F]+)\}/.exec(text);
  if (braced !== null) return codePointEscape(braced[0], braced[1] ?? '');
  const bare = /^\\u([0-9a-fA-F]{4})/.exec(text);
  if (bare !== null) return bareEscape(bare[0], bare[1] ?? '');
  const length = (text.codePointAt(1) ?? 0) > 0xffff ? 3 : 2;
  const bad = text.slice(0, length);
  if (text.startsWith('\\u{'))
    return { length, value: bad, message: 'A Unicode escape is written `\\u{…}` with 2 to 8 hexadecimal digits' };
  const message = `\`${bad}\` is not an escape; write \`\\${bad}\` for a backslash, or use a raw string: """…"""`;
  return { length, value: bad, message, meant: path };
}

function codePointEscape(escape: string, digits: string): Escape {
  const { length } = escape;
  const code = Number.parseInt(digits, 16);
  if (digits.length < 2 || digits.length > 8) {
    return { length, value: escape, message: `A Unicode escape has 2 to 8 hexadecimal digits; \`${escape}\` has ${digits.length}` };
  }
  if (code === 0) return { length, value: escape, message: `\`${escape}\` is the null character, which a string can't hold` };
  if (code > 0x10ffff)
    return { length, value: escape, message: `\`${escape}\` is not a Unicode character; the last one is \`\\u{10ffff}\`` };
  return { length, value: String.fromCodePoint(code) };
}

/** `\u0041`, the form of other languages. */
function bareEscape(escape: string, digits: string): Escape {
  const code = Number.parseInt(digits, 16);
  const meant = `\\u{${digits}}`;
  return { length: escape.length, value: String.fromCodePoint(code), message: `A Unicode escape needs braces: \`${meant}\``, meant };
}

/** Two ways to say what a path with single backslashes means. */
function backslashFixes(token: IToken): readonly Fix[] {
  const { image } = token;
  const content = image.slice(1, -1);
  const doubled = content.replace(/\\(?:["\\]|u\{[0-9a-fA-F]{2,8}\})|\\/g, (part) => (part === '\\' ? '\\\\' : part));
  const place = tokenSpan(token);
  const fixes = [fix('Double the backslashes', place, `"${doubled}"`)];
  return /\\["\\]/.test(content) ? fixes : [...fixes, fix('Change to a raw string', place, `"""${content}"""`)];
}

/** Milliseconds of the units of `maxspan`. */
export const spanUnits: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The longest way to write `milliseconds` as a whole number of one unit: 90000 is `90s`. */
export function formatSpan(milliseconds: number): string {
  const [unit, size] = Object.entries(spanUnits).findLast(([, length]) => milliseconds % length === 0) ?? ['ms', 1];
  return `${milliseconds / size}${unit}`;
}

/** The value of an expression of whole numbers, such as `5 + 5`; undefined for anything else. */
export function foldInteger(expr: Expr): bigint | undefined {
  switch (expr.kind) {
    case 'number':
      return expr.integer ? BigInt(expr.value) : undefined;
    case 'group':
      return foldInteger(expr.inner);
    case 'sign': {
      const value = foldInteger(expr.operand);
      return value === undefined || expr.operator === '+' ? value : -value;
    }
    case 'arithmetic': {
      const left = foldInteger(expr.left);
      const right = foldInteger(expr.right);
      return left === undefined || right === undefined ? undefined : calculate(left, expr.operator, right);
    }
    default:
      return undefined;
  }
}

function calculate(left: bigint, operator: '+' | '-' | '*' | '/' | '%', right: bigint): bigint | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0n ? undefined : left / right;
    case '%':
      return right === 0n ? undefined : left % right;
  }
}

/** A name as it must be written to be one part of a field: in back quotes, doubled inside. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** The name of a token that is a part of a field. */
export function nameOf(token: IToken): string {
  if (token.tokenType === t.QuotedIdentifier) return token.image.slice(1, -1).replaceAll('``', '`');
  return token.tokenType === t.UnclosedName ? token.image.slice(1) : token.image;
}

/** The text between two tokens' ends, both included. */
export function coverTokens(first: IToken, last: IToken): Span {
  return span(first.startOffset, tokenEnd(last));
}
