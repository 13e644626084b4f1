/** Edits of the values of a rule in JSON, in the layout that the file has: on one line as in an export, or indented. */
import type { TextEdit } from '../base/edit.js';
import { lineStart } from '../toml/strings.js';
import { withComma } from './lists.js';
import { isList, isRecord } from './plain.js';
import type { Plain, RuleArray, RuleEntry, RuleTable, RuleValue } from './value.js';
import type { RuleWriter } from './writer.js';

/** `text` is the whole file, `root` the rule in it. */
export function createJsonWriter(text: string, root: RuleTable): RuleWriter {
  const file: JsonFile = {
    text,
    eol: text.slice(root.span.start, root.span.end).includes('\r\n') ? '\r\n' : '\n',
    unit: unitOf(text, root),
    colon: colonOf(text, root),
  };
  return {
    literal: (value) => jsonText(value),
    replaceValue: ({ span }, value) => [{ span, newText: laidOut(file, value, indentAt(text, span.start)) }],
    renameKey: ({ keySpan }, key) => [{ span: keySpan, newText: JSON.stringify(key) }],
    removeEntry: (_table, { span }) => [{ span: withComma(text, span), newText: '' }],
    removeElement: ({ elements }, index) => {
      const element = elements[index];
      return element === undefined ? [] : [{ span: withComma(text, element.span), newText: '' }];
    },
    insertEntries: (table, entries) => insertEntries(file, table, entries),
    insertElement: (array, value) => insertInto(file, array, array.elements.at(-1), (indent) => laidOut(file, value, indent)),
  };
}

interface JsonFile {
  readonly text: string;
  readonly eol: string;
  /** One step of indentation; empty where the rule stands on one line. */
  readonly unit: string;
  readonly colon: ':' | ': ';
}

/** A value on one line or, with a unit of indentation, on several. `indent` is that of the line the value starts on. */
export function jsonText(value: Plain, unit = '', indent = '', colon = unit === '' ? ':' : ': '): string {
  if (typeof value === 'bigint') return String(value);
  if (!isList(value) && !isRecord(value)) return JSON.stringify(value);
  const inner = indent + unit;
  const parts = isList(value)
    ? value.map((element) => jsonText(element, unit, inner, colon))
    : Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}${colon}${jsonText(entry, unit, inner, colon)}`);
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return `${open}${close}`;
  if (unit === '') return `${open}${parts.join(colon === ':' ? ',' : ', ')}${close}`;
  return `${open}\n${parts.map((part) => `${inner}${part}`).join(',\n')}\n${indent}${close}`;
}

function laidOut({ unit, eol, colon }: JsonFile, value: Plain, indent: string): string {
  return jsonText(value, unit, indent, colon).replaceAll('\n', eol);
}

function unitOf(text: string, { span, entries }: RuleTable): string {
  const first = entries[0];
  if (first === undefined || !text.slice(span.start, first.keySpan.start).includes('\n')) return '';
  const outer = indentAt(text, span.start);
  const inner = indentAt(text, first.keySpan.start);
  return inner.startsWith(outer) && inner !== outer ? inner.slice(outer.length) : '  ';
}

function colonOf(text: string, { entries }: RuleTable): ':' | ': ' {
  const first = entries[0];
  return first === undefined || /\s$/.test(text.slice(first.keySpan.end, first.value.span.start)) ? ': ' : ':';
}

function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';
}

function insertEntries(file: JsonFile, table: RuleTable, entries: readonly (readonly [key: string, value: Plain])[]): readonly TextEdit[] {
  if (entries.length === 0) return [];
  const write = (indent: string, separator: string): string =>
    entries.map(([key, value]) => `${JSON.stringify(key)}${file.colon}${laidOut(file, value, indent)}`).join(separator);
  return insertInto(file, table, table.entries.at(-1), write);
}

/** Behind the last entry or element, on a line of its own where that one has such a line; into empty brackets where there is none. */
function insertInto(
  file: JsonFile,
  { span }: RuleTable | RuleArray,
  last: RuleEntry | RuleValue | undefined,
  write: (indent: string, separator: string) => string,
): readonly TextEdit[] {
  const { text, eol, unit, colon } = file;
  const gap = colon === ':' ? ',' : ', ';
  if (last !== undefined) {
    const indent = indentAt(text, last.span.start);
    const alone =
      text.slice(lineStart(text, last.span.start), last.span.start).trim() === '' && text.slice(span.start, last.span.start).includes('\n');
    const separator = alone ? `,${eol}${indent}` : gap;
    return [{ span: { start: last.span.end, end: last.span.end }, newText: `${separator}${write(indent, separator)}` }];
  }
  const open = text[span.start] ?? '';
  const close = open === '{' ? '}' : ']';
  const outer = indentAt(text, span.start);
  const inner = outer + unit;
  if (unit === '') return [{ span, newText: `${open}${write('', gap)}${close}` }];
  return [{ span, newText: `${open}${eol}${inner}${write(inner, `,${eol}${inner}`)}${eol}${outer}${close}` }];
}
