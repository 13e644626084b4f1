import { describe, expect, it } from 'vitest';
import { outcomes, ruleOf, runTests } from './kit.js';

const shell = ruleOf('eql', 'process where host.os.type == "linux" and process.name in ("sh", "bash") and process.parent.name : "nginx*"');
const defaults = `defaults = '{"host": {"os": {"type": "linux"}}, "event": {"category": "process"}}'\n`;

const events = `'''
{"process": {"name": "sh", "parent": {"name": "nginx"}}}
{"process": {"name": "ls", "parent": {"name": "nginx"}}, "event.id": "two"}
{"_id": "three", "_source": {"process.name": "bash", "process.parent.name": "NGINX"}}
{"process.name": "bash", "process.parent.name": "nginx", "host.os.type": "windows"}
'''`;

const asking = (expectation: string, from = events): string =>
  `${defaults}[[test]]\nname = "t"\nevents = ${from}\nexpect = { ${expectation} }\n`;

describe('of four events the first and the third match', () => {
  it.each<[string, string | readonly string[]]>([
    ['matches = 2', 'passed'],
    ['matches = 3', ['expected 3 matches, got 2']],
    ['matches = 0', ['expected no match, got 2']],
    ['events = [1, 3]', 'passed'],
    ['events = [3, 1]', 'passed'],
    ['events = [[1], [3]]', 'passed'],
    ['events = [1, 2]', ['event 2 was expected to match and does not; event 3 matches and was not expected to']],
    ['events = []', ['events 1 and 3 match and were not expected to']],
    ['events = [1, 3, 9]', ['there is no event 9: the test has 4 events']],
    ['ids = ["three"]', ['event 1, which has no id, matches and was not expected to']],
    [
      'ids = ["two", "four"]',
      [
        'no event has the id "four"; "two" was expected to match and does not; event 1, which has no id, and "three" match and were not expected to',
      ],
    ],
    ['fields = [{ "process.name" = "sh" }, { "host.os.type" = "linux", "process.parent.name" = ["NGINX"] }]', 'passed'],
    ['fields = [{ "process.name" = "bash" }]', ['match 1 has process.name "sh", expected "bash"']],
    ['fields = [{ "user.name" = "root" }]', ['match 1 has no user.name, expected "root"']],
    ['fields = [{ "user.name" = [] }]', 'passed'],
    ['fields = [{ "process.name" = [] }]', ['match 1 has process.name "sh", expected no value']],
    ['fields = [{}, {}, { "process.name" = "sh" }]', ['fields of match 3 are expected, and there are 2 matches']],
    ['matches = 1, events = [1]', ['expected 1 match, got 2', 'event 3 matches and was not expected to']],
  ])('%s', async (expectation, outcome) => {
    expect(await outcomes({ 'a.toml': shell, 'a.test.toml': asking(expectation) })).toEqual([outcome]);
  });
});

describe('the events of a case', () => {
  const one = 'matches = 1, events = [1]';

  it.each<[string, string]>([
    ['objects after each other', `'''\n{"process.name": "sh",\n "process.parent.name": "nginx"} {"process.name": "ls"}\n'''`],
    ['a list', `'[{"process": {"name": "sh", "parent.name": "nginx"}}, {}]'`],
    ['a file', '"a.ndjson"'],
    ['a file and what stands here', `['{"process.name": "sh", "process.parent.name": "nginx"}', "none.json"]`],
  ])('are %s', async (_, from) => {
    const files = {
      'a.ndjson': '{"process.name":"sh","process.parent.name":"nginx","host.os.type":"linux","event.category":"process"}\n{"a":1}\n',
      'none.json': '[\n {"a": 1}\n]',
    };
    expect(await outcomes({ ...files, 'a.toml': shell, 'a.test.toml': asking(one, from) })).toEqual(['passed']);
  });

  it.each<[string, string, string]>([
    ['a file that is not there', '"b.ndjson"', 'There is no file file:///rules/b.ndjson; check the path.'],
    [
      'a file with a line that is no event',
      '"bad.ndjson"',
      'An event cannot be read, at line 2: Not an event: an event is a JSON object, `{ … }`, and this is plain text.',
    ],
  ])('are refused: %s', async (_, from, message) => {
    const files = { 'bad.ndjson': '{"a": 1}\nplain text\n' };
    const { result } = await runTests({ ...files, 'a.toml': shell, 'a.test.toml': asking(one, from) });
    expect(result.cases.map(({ status, failures }) => [status, failures.map((each) => each.message)])).toEqual([['error', [message]]]);
  });

  it('have the defaults that they say nothing about', async () => {
    const query = ruleOf('kuery', 'host.os.type: linux and host.name: h and not host.id: * and user.id: 9007199254740993');
    const text = `defaults = '{"host": {"os": {"type": "linux"}, "name": "h", "id": "i"}, "user.id": 9007199254740993}'
[[test]]
name = "t"
events = '''
{"host.id": null}
{"host": {"id": [], "os.type": "linux"}}
{"host": null}
{"host": {"os": {"type": "macos"}, "id": null}}
{}
'''
expect = { events = [1, 2] }
`;
    expect(await outcomes({ 'a.toml': query, 'a.test.toml': text })).toEqual(['passed']);
  });
});

