/** Edits of the values of a TOML rule. Comments and the layout of everything else stay as they are. */
import type { TextEdit } from '../base/edit.js';
import { once } from '../base/once.js';
import type { Span } from '../base/span.js';
import { stringMapOf } from '../toml/stringMap.js';
import { lineStart } from '../toml/strings.js';
import { nextLine, withComma } from './lists.js';
import { isList, isRecord } from './plain.js';
import { keyText, tomlText } from './tomlText.js';
import type { Plain, RuleArray, RuleEntry, RuleTable, RuleValue } from './value.js';
import type { RuleWriter } from './writer.js';

/** `root` is the whole file. */
export function createTomlWriter(text: string, root: RuleTable): RuleWriter {
  const file: TomlFile = { text, eol: text.includes('\r\n') ? '\r\n' : '\n', headers: once(() => headersBelow(root, text)) };
  return {
    literal: (value) => tomlText(value) ?? '',
    replaceValue: (old, value) => replaceValue(file, old, value),
    renameKey: (entry, key) => renameKey(file, entry, key),
    removeEntry: (table, entry) => removeEntry(file, table, entry),
    removeElement: (array, index) => removeElement(file, array, index),
    insertEntries: (table, entries) => insertEntries(file, root, table, entries),
    insertElement: (array, value) => insertElement(file, array, value),
  };
}

interface TomlFile {
  readonly text: string;
  readonly eol: string;
  /** Of every `[table]` and `[[table]]`, in order. */
  readonly headers: () => readonly Span[];
}

function hasHeader({ span }: RuleValue, text: string): boolean {
  return /^\[\[?[^\]\n]*\]/.test(text.slice(span.start, span.end)) && text.slice(lineStart(text, span.start), span.start).trim() === '';
}

/** Of the value itself and of all tables within it. */
function headersBelow(value: RuleValue, text: string): readonly Span[] {
  const found = new Map<number, Span>();
  visit(value);
  return [...found.values()].sort((a, b) => a.start - b.start);

  function visit(node: RuleValue): void {
    if (node.kind === 'array') node.elements.forEach(visit);
    if (node.kind !== 'table') return;
    if (node.span.end < text.length && hasHeader(node, text)) found.set(node.span.start, node.span);
    node.entries.forEach((entry) => visit(entry.value));
  }
}

/** An array whose elements are `[[tables]]`. */
function isArrayOfTables({ elements }: RuleArray, text: string): boolean {
  return elements.length > 0 && elements.every((element) => element.kind === 'table' && hasHeader(element, text));
}

function replaceValue({ text }: TomlFile, old: RuleValue, value: Plain): readonly TextEdit[] {
  if (old.kind === 'string' && typeof value === 'string' && old.style !== 'json') {
    const map = stringMapOf(text, { ...old, style: old.style });
    const newText = map.encode(value);
    if (newText !== undefined) return [{ span: map.contentSpan, newText }];
  }
  const newText = tomlText(value);
  const isBlock = headersBelow(old, text).length > 0;
  return newText === undefined || isBlock ? [] : [{ span: old.span, newText }];
}

function renameKey(file: TomlFile, entry: RuleEntry, key: string): readonly TextEdit[] {
  const headers = headersBelow(entry.value, file.text);
  const newText = keyText(key);
  if (headers.length === 0) return [{ span: entry.keySpan, newText }];
  const first = headers.find(({ start, end }) => start <= entry.keySpan.start && entry.keySpan.end <= end);
  if (first === undefined) return [];
  const depth = keysOf(file, first).findIndex(({ start }) => start === entry.keySpan.start);
  return headers.flatMap((header) => {
    const span = keysOf(file, header)[depth];
    return span === undefined ? [] : [{ span, newText }];
  });
}

