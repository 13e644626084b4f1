/** Why a piece of an event file is no event, in words that say what would be right. */
import { parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';

/** Why a line that does not begin with `{` is no event. */
export function explainLine(line: string): string {
  const text = line.trim();
  for (const [pattern, message] of shapes) if (pattern.test(text)) return message;
  return 'Not an event: an event is a JSON object, `{ … }`, and this is plain text.';
}

/** Forms that are met in place of an event, the more certain first. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/^(?:GET|POST|PUT|DELETE|HEAD)\s+\S+/, 'A request line of the Kibana console, not an event; only the JSON after it is read.'],
  [/^(?:\/\/|#|\/\*)/, 'A comment, not an event: JSON has no comments.'],
  [/^\[/, 'An array, not an event: put each event on a line of its own, or all of them into one array.'],
  [/^[}\]]/, 'A closing bracket without an opening one: an event before this may be broken or cut off.'],
  [/^"[^"]*"\s*:/, 'A part of an event, not a whole one: an event begins with `{` and ends with `}`.'],
  [/^(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)[\s,]*$/, 'A single value, not an event: an event is a JSON object, `{ … }`.'],
  [/^</, 'Looks like XML, not JSON: convert the events to JSON first, with the field names of ECS.'],
  [/^(?:[^,{}]*,){2}/, table('commas (CSV)')],
  [/^(?:[^\t{}]*\t){2}/, table('tabs (TSV)')],
  [/^(?:[^;{}]*;){2}/, table('semicolons (CSV)')],
];

function table(separator: string): string {
  return `Looks like a table with ${separator}, not JSON: convert it to one JSON object a line, with the field names of ECS.`;
}

/** What is wrong in the text of an event, and at which offset of the text, where it is wrong at one place. */
interface JsonMistake {
  readonly message: string;
  readonly offset: number | undefined;
}

/** Text that is not looked into further: the first mistake of a longer one is not worth the time. */
const longestExplained = 256 * 1024;

const notJson = 'This event is not valid JSON.';
const cutOff = 'The event is cut off: it ends before its closing `}`.';

/** What is wrong in an event's text, which begins with `{` and is not JSON. */
export function explainObject(text: string): JsonMistake {
  const errors: ParseError[] = [];
  if (text.length <= longestExplained) parseTree(text, errors, { disallowComments: true });
  const [first] = errors.sort((a, b) => a.offset - b.offset);
  if (first === undefined) return { message: notJson, offset: undefined };
  if (isCutOff(first, text)) return { message: cutOff, offset: undefined };
  return { message: messageFor(first, text), offset: first.offset };
}

/** Nothing but the rest is missing. A text that is open at the end was not closed further up where brackets still close the event. */
function isCutOff(error: ParseError, text: string): boolean {
  if (printParseErrorCode(error.error) === 'UnexpectedEndOfString')
    return !text.endsWith('}') && error.offset + error.length >= text.length;
  const rest = text.slice(error.offset).trim();
  return rest === '' || (rest.length < 5 && ['true', 'false', 'null'].some((value) => value !== rest && value.startsWith(rest)));
}

function messageFor(error: ParseError, text: string): string {
  const rest = text.slice(error.offset);
  for (const [pattern, message] of mistakes) if (pattern.test(rest)) return message;
  if (/,\s*$/.test(text.slice(0, error.offset)) && /^[}\]]/.test(rest))
    return 'A comma before a closing bracket: JSON has none after the last value.';
  return byCode[printParseErrorCode(error.error)] ?? notJson;
}

/** By what stands where JSON ends to be right. */
const mistakes: readonly (readonly [RegExp, string])[] = [
  [/^['‘’]/, 'Single quotes: JSON writes names and texts in double quotes, `"name"`.'],
  [/^[“”„«]/, 'Typographic quotes: JSON writes names and texts in plain double quotes, `"name"`.'],
  [/^(?:True|False|None)\b/, 'A value as Python prints it: JSON writes `true`, `false` and `null`.'],
  [/^(?:NaN|[+-]?Infinity|undefined)\b/, 'A value that JSON does not have: leave the field out, or write `null`.'],
  [/^(?:\/\/|\/\*|#)/, 'A comment: JSON has no comments.'],
  [/^\.{3}|^…/, 'An ellipsis where a part of the event was left out: the whole event is needed.'],
];

/** By the parser's name for the mistake. */
const byCode: Readonly<Record<string, string>> = {
  UnexpectedEndOfString: 'This text has no closing `"`.',
  InvalidEscapeCharacter: 'A backslash that stands for itself is written twice in JSON: `"C:\\\\Windows"`.',
  InvalidUnicode: '`\\u` needs four hexadecimal digits; a backslash that stands for itself is written twice, `\\\\u`.',
  InvalidCharacter: 'A tab or other control character inside a text: JSON writes them as `\\t`, `\\n`, `\\u0000`.',
  EndOfFileExpected: 'Something follows the event: each event stands on a line of its own, without a comma between lines.',
  PropertyNameExpected: 'A name without quotes: JSON writes names in double quotes, `"name": value`.',
  InvalidSymbol: 'A name or value without quotes: JSON writes names and texts in double quotes, `"name"`.',
  ColonExpected: 'A name without a value: JSON writes `"name": value`.',
  CommaExpected: 'A comma is missing between two values.',
  ValueExpected: 'A value is missing: JSON writes `"name": value`.',
  InvalidNumberFormat: 'This number is not written as JSON writes numbers.',
};
