import { expect, test } from 'vitest';
import { bestNames, isOneSlipApart, nameFinder, nearestNames } from '../../server/src/base/nearest.js';

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

test('among many names the same are found, those equally near by name', () => {
  const parts = ['process', 'proces', 'process.name', 'process.pid', 'event.code', 'even.code', 'Event.Code', 'user.name', 'user.names'];
  const names = parts.flatMap((part) => [part, `${part}.text`, `host.${part}`]).sort();
  const find = nameFinder(names);
  for (const name of names) {
    for (let at = 0; at <= name.length; at += 1) {
      for (const other of [name.slice(0, at) + name.slice(at + 1), `${name.slice(0, at)}x${name.slice(at)}`, `${name.slice(0, at)}ab`]) {
        expect(bestNames(find(other)), other).toEqual(nearestNames(other, names));
      }
    }
  }
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
