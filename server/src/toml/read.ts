/**
 * TOML text to values with their places. Never throws: what is damaged is reported and left out, everything else is read.
 * https://toml.io/en/v1.0.0
 */
import type { AST } from 'toml-eslint-parser';
import type { Span } from '../base/span.js';
import type { TomlComment, TomlDocument, TomlEntry, TomlTable, TomlValue } from './node.js';
import { readEdited, type ReadFile } from './edited.js';
import { problemOf } from './problems.js';
import { parseTolerantly } from './repair.js';
import { statementsOf, type Piece } from './statements.js';
import { decodeString } from './stringMap.js';
import type { StringPlace } from './strings.js';

export type TomlReader = (text: string) => TomlDocument;

/** Reads a whole file. Problems carry the codes `TOM001` (syntax) and `TOM002` (a key or table that exists already). */
export const readToml: TomlReader = (text) => readSound(text)?.document ?? readDamaged(text);

/** Reads the versions of a file, as `readToml` does. An edit inside a long text, such as that of a query, takes less than reading. */
export function createTomlReader(): TomlReader {
  let last: ReadFile | undefined;
  return (text) => {
    last = (last === undefined ? undefined : readEdited(last, text)) ?? readWithPlaces(text);
    return last?.document ?? readDamaged(text);
  };
}

function readWithPlaces(text: string): ReadFile | undefined {
  const sound = readSound(text);
  return (
    sound && { text, document: sound.document, places: [...sound.emptied.values()].filter(({ style }) => style.startsWith('multiline')) }
  );
}

/** Undefined where the parser has to see the whole file. */
function readSound(text: string): { readonly document: TomlDocument; readonly emptied: ReadonlyMap<number, StringPlace> } | undefined {
  const statements = statementsOf(text);
  if (statements === undefined) return undefined;
  const { pieces, emptied, toFile } = statements;
  const reader: Reader = { text, toFile, start: 0, standIns: emptied, renamed: undefined, open: new Set(), isAmbiguous: false };
  const { root, comments } = contentOf(reader, pieces);
  return reader.isAmbiguous ? undefined : { document: { root, comments, problems: [] }, emptied };
}

function readDamaged(text: string): TomlDocument {
  const { program, errors, standIns, renamed } = parseTolerantly(text);
  const reader: Reader = { text, toFile: (offset) => offset, start: 0, standIns, renamed, open: new Set(), isAmbiguous: false };
  const content = contentOf(reader, program === undefined ? [] : [{ program, start: 0 }]);
  return { ...content, problems: errors.map(problemOf).sort((a, b) => a.span.start - b.span.start) };
}

interface Reader {
  readonly text: string;
  /** Where a place of what the parser saw stands in the file. */
  readonly toFile: (offset: number) => number;
  /** Of the piece that is read, in what the parser saw. */
  start: number;
  /** Strings whose value the parser did not see, by their offset in the file. */
  readonly standIns: ReadonlyMap<number, StringPlace>;
  /** The true names of keys that the parser saw under others, by offset. */
  readonly renamed: ReadonlyMap<number, string> | undefined;
  /** The tables that headers made, which later headers may add to. */
  readonly open: Set<TomlValue>;
  /** Whether a key or a table may be there twice. */
  isAmbiguous: boolean;
}

