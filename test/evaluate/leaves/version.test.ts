import { expect, test } from 'vitest';
import { versionLeaves } from '../../../server/src/evaluate/leaves/version.js';

test('versions in their order', () => {
  const ascending = [
    '0.9',
    '1',
    '1.2',
    '1.2.0-1',
    '1.2.0-2.x',
    '1.2.0-10',
    '1.2.0-alpha',
    '1.2.0-alpha.1',
    '1.2.0-beta',
    '1.2.0',
    '1.2.0+build',
    '1.3.1-RC',
    '1.3.1',
    '1.9.0',
    '1.10.4',
    '10.0.0.1',
    '',
    '01.2',
    'bad',
    'v1.0',
  ];
  for (const [at, value] of ascending.entries()) {
    const above = versionLeaves.within({ value, inclusive: false }, undefined);
    expect(ascending.filter(above), `above ${value}`).toEqual(ascending.slice(at + 1));
    const upTo = versionLeaves.within(undefined, { value, inclusive: true });
    expect(ascending.filter(upTo), `up to ${value}`).toEqual(ascending.slice(0, at + 1));
  }
});

test('a version equals only itself', () => {
  expect(['1.2', '1.2.0', '1.2.0-1', '1.2.0+build'].filter(versionLeaves.equals(['1.2.0'], false))).toEqual(['1.2.0']);
});
