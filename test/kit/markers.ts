/** Cursor and range markers in test texts: `<|>` is the cursor, `<|…|>` a range (a bare `|` is EQL's pipe). */
import type { Span } from '../../server/src/base/span.js';

/** Takes one `<|>` out of the text and says where it was. */
export function cursorIn(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('<|>');
  if (offset < 0 || marked.includes('<|>', offset + 1)) throw new Error(`exactly one <|> is needed: ${marked}`);
  return { text: marked.slice(0, offset) + marked.slice(offset + 3), offset };
}

/** Takes all `<|…|>` out of the text and says where they were. */
export function rangesIn(marked: string): { readonly text: string; readonly spans: readonly Span[] } {
  let text = '';
  const spans: Span[] = [];
  let at = 0;
  for (const match of marked.matchAll(/<\|(?!>)([\s\S]*?)\|>/g)) {
    text += marked.slice(at, match.index);
    const inner = match[1] ?? '';
    spans.push({ start: text.length, end: text.length + inner.length });
    text += inner;
    at = match.index + match[0].length;
  }
  return { text: text + marked.slice(at), spans };
}
