import { describe, expect, it } from 'vitest';
import { isAddress, isDateText, isNetwork, isNumberText } from '../../server/src/analysis/values.js';

describe('text that reads as', () => {
  it.each([
    ['0', true],
    ['-3.5', true],
    ['+1e3', true],
    ['.5', true],
    ['5.', true],
    ['', false],
    ['0x1f', false],
    ['1,000', false],
    ['abc', false],
    ['1 ', false],
  ])('a number: %j %s', (text, expected) => {
    expect(isNumberText(text)).toBe(expected);
  });

  it.each([
    ['10.0.0.1', true],
    ['::1', true],
    ['2001:db8::1', true],
    ['::ffff:10.0.0.1', true],
    ['10.0.0', false],
    ['127.1', false],
    ['256.0.0.1', false],
    ['fe80::1%eth0', false],
    ['10.0.0.0/8', false],
    ['localhost', false],
    ['', false],
  ])('an address: %j %s', (text, expected) => {
    expect(isAddress(text)).toBe(expected);
  });

  it.each([
    ['10.0.0.0/8', true],
    ['10.6.48.157/8', true],
    ['0.0.0.0/0', true],
    ['::1/128', true],
    ['fe80::/10', true],
    ['10.0.0.0/33', false],
    ['::/129', false],
    ['10.0.0.0/', false],
    ['10.0.0.0/8/8', false],
    ['10.0.0.0', false],
    ['10.0.0.0/-1', false],
  ])('a network: %j %s', (text, expected) => {
    expect(isNetwork(text)).toBe(expected);
  });

  it.each([
    ['2024', true],
    ['2024-05', true],
    ['2024-05-31', true],
    ['2024-05-31T10', true],
    ['2024-05-31T10:11:12.123456789Z', true],
    ['2024-05-31T10:11:12,5+02:00', true],
    ['1700000000000', true],
    ['now', true],
    ['now-15m/d', true],
    ['2024-01-01||+1M/d', true],
    ['2024-13-01', false],
    ['2024-05-32', false],
    ['2024-05-31T25:00', false],
    ['2024-05-31 10:11', false],
    ['now-30 d', false],
    ['now-1x', false],
    ['yesterday', false],
    ['', false],
  ])('a date: %j %s', (text, expected) => {
    expect(isDateText(text)).toBe(expected);
  });
});
