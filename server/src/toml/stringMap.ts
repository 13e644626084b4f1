/** Offsets inside a string's content to offsets in the file that holds it, and back. */
import type { Span } from '../base/span.js';

/** How text stands in its file: as it is, in a TOML literal string, or in a TOML basic string with escapes. */
export type StringStyle = 'bare' | 'literal' | 'multilineLiteral' | 'basic' | 'multilineBasic';

/** Maps the decoded text of one string to the file. Built by `toml/read.ts`; the identity for bare files. */
export interface StringMap {
  readonly style: StringStyle;
  /** The decoded text. */
  readonly text: string;
  /** Of the literal in the file, with its quotes. */
  readonly span: Span;
  /** Of the content in the file, without its quotes. */
  readonly contentSpan: Span;
  /** The file offset of a text offset (0 to `text.length`). */
  toFile(offset: number): number;
  spanToFile(span: Span): Span;
  /** The text offset of a file offset; undefined when it lies outside the content. Inside an escape: the offset of the escaped character. */
  toText(fileOffset: number): number | undefined;
  /** `inserted` as it must be written into the file at this place, or undefined when this style cannot hold it (`'''` in a literal string). */
  encode(inserted: string): string | undefined;
}
