import { expect, it } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import { readEvents } from '../../server/src/events/read.js';
import { collectSample } from '../../server/src/events/sample.js';
import { bytesOf, chunked } from './reading.js';

function sample(text: string, limits: { readonly events: number; readonly values: number }): ReturnType<typeof collectSample> {
  return collectSample(readEvents(chunked(bytesOf(text), Infinity), noCancel), limits);
}

it('counts the events that have a field and each of its values, most frequent first', async () => {
  const text = '{"a":"x","n":{"b":1}}\n{"a":["y","y","x"]}\nbroken\n{"a":"y","c":null}\n{"n.b":2,"a":"y"}\n';
  expect(await sample(text, { events: 100, values: 10 })).toEqual({
    events: 4,
    fields: new Map([
      ['a', { count: 4, values: [{ value: 'y', count: 3 }, { value: 'x', count: 2 }] }],
      ['n.b', { count: 2, values: [{ value: 1, count: 1 }, { value: 2, count: 1 }] }],
    ]),
    categories: new Map(),
  }); // prettier-ignore
});

it('looks at the first events only, remembers so many values, and none that are too long', async () => {
  const text = `{"a":1}\n{"a":2}\n{"a":3}\n{"a":3,"b":"${'x'.repeat(300)}"}\n{"late":1}\n`;
  expect(await sample(text, { events: 4, values: 2 })).toEqual({
    events: 4,
    fields: new Map([
      ['a', { count: 4, values: [{ value: 1, count: 1 }, { value: 2, count: 1 }] }],
      ['b', { count: 1, values: [] }],
    ]),
    categories: new Map(),
  }); // prettier-ignore
});

it('counts for each event category how many of its events have a field, up to a number of categories', async () => {
  const text =
    '{"event":{"category":"process"},"a":1}\n{"event":{"category":["process","file"]},"a":2,"b":1}\n{"event":{"category":"file"}}\n{"a":3}\n{"event":{"category":7}}\n';
  expect((await sample(text, { events: 100, values: 10 })).categories).toEqual(
    new Map([
      ['process', { events: 2, fields: new Map([['event.category', 2], ['a', 2], ['b', 1]]) }],
      ['file', { events: 2, fields: new Map([['event.category', 2], ['a', 1], ['b', 1]]) }],
    ]),
  ); // prettier-ignore
  const many = Array.from({ length: 40 }, (_, index) => `{"event":{"category":"c${index}"}}`).join('\n');
  expect((await sample(many, { events: 100, values: 10 })).categories.size).toBe(32);
});
