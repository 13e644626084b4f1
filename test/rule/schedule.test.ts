import { describe, expect, it } from 'vitest';
import { openRule } from '../../server/src/rule/openText.js';
import { readAgo, readInterval, scheduleOf, writeDuration } from '../../server/src/rule/schedule.js';

const minute = 60_000;

describe('an interval', () => {
  it.each([
    ['5m', 5 * minute],
    ['30s', 30_000],
    ['2h', 120 * minute],
    ['1d', 1440 * minute],
    ['0m', undefined],
    ['5', undefined],
    ['5 m', undefined],
    ['5w', undefined],
    ['-5m', undefined],
  ])('%s → %s', (text, expected) => expect(readInterval(text)).toBe(expected));
});

describe('how long before now', () => {
  it.each([
    ['now', 0],
    ['now-9m', 9 * minute],
    ['now-1h-30m', 90 * minute],
    ['now-1d+1h', 23 * 60 * minute],
    ['now+1m', -minute],
    ['now-m', minute],
    ['now-1M', 30 * 1440 * minute],
    ['now-1d/d', undefined],
    ['2026-01-01', undefined],
    ['9m', undefined],
    ['', undefined],
  ])('%s → %s', (text, expected) => expect(readAgo(text)).toBe(expected));
});

describe('a duration in words', () => {
  it.each([
    [0, '0m'],
    [30_000, '30s'],
    [minute, '1m'],
    [90_000, '90s'],
    [14 * minute, '14m'],
    [60 * minute, '60m'],
    [120 * minute, '2h'],
    [24 * 60 * minute, '24h'],
    [7 * 1440 * minute, '7d'],
  ])('%s → %s', (milliseconds, expected) => expect(writeDuration(milliseconds)).toBe(expected));
});

function scheduleIn(keys: string): readonly (number | undefined)[] {
  const document = openRule(`[metadata]\n[rule]\ntype = "query"\n${keys}`, { uri: 'file:///rule.toml', languageId: 'toml' });
  const { every, startsBefore, endsBefore, window } = scheduleOf(document);
  return [every, startsBefore, endsBefore, window].map((length) => (length === undefined ? undefined : length / minute));
}

describe('the schedule of a rule, in minutes', () => {
  it.each([
    ['', [5, 6, 0, 6]],
    ['from = "now-9m"', [5, 9, 0, 9]],
    ['from = "now-20m"\nto = "now-10m"\ninterval = "10m"', [10, 20, 10, 10]],
    ['from = "now/d"', [5, undefined, 0, undefined]],
    ['interval = "often"', [undefined, 6, 0, 6]],
  ])('%s → every, from, to, window', (keys, expected) => expect(scheduleIn(keys)).toEqual(expected));

  it('is that of Kibana where there is no rule', () => {
    const { window } = scheduleOf(openRule('process where true', { uri: 'file:///rule.eql', languageId: 'eql' }));
    expect(window).toBe(6 * minute);
  });
});
