/** Where strings and comments stand in a TOML text, damaged or not: what repairing needs to know about quotes. */
import type { Span } from '../base/span.js';
import type { TomlString } from './node.js';

/** A string literal as far as its quotes tell. */
export interface StringPlace {
  readonly span: Span;
  readonly style: TomlString['style'];
  readonly closed: boolean;
}

const multilineQuotes = { '"""': 'multilineBasic', "'''": 'multilineLiteral' } as const;

/** All strings of the text, in order. One line's unclosed string ends with its line, an unclosed multi-line one with the text. */
export function scanStrings(text: string): readonly StringPlace[] {
  const places: StringPlace[] = [];
  const interesting = /["'#]/g;
  while (interesting.test(text)) {
    const at = interesting.lastIndex - 1;
    if (text[at] === '#') {
      interesting.lastIndex = lineEnd(text, at);
      continue;
    }
    const place = stringAt(text, at);
    places.push(place);
    interesting.lastIndex = place.span.end;
  }
  return places;
}

const basicString = /"(?:[^"\\\r\n]|\\[^\r\n])*/y;
const literalString = /'[^'\r\n]*/y;

/** The string that opens at this quote. */
export function stringAt(text: string, at: number): StringPlace {
  const basic = text[at] === '"';
  const triple = basic ? '"""' : "'''";
  if (text.startsWith(triple, at)) {
    const end = multilineEnd(text, at + 3, triple);
    return { span: { start: at, end: end ?? text.length }, style: multilineQuotes[triple], closed: end !== undefined };
  }
  const inside = basic ? basicString : literalString;
  inside.lastIndex = at;
  inside.test(text);
  const end = inside.lastIndex;
  const closed = text[end] === text[at];
  return { span: { start: at, end: closed ? end + 1 : end }, style: basic ? 'basic' : 'literal', closed };
}

/** Just after the closing quotes; up to two more quotes directly before them belong to the content. */
function multilineEnd(text: string, from: number, quotes: '"""' | "'''"): number | undefined {
  const closing = quotes === '"""' ? /\\[\s\S]|"{3,5}/g : /'{3,5}/g;
  closing.lastIndex = from;
  for (let found = closing.exec(text); found !== null; found = closing.exec(text)) {
    if (!found[0].startsWith('\\')) return closing.lastIndex;
  }
  return undefined;
}

/** The offset of the line break that ends this line, or the text's end. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return end > offset && text[end - 1] === '\r' ? end - 1 : end;
}

/** The offset of the line's first character. */
export function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}
