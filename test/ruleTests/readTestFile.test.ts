import { describe, expect, it } from 'vitest';
import { testTextDiagnostics } from '../../server/src/features/testFileDiagnostics.js';
import { readTestFile } from '../../server/src/ruleTests/readTestFile.js';
import { shippedSchemas } from '../schema/shipped.js';
import { testUri } from './kit.js';

const whole = `# What it finds.
rule = "../other.toml"
rule_name = "Second"
mapping = "../mine.json"
defaults = '{"host": {"os": {"type": "linux"}}}'
indicators = "feed.ndjson"

[[test]]
name = "a shell"
events = ['''
{"process": {"name": "sh"}}
''', "more events.ndjson"]
now = 2026-01-05T12:00:00Z
history = "../old.ndjson"

[test.expect]
matches = 2
events = [1, 3]
ids = ["a", "b"]
alerts = 1

[[test.expect.fields]]
"process.name" = "sh"
process.args = ["sh", 1, true]
`;

describe('a test file', () => {
  it('is read whole', () => {
    const { file, problems } = readTestFile(testUri, whole);
    const { cases, rule, ruleName, mapping } = file;
    expect(problems).toEqual([]);
    expect({ rule, ruleName, mapping: mapping?.value }).toEqual({
      rule: 'file:///other.toml',
      ruleName: 'Second',
      mapping: { kind: 'file', uri: 'file:///mine.json' },
    });
    const [only] = cases;
    expect(cases).toHaveLength(1);
    expect(only).toMatchObject({
      name: 'a shell',
      now: '2026-01-05T12:00:00Z',
      events: [
        { kind: 'inline', text: '{"process": {"name": "sh"}}\n', defaults: { host: { os: { type: 'linux' } } } },
        { kind: 'file', uri: 'file:///rules/more%20events.ndjson' },
      ],
      history: [{ kind: 'file', uri: 'file:///old.ndjson' }],
      indicators: [{ kind: 'file', uri: 'file:///rules/feed.ndjson' }],
      expect: {
        matches: { value: 2 },
        events: { value: [1, 3] },
        ids: { value: ['a', 'b'] },
        alerts: { value: 1 },
        fields: { value: [{ 'process.name': 'sh', 'process.args': ['sh', 1, true] }] },
      },
    });
  });

  it('names the rule beside it where it names none', () => {
    expect(readTestFile('file:///rules/a.b.test.toml', '').file.rule).toBe('file:///rules/a.b.toml');
  });

  it.each(['windows-sysmon', 'none'])('may name the mapping %s', (name) => {
    expect(readTestFile(testUri, `mapping = "${name}"\n${good}`).file.mapping).toEqual({
      value: { kind: 'name', name },
      span: { start: 10, end: 12 + name.length },
    });
  });

  it('tells where events in it stand', () => {
    const text = 'test = [{ name = "a", events = "[{\\"a\\": 1},\\n {}]", expect = { matches = 0 } }]';
    const [events] = readTestFile(testUri, text).file.cases[0]?.events ?? [];
    expect(events?.kind === 'inline' ? text.slice(events.toFile(10), events.toFile(13)) : undefined).toBe('\\n {');
  });
});

const good = '[[test]]\nname = "good"\nevents = \'{"a": 1}\'\nexpect = { matches = 0 }\n';
const test = (lines: string): string => `[[test]]\n${lines}\n${good}`;

