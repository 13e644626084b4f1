/** How wide the columns of the grid are: by what they hold, until the user moves their edges. */
import type { ListedMatch } from '../../../server/src/protocol/results.js';
import type { ShownList } from './messages.js';

/** In characters. */
const narrowest = 6;
const widest = 48;

const beside = 2;

/** Of number, time, fields and line, in characters; the first rows tell. */
export function columnWidths({ columns, matches, unit }: ShownList, first: readonly ListedMatch[]): readonly number[] {
  const events = first.flatMap(({ events: all }) => all);
  const longest = (header: string, texts: readonly string[]): number =>
    Math.min(widest, Math.max(narrowest, header.length, ...texts.map(({ length }) => length))) + beside;
  const time = longest(
    'time',
    events.map(({ timestamp }) => `${timestamp ?? ''}${unit === 'event' ? '' : '  +00 min 00 s'}`),
  );
  const fields = columns.map((column, index) =>
    longest(
      column,
      events.map(({ values }) => values[index] ?? ''),
    ),
  );
  const number = Math.max(narrowest, matches.toLocaleString('en-US').length + beside);
  const line = longest(
    'line',
    events.map(({ position }) => (position.line + 1).toLocaleString('en-US')),
  );
  return [number, time, ...fields, line];
}
