/** How wide the columns of the grid are: by what they hold, until the user moves their edges. */
import type { ListedMatch } from '../../../server/src/protocol/results.js';
import type { ShownList } from './messages.js';
import { shortTime } from './rowText.js';

/** In characters. */
const narrowest = 6;
const widest = 48;

const beside = 2;

/** A column of fields is not made narrower than this to make room for others. */
const narrowShare = 9;

export interface ColumnWidth {
  /** In characters. */
  readonly width: number;
  /** It takes its share of the room there is; the width says how much, beside those of others. */
  readonly isFlexible: boolean;
}

/** As a grid takes them, and the least that all take together. */
export function columnTemplate(widths: readonly ColumnWidth[]): { readonly columns: string; readonly least: string } {
  const leastOf = ({ width, isFlexible }: ColumnWidth): number => (isFlexible ? Math.min(width, narrowShare) : width);
  const columns = widths.map((each) => (each.isFlexible ? `minmax(${leastOf(each)}ch, ${each.width}fr)` : `${each.width}ch`));
  return { columns: columns.join(' '), least: `${widths.reduce((sum, each) => sum + leastOf(each), 0)}ch` };
}

/** Of number, time, fields and line; the first rows tell. */
export function columnWidths({ columns, matches, unit, times }: ShownList, first: readonly ListedMatch[]): readonly ColumnWidth[] {
  const events = first.flatMap(({ events: all }) => all);
  const longest = (header: string, texts: readonly string[]): number =>
    Math.min(widest, Math.max(narrowest, header.length, ...texts.map(({ length }) => length))) + beside;
  const time = longest(
    'time',
    events.map(({ timestamp }) => `${shortTime(timestamp, times)}${unit === 'event' ? '' : '  +00 min 00 s'}`),
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
  const fixed = (width: number): ColumnWidth => ({ width, isFlexible: false });
  return [fixed(number), fixed(time), ...fields.map((width) => ({ width, isFlexible: true })), fixed(line)];
}
