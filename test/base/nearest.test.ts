import { expect, test } from 'vitest';
import { isOneSlipApart, misspeltNames, nearestNames, slipsBetween } from '../../server/src/base/nearest.js';

test.each([
  ['proces.name', ['process.name', 'process.pid', 'file.name'], ['process.name']],
  ['PROCESS.NAME', ['process.pid', 'process.name'], ['process.name']],
  ['elq', ['query', 'eql', 'esql'], ['eql']],
  ['md4', ['md5', 'sha1'], ['md5']],
  ['ab', ['ac'], []],
  ['unrelated', ['process.name'], []],
  ['event.ac', ['event.id', 'event.action', 'event.code'], ['event.action']],
  ['proc.name', ['process.name', 'process.parent.name', 'process.pid'], ['process.name']],
  ['process.command', ['process.command_line', 'process.commandeered'], ['process.command_line', 'process.commandeered']],
  ['github.repo', ['github.repository_public'], []],
  ['event.a', ['event.action'], []],
  ['descr', ['description', 'name'], ['description']],
  ['severity_', ['severity', 'severity_mapping'], ['severity', 'severity_mapping']],
  ['user.command_line', ['process.command_line', 'user.name'], ['process.command_line']],
  ['okta.command_line', ['process.command_line', 'user.name'], []],
  ['process.sha256', ['dll.hash.sha256', 'process.hash.md5', 'process.hash.sha256', 'process.parent.hash.sha256'], ['process.hash.sha256']],
  ['parent.name', ['process.name', 'process.parent.name'], ['process.parent.name']],
  ['process.file.name', ['dll.name', 'process.name'], ['process.name']],
  ['name', ['dll.name', 'file.name', 'process.name', 'user.name'], []],
  ['host.port', ['host.name', 'client.port', 'destination.port', 'server.port', 'source.port'], []],
  ['process.prent.pid', ['process.parent.pid', 'process.parent.pod'], ['process.parent.pid', 'process.parent.pod']],
  ['a[.((*b\\', ['a.b', 'a.c'], []],
])('the names nearest to %s of %j are %j', (name, names, expected) => {
  expect(nearestNames(name, names)).toEqual(expected);
});

test('at most three are told, best first, those equally near by name', () => {
  const names = ['evet.cod', 'even.code', 'event.cods', 'event.code', 'Event.Code', 'user.name'];
  expect(nearestNames('event.cod', names)).toEqual(['Event.Code', 'event.code', 'event.cods']);
  expect(nearestNames('even.code', names)).toEqual(['even.code', 'Event.Code', 'event.code']);
});

test('no name is left out for its letters that is near by its slips', () => {
  const parts = ['process', 'proces', 'process-name', 'process-pid', 'event-code', 'even-code', 'Event-Code', 'user-name', 'user-names'];
  const names = parts.flatMap((part) => [part, `${part}-text`, `host-${part}`]).sort();
  for (const name of names) {
    for (let at = 0; at <= name.length; at += 1) {
      for (const other of [name.slice(0, at) + name.slice(at + 1), `${name.slice(0, at)}x${name.slice(at)}`, `${name.slice(0, at)}ab`]) {
        const most = other.length < 3 ? 0 : Math.max(1, Math.min(3, Math.floor(other.length / 4)));
        const near = names.filter((known) => slipsBetween(known.toLowerCase(), other.toLowerCase(), most) <= most);
        const found = names.filter((known) => misspeltNames(other, [known]).length > 0);
        expect(found, other).toEqual(near);
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
