/** Spans of an event's own text as ranges of its file. */
import { LineIndex } from '../base/lines.js';
import type { Span } from '../base/span.js';
import type { EventPlace } from '../events/event.js';
import type { Position, Range } from '../protocol/protocol.js';
import { toRange } from './convert.js';

type PlacedText = Pick<EventPlace, 'line' | 'column'> & { readonly text: string | undefined };

/** Where the text was not kept, only its beginning is known. */
export function rangesIn(event: PlacedText): (span: Span) => Range {
  const lines = new LineIndex(event.text ?? '');
  return (span) => {
    const { start, end } = toRange(lines, span);
    return { start: moved(start, event), end: moved(end, event) };
  };
}

export function eventRange(event: PlacedText): Range {
  return rangesIn(event)({ start: 0, end: event.text?.length ?? 0 });
}

/** A position in the event's own text as one in its file. */
function moved({ line, character }: Position, { line: firstLine, column }: PlacedText): Position {
  return { line: firstLine - 1 + line, character: line === 0 ? column + character : character };
}
