import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesFile, outcomeOf, runBy } from './bothEngines.js';

const word = fc.constantFrom(
  'chmod',
  'CHMOD',
  'Chmod.exe',
  'C:\\Temp\\chmod',
  '/bin/chmod',
  'bash',
  'é-chmod',
  'x',
  '',
  '10',
  '1e1',
  'true',
);

/** The same text as JSON, spelled in one of its ways. */
const spelled = (text: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    JSON.stringify(text),
    `"${[...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`,
    JSON.stringify(text).replace('c', '\\u0063').replaceAll('/', '\\/'),
  );

const scalar = fc.oneof(
  { weight: 4, arbitrary: word.chain(spelled) },
  fc.constantFrom(
    '10',
    '10.0',
    '1e1',
    '-0',
    '0.5',
    '12345678901234567890',
    '9007199254740993',
    '1e400',
    'true',
    'false',
    'null',
    '{}',
    '[]',
  ),
);
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }).map((items) => `[${items.join(' , ')}]`),
  scalar.map((item) => `[[${item}],{"name":${item}}]`),
);

const pair = (key: string): fc.Arbitrary<string> => value.map((text) => `"${key}" : ${text}`);
const object = (members: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(members, { maxLength: 4 }).map((pairs) => `{${pairs.join(',')}}`);

const ofProcess = fc.oneof(
  ...['name', 'args', 'pid', 'executable', 'parent.name', 'name"x'].map((key) => pair(key.replaceAll('"', '\\"'))),
  object(pair('name')).map((text) => `"parent":${text}`),
  fc.constant('"n\\u0061me":"chmod"'),
);
const member = fc.oneof(
  object(ofProcess).map((text) => `"process": ${text}`),
  fc.array(object(ofProcess), { maxLength: 2 }).map((items) => `"process":[${items.join(',')}]`),
  fc.nat(9).map((second) => `"@timestamp":"2024-05-01T10:00:0${second}Z"`),
  ...['process.name', 'process.args', 'process.pid', 'process.parent.name', 'host.ip', 'message', 'deep', '_id', 'fields', 'doc'].map(pair),
  object(ofProcess).map((text) => `"_source":{"process":${text}}`),
  object(fc.constant('"deeper":{"text":"a } ] [ { \\" \\\\"}')).map((text) => `"deep":${text}`),
  fc.constantFrom('"event":{"category":["process"],"type":"start"}', '"event.category":"process"', '"event":null'),
);

const event = object(member);
const oddLine = fc.constantFrom(
  '',
  '   ',
  'plain text',
  '{"process":',
  '[1]',
  'null',
  '{"a":1}{"b":2}',
  '{"process":{"name":"chmod"}},',
  '\uFEFF{}',
);
const line = fc.oneof(
  { weight: 8, arbitrary: event },
  fc.tuple(fc.constantFrom(' ', '\t', '\uFEFF'), event, fc.constantFrom('', ' ', '\r')).map((parts) => parts.join('')),
  event.map((text) => `${text}\r`),
  oddLine,
);
const file = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('', '\n', '\n\n', '\r\n'))
  .map(([lines, end]) => ['{"event":{"category":"file"}}', ...lines].join('\n') + end);

const queries: readonly (readonly [name: string, text: string])[] = [
  ['a.eql', 'process where process.name == "chmod"'],
  ['a.eql', 'process where process.name : "ch*" or process.args : ("*Temp*", "bash")'],
  ['a.eql', 'any where process.name in~ ("CHMOD", "bash") and not process.parent.name == "x"'],
  ['a.eql', 'any where process.pid == 10'],
  ['a.eql', 'any where process.name == null and process.pid > 1'],
  ['a.eql', 'any where process.name != null and not process.name like "*chmod*"'],
  ['a.eql', 'any where process.parent.name : "*10*" or length(process.name) > 4'],
  ['a.eql', 'any where process.name regex "ch.*" and process.executable != "x"'],
  ['a.eql', 'any where stringContains(process.args, "Temp") or endsWith~(process.executable, "CHMOD")'],
  ['a.eql', 'any where process.pid / 0 == 1 and process.name == "chmod"'],
  ['a.eql', 'process where false'],
  ['a.eql', 'process where true | head 2'],
  ['a.eql', 'sample by process.pid [any where process.name == "chmod"] [any where process.name : "bash"]'],
  [
    'a.eql',
    'sequence with maxspan=1m [process where process.name == "chmod"] [any where process.name : "*bash*"] until [any where process.pid == 10]',
  ],
  ['a.kuery', 'process.name: chmod or process.args: *emp*'],
  ['a.kuery', 'process.name: (chmod or bash) and not process.parent.name: *'],
  ['a.kuery', 'process.name.caseless: (É-CHMOD or *KIX or "C:\\\\TEMP\\\\chmod")'],
  ['a.kuery', 'process: { name: chmod }'],
  ['a.kuery', 'chmod'],
  ['a.kuery', 'process.*: chmod'],
  ['a.kuery', 'host.ip: "10.0.0.0/8" or message: "Temp"'],
];

