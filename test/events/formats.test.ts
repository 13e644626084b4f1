/** Random events, written in every form, come back the same, at the places where they stand. */
import fc from 'fast-check';
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../server/src/events/json.js';
import { bytesOf, read, type ReadFile } from './reading.js';

const scalar = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('{"', ']}', '\\', '"', '\n', '€😀', 'hits'),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.oneof(fc.constantFrom('process', 'process.name', 'took', 'events', 'a"b', '}'), fc.string({ unit: 'binary' }));
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  ),
})).value;
const event = fc.dictionary(key, value, { maxKeys: 4 }).map((object) => JSON.parse(JSON.stringify({ ...object, id: 1 })) as JsonObject);
const events = fc.array(event, { maxLength: 6 });

/** How each form is written, and how one of its events reads back. */
const forms: readonly { readonly name: string; readonly write: (events: readonly JsonObject[]) => string }[] = [
  { name: 'NDJSON', write: (all) => all.map((one) => `${JSON.stringify(one)}\n`).join('') },
  { name: 'NDJSON with CRLF and blank lines', write: (all) => all.map((one) => `\r\n ${JSON.stringify(one)}\r\n`).join('') },
  { name: 'array on one line', write: (all) => JSON.stringify(all) },
  { name: 'array, pretty-printed', write: (all) => JSON.stringify(all, undefined, 2) },
  { name: 'array, one event a line', write: (all) => `[\n${all.map((one) => JSON.stringify(one)).join(',\n')}\n]` },
  { name: 'pretty-printed objects', write: (all) => all.map((one) => `${JSON.stringify(one, undefined, 4)}\n`).join('') },
  { name: 'objects indented by tabs, with CRLF', write: (all) => all.map((one) => `${JSON.stringify(one, undefined, '\t')}\n`).join('').replaceAll('\n', '\r\n') },
  { name: 'search response', write: (all) => JSON.stringify(response(all)) },
  { name: 'search response, pretty-printed', write: (all) => JSON.stringify(response(all), undefined, 2) },
  { name: 'bulk', write: (all) => all.map((one) => `{"create":{"_index":"x"}}\n${JSON.stringify(one)}\n`).join('') },
]; // prettier-ignore

function response(all: readonly JsonObject[]): unknown {
  const hits = all.map((one, index) => ({ _index: 'x', _id: String(index), _source: one }));
  return {
    took: 1,
    timed_out: false,
    hits: { total: { value: all.length }, hits },
    aggregations: { by: { buckets: [{ key: 'x', hits: 3 }] } },
  };
}

/** Each place must lead back to the event's text: by its bytes, and by its line and column. */
function checkPlaces(text: string, found: ReadFile): void {
  const bytes = bytesOf(text);
  const lines = text.split('\n');
  found.places.forEach(({ line, column, offset }, index) => {
    const eventText = found.texts[index] ?? '';
    expect(new TextDecoder().decode(bytes.subarray(offset, offset + bytesOf(eventText).length))).toBe(eventText);
    expect(
      lines
        .slice(line - 1)
        .join('\n')
        .startsWith(eventText, column),
    ).toBe(true);
  });
}

describe.each(forms)('$name', ({ name, write }) => {
  it('gives back the events, wherever the chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.integer({ min: 1, max: 40 }), async (all, chunkBytes) => {
        // Of a single object on one line, or none, nothing can be seen of the form.
        if (name.startsWith('NDJSON') && all.length === 0) return;
        const text = write(all);
        const found = await read(text, chunkBytes);
        expect(found.bad).toEqual([]);
        expect(found.events).toEqual(all);
        checkPlaces(text, found);
      }),
      { numRuns: 150 },
    );
  });

  it('gives back what is whole when the file is cut off anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.nat(), async (all, cut) => {
        const text = write(all);
        const kept = [...text].slice(0, cut % (text.length + 1)).join('');
        const found = await read(kept, 16);
        expect(found.events).toEqual(all.slice(0, found.events.length));
      }),
      { numRuns: 150 },
    );
  });

  it('is the same compressed', async () => {
    const all = [
      { id: 1, a: '😀' },
      { id: 2, a: { b: [null, 1.5] } },
    ];
    const found = await read(gzipSync(bytesOf(write(all))), 5);
    expect(found.events).toEqual(all);
  });
});

it('never throws, whatever the bytes', async () => {
  const soup = fc.array(fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', '\n', '\r\n', ' ', '"hits"', '"a"', '1', 'x', '{"index":{}}', '\uFEFF', 'é'));
  await fc.assert(
    fc.asyncProperty(soup, fc.integer({ min: 1, max: 9 }), async (parts, chunkBytes) => {
      const text = parts.join('');
      expect(await read(text, chunkBytes)).toEqual(await read(text));
    }),
    { numRuns: 1500 },
  );
}); // prettier-ignore
