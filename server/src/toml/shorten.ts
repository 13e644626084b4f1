/**
 * A file without the insides of its texts, for the parser: they are most of a rule, and what the parser spends most of its time on.
 * Only what it would have nothing to say about is left out, so that the file is sound exactly where the shortened one is.
 */
import { scanStrings, type StringPlace } from './strings.js';

export interface Shortened {
  readonly text: string;
  /** Where a place of the shortened text stands in the file. */
  readonly toFile: (offset: number) => number;
  /** The strings that are empty in the shortened text, by their offset in the file. */
  readonly emptied: ReadonlyMap<number, StringPlace>;
}

/** What TOML has no place for, wherever it stands: the parser says more about it than we could. */
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const loneReturn = /\r(?!\n)/;
/** What follows a key and no value: a closing bracket only on the line of a header. */
const behindKey = /[ \t]*(?:[=.]|\](?<=(?:^\ufeff?|\n)[ \t]*\[[^\n]*))/y;

/** Undefined where nothing can be left out. */
export function shorten(file: string): Shortened | undefined {
  if (!isPlain(file)) return undefined;
  const emptied = new Map<number, StringPlace>();
  const pieces: string[] = [];
  const places: number[] = [];
  const lengths: number[] = [];
  let from = 0;
  let leftOut = 0;
  for (const place of scanStrings(file)) {
    if (!canBeEmptied(file, place) || isKey(file, place)) continue;
    const quotes = quotesOf(place);
    const [start, end] = [place.span.start + quotes, place.span.end - quotes];
    emptied.set(place.span.start, place);
    pieces.push(file.slice(from, start));
    places.push(start - leftOut);
    leftOut += end - start;
    lengths.push(leftOut);
    from = end;
  }
  if (pieces.length === 0) return undefined;
  return { text: pieces.join('') + file.slice(from), toFile: offsets(places, lengths), emptied };
}

/** Whether the text has no characters that TOML has no place for. */
export function isPlain(text: string): boolean {
  return !control.test(text) && !(text.includes('\r') && loneReturn.test(text));
}

/**
 * From places of the shortened text to those of the file. `places`, in order, are where something is left out, `lengths` how much has been
 * from the start on.
 */
function offsets(places: readonly number[], lengths: readonly number[]): (offset: number) => number {
  // Most are asked for in order.
  let before = 0;
  return (offset) => {
    while (before > 0 && (places[before - 1] ?? 0) >= offset) before--;
    while (before < places.length && (places[before] ?? 0) < offset) before++;
    return offset + (lengths[before - 1] ?? 0);
  };
}

/** Whether the parser has nothing to say about the inside of the string, its characters apart. */
export function canBeEmptied(file: string, place: StringPlace): boolean {
  const { style, closed, span } = place;
  // Quotes that go on behind the closing ones would join those of the emptied string.
  if (!closed || file[span.end] === file[span.start]) return false;
  const quotes = quotesOf(place);
  return style === 'literal' || style === 'multilineLiteral' || hasPlainEscapes(file, span.start + quotes, span.end - quotes);
}

/** Keys are what the parser compares. */
function isKey(file: string, { span }: StringPlace): boolean {
  behindKey.lastIndex = span.end;
  return behindKey.test(file);
}

function quotesOf({ style }: StringPlace): number {
  return style.startsWith('multiline') ? 3 : 1;
}

/** Whether all escapes between the offsets are of one letter; the parser knows which others are right. */
function hasPlainEscapes(file: string, start: number, end: number): boolean {
  let at = file.indexOf('\\', start);
  while (at >= 0 && at < end) {
    if (!'"\\bfnrt'.includes(file[at + 1] ?? ' ')) return false;
    at = file.indexOf('\\', at + 2);
  }
  return true;
}
