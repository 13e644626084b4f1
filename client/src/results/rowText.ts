/** What a row of the results says: in its cells, to a screen reader, and to the commands of its menu. */
import type { ListedEvent, ListedMatch } from '../../../server/src/protocol/results.js';
import { count, number } from '../words.js';
import type { ShownList } from './messages.js';
import { between } from './strip.js';

/** Of the fields, those that are said when a row is. */
const spokenFields = 5;

/** Longer ones are not matched by a rule as they stand. */
const tunableLength = 500;

export interface RowText {
  readonly kind: 'event' | 'match' | 'missing';
  /** Number, time and the columns; the row of a sequence has one text instead. */
  readonly cells: readonly string[];
  readonly line: string;
  readonly spoken: string;
}

/** `stage` undefined: the match itself, which of single events is its event. */
export function rowText(match: ListedMatch, stage: number | undefined, list: ShownList): RowText {
  const [only] = match.events;
  if (list.unit === 'event' && only !== undefined) return eventText(only, number(match.number), '', list);
  if (stage === undefined) return matchText(match, list);
  const event = eventAt(match, stage);
  const item = list.stages[stage]?.item ?? '';
  if (event === undefined) {
    return { kind: 'missing', cells: [`${stage + 1}`, 'no event', item], line: '', spoken: `No event: ${item}` };
  }
  const before = match.events[match.events.indexOf(event) - 1];
  const since = before === undefined ? '' : between(before.timestamp, event.timestamp);
  return eventText(event, `${stage + 1}`, since, list);
}

/** The event of a stage; a missing one has none. */
export function eventAt({ events }: ListedMatch, stage: number | undefined): ListedEvent | undefined {
  return stage === undefined ? events[0] : events.find((event) => event.stage === stage);
}

/** `since`: the time from the event before, of a sequence. */
function eventText({ position, timestamp, values }: ListedEvent, first: string, since: string, { columns, times }: ShownList): RowText {
  const line = number(position.line + 1);
  const fields = columns.flatMap((column, index) => {
    const value = values[index];
    return value === undefined || value === null ? [] : [`${column} ${value}`];
  });
  const withSince = (time: string): string => (since === '' ? time : `${time}  ${since}`);
  const spoken = [`Matching event on line ${line}`, withSince(timestamp ?? 'no time'), ...fields.slice(0, spokenFields)].join(', ');
  return { kind: 'event', cells: [first, withSince(shortTime(timestamp, times)), ...values.map((value) => value ?? '')], line, spoken };
}

/** Without the day where all events are of one, which the time strip names. */
export function shortTime(timestamp: string | undefined, times: ShownList['times']): string {
  if (timestamp === undefined) return 'no time';
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d.*)Z$/.exec(timestamp) ?? [];
  const isOneDay = times !== undefined && [times.first, times.last].every((each) => dayOf(each) === day);
  return time === undefined || !isOneDay ? timestamp : time;
}

function dayOf(time: number): string {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString().slice(0, 10) : '';
}

function matchText({ number: rank, joinKeys, events }: ListedMatch, { unit }: ShownList): RowText {
  const words = [`${unit} ${number(rank)}`, ...(joinKeys ?? []), count(events.length, 'event'), spanOf(events)].filter(
    (part) => part !== '',
  );
  return { kind: 'match', cells: ['', words.join('   ')], line: '', spoken: words.join(', ') };
}

function spanOf(events: readonly ListedEvent[]): string {
  return events.length < 2 ? '' : between(events[0]?.timestamp, events.at(-1)?.timestamp).replace('+', 'in ');
}

/** What a menu on a cell passes to its command: VS Code reads it from the element. */
export function menuContext(event: ListedEvent, column: number | undefined, list: ShownList): string {
  const { hit, position, stage } = event;
  const field = column === undefined ? undefined : list.columns[column];
  const meant = tunableValues(event, list).find((each) => each.field === field);
  return JSON.stringify({ webviewSection: 'event', preventDefaultContextMenuItems: true, hit, stage, position, ...meant });
}

/** The values that a rule could exclude as they stand: of several values of a field it is not known which is meant. */
export function tunableValues(
  { values }: ListedEvent,
  { columns }: ShownList,
): readonly { readonly field: string; readonly value: string }[] {
  return columns.flatMap((field, index) => {
    const value = values[index];
    const isOne = value !== undefined && value !== null && value.length <= tunableLength && !value.includes(', ');
    return isOne ? [{ field, value }] : [];
  });
}
