/** Text of a rule or an event made safe to print: whatever it holds, it stays on its line and moves no cursor. */
import { grouped } from '../base/grouped.js';

// Control characters, line and paragraph separators, and the marks that reorder or hide text.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Unsafe characters as JSON escapes. */
export function printable(text: string): string {
  return text.replace(unsafe, (character) => short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** How many columns of a terminal the text takes; every character counts as one. */
export function widthOf(text: string): number {
  return [...text].length;
}

/** With spaces behind it up to so many columns. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** `1 file`, `12,345 files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}
