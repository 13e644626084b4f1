import { describe, expect, it, test } from 'vitest';
import { rulewright, type Outcome } from './testTerminal.js';

const event = (name: string, second: number): string =>
  JSON.stringify({ '@timestamp': `2026-03-02T10:00:0${second}.000Z`, event: { category: 'process' }, process: { name } });
const events = `${['bash', 'chattr', 'chattr', 'zsh'].map(event).join('\n')}\n`;

function rule(name: string, query: string, severity = 'low', more = 'type = "query"\nlanguage = "kuery"'): string {
  return `[rule]\nname = "${name}"\nrule_id = "id-${name}"\nseverity = "${severity}"\nrisk_score = 21\n${more}\nquery = '''${query}'''\n`;
}

const files = {
  'events.ndjson': events,
  'rules/a.toml': rule('Attributes', 'process.name: chattr', 'high'),
  'rules/b.toml': rule('Shells', 'process.name: (bash or zsh)'),
  'rules/none.toml': rule('None', 'process.name: fish'),
  'rules/pair.eql': 'sequence [process where process.name == "bash"] [process where process.name == "chattr"]',
};

async function scan(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const outcome = await rulewright(['scan', ...args], { files: { ...files, ...more } });
  return { ...outcome, output: outcome.output.replace(/^note: .*\n/gm, '') };
}

test('the rules that match are a table, most matches first', async () => {
  const { exitCode, output, errors } = await scan(['rules', '--events', 'events.ndjson']);
  expect({ exitCode, output, errors }).toEqual({
    exitCode: 0,
    errors: '',
    output: `  rule        severity     matches  first match
  Attributes  high               2  events.ndjson:2
  Shells      low                2  events.ndjson:1
  pair.eql              1 sequence  events.ndjson:1

4 rules on 4 events: 3 rules match 4 events · 0.0 s
`,
  });
});

test('with --limit each rule lists its further matches', async () => {
  const { output } = await scan(['rules/a.toml', '--events', 'events.ndjson', '--limit', '5']);
  expect(output.split('\n').slice(1, 3)).toEqual([
    '  Attributes  high            2  events.ndjson:2',
    '      events.ndjson:3  2026-03-02T10:00:02.000Z',
  ]);
});

test('where no rule matches it says so', async () => {
  const { exitCode, output } = await scan(['rules/none.toml', '--events', 'events.ndjson']);
  expect([exitCode, output]).toEqual([0, '1 rule on 4 events: no rule matches · 0.0 s\n']);
});

test('notes of the rules that match are told once', async () => {
  const { output } = await rulewright(['scan', 'rules', '--events', 'events.ndjson'], { files });
  expect(output.match(/^note: .*\(\d+ rules\)$/gm)?.length).toBe(1);
});

test('--min-severity leaves rules out, but none that say nothing of it', async () => {
  const { output } = await scan(['rules', '--events', 'events.ndjson', '--min-severity', 'medium']);
  expect(output).toContain('2 rules on 4 events: 2 rules match 3 events');
});

describe('rules that cannot be run', () => {
  const piped = rule('Piped', 'from x', 'low', 'type = "esql"\nlanguage = "esql"');
  const notRun = 'Queries in ES|QL are not run locally; those in EQL, KQL and Lucene are.';

  it('are told by their reason while the others run', async () => {
    const { exitCode, output } = await scan(['rules', '--events', 'events.ndjson'], { 'rules/p.toml': piped, 'rules/q.toml': piped });
    expect(exitCode).toBe(0);
    expect(output.split('\n').slice(-3)).toEqual([
      `not run: 2 rules (p.toml, q.toml): ${notRun}`,
      '6 rules on 4 events: 3 rules match 4 events · 2 rules could not be run · 0.0 s',
      '',
    ]);
  });

  it('end with 3 where there are no others', async () => {
    const { exitCode } = await scan(['p.toml', '--events', 'events.ndjson'], { 'p.toml': piped });
    expect(exitCode).toBe(3);
  });

  it('end with 1 where a rule has errors', async () => {
    const { exitCode, output } = await scan(['rules', '--events', 'events.ndjson'], { 'rules/x.toml': rule('Broken', 'process.name:') });
    expect(exitCode).toBe(1);
    expect(output).toContain('error: rules/x.toml: The query has an error at line 8');
  });

  it('end with 2 where a script fails on an event, and only that rule ends', async () => {
    const failing = 'process where 10 / (length(process.name) - 4) > 1';
    const { exitCode, output } = await scan(['rules', '--events', 'events.ndjson'], { 'rules/f.eql': failing });
    expect(exitCode).toBe(2);
    expect(output).toContain('events.ndjson, line 1): a cluster would fail the whole search.');
    expect(output).toContain('3 rules match 4 events');
  });
});

