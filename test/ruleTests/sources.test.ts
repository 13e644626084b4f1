import { expect, it } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import { parseEvent, type JsonObject } from '../../server/src/events/json.js';
import { readEvents } from '../../server/src/events/read.js';
import { readTestFile } from '../../server/src/ruleTests/readTestFile.js';
import { createSources } from '../../server/src/ruleTests/sources.js';
import { testUri } from './kit.js';

/** The events of the first test as a run reads them: where they stand, counted from one, and what is in them. */
async function placed(text: string): Promise<readonly (readonly [line: number, column: number, event: JsonObject])[]> {
  const { file } = readTestFile(testUri, text);
  const [source] = createSources(file).of(file.cases[0]?.events ?? []);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(source?.text);
  }
  const found: (readonly [number, number, JsonObject])[] = [];
  for await (const { bytes, events } of readEvents(chunks(), noCancel)) {
    for (const slice of events) {
      const parsed = parseEvent(bytes, slice);
      if (parsed.ok) found.push([slice.line, slice.column + 1, parsed.event]);
    }
  }
  return found;
}

it.each<[string, string, readonly (readonly [number, number, JsonObject])[]]>([
  [
    'lines between triple quotes',
    `[[test]]\nname = "a"\nevents = '''\n{"a": 1}\n\n  {"b": 2}\n'''\nexpect.matches = 0`,
    [
      [4, 1, { a: 1 }],
      [6, 3, { b: 2 }],
    ],
  ],
  [
    'one line',
    `test = [{ name = "a", events = '{"a": 1} {"b": 2}', expect.matches = 0 }]`,
    [
      [1, 33, { a: 1 }],
      [1, 42, { b: 2 }],
    ],
  ],
  [
    'objects of several lines',
    `[[test]]\nname = "a"\nevents = '''[{\n "a": 1\n}, {"b": 2}]'''\nexpect.matches = 0`,
    [
      [3, 14, { a: 1 }],
      [5, 4, { b: 2 }],
    ],
  ],
  [
    'text with escapes',
    `[[test]]\nname = "a"\nevents = """{"a": "\\\\\\\\"}\n{"b": "é"}"""\nexpect.matches = 0`,
    [
      [3, 13, { a: '\\' }],
      [4, 1, { b: 'é' }],
    ],
  ],
  [
    'events with defaults',
    `defaults = '{"c": {"d": 9007199254740993}, "e": 1}'\n[[test]]\nname = "a"\nevents = '''\n{"a": 1}\n{}\n{"c": 1}\n{"_id": "i", "_source": {"e": 2}}\n'''\nexpect.matches = 0`,
    [
      [5, 1, { 'c.d': 9007199254740993n, e: 1, a: 1 }],
      [6, 1, { 'c.d': 9007199254740993n, e: 1 }],
      [7, 1, { e: 1, c: 1 }],
      [8, 1, { 'c.d': 9007199254740993n, e: 2 }],
    ],
  ],
])('a run sees events where they are written: %s', async (_, text, expected) => {
  expect(await placed(text)).toEqual(expected);
});