/** The keys of a header, in file offsets. */
function keysOf({ text }: TomlFile, header: Span): readonly Span[] {
  const keys = /[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'/g;
  return [...text.slice(header.start, header.end).matchAll(keys)].map((found) => {
    const start = header.start + found.index;
    return { start, end: start + found[0].length };
  });
}

function removeEntry(file: TomlFile, table: RuleTable, entry: RuleEntry): readonly TextEdit[] {
  const headers = headersBelow(entry.value, file.text);
  if (headers.length > 0) return headers.map((header) => ({ span: blockOf(file, header), newText: '' }));
  if (isInline(file, table)) return [{ span: withComma(file.text, entry.span), newText: '' }];
  const end = nextLine(file.text, entry.span.end);
  const alone = /^\s*(?:#.*)?$/.test(file.text.slice(entry.span.end, end).trimEnd());
  return alone ? [{ span: { start: lineStart(file.text, entry.span.start), end }, newText: '' }] : [];
}

function removeElement(file: TomlFile, array: RuleArray, index: number): readonly TextEdit[] {
  const element = array.elements[index];
  if (element === undefined) return [];
  const headers = headersBelow(element, file.text);
  if (headers.length > 0) return headers.map((header) => ({ span: blockOf(file, header), newText: '' }));
  return [{ span: withComma(file.text, element.span), newText: '' }];
}

/** The header's lines: up to the next header, without the comments that stand directly above that one. */
function blockOf({ text, headers }: TomlFile, header: Span): Span {
  const next = headers().find(({ start }) => start > header.start);
  let end = next === undefined ? text.length : lineStart(text, next.start);
  while (next !== undefined && end > header.end) {
    const above = lineStart(text, end - 1);
    if (!text.slice(above, end).trimStart().startsWith('#')) break;
    end = above;
  }
  return { start: lineStart(text, header.start), end };
}

/** Whether a table below it has the only header that names it, as `a` has in `[a.b]`: keys behind that are the other one's. */
function isImplied({ entries, span }: RuleTable): boolean {
  return entries.some(({ value }) => {
    const first = value.kind === 'array' ? value.elements[0] : value;
    return first?.kind === 'table' && first.span.start === span.start;
  });
}

function isInline({ text }: TomlFile, { span }: RuleTable): boolean {
  return text[span.start] === '{' && span.end < text.length;
}

function insertEntries(
  file: TomlFile,
  root: RuleTable,
  table: RuleTable,
  entries: readonly (readonly [key: string, value: Plain])[],
): readonly TextEdit[] {
  const possible = entries.filter(([, value]) => value !== null);
  if (possible.length === 0 || (table !== root && isImplied(table))) return [];
  if (isInline(file, table)) return insertInline(file, table, possible);
  const isBlock = (value: Plain): boolean => isRecord(value) || (isList(value) && value.length > 0 && value.every(isRecord));
  const lines = possible.filter(([, value]) => !isBlock(value)).map(([key, value]) => `${keyText(key)} = ${tomlText(value) ?? ''}`);
  const header = table === root ? undefined : table.span;
  const path = header === undefined ? [] : keysOf(file, header).map(({ start, end }) => file.text.slice(start, end));
  const blocks = possible.filter(([, value]) => isBlock(value)).map(([key, value]) => blockText([...path, keyText(key)], value));
  return [
    ...(lines.length === 0 ? [] : [lineInsertion(file, lastLineOf(file, table, header), lines)]),
    ...(blocks.length === 0 ? [] : [blockInsertion(file, subtreeEnd(file, table), blocks)]),
  ];
}

function insertInline({ text }: TomlFile, { entries, span }: RuleTable, added: readonly (readonly [string, Plain])[]): readonly TextEdit[] {
  const written = added.map(([key, value]) => `${keyText(key)} = ${tomlText(value) ?? ''}`).join(', ');
  const last = entries.at(-1);
  if (last !== undefined) return [{ span: { start: last.span.end, end: last.span.end }, newText: `, ${written}` }];
  return text[span.end - 1] === '}' ? [{ span, newText: `{ ${written} }` }] : [];
}

/** Where the last plain line of a table ends: of its last entry, else of its header. */
function lastLineOf(file: TomlFile, table: RuleTable, header: Span | undefined): number {
  const own = table.entries.filter((entry) => headersBelow(entry.value, file.text).length === 0).map(({ span }) => span.end);
  const next = file.headers().find(({ start }) => start > (header?.start ?? -1))?.start ?? file.text.length;
  return Math.max(header?.end ?? 0, ...own.filter((end) => end <= next));
}

function lineInsertion({ text, eol }: TomlFile, after: number, lines: readonly string[]): TextEdit {
  const end = after === 0 ? 0 : nextLine(text, after);
  const needsBreak = end > 0 && !text.slice(0, end).endsWith('\n');
  const written = lines.map((line) => line.replaceAll('\n', eol)).join(eol);
  return { span: { start: end, end }, newText: needsBreak ? `${eol}${written}` : `${written}${eol}` };
}

function subtreeEnd(file: TomlFile, table: RuleValue): number {
  const last = headersBelow(table, file.text).at(-1);
  return last === undefined ? file.text.length : blockOf(file, last).end;
}

function blockInsertion({ text, eol }: TomlFile, at: number, blocks: readonly string[]): TextEdit {
  const before = text.slice(0, at);
  const gap = before === '' || /\n[ \t]*\r?\n$/.test(before) ? '' : before.endsWith('\n') ? eol : `${eol}${eol}`;
  const written = blocks.join('\n').replaceAll('\n', eol);
  return { span: { start: at, end: at }, newText: `${gap}${written}${at < text.length ? eol : ''}` };
}

/** A table or list of tables below headers of its own; ends with a line break. */
export function blockText(path: readonly string[], value: Plain): string {
  if (isList(value)) return value.map((element) => tableText(path, element, true)).join('\n');
  return tableText(path, value, false);
}

function tableText(path: readonly string[], value: Plain, inArray: boolean): string {
  if (!isRecord(value)) return '';
  const name = path.join('.');
  const lines = [inArray ? `[[${name}]]` : `[${name}]`];
  const inner: string[] = [];
  for (const [key, entry] of Object.entries(value)) {
    const isBlock = isRecord(entry) || (isList(entry) && entry.length > 0 && entry.every(isRecord));
    if (isBlock) inner.push(blockText([...path, keyText(key)], entry));
    else if (entry !== null) lines.push(`${keyText(key)} = ${tomlText(entry) ?? ''}`);
  }
  return [`${lines.join('\n')}\n`, ...inner].join('');
}

function insertElement(file: TomlFile, array: RuleArray, value: Plain): readonly TextEdit[] {
  const last = array.elements.at(-1);
  if (isArrayOfTables(array, file.text) && last !== undefined) {
    const path = keysOf(file, last.span).map(({ start, end }) => file.text.slice(start, end));
    return [blockInsertion(file, subtreeEnd(file, last), [blockText(path, [value])])];
  }
  const written = tomlText(value);
  if (written === undefined) return [];
  if (last === undefined) return [{ span: array.span, newText: `[${written}]` }];
  const indent = file.text.slice(lineStart(file.text, last.span.start), last.span.start);
  const separator = indent.trim() === '' ? `,${file.eol}${indent}` : ', ';
  return [{ span: { start: last.span.end, end: last.span.end }, newText: `${separator}${written}` }];
}
