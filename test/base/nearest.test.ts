import { expect, test } from 'vitest';
import { isOneSlipApart, nearestNames } from '../../server/src/base/nearest.js';

test.each([
  ['proces.name', ['process.name', 'process.pid', 'file.name'], ['process.name']],
  ['PROCESS.NAME', ['process.pid', 'process.name'], ['process.name']],
  ['elq', ['query', 'eql', 'esql'], ['eql']],
  ['md4', ['md5', 'sha1'], ['md5']],
  ['ab', ['ac'], []],
  ['unrelated', ['process.name'], []],
])('the names nearest to %s of %j are %j', (name, names, expected) => {
  expect(nearestNames(name, names)).toEqual(expected);
});

test.each([
  ['where', 'wher', true],
  ['where', 'wehre', true],
  ['where', 'whete', true],
  ['where', 'whhere', true],
  ['where', 'where', false],
  ['where', 'wheer', true],
  ['where', 'hwree', false],
  ['where', 'wherexy', false],
  ['where', 'whexre', true],
  ['here', 'where', true],
  ['where', 'thexe', false],
  ['', '', false],
])('%s and %s are one slip apart: %s', (a, b, expected) => {
  expect(isOneSlipApart(a, b)).toBe(expected);
});
