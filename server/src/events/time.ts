/**
 * Instants with nanosecond precision, and dates as Elasticsearch's default format reads them
 * (`strict_date_optional_time||epoch_millis`).
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/mapping-date-format
 */
/** A point in time, exact to the nanosecond. */
export interface Instant {
  /** Whole milliseconds since the epoch. */
  readonly milliseconds: number;
  /** Nanoseconds beyond `milliseconds`, 0 to 999,999. */
  readonly nanoseconds: number;
}

/**
 * How a date with parts left out is completed. `up` is what `gt` and `lte` do: the last hour, minute, second and nanosecond, but January
 * and the first of the month.
 * https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-range-query#missing-date-components
 */
export type Rounding = 'down' | 'up';

/**
 * The instant that a date field makes of a value, in UTC where it names no offset; undefined where Elasticsearch would refuse it. Numbers
 * are milliseconds since the epoch, but for those of four digits, which are years, as everything that reads as a date is one.
 */
export function parseInstant(value: string | number | bigint | boolean, rounding: Rounding = 'down'): Instant | undefined {
  if (typeof value === 'boolean') return undefined;
  const text = String(value);
  return usualInstant(text, 0, text.length) ?? parseIso(text, rounding) ?? parseEpochMillis(text, rounding);
}

/** A text, or its bytes. */
type Characters = string | Uint8Array;

/**
 * What nearly every event has, such as `2026-03-02T10:00:01.000Z`, read quickly from where it stands; undefined for everything else, which
 * `parseInstant` may still read.
 */
export function usualInstant(text: Characters, start: number, end: number): Instant | undefined {
  const digits = end - start - usual.beforeFraction - 1;
  if (digits < 3 || digits > 9 || !hasUsualMarks(text, start, end)) return undefined;
  const year = digitsAt(text, start, 4);
  const month = digitsAt(text, start + 5, 2);
  const day = digitsAt(text, start + 8, 2);
  const hour = digitsAt(text, start + 11, 2);
  const minute = digitsAt(text, start + 14, 2);
  const second = digitsAt(text, start + 17, 2);
  const fraction = digitsAt(text, start + usual.beforeFraction, digits) * 10 ** (9 - digits);
  // Days that not every month has are left to the careful way, and so is all that is not a number.
  const isPlain = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 28 && hour < 24 && minute < 60 && second < 60;
  if (!isPlain || Number.isNaN(fraction)) return undefined;
  const milliseconds = Math.floor(fraction / 1e6);
  return { milliseconds: Date.UTC(year, month - 1, day, hour, minute, second, milliseconds), nanoseconds: fraction % 1e6 };
}

const usual = { beforeFraction: 20, marks: [4, 7, 10, 13, 16, 19], text: '--T::.', last: 0x5a };

function hasUsualMarks(text: Characters, start: number, end: number): boolean {
  for (let mark = 0; mark < usual.marks.length; mark++) {
    if (codeAt(text, start + (usual.marks[mark] ?? 0)) !== usual.text.charCodeAt(mark)) return false;
  }
  return codeAt(text, end - 1) === usual.last;
}

function codeAt(text: Characters, at: number): number {
  return typeof text === 'string' ? text.charCodeAt(at) : (text[at] ?? 0);
}

/** NaN where something else stands there. */
function digitsAt(text: Characters, start: number, count: number): number {
  let number = 0;
  for (let at = start; at < start + count; at++) {
    const digit = codeAt(text, at) - 48;
    number = digit >= 0 && digit <= 9 ? number * 10 + digit : NaN;
  }
  return number;
}

/** Negative when `a` is before `b`, 0 when they are the same instant. */
export function compareInstants(a: Instant, b: Instant): number {
  return a.milliseconds - b.milliseconds || a.nanoseconds - b.nanoseconds;
}

/** The same where some have no time: they come last. */
export function compareTimes(a: Instant | undefined, b: Instant | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareInstants(a, b);
}

/** ISO 8601 in UTC with three to nine digits of the second's fraction, as many as it takes to be exact. */
export function instantToIso(instant: Instant): string {
  const whole = new Date(instant.milliseconds).toISOString();
  if (instant.nanoseconds === 0) return whole;
  const digits = String(instant.nanoseconds).padStart(6, '0').replace(/000$/, '');
  return `${whole.slice(0, -1)}${digits}Z`;
}

const isoDate =
  /^(-?\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(?:(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?(Z|UTC|GMT|UT|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?)?)?)?)?$/;

/** What stands for each part from the hour on that is left out. */
const missingParts = {
  down: { hour: 0, minute: 0, second: 0, nanosecond: 0 },
  up: { hour: 23, minute: 59, second: 59, nanosecond: 999_999_999 },
} as const;

function parseIso(text: string, rounding: Rounding): Instant | undefined {
  const match = isoDate.exec(text);
  if (match === null) return undefined;
  const [, year, month = '1', day = '1', hour, minute, second, fraction, zone] = match;
  const missing = missingParts[rounding];
  const parts = [
    Number(year),
    Number(month),
    Number(day),
    Number(hour ?? missing.hour),
    Number(minute ?? missing.minute),
    Number(second ?? missing.second),
  ] as const;
  const nanosecond = fraction === undefined ? missing.nanosecond : Number(fraction.padEnd(9, '0'));
  const offset = zoneMilliseconds(zone);
  const milliseconds = utcMilliseconds(...parts);
  if (milliseconds === undefined || offset === undefined) return undefined;
  return { milliseconds: milliseconds - offset + Math.floor(nanosecond / 1e6), nanoseconds: nanosecond % 1e6 };
}

/** Undefined where there is no such day or time. */
function utcMilliseconds(year: number, month: number, day: number, hour: number, minute: number, second: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1) return undefined;
  return date.setUTCHours(hour, minute, second);
}

/** Offsets reach to 18 hours. */
function zoneMilliseconds(zone: string | undefined): number | undefined {
  if (zone === undefined || /^[A-Z]/.test(zone)) return 0;
  if (zone.includes(':') && /\d{4}/.test(zone)) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = (zone.match(/\d\d/g) ?? []).map(Number);
  const total = hours * 3600 + minutes * 60 + seconds;
  if (minutes > 59 || seconds > 59 || total > 18 * 3600) return undefined;
  return (zone.startsWith('-') ? -total : total) * 1000;
}

/** Milliseconds with up to six digits of a fraction. */
function parseEpochMillis(text: string, rounding: Rounding): Instant | undefined {
  const match = /^(-?)(\d{1,19})(?:\.(\d{0,6}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, digits, fraction = ''] = match;
  const milliseconds = Number(digits);
  const nanoseconds = fraction === '' ? (rounding === 'up' ? 999_999 : 0) : Number(fraction.padEnd(6, '0'));
  if (Math.abs(milliseconds) > 8.64e15) return undefined;
  if (sign === '') return { milliseconds, nanoseconds };
  const isWhole = fraction === '' || nanoseconds === 0;
  return isWhole ? { milliseconds: -milliseconds, nanoseconds } : { milliseconds: -milliseconds - 1, nanoseconds: 1e6 - nanoseconds };
}
