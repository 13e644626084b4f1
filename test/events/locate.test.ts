import { expect, it, test } from 'vitest';
import type { Value } from '../../server/src/events/event.js';
import { locateValues } from '../../server/src/events/locate.js';
import { rangesIn } from '../kit/markers.js';

/** The marked parts of the text are the places of the wanted values. */
const table: readonly (readonly [name: string, marked: string, wanted: Readonly<Record<string, readonly Value[]>>])[] = [
  ['a nested field', '{"process":{"name":<|"cmd.exe"|>,"pid":4}}', { 'process.name': ['cmd.exe'] }],
  ['a dotted key', '{"process.name":<|"a"|>}', { 'process.name': ['a'] }],
  ['dotted, nested and mixed keys', '{"a.b":{"c":<|1|>},"a":{"b.c":<|1|>,"b":{"c":2}}}', { 'a.b.c': [1] }],
  ['values in arrays, not their neighbours', '{"args":[<|"-i"|>,"x",[<|"+i"|>]]}', { args: ['+i', '-i'] }],
  ['objects in arrays', '{"a":[{"b":1},{"b":<|2|>}]}', { 'a.b': [2] }],
  ['several fields, in the order of the text', '{"b":<|true|>,"a":<|1.50|>,"c":false}', { a: [1.5], b: [true] }],
  ['the same value twice', '{"a":[<|"x"|>,<|"x"|>]}', { a: ['x'] }],
  ['escapes and characters outside the plane', '{"😀":<|"C:\\\\x\\u0041\\"😀"|>}', { '😀': ['C:\\xA"😀'] }],
  ['integers above 2^53, exactly', '{"a":[9007199254740992,<|9007199254740993|>]}', { a: [9007199254740993n] }],
  ['the source of a hit', '{"_id":"a","_source":{"a":<|"a"|>},"fields":{"a":["a"]}}', { a: ['a'] }],
  ['the fields of a hit', '{"_id":"a","fields":{"a.b":[<|"a"|>]}}', { 'a.b': ['a'] }],
  ['the last of keys that stand twice', '{"a":1,"a":<|1|>}', { a: [1] }],
  ['nothing for what is not there', '{"a":null,"b":"1"}', { a: ['x'], b: [1], c: [1] }],
  ['nothing in what is no event', '{"a":', { a: [1] }],
];

test.each(table)('%s', (_, marked, wanted) => {
  const { text, spans } = rangesIn(marked);
  const found = locateValues(text, Object.entries(wanted).map(([field, values]) => ({ field, values }))); // prettier-ignore
  expect(found.map(({ span }) => span)).toEqual(spans);
});

it('says which field and value each place has', () => {
  expect(locateValues('{"a":["x","y"]}', [{ field: 'a', values: ['x'] }, { field: 'a', values: ['y'] }])).toEqual([
    { field: 'a', value: 'x', span: { start: 6, end: 9 } },
    { field: 'a', value: 'y', span: { start: 10, end: 13 } },
  ]); // prettier-ignore
});
