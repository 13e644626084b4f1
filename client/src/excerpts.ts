/** Where the events of a file stand in an excerpt of it. */
import type { Position, Range } from '../../server/src/protocol/protocol.js';
import type { ExcerptEvent } from '../../server/src/protocol/sampleEvents.js';
import { isBefore } from './positions.js';

/** A range within one event of the file, in the excerpt's text; undefined where the event is not in the excerpt. */
export function inExcerpt(events: readonly ExcerptEvent[], { start, end }: Range): Range | undefined {
  const event = events.find(({ range }) => !isBefore(start, range.start) && isBefore(start, range.end));
  return event === undefined ? undefined : { start: moved(start, event), end: moved(end, event) };
}

/** A position of the excerpt's text in the file; undefined where there is no event. */
export function fromExcerpt(events: readonly ExcerptEvent[], { line, character }: Position): Position | undefined {
  const event = events.findLast((each) => each.line <= line);
  if (event === undefined) return undefined;
  const { start, end } = event.range;
  const place = { line: start.line + line - event.line, character: line === event.line ? start.character + character : character };
  return isBefore(place, end) ? place : undefined;
}

function moved({ line, character }: Position, { line: firstLine, range: { start } }: ExcerptEvent): Position {
  return { line: firstLine + line - start.line, character: line === start.line ? character - start.character : character };
}
