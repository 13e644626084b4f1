import { describe, expect, it, test } from 'vitest';
import { parseEvent, parseJson } from '../../server/src/events/json.js';
import { bytesOf } from './reading.js';

function parse(text: string): ReturnType<typeof parseEvent> {
  const bytes = bytesOf(text);
  return parseEvent(bytes, { start: 0, end: bytes.length, offset: 0, length: bytes.length, line: 7, column: 0 });
}

describe('numbers keep their value', () => {
  test.each([
    ['{"a":9007199254740991}', 9007199254740991],
    ['{"a":9007199254740993}', 9007199254740993n],
    ['{"a":-9223372036854775808}', -9223372036854775808n],
    ['{"a":18446744073709551615 }', 18446744073709551615n],
    ['{"a":[1,9007199254740993]}', [1, 9007199254740993n]],
    ['{"a":1234567890123456.5}', 1234567890123456.5],
    ['{"a":0.12345678901234567}', 0.12345678901234567],
    ['{"a":1e21}', 1e21],
    ['{"a":12345678901234567e2}', 1234567890123456700],
    [`{"a":${'9'.repeat(50)}}`, 1e50],
    ['{"a":"9007199254740993"}', '9007199254740993'],
    ['{"a":", 9007199254740993,"}', ', 9007199254740993,'],
  ])('%s', (text, a) => {
    expect(parse(text)).toEqual({ ok: true, event: { a }, metadata: undefined });
  });

  it('has the last of keys that stand twice, with and without long numbers', () => {
    expect(parseJson('{"a":1,"a":2}')).toEqual({ a: 2 });
    expect(parseJson('{"a":1,"a":9007199254740993}')).toEqual({ a: 9007199254740993n });
  });
});

describe('what is wrapped around an event comes off', () => {
  const ids = { _id: '1', _index: 'logs' };
  test.each([
    ['{"a":1}', { a: 1 }, undefined],
    ['{}', {}, undefined],
    ['{"_index":"logs","_id":"1","_score":1,"_source":{"a":1},"sort":[3]}', { a: 1 }, ids],
    ['{"_index":"logs","_id":"1","_source":{"a":1},"fields":{"a":[1],"b":[2]}}', { a: 1 }, ids],
    ['{"_index":"logs","_id":"1","_source":{},"fields":{"a":[1]}}', { a: [1] }, ids],
    ['{"_index":"logs","_id":"1","fields":{"a.b":["x"],"n":[{"c":[1]}]}}', { 'a.b': ['x'], n: [{ c: [1] }] }, ids],
    ['{"fields":{"a":[1]}}', { a: [1] }, undefined],
    ['{"_source":{"a":1}}', { a: 1 }, undefined],
    ['{"doc":{"a":1},"doc_as_upsert":true}', { a: 1 }, undefined],
    ['{"doc":"x"}', { doc: 'x' }, undefined],
    ['{"doc":{"a":1},"b":2}', { doc: { a: 1 }, b: 2 }, undefined],
    ['{"@timestamp":1,"fields":{"a":[1]}}', { '@timestamp': 1, fields: { a: [1] } }, undefined],
    ['{"fields":{"env":"prod"}}', { fields: { env: 'prod' } }, undefined],
    ['{"_id":"1","a":2}', { _id: '1', a: 2 }, undefined],
  ])('%s', (text, event, metadata) => {
    expect(parse(text)).toEqual({ ok: true, event, metadata });
  });

  it('says that a hit has nothing in it, at its line', () => {
    expect(parse('{"_index":"","_id":"","_source":null,"missing":true}')).toEqual({
      ok: false,
      bad: { line: 7, message: 'The search hit has neither `_source` nor `fields`: search again with the source of the hits.' },
    });
  });
});

describe('where a mistake is', () => {
  it('counts lines and characters within the event', () => {
    const bytes = bytesOf('  {\n"a": x}');
    expect(parseEvent(bytes, { start: 2, end: bytes.length, offset: 2, length: bytes.length - 2, line: 7, column: 2 })).toEqual({
      ok: false,
      bad: {
        line: 8,
        message: 'A name or value without quotes: JSON writes names and texts in double quotes, `"name"`. (At character 6.)',
      },
    });
  });

  it('counts from the start of the line, not of the event', () => {
    const bytes = bytesOf('  {"a": x}');
    const found = parseEvent(bytes, { start: 2, end: bytes.length, offset: 2, length: bytes.length - 2, line: 7, column: 2 });
    expect(found.ok ? '' : found.bad.message).toMatch(/\(At character 9\.\)$/);
  });
});
