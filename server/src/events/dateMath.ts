/**
 * Dates as ranges in queries write them: a date, or date maths on a date or on `now` (`now-30d/d`, `2024-01-01||+1M/d`).
 * https://www.elastic.co/docs/reference/elasticsearch/rest-apis/common-options#date-math
 */
import importedDateMath from '@elastic/datemath';
import moment from 'moment';
import type { Value } from './event.js';
import { parseInstant, type Instant, type Rounding } from './time.js';

// The package's types say `default` twice: at run time the module is the object itself.
const dateMath = importedDateMath as unknown as typeof importedDateMath.default;

// Weeks begin on Monday for Elasticsearch.
moment.updateLocale('en', { week: { dow: 1, doy: 4 } });

/** Dates in UTC, whatever the time zone of the machine. */
const utcMoment = Object.assign((input: moment.MomentInput) => moment.utc(input), {
  isMoment: moment.isMoment,
}) as unknown as typeof moment;

const mathSyntax = /^(?:[+-]\d*[yMwdhHms]|\/1?[yMwdhHms])*$/;

/**
 * The instant that a date stands for in a range: `up` for `gt` and `lte`, `down` for `gte` and `lt`. `now` is what the text `now` stands
 * for. Undefined where Elasticsearch would refuse the date.
 */
export function parseDateBound(value: Value, rounding: Rounding, now: Instant): Instant | undefined {
  if (typeof value !== 'string') return parseInstant(value, rounding);
  if (value.startsWith('now')) return applyMath(now, value.slice('now'.length), rounding);
  const separator = value.indexOf('||');
  if (separator === -1) return parseInstant(value, rounding);
  const anchor = parseInstant(value.slice(0, separator));
  return anchor === undefined ? undefined : applyMath(anchor, value.slice(separator + 2), rounding);
}

function applyMath(anchor: Instant, math: string, rounding: Rounding): Instant | undefined {
  if (math === '') return anchor;
  if (!mathSyntax.test(math)) return undefined;
  const result = dateMath.parse(`now${math.replaceAll('H', 'h')}`, {
    forceNow: new Date(anchor.milliseconds),
    roundUp: rounding === 'up',
    momentInstance: utcMoment,
  });
  if (result === undefined || !result.isValid()) return undefined;
  return { milliseconds: result.valueOf(), nanoseconds: math.includes('/') ? 0 : anchor.nanoseconds };
}
