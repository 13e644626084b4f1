/**
 * TOML text to values with their places. Never throws: what is damaged is reported and left out, everything else is read.
 * https://toml.io/en/v1.0.0
 */
import type { AST } from 'toml-eslint-parser';
import type { Span } from '../base/span.js';
import type { TomlDocument, TomlEntry, TomlTable, TomlValue } from './node.js';
import { readEdited, type ReadFile } from './edited.js';
import { problemOf } from './problems.js';
import { parseTolerantly, type TolerantParse } from './repair.js';
import { decodeString } from './stringMap.js';

export type TomlReader = (text: string) => TomlDocument;

/** Reads a whole file. Problems carry the codes `TOM001` (syntax) and `TOM002` (a key or table that exists already). */
export const readToml: TomlReader = (text) => documentOf(text, parseTolerantly(text));

/** Reads the versions of a file, as `readToml` does. An edit inside a long text, such as that of a query, takes less than reading. */
export function createTomlReader(): TomlReader {
  let last: ReadFile | undefined;
  return (text) => {
    const edited = last === undefined ? undefined : readEdited(last, text);
    if (edited === undefined) {
      const parse = parseTolerantly(text);
      const document = documentOf(text, parse);
      last = document.problems.length > 0 ? undefined : { text, document, places: [...parse.standIns.values()] };
      return document;
    }
    last = edited;
    return edited.document;
  };
}

function documentOf(text: string, parse: TolerantParse): TomlDocument {
  const reader: Reader = { text, parse };
  const root = newTable({ start: 0, end: text.length });
  const comments = (parse.program?.comments ?? []).map((comment) => {
    const span = spanOf(reader, comment);
    return { span, text: text.slice(span.start, span.end) };
  });
  for (const node of parse.program?.body[0].body ?? []) {
    if (node.type === 'TOMLKeyValue') addKeyValue(reader, root, node);
    else addTable(reader, root, node);
  }
  const problems = parse.errors.map(problemOf).sort((a, b) => a.span.start - b.span.start);
  return { root, comments, problems };
}

interface Reader {
  readonly text: string;
  readonly parse: TolerantParse;
}

interface GrowingTable extends TomlTable {
  readonly entries: TomlEntry[];
}

interface GrowingArray {
  readonly kind: 'array';
  readonly span: Span;
  readonly elements: TomlValue[];
}

function newTable(span: Span): GrowingTable {
  return { kind: 'table', span, entries: [] };
}

function spanOf({ parse: { toFile } }: Reader, { range: [start, end] }: { readonly range: readonly [number, number] }): Span {
  return { start: toFile(start), end: toFile(end) };
}

function nameOf(reader: Reader, key: AST.TOMLBare | AST.TOMLQuoted): string {
  return reader.parse.renamed.get(reader.parse.toFile(key.range[0])) ?? (key.type === 'TOMLBare' ? key.name : key.value);
}

function addTable(reader: Reader, root: GrowingTable, node: AST.TOMLTable): void {
  const header = headerSpan(reader, node);
  const parent = descend(reader, root, node.key.keys.slice(0, -1), header);
  const last = node.key.keys.at(-1);
  if (last === undefined) return;
  const table = node.kind === 'array' ? appendElement(reader, parent, last, header) : descend(reader, parent, [last], header);
  for (const keyValue of node.body) addKeyValue(reader, table, keyValue);
}

/** `[rule.threat]` without what follows it. */
function headerSpan(reader: Reader, node: AST.TOMLTable): Span {
  const brackets = node.kind === 'array' ? 2 : 1;
  let { end } = spanOf(reader, node.key);
  for (let closed = 0; closed < brackets && end < reader.text.length; end += 1) if (reader.text[end] === ']') closed += 1;
  return { start: reader.parse.toFile(node.range[0]), end };
}

function addKeyValue(reader: Reader, table: GrowingTable, node: AST.TOMLKeyValue): void {
  const last = node.key.keys.at(-1);
  if (last === undefined) return;
  const value = valueOf(reader, node.value);
  const span = { start: reader.parse.toFile(node.range[0]), end: value.span.end };
  const parent = descend(reader, table, node.key.keys.slice(0, -1), span);
  addEntry(parent, { key: nameOf(reader, last), keySpan: spanOf(reader, last), span, value });
}

/** Adds the entry unless the key is there; of two tables of one name the second's entries join the first's. */
function addEntry(table: GrowingTable, entry: TomlEntry): TomlEntry {
  const known = table.entries.find(({ key }) => key === entry.key);
  if (known !== undefined) return known;
  table.entries.push(entry);
  return entry;
}

/** The table that the keys lead to, made where it is not there; of an array of tables its last one. */
function descend(reader: Reader, from: GrowingTable, keys: readonly (AST.TOMLBare | AST.TOMLQuoted)[], span: Span): GrowingTable {
  let table = from;
  for (const key of keys) {
    const made = { key: nameOf(reader, key), keySpan: spanOf(reader, key), span, value: newTable(span) };
    const { value } = addEntry(table, made);
    const inner = value.kind === 'array' ? value.elements.at(-1) : value;
    // A key that holds no table cannot be descended into; the parser reported it as a duplicate.
    table = inner?.kind === 'table' ? (inner as GrowingTable) : made.value;
  }
  return table;
}

function appendElement(reader: Reader, parent: GrowingTable, key: AST.TOMLBare | AST.TOMLQuoted, header: Span): GrowingTable {
  const made: GrowingArray = { kind: 'array', span: header, elements: [] };
  const { value } = addEntry(parent, { key: nameOf(reader, key), keySpan: spanOf(reader, key), span: header, value: made });
  const table = newTable(header);
  if (value.kind === 'array') (value as GrowingArray).elements.push(table);
  return table;
}

function valueOf(reader: Reader, node: AST.TOMLContentNode): TomlValue {
  const span = spanOf(reader, node);
  const standIn = reader.parse.standIns.get(span.start);
  if (standIn !== undefined) return { kind: 'string', ...standIn, value: decodeString(reader.text, standIn) };
  if (node.type === 'TOMLArray') return { kind: 'array', span, elements: node.elements.map((element) => valueOf(reader, element)) };
  if (node.type === 'TOMLInlineTable') {
    const table = newTable(span);
    for (const keyValue of node.body) addKeyValue(reader, table, keyValue);
    return table;
  }
  return scalarOf(reader, node, span);
}

function scalarOf(reader: Reader, node: AST.TOMLValue, span: Span): TomlValue {
  switch (node.kind) {
    case 'string': {
      const style = node.multiline ? (node.style === 'basic' ? 'multilineBasic' : 'multilineLiteral') : node.style;
      return { kind: 'string', span, style, closed: true, value: node.value };
    }
    case 'integer':
      return { kind: 'integer', span, value: Number.isSafeInteger(node.value) ? node.value : node.bigint };
    case 'float':
      return { kind: 'float', span, value: node.value };
    case 'boolean':
      return { kind: 'boolean', span, value: node.value };
    default:
      return { kind: 'date', span, value: reader.text.slice(span.start, span.end) };
  }
}
