/** Fixes that take an operand out of an `and`, an `or` or a list. */
import type { Fix } from '../../base/problem.js';
import { span, type Span } from '../../base/span.js';

/** With the operator or comma that joins it to its neighbour; none where it is the only one. */
export function removalFix(title: string, siblings: readonly { readonly span: Span }[], at: number): readonly Fix[] {
  const own = siblings[at]?.span;
  const before = siblings[at - 1]?.span;
  const after = siblings[at + 1]?.span;
  if (own === undefined || (before === undefined && after === undefined)) return [];
  const place = before !== undefined ? span(before.end, own.end) : span(own.start, after?.start ?? own.end);
  return [{ title, edits: [{ span: place, newText: '' }], preferred: true }];
}