/** Each has the problem at the text that stands in `place`, and the good test besides; the near miss has none. */
const problems: readonly { code: string; wrong: string; place: string; message: string; nearMiss: string; cases?: number }[] = [
  {
    code: 'TST001',
    wrong: `evnts = "a.ndjson"\n${good}`,
    place: 'evnts',
    message: 'A test file has no `evnts`; did you mean `events`?',
    nearMiss: `events = "a.ndjson"\n${good}`,
  },
  {
    code: 'TST001',
    wrong: test(`name = "a"\nevents = '{}'\nexpect = { matches = 1, colour = 2 }`),
    place: 'colour',
    message: '`expect` has no `colour`; it has `matches`, `events`, `ids`, `fields` and `alerts`',
    nearMiss: test(`name = "a"\nevents = '{}'\nexpect = { matches = 1, alerts = 2 }`),
    cases: 2,
  },
  {
    code: 'TST001',
    wrong: test(`name = "a"\nevents = '{}'\nexpect = { matchs = 1 }`),
    place: 'matchs',
    message: '`expect` has no `matchs`; did you mean `matches`?',
    nearMiss: test(`name = "a"\nevents = '{}'\nexpect = { matches = 1 }`),
  },
  {
    code: 'TST002',
    wrong: test(`name = "a"\nevents = '{}'\nexpect = { matches = "1" }`),
    place: '"1"',
    message: '`matches` is a whole number, such as 2; this is text',
    nearMiss: test(`name = "a"\nevents = '{}'\nexpect = { matches = 1 }`),
  },
  {
    code: 'TST002',
    wrong: test(`name = "a"\nevents = '{}'\nexpect = { alerts = -1 }`),
    place: '-1',
    message: '`alerts` is a whole number from 0 on, such as 2',
    nearMiss: test(`name = "a"\nevents = '{}'\nexpect = { alerts = 0 }`),
  },
  {
    code: 'TST002',
    wrong: test(`name = "a"\nevents = '{}'\nexpect = { events = [1, 0] }`),
    place: '0',
    message: '`events` is a list of numbers that count events from 1, such as [1, 3]; of a sequence one such list for each match',
    nearMiss: test(`name = "a"\nevents = '{}'\nexpect = { events = [[1, 2]] }`),
  },
  {
    code: 'TST002',
    wrong: test(`name = "a"\nevents = '{}'\nexpect = { ids = ["a", 2] }`),
    place: '2',
    message: '`ids` is a list of the `_id`s or `event.id`s of events, as text',
    nearMiss: test(`name = "a"\nevents = '{}'\nexpect = { ids = ["a", "2"] }`),
  },
  {
    code: 'TST002',
    wrong: test(`name = "a"\nevents = '{}'\nexpect = { fields = [{ a = [[1]] }] }`),
    place: '[[1]]',
    message: '`a` is text, a number, true or false, or a list of these; this is none of them',
    nearMiss: test(`name = "a"\nevents = '{}'\nexpect = { fields = [{ a = [1] }] }`),
  },
  {
    code: 'TST002',
    wrong: test(`name = "a"\nevents = [{ a = 1 }]\nexpect = { matches = 1 }`),
    place: '{ a = 1 }',
    message: "`events` is JSON events between ''' and ''', or the name of a file that has some; or a list of these; this is a table",
    nearMiss: test(`name = "a"\nevents = ['{ "a": 1 }']\nexpect = { matches = 1 }`),
  },
  {
    code: 'TST002',
    wrong: good.replace('[[test]]', '[test]'),
    place: '[test]',
    message: 'A file has several tests, so the header of each is [[test]]',
    nearMiss: good,
  },
  {
    code: 'TST003',
    wrong: test(`name = "a"\nevents = '{}'`),
    place: '"a"',
    message: 'The test "a" expects nothing; write what it expects, such as `expect = { matches = 1 }`',
    nearMiss: test(`name = "a"\nevents = '{}'\nexpect.matches = 1`),
  },
  {
    code: 'TST003',
    wrong: test(`name = "a"\nevents = '{}'\nexpect = {}`),
    place: '{}',
    message: 'The test "a" expects nothing; `expect` has at least one of `matches`, `events`, `ids`, `fields` and `alerts`',
    nearMiss: test(`name = "a"\nevents = '{}'\nexpect = { ids = [] }`),
  },
  {
    code: 'TST004',
    wrong: `${good}${good}`,
    place: '"good"',
    message: 'There is a test "good" already; give this one a name of its own',
    nearMiss: `${good}${good.replace('good', 'better')}`,
  },
  {
    code: 'TST005',
    wrong: test(`events = '{}'\nexpect = { matches = 1 }`),
    place: '[[test]]',
    message: 'The test has no name; write `name = "…"`, saying what is tested',
    nearMiss: test(`name = "a"\nevents = '{}'\nexpect = { matches = 1 }`),
  },
  {
    code: 'TST005',
    wrong: test(`name = "a"\nexpect = { matches = 1 }`),
    place: '"a"',
    message: `The test "a" has no events; write them as JSON between ''' and ''', or name a file`,
    nearMiss: `events = "a.ndjson"\n${test(`name = "a"\nexpect = { matches = 1 }`)}`,
  },
  {
    code: 'TST006',
    wrong: test(`name = "a"\nevents = '''\n{"a": 1}\n{"b": 2,}\n'''\nexpect = { matches = 1 }`),
    place: '}',
    message: 'A comma before a closing bracket: JSON has none after the last value',
    nearMiss: test(`name = "a"\nevents = '''\n{"a": 1}\n{"b": 2}\n'''\nexpect = { matches = 1 }`),
  },
  {
    code: 'TST006',
    wrong: test(`name = "a"\nevents = '''\n{"a": 1},\n{"b": 2}\n'''\nexpect = { matches = 1 }`),
    place: ',',
    message: 'Events without brackets around them stand one after the other, without a comma between',
    nearMiss: test(`name = "a"\nevents = '''\n[{"a": 1},\n{"b": 2}]\n'''\nexpect = { matches = 1 }`),
  },
  {
    code: 'TST006',
    wrong: test(`name = "a"\nevents = '[{}'\nexpect = { matches = 1 }`),
    place: '}',
    message: 'The list of events is not closed: it ends with `]`',
    nearMiss: test(`name = "a"\nevents = '[{}]'\nexpect = { matches = 1 }`),
  },
  {
    code: 'TST006',
    wrong: test(`name = "a"\nevents = '[1]'\nexpect = { matches = 1 }`),
    place: '1]',
    message: 'An event is a JSON object, `{ … }`',
    nearMiss: test(`name = "a"\nevents = '[{"b":[1]}]'\nexpect = { matches = 1 }`),
  },
  {
    code: 'TST006',
    wrong: test(`name = "a"\nevents = '[]'\nexpect = { matches = 1 }`),
    place: "'[]'",
    message: 'The list has no events; an event is a JSON object, `{ … }`',
    nearMiss: test(`name = "a"\nevents = '[{}]'\nexpect = { matches = 1 }`),
  },
  {
    code: 'TST006',
    wrong: test(`name = "a"\nevents = '{"hits": {"hits": []}}'\nexpect = { matches = 1 }`),
    place: '{"hits": {"hits": []}}',
    message: 'A search response goes in a file of its own; here stand the events themselves',
    nearMiss: test(`name = "a"\nevents = '{"hits": {"total": 1}}'\nexpect = { matches = 1 }`),
  },
  {
    code: 'TST006',
    wrong: test(`name = "a"\nevents = "a\\nb"\nexpect = { matches = 1 }`),
    place: '"a\\nb"',
    message: 'This is neither JSON events, which begin with { or [, nor the name of a file',
    nearMiss: test(`name = "a"\nevents = "a b"\nexpect = { matches = 1 }`),
  },
  {
    code: 'TST006',
    wrong: `defaults = '[]'\n${good}`,
    place: "'[]'",
    message: 'The defaults are one JSON object, `{ … }`, whose fields all inline events have',
    nearMiss: `defaults = '{}'\n${good}`,
  },
  {
    code: 'TST006',
    wrong: test(`name = "a"\nevents = '${'{"a":'.repeat(1001)}1${'}'.repeat(1001)}'\nexpect = { matches = 1 }`),
    place: `${'{"a":'.repeat(1001)}1${'}'.repeat(1001)}`,
    message: 'The event has more than 1000 levels of objects in each other',
    nearMiss: test(`name = "a"\nevents = '${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}'\nexpect = { matches = 1 }`),
  },
  {
    code: 'TST007',
    wrong: 'rule = "a.toml"\n',
    place: 'r',
    message: 'The file has no tests; a test begins with [[test]] on a line of its own',
    nearMiss: `rule = "a.toml"\n${good}`,
    cases: 0,
  },
];

const schemas = await shippedSchemas;

function diagnose(text: string) {
  return testTextDiagnostics(readTestFile(testUri, text), { catalog: schemas.catalogFor([]), schemas }, () => ({}));
}

describe.each(problems)('$code: $message', ({ code, wrong, place, message, nearMiss, cases = 1 }) => {
  it('is told at its place, and the other tests are read', () => {
    const found = diagnose(wrong);
    expect(found.map((each) => [each.code, wrong.slice(each.span.start, each.span.end), each.message])).toEqual([[code, place, message]]);
    expect(readTestFile(testUri, wrong).file.cases).toHaveLength(cases);
  });

  it('is not told of what is right', () => expect(diagnose(nearMiss)).toEqual([]));

  it('can be switched off in the file', () => expect(diagnose(`# rulewright-disable ${code}\n${wrong}`)).toEqual([]));
});

it('damaged TOML is told of, and what can be read is', () => {
  const { file, problems: found } = readTestFile(testUri, `rule = a.toml\n${good}`);
  expect(found.map(({ code }) => code)).toEqual(['TOM001']);
  expect(file.cases.map(({ name }) => name)).toEqual(['good']);
});
