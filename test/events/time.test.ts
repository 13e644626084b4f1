import { describe, expect, it, test } from 'vitest';
import { parseDateBound } from '../../server/src/events/dateMath.js';
import type { Value } from '../../server/src/events/event.js';
import { compareInstants, instantToIso, parseInstant, usualInstant, type Instant } from '../../server/src/events/time.js';

function iso(instant: Instant | undefined): string | undefined {
  return instant === undefined ? undefined : instantToIso(instant);
}

describe('a date', () => {
  test.each<[Value, string | undefined]>([
    ['2024-03-02T10:11:12.003Z', '2024-03-02T10:11:12.003Z'],
    ['2024-03-02T10:11:12.123456789Z', '2024-03-02T10:11:12.123456789Z'],
    ['2024-03-02T10:11:12.123456Z', '2024-03-02T10:11:12.123456Z'],
    ['2024-03-02T10:11:12,5Z', '2024-03-02T10:11:12.500Z'],
    ['2024-03-02T10:11:12.1234567891Z', undefined],
    ['2024-03-02T10:11:12', '2024-03-02T10:11:12.000Z'],
    ['2024-03-02T10:11', '2024-03-02T10:11:00.000Z'],
    ['2024-03-02T10', '2024-03-02T10:00:00.000Z'],
    ['2024-03-02T', '2024-03-02T00:00:00.000Z'],
    ['2024-03-02', '2024-03-02T00:00:00.000Z'],
    ['2024-03', '2024-03-01T00:00:00.000Z'],
    ['2024', '2024-01-01T00:00:00.000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000Z'],
    ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
    ['2024-03-02T10:11:12+02:00', '2024-03-02T08:11:12.000Z'],
    ['2024-03-02T10:11:12-0530', '2024-03-02T15:41:12.000Z'],
    ['2024-03-02T10+01', '2024-03-02T09:00:00.000Z'],
    ['2024-03-02T10:11:12UTC', '2024-03-02T10:11:12.000Z'],
    ['2024-03-02T10:11:12+02:0000', undefined],
    ['2024-03-02T10:11:12+19:00', undefined],
    ['2024-03-02Z', undefined],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2023-02-29', undefined],
    ['2024-13-01', undefined],
    ['2024-00-01', undefined],
    ['2024-03-02T24:00:00Z', undefined],
    ['2024-03-02T23:60:00Z', undefined],
    ['2024-03-02T23:59:60Z', undefined],
    ['2024-3-2', undefined],
    ['2024-03-02 10:11:12', undefined],
    ['02/03/2024', undefined],
    ['', undefined],
    ['now', undefined],
    [true, undefined],
    [1709374272003, '2024-03-02T10:11:12.003Z'],
    ['1709374272003', '2024-03-02T10:11:12.003Z'],
    ['1709374272003.25', '2024-03-02T10:11:12.003250Z'],
    [1709374272003n, '2024-03-02T10:11:12.003Z'],
    [0, '1970-01-01T00:00:00.000Z'],
    [-1, '1969-12-31T23:59:59.999Z'],
    ['-1.5', '1969-12-31T23:59:59.998500Z'],
    [20240, '1970-01-01T00:00:20.240Z'],
    [2024, '2024-01-01T00:00:00.000Z'],
    [1e300, undefined],
    [99999999999999999999n, undefined],
  ])('%s is %s', (value, expected) => {
    expect(iso(parseInstant(value))).toBe(expected);
  });

  test.each([
    ['2024-03-02T10:11:12.003Z', '2024-03-02T10:11:12.003Z'],
    ['2024-03-02T10:11:12.123456789Z', '2024-03-02T10:11:12.123456789Z'],
    ['2024-02-29T10:11:12.003Z', undefined],
    ['2024-03-02T10:11:12Z', undefined],
    ['2024-03-02T10:11:12.003+02:00', undefined],
    ['2024-03-02T10:1x:12.003Z', undefined],
    ['', undefined],
  ])('%s is read from its bytes, if it is written as most are', (text, expected) => {
    const bytes = new TextEncoder().encode(`"${text}"`);
    expect(iso(usualInstant(bytes, 1, bytes.length - 1))).toBe(expected);
  });
});

