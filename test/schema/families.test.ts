import { describe, expect, it } from 'vitest';
import { concerns, contains, isWhole, isWide, overlap, readPatterns } from '../../server/src/schema/families.js';

describe('overlap of two index patterns', () => {
  it.each([
    ['logs-endpoint.events.*', 'logs-endpoint.events.process*', true],
    ['logs-endpoint.events.process-*', 'logs-endpoint.events.process*', true],
    ['logs-endpoint.events.process-*', 'logs-endpoint.events.file*', false],
    ['*', 'winlogbeat-*', true],
    ['*-windows.*', 'logs-*', true],
    ['logs-a', 'logs-a', true],
    ['logs-a', 'logs-b', false],
    ['a*b', '*c*', true],
    ['a*b', 'a*c', false],
    ['', '*', true],
    ['', 'a', false],
    ['**a', 'b*', true],
  ])('%s and %s: %s', (a, b, expected) => {
    expect([overlap(a, b), overlap(b, a)]).toEqual([expected, expected]);
  });

  it('answers at once for hostile patterns', () => {
    expect(overlap('*a'.repeat(500) + 'x', '*b'.repeat(500) + 'y')).toBe(false);
  });
});

describe('one pattern inside another', () => {
  it.each([
    ['winlogbeat-*', 'winlogbeat-*', true],
    ['winlogbeat-*', 'winlogbeat-8*', true],
    ['winlogbeat-8*', 'winlogbeat-*', false],
    ['a*b*', 'a1b2', false],
  ])('%s contains %s: %s', (outer, inner, expected) => {
    expect(contains(outer, inner)).toBe(expected);
  });
});

describe('the patterns of a rule', () => {
  it('are split into searched and excluded ones, without cluster names', () => {
    expect(readPatterns(['*:logs-a-*', ' winlogbeat-*', '-logs-b-*', 'x,-eu:y', ''])).toEqual({
      included: ['logs-a-*', 'winlogbeat-*', 'x'],
      excluded: ['logs-b-*', 'y'],
    });
  });

  it.each([
    [['logs-endpoint.events.*'], ['logs-endpoint.events.file*'], true],
    [['logs-endpoint.*', '-logs-endpoint.events.*'], ['logs-endpoint.events.file*'], false],
    [['winlogbeat-*'], ['logs-endpoint.events.file*'], false],
  ])('%s concern a bundle for %s: %s', (rule, bundle, expected) => {
    expect(concerns(bundle, readPatterns(rule))).toBe(expected);
  });

  it.each([
    ['*', true, false],
    ['_all', true, false],
    ['logs-*', true, false],
    ['logs*', true, false],
    ['metrics-*', true, false],
    ['logs-windows.*', false, false],
    ['winlogbeat-*', false, true],
    ['logs-endpoint.events.process-*', false, true],
    ['logs-endpoint.events.*', false, true],
    ['logs-endpoint*', false, false],
    ['filebeat-*', false, false],
    ['my-index', false, false],
  ])('%s: wide %s, whole %s', (pattern, wide, whole) => {
    expect([isWide(pattern), isWhole(pattern)]).toEqual([wide, whole]);
  });
});
