/** The next version of a file in which nothing but the inside of one long text changed, such as a query: read without the parser. */
import { isSameAround, movedSpan, type Move } from '../base/edit.js';
import type { Span } from '../base/span.js';
import type { TomlDocument, TomlEntry, TomlTable, TomlValue } from './node.js';
import { canBeEmptied, isPlain } from './shorten.js';
import { decodeString } from './stringMap.js';
import { stringAt, type StringPlace } from './strings.js';

/** A sound file that was read. */
export interface ReadFile {
  readonly text: string;
  readonly document: TomlDocument;
  /** Its long texts, in order. */
  readonly places: readonly StringPlace[];
}

/** Undefined where more has changed, or the parser may have something to say about the edited text. */
export function readEdited(before: ReadFile, text: string): ReadFile | undefined {
  const place = before.places.find(({ span }) => isSameAround(before.text, insideOf(span), text));
  if (place === undefined) return undefined;
  const now = stringAt(text, place.span.start);
  const by = text.length - before.text.length;
  const isSound = now.span.end === place.span.end + by && canBeEmptied(text, now) && isPlain(text.slice(now.span.start, now.span.end));
  if (!isSound) return undefined;
  const edit: Edit = { at: place.span.start, from: place.span.end, by, value: decodeString(text, now) };
  const { document, places } = before;
  return {
    text,
    document: {
      root: movedTable(document.root, edit),
      comments: document.comments.map((comment) => ({ ...comment, span: movedSpan(comment.span, edit) })),
      problems: document.problems,
    },
    places: places.map((each) => (each === place ? now : { ...each, span: movedSpan(each.span, edit) })),
  };
}

/** What the three quotes enclose. */
function insideOf({ start, end }: Span): Span {
  return { start: start + 3, end: end - 3 };
}

interface Edit extends Move {
  /** Where the text begins. */
  readonly at: number;
  /** What the text is now. */
  readonly value: string;
}

function movedTable(table: TomlTable, edit: Edit): TomlTable {
  return { kind: 'table', span: movedSpan(table.span, edit), entries: table.entries.map((entry) => movedEntry(entry, edit)) };
}

function movedEntry(entry: TomlEntry, edit: Edit): TomlEntry {
  const { key, keySpan, span, value } = entry;
  if (span.end < edit.from && !holdsTables(value)) return entry;
  return { key, keySpan: movedSpan(keySpan, edit), span: movedSpan(span, edit), value: movedValue(value, edit) };
}

/** What a table holds can stand anywhere behind its header. */
function holdsTables(value: TomlValue): boolean {
  return value.kind === 'table' || (value.kind === 'array' && value.elements.some(holdsTables));
}

function movedValue(value: TomlValue, edit: Edit): TomlValue {
  const span = movedSpan(value.span, edit);
  switch (value.kind) {
    case 'table':
      return movedTable(value, edit);
    case 'array':
      return { kind: 'array', span, elements: value.elements.map((element) => movedValue(element, edit)) };
    case 'string':
      return value.span.start === edit.at ? { ...value, span, value: edit.value } : span === value.span ? value : { ...value, span };
    default:
      return span === value.span ? value : { ...value, span };
  }
}