/** Free text is looked for in every field that is known, which takes its time. */
const runsOf = (query: string): number => (query === 'chmod' ? 8 : 60);

describe.each(queries)('%s with the query %s', (name, text) => {
  it('gives the same by both engines on events of all forms', async () => {
    await fc.assert(
      fc.asyncProperty(file, async (events) => {
        const [plain, fast] = [await runBy('plain', { name, text }, events), await runBy('fast', { name, text }, events)].map(outcomeOf);
        expect(fast?.hits).toEqual(plain?.hits);
        // Lines that cannot match need not be read far enough to find mistakes in them.
        if (plain?.unreadableCount === fast?.unreadableCount) expect(fast).toEqual(plain);
        else {
          expect(plain?.unreadable.map(({ line: number }) => number)).toEqual(
            expect.arrayContaining(fast?.unreadable.map(({ line: number }) => number) ?? []),
          );
          expect((fast?.events ?? 0) + (fast?.unreadableCount ?? 0)).toBe((plain?.events ?? 0) + (plain?.unreadableCount ?? 0));
        }
      }),
      { numRuns: runsOf(text), seed: 7 },
    );
  });
});

/** The same events in the forms of files that are read as they come. */
const forms: readonly (readonly [form: string, write: (events: readonly string[]) => string | Uint8Array])[] = [
  ['an array', (events) => `[${events.join(',\n')}]`],
  ['compressed lines', (events) => gzipSync(events.join('\n'))],
  ['a search response', (events) => `{"hits":{"hits":[${events.map((text) => `{"_source":${text}}`).join(',')}]}}`],
  ['a bulk request', (events) => events.map((text) => `{"index":{}}\n${text}\n`).join('')],
];

describe.each(forms)('%s', (_, write) => {
  it.each(queries.filter(([, text]) => text !== 'chmod'))('gives the same by both engines, with %s %s', async (name, text) => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 8 }), async (events) => {
        const written = write(events);
        const [plain, fast] = [await runBy('plain', { name, text }, written), await runBy('fast', { name, text }, written)].map(outcomeOf);
        expect(fast).toEqual(plain);
      }),
      { numRuns: 12, seed: 5 },
    );
  });
});

const rule = { name: 'a.eql', text: 'process where process.name == "chmod"' };
const started = '{"event":{"category":"process"},"process":{"name":"chmod"}}';

describe('a fast run', () => {
  it('counts what it does not parse, and says so', async () => {
    const { summary } = await runBy('fast', rule, `${started}\n{"a":1}\n{"b":}\n{"b":`);
    expect([summary.events, summary.matches, summary.unreadableCount, summary.skipped, summary.fidelity.at(-1)]).toEqual([
      3,
      1,
      1,
      2,
      '2 events cannot match by what their lines hold: they were counted, not parsed, so mistakes in their JSON are not told (--strict parses all).',
    ]);
  });

  it('tells where reading fails, as any run does', async () => {
    const { summary } = await runBy('fast', rule, started, {
      read: (into, position) => {
        if (into.length < 100_000) return bytesFile(new TextEncoder().encode(`${started}\n`)).read(into, position);
        throw new Error('EIO');
      },
    });
    expect([summary.status, summary.message]).toEqual(['failed', 'events.ndjson: Reading the file failed: EIO']);
  });

  it('ends when it is cancelled', async () => {
    const { summary } = await runBy('fast', rule, started, {}, { isCancellationRequested: true });
    expect([summary.status, summary.events]).toEqual(['cancelled', 0]);
  });
});
