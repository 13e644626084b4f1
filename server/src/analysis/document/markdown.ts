/** What the checks of guides and setup texts need of Markdown: headings and fences, each with its place in the text. */
import type { Span } from '../../base/span.js';

export interface Heading {
  /** 1 to 6 */
  readonly level: number;
  readonly text: string;
  /** Of the line, without its break. */
  readonly span: Span;
}

export interface MarkdownLine {
  readonly text: string;
  readonly start: number;
  /** Inside a fenced block, or one of its fences. */
  readonly isCode: boolean;
}

export interface Markdown {
  readonly lines: readonly MarkdownLine[];
  readonly headings: readonly Heading[];
  /** The opening fence of a block that nothing closes. */
  readonly openFence: Span | undefined;
}

/** https://spec.commonmark.org/0.31.2/#atx-headings and #fenced-code-blocks */
export function readMarkdown(text: string): Markdown {
  const lines: MarkdownLine[] = [];
  const headings: Heading[] = [];
  let fence: { readonly mark: string; readonly span: Span } | undefined;
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.length;
    const first = line.startsWith(' ') ? line[line.search(/[^ ]/)] : line[0];
    const mark = first === '`' || first === '~' ? /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] : undefined;
    const wasCode = fence !== undefined;
    if (fence === undefined) {
      if (mark !== undefined) fence = { mark, span: { start, end } };
    } else if (mark !== undefined && mark.startsWith(fence.mark) && line.trim() === mark) fence = undefined;
    const isCode = wasCode || fence !== undefined;
    lines.push({ text: line, start, isCode });
    const heading = isCode || first !== '#' ? null : /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*\r?$/.exec(line);
    if (heading !== null) headings.push({ level: heading[1]?.length ?? 1, text: heading[2] ?? '', span: { start, end } });
    start = end + 1;
  }
  return { lines, headings, openFence: fence?.span };
}

/** From a heading to the next one of its level or above it. */
export function sectionOf({ headings }: Markdown, heading: Heading, length: number): Span {
  const next = headings.find((other) => other.span.start > heading.span.start && other.level <= heading.level);
  return { start: heading.span.start, end: next?.span.start ?? length };
}
