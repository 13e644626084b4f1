/** What is looked up in the bytes of an event is what its values lead to, however they are written. */
import { describe, expect, it } from 'vitest';
import { FieldTable } from '../../server/src/events/event.js';
import { parseJson, type JsonObject } from '../../server/src/events/json.js';
import { createKernel } from '../../server/src/events/kernels/kernel.js';
import { createLazyView } from '../../server/src/events/lazyView.js';
import { createView } from '../../server/src/events/view.js';
import { AccessIndex } from '../../server/src/scan/accessIndex.js';
import type { Atom } from '../../server/src/scan/access.js';
import { EventBytes } from '../../server/src/scan/eventBytes.js';
import { LiteralScanner } from '../../server/src/scan/literals.js';

const fields = new FieldTable();
const [text, number, other] = [fields.intern('a.text'), fields.intern('a.number'), fields.intern('a.other')];
const alike = fields.intern('a.alike');
const edges = fields.intern('a.edges');

/** Each a condition of its own. */
const atoms: readonly Atom[] = [
  { field: text, value: undefined },
  { field: text, value: 'cmd.exe' },
  { field: text, value: 'c:\\x "y"' },
  { field: text, value: 'kürbis' },
  { field: text, value: '' },
  { field: text, value: 'no\ttab' },
  { field: text, value: '\\tem', isPart: true },
  { field: text, value: 'xe', isPart: true },
  { field: number, value: 0 },
  { field: number, value: 4688 },
  { field: number, value: undefined },
  { field: other, value: 'a' },
  { field: other, value: 7 },
  // The two have the same hash.
  { field: alike, value: 'costarring' },
  { field: alike, value: 'liquid' },
  { field: edges, value: '\x02ab', isPart: true },
  { field: edges, value: '"\x03', isPart: true },
  { field: edges, value: '\x02\x03', isPart: true },
  { field: edges, value: '=', isPart: true },
  { field: edges, value: '\x01', isPart: true },
];

const kernel = createKernel(4096, 16);
const names = new Map(fields.names.map((name, id) => [id, name]));
const lazy = kernel === undefined ? undefined : createLazyView(kernel, names);
const bytes = kernel === undefined ? undefined : new EventBytes(kernel, new Map([...names.keys()].map((id, slot) => [id, slot])));

const literals = new LiteralScanner();
for (const { field, value, isPart } of atoms) if (isPart === true) literals.add(field, String(value));
const index = new AccessIndex(literals);
for (const [condition, atom] of atoms.entries()) index.add(condition, [atom]);

/** The conditions that the event leads to, by its bytes and by its values. */
function found(event: string): { readonly byBytes: readonly number[] | undefined; readonly byValues: readonly number[] } {
  const view = createView(fields);
  view.reset(parseJson(event) as JsonObject);
  const byValues = new Set<number>();
  literals.nextEvent(undefined);
  index.find(view, undefined, (conditions) => conditions.forEach((each) => byValues.add(each)));
  const written = new TextEncoder().encode(event);
  kernel?.input.set(written);
  if (lazy?.reset(0, written.length) !== true) return { byBytes: undefined, byValues: sorted(byValues) };
  const byBytes = new Set<number>();
  literals.nextEvent(bytes);
  index.find(lazy, bytes, (conditions) => conditions.forEach((each) => byBytes.add(each)));
  return { byBytes: sorted(byBytes), byValues: sorted(byValues) };
}

function sorted(numbers: ReadonlySet<number>): readonly number[] {
  return [...numbers].sort((a, b) => a - b);
}

