import { gzipSync, zlibSync } from 'fflate';
import { describe, expect, it, test } from 'vitest';
import { Cancelled } from '../../server/src/base/cancel.js';
import { readEvents } from '../../server/src/events/read.js';
import { bytesOf, chunked, read, readInAllChunks } from './reading.js';

const lines = (...parts: readonly string[]): string => parts.join('\n');

describe('the forms an event file comes in', () => {
  const table: readonly (readonly [name: string, text: string, events: readonly unknown[]])[] = [
    ['NDJSON', '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['NDJSON, the last line without a line break', '{"a":1}\n{"a":2}', [{ a: 1 }, { a: 2 }]],
    ['NDJSON with CRLF, blank lines and indentation', '\r\n{"a":1}\r\n\r\n  {"a":2}  \r\n \t \r\n', [{ a: 1 }, { a: 2 }]],
    ['NDJSON after a byte order mark, and another in the middle', '\uFEFF{"a":1}\n\uFEFF{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['one event on one line', '{"a":1}', [{ a: 1 }]],
    ['characters of two, three and four bytes', '{"ä":"€"}\n{"a":"😀"}', [{ ä: '€' }, { a: '😀' }]],
    ['a pretty-printed object', lines('{', '  "a": {', '    "b": [1, 2]', '  }', '}'), [{ a: { b: [1, 2] } }]],
    ['several pretty-printed objects', lines('{', '  "a": 1', '}', '{', '  "a": 2', '}'), [{ a: 1 }, { a: 2 }]],
    ['objects that are not indented', lines('{', '"a": [', '{', '"b": 1', '}', ']', '}'), [{ a: [{ b: 1 }] }]],
    [
      'an object inside that is not indented',
      lines('{', '  "a": [', '{', '  "b": 1', '}', '  ]', '}', '{"a":2}'),
      [{ a: [{ b: 1 }] }, { a: 2 }],
    ],
    ['several objects on one line', '{"a":1}{"a":2} {"a":3}', [{ a: 1 }, { a: 2 }, { a: 3 }]],
    ['an array on one line', '[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
    ['an array, pretty-printed', lines('[', '  {', '    "a": 1', '  },', '  {', '    "a": 2', '  }', ']', ''), [{ a: 1 }, { a: 2 }]],
    ['an array with a trailing comma', '[{"a":1},]', [{ a: 1 }]],
    ['an empty array', '[]', []],
    ['nothing', '', []],
    ['white space', ' \n\r\n\t', []],
    ['brackets and quotes in texts', '[{"a":"]}\\"{["},{"b\\\\":"\\\\"}]', [{ a: ']}"{[' }, { 'b\\': '\\' }]],
    [
      'a search response on one line',
      '{"took":3,"timed_out":false,"hits":{"total":{"value":2},"hits":[{"_index":"i","_id":"1","_source":{"a":1}},{"_id":"2","_source":{"a":2}}]},"aggregations":{"x":{"hits":[1]}}}',
      [{ a: 1 }, { a: 2 }],
    ],
    [
      'a search response, pretty-printed',
      JSON.stringify({ took: 1, hits: { max_score: null, hits: [{ _id: '1', _source: { a: 1 } }] } }, undefined, 2),
      [{ a: 1 }],
    ],
    ['a search response without hits', '{"took":3,"hits":{"total":{"value":0},"hits":[]}}', []],
    ['an EQL search response', '{"is_partial":false,"took":1,"hits":{"total":{},"events":[{"_id":"1","_source":{"a":1}}]}}', [{ a: 1 }]],
    [
      'an EQL response with sequences',
      '{"took":1,"hits":{"sequences":[{"join_keys":["x"],"events":[{"_id":"1","_source":{"a":1}}]},{"events":[{"_id":"2","_source":{"a":2}}]}]}}',
      [{ a: 1 }, { a: 2 }],
    ],
    [
      'a multi-search',
      '{"took":1,"responses":[{"hits":{"hits":[{"_source":{"a":1}}]}},{"hits":{"hits":[{"_source":{"a":2}}]}}]}',
      [{ a: 1 }, { a: 2 }],
    ],
    ['an asynchronous search', '{"id":"x","is_running":false,"response":{"hits":{"hits":[{"_source":{"a":1}}]}}}', [{ a: 1 }]],
    [
      'two search responses',
      '{"took":1,"hits":{"hits":[{"_source":{"a":1}}]}}\n{"took":1,"hits":{"hits":[{"_source":{"a":2}}]}}',
      [{ a: 1 }, { a: 2 }],
    ],
    [
      'an event with its own hits',
      '{\n"hits": 3,\n"x": {"hits": {"hits": [{"a": 1}]}}\n}',
      [{ hits: 3, x: { hits: { hits: [{ a: 1 }] } } }],
    ],
    ['a bulk body', '{"index":{}}\n{"a":1}\n{"create":{"_index":"i"}}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    [
      'a bulk body with all actions',
      '{"delete":{"_id":"1"}}\n{"index":{"_id":"2","routing":"r"}}\n{"a":2}\n{"update":{"_id":"3"}}\n{"doc":{"a":3},"doc_as_upsert":true}\n',
      [{ a: 2 }, { a: 3 }],
    ],
    [
      'events that are named like an action',
      '{"index":{"name":"x"}}\n{"index":{"name":"y"}}',
      [{ index: { name: 'x' } }, { index: { name: 'y' } }],
    ],
    ['a hit pasted from Kibana', '{\n  "_index": "i",\n  "_id": "1",\n  "_source": {"a": 1},\n  "fields": {"a": [1]}\n}', [{ a: 1 }]],
    ['the fields form', '{"_index":"i","_id":"1","fields":{"process.name":["cmd.exe"]}}', [{ 'process.name': ['cmd.exe'] }]],
    [
      'an event with fields of its own',
      '{"@timestamp":"2024-01-01","fields":{"env":["x"]}}',
      [{ '@timestamp': '2024-01-01', fields: { env: ['x'] } }],
    ],
  ];

  test.each(table)('%s', async (_, text, events) => {
    const found = await readInAllChunks(text);
    expect(found.events).toEqual(events);
    expect(found.bad).toEqual([]);
  });
});

describe('places', () => {
  it('counts lines from one, columns in UTF-16 characters and offsets in bytes', async () => {
    const { places } = await readInAllChunks('[{"a":"😀€"}, {"b":1},\n\n  {"c":\n1},{"d":1}]');
    expect(places).toEqual([
      { line: 1, column: 1, offset: 1 },
      { line: 1, column: 14, offset: 18 },
      { line: 3, column: 2, offset: 30 },
      { line: 4, column: 3, offset: 39 },
    ]);
  });

  it('counts the bytes, but not the characters, of a byte order mark', async () => {
    const { places } = await readInAllChunks('\uFEFF{"a":1}\n  {"a":2}');
    expect(places).toEqual([
      { line: 1, column: 0, offset: 3 },
      { line: 2, column: 2, offset: 13 },
    ]);
  });
});

describe('what is no event', () => {
  const table: readonly (readonly [name: string, text: string, events: readonly unknown[], bad: readonly (readonly [number, string])[]])[] = [
    ['a bad line in the middle', '{"a":1}\n{"a":}\n{"a":3}', [{ a: 1 }, { a: 3 }], [[2, 'A value is missing: JSON writes `"name": value`. (At character 6.)']]],
    ['a last line that is cut off', '{"a":1}\n{"a":{"b":"x', [{ a: 1 }], [[2, 'The event is cut off: it ends before its closing `}`.']]],
    ['a last line that is cut off in a value', '{"a":1}\n{"a":{"b":n', [{ a: 1 }], [[2, 'The event is cut off: it ends before its closing `}`.']]],
    ['a last event that is cut off', '[{"a":1},\n{"a":2', [{ a: 1 }], [[2, 'The event is cut off: the file ends before its closing `}`.']]],
    ['an array that is cut off', '\n[{"a":1},', [{ a: 1 }], [[2, 'The file ends before the closing `]` of its list of events: it may be cut off.']]],
    ['a response that is cut off', '{"took":1,"hits":{"hits":[{"_source":{"a":1}}]}\n', [{ a: 1 }], [[2, 'The file ends before the search response is complete: it may be cut off.']]],
    ['a comma after a line', '{"a":1},\n{"a":2}', [{ a: 2 }], [[1, 'Something follows the event: each event stands on a line of its own, without a comma between lines. (At character 8.)']]],
    ['a comma after the last value', '{"a":1,}\n{"a":2}', [{ a: 2 }], [[1, 'A comma before a closing bracket: JSON has none after the last value. (At character 8.)']]],
    ['single quotes', "{'a':1}\n{\"a\":2}", [{ a: 2 }], [[1, 'Single quotes: JSON writes names and texts in double quotes, `"name"`. (At character 2.)']]],
    ['a value as Python writes it', '{"a":True}', [], [[1, 'A value as Python prints it: JSON writes `true`, `false` and `null`. (At character 6.)']]],
    ['a single backslash', '{"a":"C:\\Windows"}', [], [[1, 'A backslash that stands for itself is written twice in JSON: `"C:\\\\Windows"`. (At character 6.)']]],
    ['a name without quotes', '{a:1}', [], [[1, 'A name or value without quotes: JSON writes names and texts in double quotes, `"name"`. (At character 2.)']]],
    ['a missing comma', '{"a":1 "b":2}', [], [[1, 'A comma is missing between two values. (At character 8.)']]],
    ['a text that is not closed', '{"a":"x}\n{"a":2}', [{ a: 2 }], [[1, 'This text has no closing `"`. (At character 6.)']]],
    ['a line break in a pretty-printed text', lines('{', '  "a": "x', '  "b": 1', '}', '{"a":2}'), [{ a: 2 }], [[1, 'A text in this event has no closing `"` on its line.']]],
    ['a mistake within a pretty-printed event', lines('[', '  {', '    "a": 1,', '    "b": nope', '  }', ']'), [], [[4, 'A name or value without quotes: JSON writes names and texts in double quotes, `"name"`. (At character 10.)']]],
    ['CSV', 'time,host,process\n1,a,b', [], [[1, csv], [2, csv]]],
    ['TSV', 'time\thost\tprocess\n', [], [[1, csv.replace('commas (CSV)', 'tabs (TSV)')]]],
    ['XML', '<Event>', [], [[1, 'Looks like XML, not JSON: convert the events to JSON first, with the field names of ECS.']]],
    ['plain text', 'Jan 1 host sshd: x\n{"a":1}', [{ a: 1 }], [[1, 'Not an event: an event is a JSON object, `{ … }`, and this is plain text.']]],
    ['values that are no objects', '[{"a":1}, 1, "a,]", {"a":2}, null]', [{ a: 1 }, { a: 2 }], [[1, value], [1, value], [1, value]]],
    ['an array in an array', '[{"a":1},[{"a":2},3],{"a":4}]', [{ a: 1 }, { a: 4 }], [[1, array]]],
    ['arrays, one a line', '["a"]\n["b"]', [], [[1, array], [2, array]]],
    ['a request of the Kibana console', 'POST _bulk\n{"index":{}}\n{"a":1}\n', [{ a: 1 }], [[1, 'A request line of the Kibana console, not an event; only the JSON after it is read.']]],
    ['a comment of the Kibana console', '# GET x/_search\n{\n"a":1\n}\n', [{ a: 1 }], [[1, 'A comment, not an event: JSON has no comments.']]],
    ['a brace that was not closed', lines('[', '  {', '    "a": {', '      "b": 1', '  },', '  {', '    "a": 2', '  }', ']'), [{ a: 2 }], [[2, 'The event has no closing `}`: the next one begins before it ends.']]],
    ['a brace that was not closed, last in its list', '[{"a":{"b":1}]{"a":2}', [{ a: 2 }], [[1, 'The event has no closing `}`: the list of events ends before it does.']]],
    ['braces that were not closed, in objects after each other', lines('{', '  "a": {', '}', '{', '  "a": {', '}', '{', '  "a": 3', '}', '{"a":', ''), [{ a: 3 }], [[1, unclosed], [4, unclosed], [10, 'The event is cut off: the file ends before its closing `}`.']]],
    ['a brace too many', '[{"a":1}},{"a":2}]', [{ a: 1 }, { a: 2 }], [[1, 'A closing bracket without an opening one: an event before this may be broken or cut off.']]],
    ['a hit without its source', '{"_index":"i","_id":"1"}', [], [[1, 'The search hit has neither `_source` nor `fields`: search again with the source of the hits.']]],
    ['a bulk body without an action', '{"index":{}}\n{"a":1}\n{"a":2}\n{"index":{}}\n{"a":3}', [{ a: 1 }, { a: 3 }], [[3, 'An action line such as `{"index":{}}` is missing before this event, so the event is not read.']]],
    ['a bulk body without an event', '{"index":{}}\n{"index":{}}\n{"a":2}\n{"index":{}}', [{ a: 2 }], [[1, noSource], [4, noSource]]],
  ]; // prettier-ignore

  test.each(table)('%s', async (_, text, events, bad) => {
    const found = await readInAllChunks(text);
    expect(found.events).toEqual(events);
    expect(found.bad.map(({ line, message }) => [line, message])).toEqual(bad);
    expect(found.stopped).toBeUndefined();
  });

  it('reports bytes that are not UTF-8 and reads on', async () => {
    const found = await readInAllChunks(Buffer.from('{"a":"\xff"}\n{"a":1}', 'latin1'));
    expect(found.events).toEqual([{ a: 1 }]);
    expect(found.bad).toEqual([{ line: 1, message: 'The event is not UTF-8; save the file as UTF-8.' }]);
  });

  it('refuses nesting that no index could map', async () => {
    const deep = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
    const texts = `${deep(1000)}\n${deep(1001)}\n{"a":"${'{['.repeat(2000)}"}`;
    const found = await read(texts);
    expect(found.events).toHaveLength(2);
    expect(found.bad).toEqual([{ line: 2, message: 'The event has more than 1000 levels of objects and arrays in each other.' }]);
  });

  it.each([
    [500, 2],
    [501, 1],
  ])('counts the levels of objects and of arrays together: %s of each, events read: %s', async (levels, events) => {
    const text = `${'{"ä":['.repeat(levels)}1${']}'.repeat(levels)}\n{"a":1}`;
    expect((await read(text)).events).toHaveLength(events);
  });

  it('skips an event longer than 64 MB in any format and reads on', async () => {
    const long = Buffer.alloc(65 * 1024 * 1024, 'x');
    const tooLong = 'The event is longer than 64 MB and is not read.';
    const inLines = await read(Buffer.concat([bytesOf('{"a":1}\n{"a":"'), long, bytesOf('"}\n{"a":3}')]), 1 << 20);
    expect([inLines.events, inLines.bad]).toEqual([[{ a: 1 }, { a: 3 }], [{ line: 2, message: tooLong }]]);
    const inArray = await read(Buffer.concat([bytesOf('[{"a":1},\n{"a":"'), long, bytesOf('"},\n{"a":3}]')]), 1 << 20);
    expect([inArray.events, inArray.bad]).toEqual([[{ a: 1 }, { a: 3 }], [{ line: 2, message: tooLong }]]);
  });
});

const unclosed = 'The event has no closing `}`: the next one begins before it ends.';
const csv = 'Looks like a table with commas (CSV), not JSON: convert it to one JSON object a line, with the field names of ECS.';
const value = 'A single value, not an event: an event is a JSON object, `{ … }`.';
const array = 'An array, not an event: put each event on a line of its own, or all of them into one array.';
const noSource = 'This action line is not followed by the line with its event: the file may be cut off.';

describe('files that hold no text', () => {
  const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'));
  const table: readonly (readonly [name: string, bytes: Uint8Array, stopped: string, message: string])[] = [
    ['UTF-16 with a byte order mark', utf16('\uFEFF{"a":1}'), 'unsupported', 'The file is UTF-16; save it as UTF-8 to read its events.'],
    ['UTF-16 without one', utf16('{"a":1}\n'), 'unsupported', 'The file is UTF-16; save it as UTF-8 to read its events.'],
    ['big-endian UTF-16', utf16('{"a":1}').reverse(), 'unsupported', 'The file is UTF-16; save it as UTF-8 to read its events.'],
    ['binary data', Uint8Array.of(1, 2, 3, 0, 4, 5), 'binary', 'The file is binary, not JSON; events are read from JSON, also compressed with gzip or zstd.'],
    ['a zip archive', bytesOf('PK\x03\x04abcdef'), 'unsupported', 'The file is a zip archive; unpack it first.'],
    ['a Windows event log', bytesOf('ElfFile\0'), 'unsupported', 'The file is a Windows event log (EVTX); convert it to JSON with the field names of ECS first.'],
  ]; // prettier-ignore

  test.each(table)('%s', async (_, bytes, stopped, message) => {
    const found = await readInAllChunks(bytes);
    expect(found).toEqual({ texts: [], places: [], events: [], bad: [{ line: 1, message }], stopped });
  });

  it('reads zlib data as what it is: no JSON', async () => {
    expect((await read(zlibSync(bytesOf('{"a":1}')))).events).toEqual([]);
  });
});

describe('reading', () => {
  const many = bytesOf(Array.from({ length: 60_000 }, (_, index) => `{"n":${index},"pad":"${'x'.repeat(40)}"}\n`).join(''));

  it('gives batches of somewhat less than a megabyte, with the raw bytes read so far', async () => {
    const sizes: number[] = [];
    let bytesRead = 0;
    for await (const batch of readEvents(chunked(many, 4096), { isCancellationRequested: false })) {
      sizes.push(batch.bytes.length);
      bytesRead = batch.bytesRead;
    }
    expect(sizes.slice(0, -1).every((size) => size >= 3 << 18 && size <= (3 << 18) + 2 * 4096)).toBe(true);
    expect(sizes.length).toBe(Math.floor(many.length / (3 << 18)) + 1);
    expect(bytesRead).toBe(many.length);
  });

  it('gives what is finished of each megabyte', async () => {
    const counts: number[] = [];
    for await (const { events } of readEvents(chunked(many, 1 << 20), { isCancellationRequested: false })) counts.push(events.length);
    expect(counts.length).toBe(Math.ceil(many.length / (1 << 20)));
  });

  it('holds no more than a batch of a large array on one line', async () => {
    async function* source(): AsyncGenerator<Uint8Array> {
      yield bytesOf('{"took":1,"hits":{"hits":[');
      for (let part = 0; part < 8; part++) yield bytesOf('{"_source":{"pad":"xxxxxxxxxxxxxxxxxxxxxxxx"}},'.repeat(20_000));
      yield bytesOf(`{"_source":{}}]},"aggregations":["${'x'.repeat(5_000_000)}"]}`);
    }
    let largest = 0;
    let events = 0;
    for await (const batch of readEvents(source(), { isCancellationRequested: false })) {
      largest = Math.max(largest, batch.bytes.length);
      events += batch.events.length;
    }
    expect(events).toBe(160_001);
    expect(largest).toBeLessThan(2.1 * 1024 * 1024);
  });

  it('throws Cancelled at the next chunk', async () => {
    const token = { isCancellationRequested: false };
    let batches = 0;
    const run = async (): Promise<void> => {
      for await (const batch of readEvents(chunked(many, 1 << 20), token)) {
        batches++;
        token.isCancellationRequested = batch.events.length > 0;
      }
    };
    await expect(run()).rejects.toBeInstanceOf(Cancelled);
    expect(batches).toBe(1);
  });

  it('closes the source when the reader is left early', async () => {
    let closed = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield many.subarray(0, 54 * 10_000);
      } finally {
        closed = true;
      }
    }
    for await (const batch of readEvents(source(), { isCancellationRequested: false })) if (batch.events.length > 0) break;
    expect(closed).toBe(true);
  });

  it('reports a source that fails after what was read', async () => {
    async function* source(): AsyncGenerator<Uint8Array> {
      yield bytesOf('{"a":1}\n{"a":2}\n');
      throw new Error('EIO: i/o error, read');
    }
    const batches = [];
    for await (const batch of readEvents(source(), { isCancellationRequested: false })) batches.push(batch);
    expect(batches.map(({ events, bad, stopped }) => [events.length, bad, stopped])).toEqual([
      [2, [{ line: 3, message: 'Reading the file failed: EIO: i/o error, read' }], 'unreadable'],
    ]);
  });

  it('reads a gzip file of one member for each event', async () => {
    const members = [1, 2, 3].map((n) => gzipSync(bytesOf(`{"a":${n}}\n`)));
    const found = await readInAllChunks(Buffer.concat(members));
    expect(found.events).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
  });
});
