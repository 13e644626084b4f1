/** Text edits by offset: what quick fixes, completion and formatting hand out. */
import { bySpan, type Span } from './span.js';

/** Replace `span` by `newText`; an empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** Applies edits that do not overlap, in any order. Throws on overlapping edits: that is a bug of the caller. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort(bySpan);
  let result = '';
  let done = 0;
  for (const { span, newText } of ordered) {
    if (span.start < done) throw new Error(`overlapping edits at offset ${span.start}`);
    result += text.slice(done, span.start) + newText;
    done = span.end;
  }
  return result + text.slice(done);
}

/** What replacing one stretch of a text does to what stands behind it: from the offset `from` of the old text on, all moves by `by`. */
export interface Move {
  readonly from: number;
  readonly by: number;
}

/** Where a span of the old text is in the new one. */
export function movedSpan(span: Span, { from, by }: Move): Span {
  return span.end < from ? span : { start: span.start < from ? span.start : span.start + by, end: span.end + by };
}

/** Whether the new text differs from the old one in nothing but what stands in the span. */
export function isSameAround(before: string, { start, end }: Span, now: string): boolean {
  const by = now.length - before.length;
  return end + by >= start && before.slice(0, start) === now.slice(0, start) && before.slice(end) === now.slice(end + by);
}
