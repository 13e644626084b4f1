/**
 * The usual layout of a rule file by the fewest edits: spaces and lists. Strings, comments, blank lines, the order of keys and how a table is
 * written stay as they are.
 */
import type { TextEdit } from '../base/edit.js';
import type { Span } from '../base/span.js';
import type { TomlArray, TomlDocument, TomlEntry, TomlTable, TomlValue } from './node.js';

/** A list whose elements are longer together stands with one element on each line. */
const longestList = 100;
const indentation = '    ';

/** Sorted and apart. Empty for a damaged file: what cannot be read is not moved. */
export function tomlLayoutEdits(text: string, { root, problems }: TomlDocument): readonly TextEdit[] {
  if (problems.length > 0) return [];
  const file: TomlFile = {
    text,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    strings: stringsOf(root),
  };
  const entries = entriesOf(root);
  const written = entries.flatMap((entry) => entryEdits(file, entry));
  const isFree = ({ span }: TextEdit): boolean => !written.some((other) => other.span.start < span.end && span.start < other.span.end);
  const edits = [...written, ...lineEdits(file).filter(isFree)];
  return edits.filter(({ span, newText }) => text.slice(span.start, span.end) !== newText).sort((a, b) => a.span.start - b.span.start);
}

interface TomlFile {
  readonly text: string;
  readonly eol: string;
  /** Of several lines: their content is nobody's layout. */
  readonly strings: readonly Span[];
}

/** All entries that stand as `key = value`, those of inline tables too. */
function entriesOf(table: TomlTable): readonly TomlEntry[] {
  return table.entries.flatMap((entry) => [
    entry,
    ...valuesIn(entry.value).flatMap((value) => (value.kind === 'table' ? entriesOf(value) : [])),
  ]);
}

function valuesIn(value: TomlValue): readonly TomlValue[] {
  return value.kind === 'array' ? [value, ...value.elements.flatMap(valuesIn)] : [value];
}

function stringsOf(table: TomlTable): readonly Span[] {
  return entriesOf(table).flatMap(({ value }) =>
    valuesIn(value).flatMap((each) => (each.kind === 'string' && each.style.startsWith('multiline') ? each.span : [])),
  );
}

function entryEdits(file: TomlFile, { span, value }: TomlEntry): readonly TextEdit[] {
  // What a header or a dotted key implies is not written as `key = value` itself.
  const before = file.text.slice(span.start, value.span.start);
  const equals = /[ \t]*=[ \t]*$/.exec(before);
  if (equals === null || value.span.start === span.start) return [];
  const list = value.kind === 'array' ? listEdits(file, value) : [];
  return [{ span: { start: span.start + equals.index, end: value.span.start }, newText: ' = ' }, ...list];
}

/** Lists of plain values on one line. One on several lines was laid out by hand, whichever way. */
function listEdits({ text, eol }: TomlFile, { elements, span }: TomlArray): readonly TextEdit[] {
  if (text.slice(span.start, span.end).includes('\n')) return [];
  if (elements.some(({ kind }) => kind === 'table' || kind === 'array')) return [];
  const written = elements.map((element) => text.slice(element.span.start, element.span.end));
  const length = written.reduce((sum, each) => sum + each.length, 0);
  const newText =
    length <= longestList ? `[${written.join(', ')}]` : `[${eol}${written.map((each) => `${indentation}${each},${eol}`).join('')}]`;
  return [{ span, newText }];
}

/** White space at the ends of lines, and one line break at the end of the file. */
function lineEdits({ text, eol, strings }: TomlFile): readonly TextEdit[] {
  const isOutside = (offset: number): boolean => !strings.some(({ start, end }) => start < offset && offset < end);
  const last = text.trimEnd().length;
  const trailing = [...text.matchAll(/[ \t]+(?=\r?\n)/g)].filter(({ index }) => index < last && isOutside(index));
  // Some writers of rules leave a blank line at the end.
  const hasEnd = /^(?:\r?\n){1,2}$/.test(text.slice(last));
  const end = { span: { start: last, end: hasEnd ? last : text.length }, newText: hasEnd ? '' : eol };
  return [...trailing.map(({ index, 0: spaces }) => ({ span: { start: index, end: index + spaces.length }, newText: '' })), end];
}