describe('what cannot be done is said', () => {
  it.each([
    [['empty', '--events', 'events.ndjson'], 'There are no rules in empty'],
    [['rules/a.toml'], "required option '-e, --events <files...>' not specified"],
    [['rules/b.toml', '--events', 'events.ndjson', '--min-severity', 'high'], 'No rule is of severity high or above.'],
  ])('%j', async (args, message) => {
    const { exitCode, errors } = await scan(args, { 'empty/readme.txt': '' });
    expect(exitCode).toBe(2);
    expect(errors).toContain(message);
  });

  it('event files that are not there', async () => {
    const { exitCode, errors } = await scan(['rules', '--events', 'gone.ndjson']);
    expect(exitCode).toBe(2);
    expect(errors).toContain('gone.ndjson');
  });
});

test('as JSON every rule comes with its matches', async () => {
  const { output } = await rulewright(['scan', 'rules', '--events', 'events.ndjson', '--format', 'json'], { files });
  const result = JSON.parse(output) as { readonly rules: readonly Readonly<Record<string, unknown>>[]; readonly summary: object };
  expect(result.summary).toEqual({
    rules: 4,
    matching: 3,
    notRun: 0,
    unread: 0,
    events: 4,
    matchedEvents: 4,
    unreadable: 0,
    milliseconds: 0,
  });
  expect(result.rules.map(({ path, status, unit, matches }) => [path, status, unit, matches])).toEqual([
    ['rules/a.toml', 'finished', 'event', 2],
    ['rules/b.toml', 'finished', 'event', 2],
    ['rules/none.toml', 'finished', 'event', 0],
    ['rules/pair.eql', 'finished', 'sequence', 1],
  ]);
  const first = event('bash', 0).length + 1;
  expect(result.rules[0]).toMatchObject({
    name: 'Attributes',
    ruleId: 'id-Attributes',
    severity: 'high',
    hits: [
      { match: 0, file: 'events.ndjson', line: 2, column: 1, offset: first, timestamp: '2026-03-02T10:00:01.000Z' },
      { match: 1, file: 'events.ndjson', line: 3 },
    ],
  });
});

test('as SARIF each match is a result in the event file', async () => {
  const { output } = await rulewright(['scan', 'rules', '--events', 'events.ndjson', '--format', 'sarif'], { files });
  const { runs } = JSON.parse(output) as { readonly runs: readonly { readonly tool: { readonly driver: { readonly rules: readonly object[] } }; readonly results: readonly object[] }[] }; // prettier-ignore
  const at = (startLine: number) => ({
    physicalLocation: { artifactLocation: { uri: 'events.ndjson' }, region: { startLine, startColumn: 1 } },
  });
  expect(runs[0]?.tool.driver.rules[0]).toEqual({
    id: 'id-Attributes',
    name: 'Attributes',
    shortDescription: { text: 'Attributes' },
    defaultConfiguration: { level: 'error' },
  });
  expect(runs[0]?.results).toEqual([
    { ruleId: 'id-Attributes', ruleIndex: 0, level: 'error', message: { text: 'An event matches Attributes' }, locations: [at(2)] },
    { ruleId: 'id-Attributes', ruleIndex: 0, level: 'error', message: { text: 'An event matches Attributes' }, locations: [at(3)] },
    { ruleId: 'id-Shells', ruleIndex: 1, level: 'note', message: { text: 'An event matches Shells' }, locations: [at(1)] },
    { ruleId: 'id-Shells', ruleIndex: 1, level: 'note', message: { text: 'An event matches Shells' }, locations: [at(4)] },
    {
      ruleId: 'rules/pair.eql',
      ruleIndex: 2,
      level: 'warning',
      message: { text: 'A sequence matches pair.eql' },
      locations: [at(1)],
      relatedLocations: [{ id: 0, ...at(2) }],
    },
  ]);
});
