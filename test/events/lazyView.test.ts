import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FieldTable } from '../../server/src/events/event.js';
import { parseEvent } from '../../server/src/events/json.js';
import { createKernel } from '../../server/src/events/kernels/kernel.js';
import { createLazyView, NeedsParsing } from '../../server/src/events/lazyView.js';
import { createView } from '../../server/src/events/view.js';

const fields = new FieldTable();
const ids = new Map(['a', 'a.b', 'a.b.c', 'd', 'é.f'].map((name) => [fields.intern(name), name]));
const kernel = createKernel(1024);
const view = kernel === undefined ? undefined : createLazyView(kernel, ids);
const plainView = createView(fields);

/** The values of the fields, by name, `?` where the event has to be parsed for them; undefined where it has to be parsed at all. */
function lazily(text: string): Readonly<Record<string, unknown>> | undefined {
  const bytes = new TextEncoder().encode(text);
  kernel?.input.set(bytes);
  // What follows an event in its file.
  kernel?.input.set([10, 0x22, 0x7d], bytes.length);
  if (view?.reset(0, bytes.length) !== true) return undefined;
  const found: Record<string, unknown> = {};
  for (const [id, name] of ids) {
    const values = orUnknown(() => view.values(id));
    if (!Array.isArray(values) || values.length > 0) found[name] = values;
  }
  return found;
}

function orUnknown(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof NeedsParsing) return '?';
    throw error;
  }
}

describe('the values of an event by its bytes', () => {
  it.each([
    ['{"a":"x"}', { a: ['x'] }],
    [' {"a":"x"}', undefined],
    ['{ "a" : "x" , "d" : 1 }', { a: ['x'], d: [1] }],
    ['{"a":{"b":"x"}}', { 'a.b': ['x'] }],
    ['{"a.b":"x"}', { 'a.b': ['x'] }],
    ['{"a":{"b.c":"x"}}', { 'a.b.c': ['x'] }],
    ['{"a":{"b":{"c":["x",null,["y"],{"z":1}]}}}', { 'a.b.c': ['x', 'y'] }],
    ['{"a":[{"b":"x"}]}', undefined],
    ['{"a":{"b":"x"},"a.b":"y"}', undefined],
    ['{"a":{"b":"x"},"a":{}}', undefined],
    ['{"d":1,"d":2}', undefined],
    ['{"\\u0061":"x"}', undefined],
    ['{"d":"\\u0061\\n\\"}"}', { d: ['a\n"}'] }],
    ['{"d":12345678901234567890}', { d: [12345678901234567890n] }],
    ['{"d":-1.50e1}', { d: [-15] }],
    ['{"d":01}', { d: '?' }],
    ['{"d":tru}', { d: '?' }],
    ['{"d":true,"a":null}', { d: [true] }],
    ['{"é":{"f":"ü"}}', { 'é.f': ['ü'] }],
    ['{"x":"}{][","y":{"d":1,"z":["}",{"q":"\\\\"}]},"d":2}', { d: [2] }],
    ['{"_source":{"d":1}}', undefined],
    ['{"d":1}}', undefined],
    ['{"d":1', undefined],
    ['{"d":"x', undefined],
    ['{"d" 1}', undefined],
    ['{"d":1 "a":2}', undefined],
    ['{}', {}],
  ])('of %s', (text, expected) => expect(lazily(text)).toEqual(expected));

  it('are found behind an object of any length, with brackets in its texts and escapes in them', () => {
    const found = Array.from({ length: 140 }, (_, length) => {
      const filled = 'x'.repeat(length);
      return lazily(`{"y":{"z":["${filled}}","\\"]${filled}",{"${filled}{":"\\\\"}]},"d":${length}}`);
    });
    expect(found).toEqual(found.map((_, length) => ({ d: [length] })));
  });

  it('are not told where a backslash stands outside of a text', () => expect(lazily('{"y":{"z":1\\},"d":2}')).toBe(undefined));

  it('are those that parsing gives, or none', () => {
    const scalar = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.integer(),
      fc.double({ noDefaultInfinity: true, noNaN: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const { event } = fc.letrec<{ event: unknown; value: unknown }>((tie) => ({
      event: fc.dictionary(
        fc.constantFrom('a', 'b', 'c', 'd', 'a.b', 'b.c', 'a.b.c', 'é', 'f', 'é.f', 'other', 'long key with spaces'),
        tie('value'),
        { maxKeys: 5 },
      ),
      value: fc.oneof({ depthSize: 'small' }, { weight: 3, arbitrary: scalar }, tie('event'), fc.array(tie('value'), { maxLength: 3 })),
    }));
    let read = 0;
    fc.assert(
      fc.property(event, fc.constantFrom(undefined, 1), (made, indent) => {
        const text = JSON.stringify(made, undefined, indent);
        const found = lazily(text);
        if (found === undefined) return;
        const bytes = new TextEncoder().encode(text);
        const parsed = parseEvent(bytes, { start: 0, end: bytes.length, offset: 0, length: bytes.length, line: 1, column: 0 });
        if (!parsed.ok) throw new Error('made events are valid');
        plainView.reset(parsed.event, parsed.metadata);
        read++;
        for (const [id, name] of ids) if (found[name] !== '?') expect([name, found[name] ?? []]).toEqual([name, plainView.values(id)]);
      }),
      { seed: 11, numRuns: 3000 },
    );
    expect(read).toBeGreaterThan(1000);
  });
});

describe('a time of an event by its bytes', () => {
  it.each([
    ['{"d":"2024-03-02T10:11:12.003Z"}', 1709374272003, undefined],
    ['{"d":"2024-03-02T10:11:12.003Z","a":{"b":"2024-03-02T10:11:12.004Z"}}', 1709374272003, 1709374272004],
    ['{"a":{"b":"2024-03-02T10:11:12.005Z"}}', undefined, 1709374272005],
    ['{"d":["2024-03-02T10:11:12.003Z"]}', undefined, undefined],
    ['{"d":"2024\\u002d03-02T10:11:12.003Z"}', undefined, undefined],
    ['{"d":1709374272003}', undefined, undefined],
  ])('%s', (text, d, b) => {
    lazily(text);
    for (let again = 0; again < 2; again++) {
      expect(view?.instant(fields.intern('d'))?.milliseconds).toBe(d);
      expect(view?.instant(fields.intern('a.b'))?.milliseconds).toBe(b);
    }
  });
});
