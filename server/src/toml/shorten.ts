/**
 * A file without the insides of its long texts, for the parser: they are most of a rule, and what the parser spends most of its time on.
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
const shortestEmptied = 20;
const quotes = 3;

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
    if (!canBeEmptied(file, place)) continue;
    const [start, end] = [place.span.start + quotes, place.span.end - quotes];
    emptied.set(place.span.start, place);
    pieces.push(file.slice(from, start));
    places.push(start - leftOut);
    leftOut += end - start;
    lengths.push(leftOut);
    from = end;
  }
  if (pieces.length === 0) return undefined;
  return { text: pieces.join('') + file.slice(from), toFile: (offset) => offset + leftOutBefore(offset, places, lengths), emptied };
}

/** Whether the text has no characters that TOML has no place for. */
export function isPlain(text: string): boolean {
  return !control.test(text) && !(text.includes('\r') && loneReturn.test(text));
}

/** Files have few long texts. */
function leftOutBefore(offset: number, places: readonly number[], lengths: readonly number[]): number {
  let count = 0;
  while (count < places.length && (places[count] ?? 0) < offset) count++;
  return lengths[count - 1] ?? 0;
}

/** Whether the parser has nothing to say about the inside of the string, its characters apart. */
export function canBeEmptied(file: string, { style, closed, span }: StringPlace): boolean {
  if (!closed || (style !== 'multilineBasic' && style !== 'multilineLiteral') || span.end - span.start < shortestEmptied) return false;
  // Quotes that go on behind the closing ones would join those of the emptied string.
  if (file[span.end] === file[span.start]) return false;
  return style === 'multilineLiteral' || hasPlainEscapes(file, span.start + quotes, span.end - quotes);
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