describe('sequences', () => {
  const rule = ruleOf(
    'eql',
    'sequence by host.id with maxspan=1m\n  [process where process.name == "a"]\n  [process where process.name == "b"]',
  );
  const event = (second: number, name: string): string =>
    `{"@timestamp": "2026-01-05T10:00:${second}Z", "host.id": "h", "event.category": "process", "process.name": "${name}", "event.id": "e${second}"}`;
  const asked = (expectation: string): string =>
    `[[test]]\nname = "t"\nevents = '''\n${[event(10, 'a'), event(20, 'b'), event(30, 'a'), event(40, 'b')].join('\n')}\n'''\nexpect = { ${expectation} }`;

  it.each<[string, string | readonly string[]]>([
    ['matches = 2', 'passed'],
    ['events = [[1, 2], [3, 4]]', 'passed'],
    [
      'events = [[1, 4]]',
      ['sequence [1, 4] was expected to match and does not; sequences [1, 2] and [3, 4] match and were not expected to'],
    ],
    ['ids = ["e10", "e20", "e30", "e40"]', 'passed'],
    ['fields = [{ "process.name" = ["a", "b"] }, { "event.id" = "e40" }]', 'passed'],
    ['alerts = 2', 'passed'],
  ])('%s', async (expectation, outcome) => {
    expect(await outcomes({ 'a.toml': rule, 'a.test.toml': asked(expectation) })).toEqual([outcome]);
  });

  it.each<[string, readonly string[], string]>([
    [
      'time',
      [event(10, 'a'), event(20, 'b').replace('10:00', '10:05')],
      'the sequence that came furthest begins at line 4: stage 2 line 5 comes 4 min 10 s after maxspan=1m ends; would match with maxspan=310s',
    ],
    [
      'order',
      [event(20, 'a'), event(10, 'b')],
      'the sequence that came furthest begins at line 4: stage 2 line 5 comes 10 s before stage 1, not after it; in order it would match',
    ],
    [
      'join keys',
      [event(10, 'a'), event(20, 'b').replace('"h"', '"i"')],
      'the sequence that came furthest begins at line 4: stage 2 line 5 has host.id "i", not "h"; with the same key it would match',
    ],
  ])('say where they end: %s', async (_, lines, hint) => {
    const text = `[[test]]\nname = "t"\nevents = '''\n${lines.join('\n')}\n'''\nexpect = { matches = 1 }`;
    expect(await outcomes({ 'a.toml': rule, 'a.test.toml': text })).toEqual([[`expected 1 match, got none; ${hint}`]]);
  });

  it('are explained item by item', async () => {
    const text = `[[test]]\nname = "t"\nevents = '''\n${event(10, 'b')}\n'''\nexpect = { matches = 1 }`;
    const { result } = await runTests({ 'a.toml': rule, 'a.test.toml': text });
    const [judged] = result.cases[0]?.failures[0]?.explained ?? [];
    expect(judged?.parts.map(({ span, verdict }) => [rule.slice(span.start, span.end), verdict.outcome])).toEqual([
      ['[process where process.name == "a"]', false],
      ['[process where process.name == "b"]', true],
    ]);
  });
});

describe('alerts', () => {
  const threshold = ruleOf('kuery', 'process.name: a', 'type = "threshold"\nthreshold = { field = ["host.id"], value = 2 }\n');
  const event = (host: string): string => `{"@timestamp": "2026-01-05T10:00:00Z", "process.name": "a", "host.id": "${host}"}`;

  it('are counted as the type of the rule creates them', async () => {
    const asked = (alerts: number): string =>
      `[[test]]\nname = "${alerts}"\nevents = '''\n${[event('h'), event('h'), event('i')].join('\n')}\n'''\nexpect = { matches = 3, alerts = ${alerts} }\n`;
    expect(await outcomes({ 'a.toml': threshold, 'a.test.toml': asked(1) + asked(2) })).toEqual([
      'passed',
      ['expected 2 alerts, got 1; the query has 3 matches'],
    ]);
  });

  it('need events with a time, which is said', async () => {
    const text = `[[test]]\nname = "t"\nevents = '''{"process.name": "a", "host.id": "h"}'''\nexpect = { matches = 1, alerts = 1 }\n`;
    expect(await outcomes({ 'a.toml': ruleOf('kuery', 'process.name: a'), 'a.test.toml': text })).toEqual([
      ['expected 1 alert, got none; the query has 1 match, 1 of them without a time, and so in no window of the rule: add `@timestamp`'],
    ]);
  });

  it('take history and indicators', async () => {
    const rule = ruleOf(
      'kuery',
      'process.name: a',
      'type = "new_terms"\nnew_terms = { field = "new_terms_fields", value = ["host.id"], history_window_start = [{ field = "history_window_start", value = "now-7d" }] }\n',
    );
    const text = `history = '''${event('h').replace('05T', '04T')}'''\n[[test]]\nname = "t"\nevents = '''\n${event('h')}\n${event('i')}\n'''\nexpect = { alerts = 1 }\n`;
    expect(await outcomes({ 'a.toml': rule, 'a.test.toml': text })).toEqual(['passed']);
  });
});