function contentOf(reader: Reader, pieces: readonly Piece[]): Pick<TomlDocument, 'root' | 'comments'> {
  const root = newTable({ start: 0, end: reader.text.length });
  const comments: TomlComment[] = [];
  let table = root;
  for (const { program, start } of pieces) {
    reader.start = start;
    program.comments.forEach((comment) => {
      const span = spanOf(reader, comment);
      comments.push({ span, text: reader.text.slice(span.start, span.end) });
    });
    for (const node of program.body[0].body) {
      if (node.type === 'TOMLKeyValue') addKeyValue(reader, table, node);
      else table = addTable(reader, root, node);
    }
  }
  return { root, comments };
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

function spanOf({ toFile, start }: Reader, { range }: { readonly range: readonly [number, number] }): Span {
  return { start: toFile(start + range[0]), end: toFile(start + range[1]) };
}

type Key = AST.TOMLBare | AST.TOMLQuoted;

/** The parser saw all of a key. */
function keySpanOf({ toFile, start }: Reader, { range }: Key): Span {
  const from = toFile(start + range[0]);
  return { start: from, end: from + range[1] - range[0] };
}

function nameOf({ renamed }: Reader, key: Key, { start }: Span): string {
  return renamed?.get(start) ?? (key.type === 'TOMLBare' ? key.name : key.value);
}

/** The table that the header opens. */
function addTable(reader: Reader, root: GrowingTable, node: AST.TOMLTable): GrowingTable {
  const header = headerSpan(reader, node);
  const last = node.key.keys.at(-1);
  let parent = root;
  for (const key of node.key.keys.slice(0, -1)) {
    parent = enter(reader, parent, key, header, reader.open);
    reader.open.add(parent);
  }
  if (last === undefined) return parent;
  const table = node.kind === 'array' ? appendElement(reader, parent, last, header) : enter(reader, parent, last, header);
  reader.open.add(table);
  for (const keyValue of node.body) addKeyValue(reader, table, keyValue);
  return table;
}

/** `[rule.threat]` without what follows it. */
function headerSpan(reader: Reader, node: AST.TOMLTable): Span {
  const start = reader.toFile(reader.start + node.range[0]);
  const brackets = node.kind === 'array' ? 2 : 1;
  let { end } = spanOf(reader, node.key);
  for (let closed = 0; closed < brackets; closed += 1) end = reader.text.indexOf(']', end) + 1;
  return { start, end };
}

function addKeyValue(reader: Reader, table: GrowingTable, node: AST.TOMLKeyValue): void {
  const { keys } = node.key;
  const last = keys.at(-1);
  if (last === undefined) return;
  const keySpan = keySpanOf(reader, last);
  const isDotted = keys.length > 1;
  const start = isDotted ? reader.toFile(reader.start + node.range[0]) : keySpan.start;
  const value = valueOf(reader, node.value);
  const span = { start, end: value.span.end };
  let parent = table;
  if (isDotted) for (const key of keys.slice(0, -1)) parent = enter(reader, parent, key, span);
  const entry = { key: nameOf(reader, last, keySpan), keySpan, span, value };
  if (addEntry(parent, entry) !== entry) reader.isAmbiguous = true;
}

/** Adds the entry unless the key is there; of two tables of one name the second's entries join the first's. */
function addEntry(table: GrowingTable, entry: TomlEntry): TomlEntry {
  const known = table.entries.find(({ key }) => key === entry.key);
  if (known !== undefined) return known;
  table.entries.push(entry);
  return entry;
}

const none: ReadonlySet<TomlValue> = new Set();

/** The table that the key leads to, made where it is not there; of an array of tables its last one. `open`: those that may be there. */
function enter(reader: Reader, from: GrowingTable, key: Key, span: Span, open = none): GrowingTable {
  const keySpan = keySpanOf(reader, key);
  const made = newTable(span);
  const { value } = addEntry(from, { key: nameOf(reader, key, keySpan), keySpan, span, value: made });
  if (value === made) return made;
  const inner = value.kind === 'array' ? value.elements.at(-1) : value;
  if (inner === undefined || !open.has(inner)) reader.isAmbiguous = true;
  // A key that holds no table cannot be entered; the parser reported it as a duplicate.
  return inner?.kind === 'table' ? (inner as GrowingTable) : made;
}

function appendElement(reader: Reader, parent: GrowingTable, key: Key, header: Span): GrowingTable {
  const keySpan = keySpanOf(reader, key);
  const made: GrowingArray = { kind: 'array', span: header, elements: [] };
  const { value } = addEntry(parent, { key: nameOf(reader, key, keySpan), keySpan, span: header, value: made });
  const before = value.kind === 'array' ? value.elements.at(-1) : undefined;
  if (value !== made && (before === undefined || !reader.open.has(before))) reader.isAmbiguous = true;
  const table = newTable(header);
  if (value.kind === 'array') (value as GrowingArray).elements.push(table);
  return table;
}

function valueOf(reader: Reader, node: AST.TOMLContentNode): TomlValue {
  switch (node.type) {
    case 'TOMLArray': {
      const elements = node.elements.map((element) => valueOf(reader, element));
      return { kind: 'array', span: spanOf(reader, node), elements };
    }
    case 'TOMLInlineTable': {
      const table = newTable(spanOf(reader, node));
      for (const keyValue of node.body) addKeyValue(reader, table, keyValue);
      return table;
    }
    case 'TOMLValue': {
      const start = reader.toFile(reader.start + node.range[0]);
      const standIn = reader.standIns.get(start);
      if (standIn === undefined) return scalarOf(reader, node, { start, end: reader.toFile(reader.start + node.range[1]) });
      const { span, style, closed } = standIn;
      return { kind: 'string', span, style, closed, value: decodeString(reader.text, standIn) };
    }
  }
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