describe('a date for gt and lte is completed upwards', () => {
  test.each([
    ['2024-01-02', '2024-01-02T23:59:59.999999999Z'],
    ['2024-03', '2024-03-01T23:59:59.999999999Z'],
    ['2024', '2024-01-01T23:59:59.999999999Z'],
    ['2024-01-02T10', '2024-01-02T10:59:59.999999999Z'],
    ['2024-01-02T10:11', '2024-01-02T10:11:59.999999999Z'],
    ['2024-01-02T10:11:12', '2024-01-02T10:11:12.999999999Z'],
    ['2024-01-02T10:11:12.5', '2024-01-02T10:11:12.500Z'],
    ['2024-01-02T10+02:00', '2024-01-02T08:59:59.999999999Z'],
    ['1709374272003', '2024-03-02T10:11:12.003999999Z'],
  ])('%s: %s', (value, expected) => {
    expect(iso(parseInstant(value, 'up'))).toBe(expected);
  });
});

describe('date maths', () => {
  const now = parseInstant('2024-05-15T13:45:10.005123Z') as Instant; // a Wednesday
  test.each<[string, string | undefined, string | undefined]>([
    ['now', '2024-05-15T13:45:10.005123Z', '2024-05-15T13:45:10.005123Z'],
    ['now-30d', '2024-04-15T13:45:10.005123Z', '2024-04-15T13:45:10.005123Z'],
    ['now-30d/d', '2024-04-15T00:00:00.000Z', '2024-04-15T23:59:59.999Z'],
    ['now/d', '2024-05-15T00:00:00.000Z', '2024-05-15T23:59:59.999Z'],
    ['now/1d', '2024-05-15T00:00:00.000Z', '2024-05-15T23:59:59.999Z'],
    ['now/w', '2024-05-13T00:00:00.000Z', '2024-05-19T23:59:59.999Z'],
    ['now/M', '2024-05-01T00:00:00.000Z', '2024-05-31T23:59:59.999Z'],
    ['now/y', '2024-01-01T00:00:00.000Z', '2024-12-31T23:59:59.999Z'],
    ['now+1h-5m+2s', '2024-05-15T14:40:12.005123Z', '2024-05-15T14:40:12.005123Z'],
    ['now-2H/H', '2024-05-15T11:00:00.000Z', '2024-05-15T11:59:59.999Z'],
    ['now-w', '2024-05-08T13:45:10.005123Z', '2024-05-08T13:45:10.005123Z'],
    ['now/d+6h', '2024-05-15T06:00:00.000Z', '2024-05-16T05:59:59.999Z'],
    ['2024-01-01||+1M/d', '2024-02-01T00:00:00.000Z', '2024-02-01T23:59:59.999Z'],
    ['2024-01-31||+1M', '2024-02-29T00:00:00.000Z', '2024-02-29T00:00:00.000Z'],
    ['2024-01-02||', '2024-01-02T00:00:00.000Z', '2024-01-02T00:00:00.000Z'],
    ['2024-01-02', '2024-01-02T00:00:00.000Z', '2024-01-02T23:59:59.999999999Z'],
    ['1709374272003||/m', '2024-03-02T10:11:00.000Z', '2024-03-02T10:11:59.999Z'],
    ['now-', undefined, undefined],
    ['now-1', undefined, undefined],
    ['now-1q', undefined, undefined],
    ['now-1ms', undefined, undefined],
    ['now/2d', undefined, undefined],
    ['now - 1d', undefined, undefined],
    ['now-1.5d', undefined, undefined],
    ['nowhere', undefined, undefined],
    ['yesterday||+1d', undefined, undefined],
  ])('%s is %s, or for gt and lte %s', (text, down, up) => {
    expect([iso(parseDateBound(text, 'down', now)), iso(parseDateBound(text, 'up', now))]).toEqual([down, up]);
  });

  it('takes numbers as dates', () => {
    expect(iso(parseDateBound(1709374272003, 'down', now))).toBe('2024-03-02T10:11:12.003Z');
  });
});

it('orders instants to the nanosecond', () => {
  const ordered = ['2024-01-01T00:00:00.000Z', '2024-01-01T00:00:00.000000001Z', '2024-01-01T00:00:00.000001Z', '2024-01-01T00:00:00.001Z'];
  const instants = ordered.map((text) => parseInstant(text) as Instant);
  expect([...instants].reverse().sort(compareInstants).map(instantToIso)).toEqual(ordered);
  expect(instants.map((instant) => compareInstants(instant, { ...instant }))).toEqual([0, 0, 0, 0]);
});
