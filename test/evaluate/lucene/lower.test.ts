import { describe, expect, it, test } from 'vitest';
import { FieldTable } from '../../../server/src/events/event.js';
import { isJsonObject, parseJson } from '../../../server/src/events/json.js';
import { createView } from '../../../server/src/events/view.js';
import { compilePredicate } from '../../../server/src/evaluate/compile.js';
import { lowerLucene } from '../../../server/src/evaluate/lucene/lower.js';
import { parseLucene } from '../../../server/src/syntax/lucene/parse.js';
import { catalogOf } from '../../kit/evaluate.js';

const catalog = catalogOf({
  'process.name': 'keyword',
  'process.args': 'keyword',
  'process.command_line': 'wildcard',
  'process.pid': 'long',
  message: 'match_only_text',
  'source.ip': 'ip',
  '@timestamp': 'date',
  flag: 'boolean',
});

function lowered(query: string) {
  const fields = new FieldTable();
  return { fields, ...lowerLucene(parseLucene(query), { catalog, fields, now: undefined }) };
}

function matches(query: string, event: object): boolean {
  const { predicate, problems, fields } = lowered(query);
  if (predicate === undefined) throw new Error(`${query}: ${problems[0]?.message ?? ''}`);
  const json = parseJson(JSON.stringify(event));
  if (!isJsonObject(json)) throw new Error('an event is an object');
  const view = createView(fields);
  view.reset(json);
  return compilePredicate(predicate)(view);
}

const [a, b, c] = ['process.name:a', 'process.args:b', 'process.pid:3'];
const name = (value: unknown): object => ({ process: { name: value } });

it('goes through the fields of the catalogue once, however many texts a query searches for', () => {
  let asked = 0;
  const counting = {
    ...catalog,
    get names() {
      asked++;
      return catalog.names;
    },
  };
  lowerLucene(parseLucene('one two "three four" five'), { catalog: counting, fields: new FieldTable(), now: undefined });
  expect(asked).toBe(1);
});

describe('what a Lucene query finds', () => {
  test.each<readonly [string, object, boolean]>([
    ['', {}, true],
    ['*:*', {}, true],
    ['*', {}, true],
    [a, name('a'), true],
    [a, name('A'), false],
    [a, name(['x', 'a']), true],
    [a, {}, false],
    [`${a} OR ${b}`, { process: { args: 'b' } }, true],
    [`${a} ${b}`, { process: { args: 'b' } }, true],
    [`${a} OR ${b} AND ${c}`, name('a'), false],
    [`${a} OR ${b} AND ${c}`, { process: { args: 'b', pid: 3 } }, true],
    [`${a} AND ${b} OR ${c}`, { process: { pid: 3 } }, false],
    [`${a} OR (${b} AND ${c})`, name('a'), true],
    [`${a} OR NOT ${b}`, {}, false],
    [`${a} OR NOT ${b}`, name('a'), true],
    [`NOT ${a}`, {}, true],
    [`NOT ${a}`, name('a'), false],
    [`${b} AND (NOT ${a})`, { process: { args: 'b' } }, true],
    ['process.name:(a b)', name('a b'), true],
    ['process.name:(a b)', name('a'), false],
    ['process.name:(start or stop)', name('start'), false],
    ['process.name:null', name('null'), true],
    ['process.name:"a*"', name('ab'), false],
    ['process.name:"a*"', name('a*'), true],
    ['process.name:a*c?', name('abcd'), true],
    ['process.name:a*c?', name('abc'), false],
    ['process.command_line:a\\ b*', { process: { command_line: 'a bc' } }, true],
    ['process.command_line:a\\ b*', { process: { command_line: 'bc' } }, false],
    ['process.name:*', name(''), true],
    ['_exists_:process.name', name('x'), true],
    ['_exists_:process.name', {}, false],
    ['process.args:/2[0-9]{3}/', { process: { args: ['u+s', '2755'] } }, true],
    ['process.args:/2[0-9]{3}/', { process: { args: '12755' } }, false],
    ['process.pid:[1 TO 5}', { process: { pid: 1 } }, true],
    ['process.pid:[1 TO 5}', { process: { pid: 5 } }, false],
    ['process.pid:[1 TO 5]', { process: { pid: [0, 9] } }, false],
    ['process.pid:>=5', { process: { pid: 5 } }, true],
    ['process.pid:>5', { process: { pid: 5 } }, false],
    ['process.pid:[* TO *]', { process: { pid: 5 } }, true],
    ['source.ip:"10.0.0.0/8"', { source: { ip: '10.1.2.3' } }, true],
    ['source.ip:[10.0.0.0 TO 10.0.0.9]', { source: { ip: '10.0.0.10' } }, false],
    ['@timestamp:[2024-01-01 TO 2024-01-02]', { '@timestamp': '2024-01-02T23:00:00Z' }, true],
    ['@timestamp:{2024-01-01 TO 2024-01-02}', { '@timestamp': '2024-01-01T23:00:00Z' }, false],
    ['flag:true', { flag: true }, true],
    ['message:"disk full"', { message: 'The DISK full' }, true],
    ['message:"disk full"', { message: 'full disk' }, false],
    ['message:(disk full)', { message: 'full' }, true],
    ['message:err?r*', { message: 'many Errors' }, true],
    ['message:/err[ou]rs?/', { message: 'many Errors' }, true],
    ['message:disk-fu*', { message: 'full' }, true],
    ['message:disk-fu*', { message: 'diskette' }, false],
    ['full', { message: 'disk full' }, true],
    ['full', name('full'), true],
    ['full', name('full disk'), false],
    ['process.\\*:a', { process: { args: 'a' } }, true],
    ['process.\\*:a', { message: 'a' }, false],
    ['no.such:5', { no: { such: 5 } }, true],
  ])('%s on %j: %s', (query, event, expected) => {
    expect(matches(query, event)).toBe(expected);
  });

  test.each([
    ['process.pid:x', 'QRY003', '`process.pid` takes a number, which `x` is not'],
    ['process.pid:1*', 'QRY003', '`process.pid` takes no wildcards, for its values are each a number; use `<` and `>` for a range'],
    ['process.pid:/1/', 'QRY003', '`process.pid` takes no regular expressions, for its values are no text'],
    ['source.ip:[a TO b]', 'QRY017', '`source.ip` is compared with an address, which `a` is not'],
    ['process.name:/(/', 'QRY017', 'The pattern ends where a character is expected'],
    ['process.name:a~', 'RUN001', 'words that are like another (`~`) cannot be looked for here'],
    ['message:"a b"~2', 'RUN001', 'phrases with other words between (`~`) cannot be looked for here'],
    ['a:', 'QRY001', 'A value is missing here'],
  ])('%s is refused with %s', (query, code, message) => {
    const { predicate, problems } = lowered(query);
    expect([predicate, problems.map((problem) => [problem.code, problem.message])]).toEqual([undefined, [[code, message]]]);
  });

  it('says what a cluster might do differently', () => {
    expect(lowered('full AND no.such:a').fidelity).toEqual([
      'No loaded schema knows `no.such`: values are taken as the events have them, text as keywords.',
      "Text without a field is searched in all fields here; a cluster searches the index's default fields, which may be fewer.",
    ]);
  });
});
