/** What is wrong in a TOML file, in plain words and at the place where it can be put right. */
import type { Fix, Problem } from '../base/problem.js';
import type { Span } from '../base/span.js';
import { earlyEnd } from './earlyEnd.js';
import type { RepairedError } from './repair.js';
import { lineEnd, lineStart } from './strings.js';

/** The parser's error as a problem of the file. */
export function problemOf({ message, index, text, repair }: RepairedError): Problem {
  if (repair.kind === 'rename') return duplicateKey(text, repair.span, repair.name);
  if (repair.kind === 'unclosed') return unclosedString(text, repair.place.span);
  if (message === undefined) {
    return {
      code: 'TOM001',
      span: { start: 0, end: Math.min(1, text.length) },
      message: 'The file is nested too deeply to be read as TOML',
    };
  }
  const early = earlyEnd(text, index);
  if (early !== undefined) return early;
  const explain = explanations[message];
  return (
    explain?.(text, index) ??
    syntax(wordAt(text, index), `This is not valid TOML here (${message.charAt(0).toLowerCase()}${message.slice(1)})`)
  );
}

function syntax(place: Span, message: string, fixes: readonly Fix[] = []): Problem {
  return { code: 'TOM001', span: place, message, ...(fixes.length > 0 ? { fixes } : {}) };
}

