/** What holds for every formatted query, whatever its language. */
import type { Span } from '../../../server/src/base/span.js';
import type { Node } from '../../../server/src/syntax/tree.js';
import { plainTree } from '../../kit/plainTree.js';

/** One parsed query, seen from outside of its language. */
export interface Printable {
  readonly text: string;
  readonly tree: Node;
  /** Without comments. */
  readonly words: readonly { readonly span: Span; readonly text: string }[];
  readonly comments: readonly Span[];
}

/** The tree without its places in the text. */
export function shape(tree: Node): unknown {
  return JSON.parse(
    JSON.stringify(plainTree(tree), (key: string, value: unknown) => {
      if (/^span$|Spans?$/.test(key)) return undefined;
      return typeof value === 'bigint' ? `${value}n` : value;
    }),
  );
}

/** The words of all comments, sorted. Two comments that end one line may have become one; nothing else happens to a comment. */
export function commentWords({ text, comments }: Printable): string {
  return comments
    .flatMap(({ start, end }) => text.slice(start, end).trim().split(/\s+/))
    .sort()
    .join(' ');
}

/** The white space before each token and comment, and at the end. */
export function gaps(query: Printable): readonly string[] {
  const places = placesOf(query);
  return [...places, undefined].map((place, index) => query.text.slice(places[index - 1]?.end ?? 0, place?.start));
}

function placesOf({ words, comments }: Printable): readonly Span[] {
  return [...words.map(({ span }) => span), ...comments].sort((a, b) => a.start - b.start);
}

/**
 * The text with the least of free white space: one blank where there was some. A line break before a comment that goes on to the end of
 * its line, and one after a comment that ends the line of a token, are not free: they say what is commented.
 */
export function collapsed(query: Printable): string {
  const { text } = query;
  const isComment = new Set(query.comments.map(({ start }) => start));
  const places = placesOf(query);
  const all = gaps(query);
  const isFree = (index: number): boolean => {
    const [before, after] = [places[index - 1], places[index]];
    if (after !== undefined && isComment.has(after.start) && text.startsWith('//', after.start)) return false;
    if (before === undefined || !isComment.has(before.start)) return true;
    return !text.startsWith('//', before.start) && breaksLine(all[index - 1] ?? '');
  };
  const least = all.map((gap, index) => {
    if (breaksLine(gap) && !isFree(index)) return '\n';
    return gap === '' || index === 0 || index === places.length ? '' : ' ';
  });
  return least.map((gap, index) => gap + text.slice(places[index]?.start ?? text.length, places[index]?.end)).join('');
}

function breaksLine(gap: string): boolean {
  return /[\r\n]/.test(gap);
}
