/** What the checks of guides and setup texts need of Markdown: headings and fences, each with its place in the text. */
import type { Span } from '../../base/span.js';

export interface Heading {
  /** 1 to 6 */
  readonly level: number;
  readonly text: string;
  /** Of the line, without its break. */
  readonly span: Span;
}

export interface Markdown {
  readonly headings: readonly Heading[];
  /** Where the lines of fenced blocks begin, their fences with them. */
  readonly codeLines: ReadonlySet<number>;
  /** The opening fence of a block that nothing closes. */
  readonly openFence: Span | undefined;
}

/** https://spec.commonmark.org/0.31.2/#atx-headings and #fenced-code-blocks */
export function readMarkdown(text: string): Markdown {
  const headings: Heading[] = [];
  const codeLines = new Set<number>();
  let fence: { readonly mark: string; readonly span: Span } | undefined;
  for (let start = 0, end = lineEnd(text, 0); start <= text.length; start = end + 1, end = lineEnd(text, start)) {
    if (fence !== undefined) codeLines.add(start);
    const first = firstOf(text, start);
    if (first !== '#' && first !== '`' && first !== '~') continue;
    const line = text.slice(start, end);
    const mark = first === '#' ? undefined : /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence.mark) === true && line.trim() === mark) fence = undefined;
    } else if (mark !== undefined) {
      codeLines.add(start);
      fence = { mark, span: { start, end } };
    } else if (first === '#') {
      const heading = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*\r?$/.exec(line);
      if (heading !== null) headings.push({ level: heading[1]?.length ?? 1, text: heading[2] ?? '', span: { start, end } });
    }
  }
  return { headings, codeLines, openFence: fence?.span };
}

/** Where the line ends that has this place: before its break. */
export function lineEnd(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found < 0 ? text.length : found;
}

/** The first character of a line that is no space. */
function firstOf(text: string, start: number): string | undefined {
  let at = start;
  while (text[at] === ' ') at++;
  return text[at];
}

/** From a heading to the next one of its level or above it. */
export function sectionOf({ headings }: Markdown, heading: Heading, length: number): Span {
  const next = headings.find((other) => other.span.start > heading.span.start && other.level <= heading.level);
  return { start: heading.span.start, end: next?.span.start ?? length };
}