describe('explanations', () => {
  const text = asking('events = [2, 3]');

  it('are of the events that did not do what was expected, at their places in the files', async () => {
    const { result } = await runTests({ 'a.toml': shell, 'a.test.toml': text });
    const [failure] = result.cases[0]?.failures ?? [];
    const told = failure?.explained.map(({ line, column, offset, length, parts }) => ({
      place: [line, column],
      text: text.slice(offset, offset + length),
      failing: parts.flatMap(({ verdict }) =>
        verdict.operands.filter(({ outcome }) => outcome === false).map(({ span }) => shell.slice(span.start, span.end)),
      ),
    }));
    expect(told).toEqual([
      {
        place: [6, 0],
        text: '{"process": {"name": "ls", "parent": {"name": "nginx"}}, "event.id": "two"}',
        failing: ['process.name in ("sh", "bash")'],
      },
      { place: [5, 0], text: '{"process": {"name": "sh", "parent": {"name": "nginx"}}}', failing: [] },
    ]);
    expect([failure?.expected, failure?.actual]).toEqual(['[2, 3]', '[1, 3]']);
  });

  it('are of the nearest misses where there are too few matches', async () => {
    const { result } = await runTests({ 'a.toml': shell, 'a.test.toml': asking('matches = 3') });
    expect(result.cases[0]?.failures[0]?.explained.map(({ line }) => line)).toEqual([6, 8]);
  });

  it('are left out on demand', async () => {
    const { result } = await runTests({ 'a.toml': shell, 'a.test.toml': text }, { explain: false });
    expect(result.cases[0]?.failures.map(({ explained }) => explained)).toEqual([[]]);
  });
});

describe('the rule', () => {
  const text = asking('matches = 2');

  it('is that beside the tests, of whatever kind', async () => {
    expect(await outcomes({ 'a.eql': 'process where process.name in ("sh", "bash")', 'a.test.toml': asking('matches = 3') })).toEqual([
      'passed',
    ]);
  });

  it('is the one that is named', async () => {
    const files = { 'b.toml': shell, 'a.test.toml': `rule = "b.toml"\n${text}` };
    const { result } = await runTests(files);
    expect([result.rule, result.title, result.cases[0]?.status]).toEqual(['file:///rules/b.toml', 'Shell from web server', 'passed']);
  });

  it.each<[string, Record<string, string>, string]>([
    ['is not there', {}, 'The rule of these tests cannot be read: There is no file file:///rules/a.toml; check the path.'],
    ['is none', { 'a.toml': 'title = "x"' }, 'a.toml is no rule; name the rule of these tests with rule = "…".'],
    [
      'has an error',
      { 'a.toml': ruleOf('eql', 'process where process.name = "a"') },
      'The query has an error at line 15, column 28: `=` is not a comparison in EQL; write `==`',
    ],
    [
      'cannot be run',
      { 'a.toml': shell.replace('"eql"', '"esql"').replace('type = "eql"', 'type = "esql"') },
      'Queries in ES|QL are not run locally; those in EQL, KQL and Lucene are.',
    ],
  ])('is refused where it %s', async (_, files, message) => {
    expect(await outcomes({ ...files, 'a.test.toml': text })).toEqual([message]);
  });

  it('is the text that is given instead of what is on disk', async () => {
    const { result } = await runTests({ 'a.toml': shell, 'a.test.toml': text }, { ruleText: ruleOf('kuery', 'process.name: ls') });
    expect(result.cases[0]?.failures.map(({ message }) => message)).toEqual(['expected 2 matches, got 1']);
  });
});

it('runs the tests that are named', async () => {
  const { result } = await runTests(
    { 'a.toml': shell, 'a.test.toml': asking('matches = 2') + asking('matches = 1').replace(defaults, '').replace('"t"', '"u"') },
    { names: new Set(['u']) },
  );
  expect(result.cases.map(({ name }) => name)).toEqual(['u']);
});

it('asks for `now` only of queries that use it', async () => {
  const rule = ruleOf('kuery', '@timestamp >= "now-1h"');
  const test = (name: string, time: string, more: string): string =>
    `[[test]]\nname = "${name}"\nevents = '{"@timestamp": "${time}"}'\n${more}expect = { matches = 1 }\n`;
  const text = test('newest', '2026-01-05T10:00:00Z', '') + test('given', '2026-01-05T10:00:00Z', 'now = "2026-01-05T12:00:00Z"\n');
  expect(await outcomes({ 'a.toml': rule, 'a.test.toml': text })).toEqual(['passed', ['expected 1 match, got none']]);
});

it('names the first of many events', async () => {
  const text = `[[test]]\nname = "t"\nevents = '''${'{"a": 1}\n'.repeat(14)}'''\nexpect = { events = [1, 2] }\n`;
  expect(await outcomes({ 'a.toml': ruleOf('kuery', 'a: 1'), 'a.test.toml': text })).toEqual([
    ['events 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more match and were not expected to'],
  ]);
});