function duplicateKey(text: string, place: Span, name: string): Problem {
  const header = /^[ \t]*\[/.test(text.slice(lineStart(text, place.start), place.start));
  const first = firstDefinition(text, name, place.start, header);
  const message = header
    ? `The table \`${name}\` exists already; a table has one header`
    : `\`${name}\` is set already; only its first value counts`;
  return {
    code: 'TOM002',
    span: place,
    message,
    ...(first === undefined ? {} : { related: [{ span: first, message: 'It is first set here' }] }),
  };
}

/** The nearest line above that writes this key or header. */
function firstDefinition(text: string, name: string, before: number, header: boolean): Span | undefined {
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const definition = new RegExp(
    header ? `^[ \\t]*\\[{1,2}(?:[^\\]\\n]*\\.)?["']?(${quoted})["']?\\]` : `^[ \\t]*["']?(${quoted})["']?[ \\t]*=`,
    'gm',
  );
  let first: Span | undefined;
  for (const found of text.slice(0, before).matchAll(definition)) {
    const start = found.index + found[0].indexOf(found[1] ?? '');
    first = { start, end: start + name.length };
  }
  return first;
}

function unclosedString(text: string, place: Span): Problem {
  const triple = text.slice(place.start, place.start + 3);
  if (triple === '"""' || triple === "'''") {
    return syntax(
      { start: place.start, end: place.start + 3 },
      `This ${triple} is never closed; end the text with ${triple} on a line of its own`,
    );
  }
  const quote = text[place.start] ?? '"';
  return syntax(
    { start: place.start, end: lineEnd(text, place.start) },
    `This text has no closing ${quote}; use ${quote.repeat(3)} for text of several lines`,
  );
}

/** The word or the one character at the offset; at white space or the text's end what stands before it. */
function wordAt(text: string, index: number): Span {
  let at = Math.min(index, text.length);
  while (at > 0 && /^\s?$/.test(text[at] ?? '')) at -= 1;
  const word = /[\w.-]/;
  if (!word.test(text[at] ?? '')) return { start: at, end: Math.min(at + 1, text.length) };
  let start = at;
  while (start > 0 && word.test(text[start - 1] ?? '')) start -= 1;
  let end = at;
  while (end < text.length && word.test(text[end] ?? '')) end += 1;
  return { start, end };
}

/** What stands on the last line before the offset that is not blank. */
function textBefore(text: string, index: number): Span {
  const end = text.slice(0, index).trimEnd().length;
  const line = lineStart(text, end);
  return { start: line + (text.slice(line, end).length - text.slice(line, end).trimStart().length), end };
}

/** A key without a value. */
function missingValue(text: string, index: number): Problem {
  const place = textBefore(text, lineEnd(text, index));
  const statement = text.slice(place.start, place.end);
  const key = /^[ \t]*([^=\s]+)[ \t]*=/.exec(statement)?.[1];
  if (key !== undefined) return syntax(place, `\`${key}\` has no value; write it after the equals sign, on the same line`);
  if (statement.startsWith('[')) return unclosedHeader(text, place.end);
  return syntax(place, `\`${statement}\` is neither a key with a value nor a table; write \`${firstWord(statement)} = "…"\``);
}

function firstWord(statement: string): string {
  return /^[\w.-]+/.exec(statement)?.[0] ?? 'key';
}

function unclosedHeader(text: string, index: number): Problem {
  const place = textBefore(text, index);
  const brackets = text.startsWith('[[', place.start) ? ']]' : ']';
  return syntax(place, `This table header is not closed; end it with ${brackets}`);
}

/** A value without quotes is by far the commonest cause: `severity = low`. */
function unexpectedCharacter(text: string, index: number): Problem {
  const line = lineStart(text, index);
  if (text.slice(line, index).endsWith('=')) return missingValue(text, index);
  const bare = /^[ \t]*[\w."'-]+[ \t]*=[ \t]*([^"'[{\s#][^#\r\n]*?)[ \t]*(?:#.*)?$/.exec(text.slice(line, lineEnd(text, index)));
  const value = bare?.[1];
  if (value !== undefined && !value.includes('"') && !value.includes('=')) {
    const start = line + text.slice(line, lineEnd(text, index)).indexOf(value, text.slice(line).indexOf('='));
    const place = { start, end: start + value.length };
    const quoted = `"${value.replaceAll('\\', '\\\\')}"`;
    return syntax(place, `\`${value}\` needs quotes: text is written as ${quoted}`, [
      { title: `Put it in quotes: ${quoted}`, edits: [{ span: place, newText: quoted }] },
    ]);
  }
  const place = wordAt(text, index);
  return syntax(
    place,
    `\`${text.slice(place.start, place.end)}\` is not expected here; a value is text in quotes, a number, true, false, a date, [ … ] or { … }`,
  );
}

function badEscape(text: string, index: number): Problem {
  const backslash = text.lastIndexOf('\\', index);
  const start = backslash >= lineStart(text, index) ? backslash : index;
  const place = { start, end: Math.min(text.length, Math.max(index + 1, start + 2)) };
  const written = text.slice(place.start, place.end);
  return syntax(place, `\`${written}\` is not an escape of TOML; write \\\\ for a backslash, or put the text in single quotes`);
}

type Explanation = (text: string, index: number) => Problem;

const at =
  (message: string): Explanation =>
  (text, index) =>
    syntax(wordAt(text, index), message);

/** By the parser's message: it hands out no codes. */
const explanations: Readonly<Record<string, Explanation>> = {
  'Unterminated string constant': at('This text is not closed; end it with the quotes it began with'),
  'Unterminated table-key': unclosedHeader,
  'Unterminated array': (text, index) => syntax(wordAt(text, index), 'This list is not closed; end it with ]'),
  'Unterminated inline table': at('This table is not closed; end it with }'),
  'Empty bare keys are not allowed': at('The name is missing; write it before the equals sign or between the brackets'),
  'Must be a newline': at('Only one key with its value goes on a line; begin a new line here'),
  'Expected equal (=) token': missingValue,
  'Unspecified values are invalid': missingValue,
  'The key, equals sign, and value must be on the same line': missingValue,
  'Expected comma (,) token': at('A comma is missing before this value'),
  'Unexpected character': unexpectedCharacter,
  'Unexpected token': unexpectedCharacter,
  'Control characters (codes < 0x1f and 0x7f) are not allowed': at(
    'A control character is not allowed in TOML; delete it or write it as an escape',
  ),
  'No newlines are allowed between the curly braces unless they are valid within a value': at(
    'A table in braces stays on one line; use a [table] header instead',
  ),
  'Underscores are allowed between digits': at('An underscore goes only between two digits'),
  'Unexpected spaces': at('No blank is allowed between the two brackets'),
  'Three or more quotes are not permitted': at('Too many quotes: three end the text'),
  'Unexpected invalid date': at('This date does not exist; put it in quotes when it is text'),
  'Unexpected invalid time': at('This time does not exist; put it in quotes when it is text'),
  'Leading zeros are not allowed': at('A number has no leading zeros; put it in quotes when it is text'),
  'Trailing comma is not permitted in an inline table': at('A table in braces ends without a comma'),
  'Invalid character in escape sequence': badEscape,
  'Consecutive dots are not permitted in keys': at('A name is missing between the dots'),
  'Keys cannot end with a dot': at('A name is missing after the dot'),
  'Keys cannot start with a dot': at('A name is missing before the dot'),
};
