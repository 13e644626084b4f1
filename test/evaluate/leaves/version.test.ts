import { expect, test } from 'vitest';
import { compareVersions } from '../../../server/src/evaluate/leaves/version.js';

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
  expect([...ascending].reverse().sort(compareVersions)).toEqual(ascending);
});

test('a version equals only itself', () => {
  expect([compareVersions('1.2.0', '1.2.0'), compareVersions('1.2', '1.2.0') === 0]).toEqual([0, false]);
});
