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
  if (!word.test(text[at] ?? '')) return characterAt(text, at);
  let start = at;
  while (start > 0 && word.test(text[start - 1] ?? '')) start -= 1;
  let end = at;
  while (end < text.length && word.test(text[end] ?? '')) end += 1;
  return { start, end };
}

/** The whole character that the offset stands at or in. */
function characterAt(text: string, offset: number): Span {
  const start = /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(Math.max(0, offset - 1), offset + 1)) ? offset - 1 : offset;
  return { start, end: Math.min(text.length, start + String.fromCodePoint(text.codePointAt(start) ?? 0).length) };
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
  const [, key, signs] = /^[ \t]*([^=\s]+)[ \t]*(=+)/.exec(statement) ?? [];
  if (signs !== undefined && signs.length > 1) {
    const start = place.start + statement.indexOf(signs);
    return joined({ start, end: start + signs.length }, signs, '=');
  }
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

/** Another sign between key and value than `=`. */
function joined(place: Span, sign: string, newText: string): Problem {
  return syntax(place, `A key and its value are joined by \`=\`, not by \`${sign}\``, [
    { title: 'Change to `=`', edits: [{ span: place, newText }] },
  ]);
}

/** In a key, or where its equals sign should stand; undefined elsewhere. */
function unexpectedInKey(text: string, index: number): Problem | undefined {
  const before = text.slice(lineStart(text, index), index);
  const sign = /^:=?/.exec(text.slice(index, index + 2))?.[0];
  if (sign !== undefined && /^[ \t]*(?:[\w.-]+|"[^"]*"|'[^']*')[ \t]*$/.test(before)) {
    return joined({ start: index, end: index + sign.length }, sign, /[ \t]$/.test(before) ? '=' : ' =');
  }
  const place = characterAt(text, index);
  const character = text.slice(place.start, place.end);
  const isInKey =
    /^[ \t]*[\w.-]*$/.test(text.slice(lineStart(text, index), place.start)) && /=/.test(text.slice(place.end, lineEnd(text, index)));
  if (!isInKey || !/[^\u0000-\u007f]/.test(character)) return undefined;
  return syntax(
    place,
    `\`${character}\` stands only in a key in quotes; without them a key is letters from a to z, digits, \`_\` and \`-\``,
  );
}

const control = /[\u0000-\u001f\u007f]/;
const controlCharacter = 'A control character is not allowed in TOML; delete it or write it as an escape';

/** A value without quotes is by far the commonest cause: `severity = low`. */
function unexpectedCharacter(text: string, index: number): Problem {
  const inKey = unexpectedInKey(text, index);
  if (inKey !== undefined) return inKey;
  const line = lineStart(text, index);
  if (text.slice(line, index).endsWith('=')) return missingValue(text, index);
  const bare = /^[ \t]*[\w."'-]+[ \t]*=[ \t]*([^"'[{\s#][^#\r\n]*?)[ \t]*(?:#.*)?$/.exec(text.slice(line, lineEnd(text, index)));
  const value = bare?.[1];
  if (value !== undefined && !/["=]/.test(value) && !control.test(value)) {
    const start = line + text.slice(line, lineEnd(text, index)).indexOf(value, text.slice(line).indexOf('='));
    const place = { start, end: start + value.length };
    const curly = /^[“”‘’](.*)[“”‘’]$/.exec(value)?.[1];
    const quoted = `"${(curly ?? value).replaceAll('\\', '\\\\')}"`;
    if (curly !== undefined) {
      const fix = { title: `Change to ${quoted}`, edits: [{ span: place, newText: quoted }] };
      return syntax(place, `Text stands in straight quotes: ${quoted}`, [fix]);
    }
    return syntax(place, `\`${value}\` needs quotes: text is written as ${quoted}`, [
      { title: `Put it in quotes: ${quoted}`, edits: [{ span: place, newText: quoted }] },
    ]);
  }
  const place = wordAt(text, index);
  if (control.test(text.slice(place.start, place.end))) return syntax(place, controlCharacter);
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
  'Control characters (codes < 0x1f and 0x7f) are not allowed': at(controlCharacter),
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