describe('the bytes of an event lead to what its values lead to', () => {
  it.each<readonly [string, readonly number[]]>([
    ['{"a":{"text":"cmd.exe"}}', [0, 1, 7]],
    ['{"a":{"text":"CMD.exE"}}', [0, 1, 7]],
    ['{"a.text":"cmd.exe"}', [0, 1, 7]],
    ['{"a":{"text":"\\u0063md.exe"}}', [0, 1, 7]],
    ['{"a":{"text":"C:\\\\X \\"y\\""}}', [0, 2]],
    ['{"a":{"text":"C:\\u005cx \\"y\\""}}', [0, 2]],
    ['{"a":{"text":"kürbis"}}', [0, 3]],
    ['{"a":{"text":"KÜRBIS"}}', [0]],
    ['{"a":{"text":"k\\u00fcrbis"}}', [0, 3]],
    ['{"a":{"text":""}}', [0, 4]],
    ['{"a":{"text":"no\\ttab"}}', [0, 5]],
    ['{"a":{"text":"C:\\\\Temp\\\\x"}}', [0, 6]],
    ['{"a":{"text":"a\\temp"}}', [0]],
    ['{"a":{"text":"C:\\/Temp"}}', [0]],
    ['{"a":{"text":["b", "Cmd.exe",null,"\\u006eo\\ttab"]}}', [0, 1, 5, 7]],
    ['{"a":{"text":[ ]}}', []],
    ['{"a":{"text":[null]}}', []],
    ['{"a":{"text":[["cmd.exe"],"x\\"e"]}}', [0, 1, 7]],
    ['{"a":{"text":[{"cmd.exe":1}]}}', []],
    ['{"a":{"text":null}}', []],
    ['{"a":{"text":{"b":"cmd.exe"}}}', []],
    ['{"a":{"text":12}}', [0, 1, 2, 3, 4, 5]],
    ['{"a":{"number":4688}}', [9, 10]],
    ['{"a":{"number":0}}', [8, 10]],
    ['{"a":{"number":46880}}', [10]],
    ['{"a":{"number":[1,4688,0]}}', [8, 9, 10]],
    ['{"a":{"number":"4688"}}', [8, 9, 10]],
    ['{"a":{"number":true}}', [8, 9, 10]],
    ['{"a":{"other":"x"}}', [11, 12]],
    ['{"a":{"other":8}}', [11, 12]],
    ['{"a":{"alike":"costarring"}}', [13]],
    ['{"a":{"alike":"Liquid"}}', [14]],
    ['{"a":{"edges":"abc"}}', [15]],
    ['{"a":{"edges":"cab"}}', []],
    ['{"a":{"edges":"say \\"Ab\\""}}', [16]],
    ['{"a":{"edges":""}}', [17]],
    ['{"a":{"edges":["x=y","z","ab"]}}', [15, 18]],
    ['{"a":{"edges":12}}', []],
    ['{"a":{"edges":"a\\u00fcb="}}', [18, 19]],
    ['{"a":{"edges":"aüb"}}', [19]],
    ['{"b":"cmd.exe"}', []],
  ])('%s: %j', (event, conditions) => expect(found(event)).toEqual({ byBytes: conditions, byValues: conditions }));

  it.each(['{"a":{"number":4688.0}}', '{"a":{"number":-0}}', '{"a":{"number":4.688e3}}'])(
    'and to more where that is not clear: %s',
    (event) => {
      const { byBytes, byValues } = found(event);
      expect(byBytes).toEqual(expect.arrayContaining([...byValues]));
    },
  );
});

describe('what was found in a text is found in it again', () => {
  const long = `${'x'.repeat(64)}=`;
  const many = '='.repeat(20);

  it.each<readonly [string, readonly string[]]>([
    ['with the same literals', ['ab=', 'ab=', 'ab=']],
    ['with none', ['zz', 'zz', 'ab']],
    ['in a text that begins like it', ['ab=cd', 'ab=c', 'ab=ce']],
    ['in one too long to be kept', [long, long, long.slice(1)]],
    ['in one with more literals than are kept', [many, many]],
    ['in a list', ['=', 'ab']],
  ])('%s', (_, texts) => {
    const events = [...texts.map((each) => ({ a: { edges: each } })), { a: { edges: texts } }, { a: { text: texts[0], edges: texts } }];
    for (const event of [...events, ...events]) {
      const { byBytes, byValues } = found(JSON.stringify(event));
      expect(byBytes).toEqual(byValues);
    }
  });
});

describe('events are of one kind that have the same bytes in some fields', () => {
  const table = bytes?.kindTable([text, number], 4);

  /** The number of the kind, a new one where it was not known. */
  function kindOf(event: string): number {
    const written = new TextEncoder().encode(event);
    kernel?.input.set(written);
    if (bytes === undefined || table === undefined || lazy?.reset(0, written.length) !== true) return -1;
    const known = bytes.kindOf(table);
    if (known === 0) bytes.addKind(table, ++kinds);
    return known === 0 ? kinds : known;
  }
  let kinds = 0;

  it.each([
    ['{"a":{"text":"start","number":1}}', 1],
    ['{"a":{"number":1,"other":"x","text":"start"}}', 1],
    ['{"a":{"text":"starts","number":1}}', 2],
    ['{"a":{"text":"start"}}', 3],
    ['{"a":{"text":null}}', 4],
    ['{"b":1}', 5],
    ['{"a.text":"start"}', 3],
    ['{"a":{"text":"start","number":1}}', 1],
    ['{"a":{"text":["start"],"number":1}}', 6],
    ['{"a":{"text":"starts","number":1}}', 2],
  ])('%s: the %d. kind', (event, kind) => expect(kindOf(event)).toBe(kind));

  it('those with too many bytes in them are not told apart so', () => {
    const long = JSON.stringify({ a: { text: 'x'.repeat(5000), number: 1 } });
    expect([kindOf(long), kindOf(long)]).toEqual([kinds - 1, kinds]);
  });
});

describe('the bytes of an event tell of a text of at most five characters', () => {
  it.each<[a: string, expected: boolean | undefined]>([
    ['{"text":"short"}', true],
    ['{"text":""}', true],
    ['{}', false],
    ['{"text":"longer"}', undefined],
    ['{"text":"a\\u0062c"}', undefined],
    ['{"text":["a"]}', undefined],
    ['{"text":7}', undefined],
    ['{"text":null}', undefined],
    ['{"text":{"b":"c"}}', undefined],
  ])('in %s: %s', (a, expected) => {
    const written = new TextEncoder().encode(`{"a":${a}}`);
    kernel?.input.set(written);
    expect(lazy?.reset(0, written.length)).toBe(true);
    expect(bytes?.hasText(text, 5)).toBe(expected);
  });
});
