/** Where the ticks of the time strip are drawn: events along the width by their time, those that match filled. */
import type { EventTimes } from '../../../server/src/protocol/protocol.js';

export const stripWidth = 1000;
export const stripHeight = 20;

export interface StripPicture {
  /** SVG paths. */
  readonly events: string;
  readonly matching: string;
}

/** Of one tick, in the picture's own units. */
const narrowest = 1.6;
const widest = 4;

/** The more events at a time the higher its tick, by magnitude; what matches stands full height. */
export function stripPicture({ first, last, bins }: EventTimes): StripPicture {
  const most = Math.max(1, ...bins.map(({ events }) => events));
  const tickWidth = Math.min(widest, Math.max(narrowest, nearestTwo(bins.map(({ time }) => stripPlace(time, first, last)))));
  const tick = (time: number, height: number): string => {
    const x = round(stripPlace(time, first, last) - tickWidth / 2);
    return `M${x} ${stripHeight}h${tickWidth}v${-round(height)}h${-tickWidth}z`;
  };
  const heightOf = (events: number): number => stripHeight * (0.4 + (0.5 * Math.log1p(events)) / Math.log1p(most));
  return {
    events: bins.map(({ time, events }) => tick(time, heightOf(events))).join(''),
    matching: bins.flatMap(({ time, matching }) => (matching > 0 ? [tick(time, stripHeight)] : [])).join(''),
  };
}

/** From left to right. */
export function stripPlace(time: number, first: number, last: number): number {
  return first === last ? stripWidth / 2 : widest + ((stripWidth - 2 * widest) * (time - first)) / (last - first);
}

/** The least distance of two that follow each other. */
function nearestTwo(places: readonly number[]): number {
  return Math.min(...places.map((place, index) => place - (places[index - 1] ?? -Infinity)));
}

/** The number of the match nearest to a place, of those in order of time. */
export function matchNear(place: number, { first, last, bins }: EventTimes): number {
  let before = 0;
  let nearest = { distance: Infinity, match: 0 };
  for (const { time, matching } of bins) {
    const distance = Math.abs(stripPlace(time, first, last) - place);
    if (matching > 0 && distance < nearest.distance) nearest = { distance, match: before };
    before += matching;
  }
  return nearest.match;
}

/** `2026-03-02 10:11:12 to 10:15:40`; the day once where it is the same. */
export function timeSpan({ first, last }: Pick<EventTimes, 'first' | 'last'>): readonly [string, string] {
  const [from, to] = [first, last].map((time) => (Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : ''));
  const text = (iso = ''): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
  return [text(from), from?.slice(0, 10) === to?.slice(0, 10) ? (to ?? '').slice(11, 19) : text(to)];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** `+5 s`, `+1 min 5 s`, `+250 ms`: from one event of a sequence to the next. */
export function between(before: string | undefined, after: string | undefined): string {
  const milliseconds = Date.parse(after ?? '') - Date.parse(before ?? '');
  if (Number.isNaN(milliseconds)) return '';
  if (milliseconds < 1000) return `+${milliseconds} ms`;
  const seconds = Math.round(milliseconds / 100) / 10;
  if (seconds < 60) return `+${seconds} s`;
  const units = [
    ['d', Math.floor(seconds / 86_400)],
    ['h', Math.floor(seconds / 3600) % 24],
    ['min', Math.floor(seconds / 60) % 60],
    ['s', Math.floor(seconds) % 60],
  ] as const;
  const told = units.filter(([, amount]) => amount > 0).slice(0, 2);
  return `+${told.map(([unit, amount]) => `${amount} ${unit}`).join(' ')}`;
}
