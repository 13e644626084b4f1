/** Half-open pairs of offsets. Everything inside the core speaks in spans; line and character exist only at the edge. */

/** A half-open range of UTF-16 offsets into one text: `start` is in it, `end` is not. `start === end` is a place between characters. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The span from `start` to `end`. */
export function span(start: number, end: number): Span {
  return { start, end };
}

/** Whether `offset` lies in `outer`, the end included: the cursor just after a word still touches it. */
export function touches(outer: Span, offset: number): boolean {
  return outer.start <= offset && offset <= outer.end;
}

/** Whether the whole of `inner` lies in `outer`. */
export function containsSpan(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The same span where all before it is so many characters longer. */
export function shifted({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** The smallest span that holds both. */
export function cover(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** The text of the span. */
export function sliceSpan(text: string, part: Span): string {
  return text.slice(part.start, part.end);
}

/** The order of a text: by the start, then by the end. */
export function bySpan(a: { readonly span: Span }, b: { readonly span: Span }): number {
  return a.span.start - b.span.start || a.span.end - b.span.end;
}
