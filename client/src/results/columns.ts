/** How wide the columns of the grid are: by what they hold, until the user moves their edges. */
import type { ListedMatch } from '../../../server/src/protocol/results.js';
import { number } from '../words.js';
import type { ShownList } from './messages.js';
import { shortTime } from './rowText.js';

/** In characters. */
const narrowest = 6;
const widest = 48;

const beside = 2;

/** A column of fields is not made narrower than this to make room for others, nor than what tells its name from theirs, up to a bound. */
const narrowShare = 9;
const widestShare = 24;

/** For the ellipsis before the end of a name, and its bold letters. */
const besideName = 3;

export interface ColumnWidth {
  /** In characters. */
  readonly width: number;
  /** It takes its share of the room there is, but no less than this; the width says how much, beside those of others. Undefined: it stays. */
  readonly least: number | undefined;
}

/** As a grid takes them, and the least that all take together. */
export function columnTemplate(widths: readonly ColumnWidth[]): { readonly columns: string; readonly least: string } {
  const leastOf = ({ width, least = width }: ColumnWidth): number => Math.min(width, least);
  const columns = widths.map((each) => (each.least === undefined ? `${each.width}ch` : `minmax(${leastOf(each)}ch, ${each.width}fr)`));
  return { columns: columns.join(' '), least: `${widths.reduce((sum, each) => sum + leastOf(each), 0)}ch` };
}

/** Of ordinal, time, fields and line; the first rows tell. */
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
  const ordinal = Math.max(narrowest, number(matches).length + beside);
  const line = longest(
    'line',
    events.map(({ position }) => number(position.line + 1)),
  );
  const fixed = (width: number): ColumnWidth => ({ width, least: undefined });
  return [
    fixed(ordinal),
    fixed(time),
    ...fields.map((width, index) => ({ width, least: leastFor(columns[index] ?? '', columns) })),
    fixed(line),
  ];
}

/** So that of `process.parent.name` and `host.name` more is left than `…name`. */
function leastFor(column: string, columns: readonly string[]): number {
  const parts = column.split('.');
  const others = columns.filter((other) => other !== column);
  const tails = parts.map((_, index) => parts.slice(parts.length - 1 - index).join('.'));
  const own = tails.find((tail) => others.every((other) => other !== tail && !other.endsWith(`.${tail}`))) ?? column;
  return Math.max(narrowShare, Math.min(widestShare, own.length + besideName));
}
