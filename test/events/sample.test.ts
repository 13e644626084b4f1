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
  }); // prettier-ignore
});
