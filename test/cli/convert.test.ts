import { expect, it, test } from 'vitest';
import { rulewrightWriting } from './testTerminal.js';

const convert = (args: readonly string[], files: Readonly<Record<string, string>>) => rulewrightWriting(['convert', ...args], { files });

const toml = `# mine
[metadata]
creation_date = "2024/01/02"

[rule]
name = "One"
rule_id = "r-1"
type = "eql"
language = "eql"
query = '''
any where true
'''
`;
const object = { rule_id: 'r-1', name: 'One', type: 'eql', language: 'eql', query: 'any where true\n' };
const text = (...objects: readonly object[]): string => objects.map((each) => `${JSON.stringify(each)}\n`).join('');

const objectAsToml = `[metadata]
creation_date = "1970/01/01"
maturity = "development"
updated_date = "1970/01/01"

[rule]
language = "eql"
name = "One"
rule_id = "r-1"
type = "eql"

query = '''
any where true
'''
`;

it('writes a rule in TOML as one line of an export, and says what is lost', async () => {
  const { exitCode, output, errors } = await convert(['a.toml', '--to', 'ndjson'], { 'a.toml': toml });
  expect([exitCode, errors]).toEqual([0, 'note: a.toml: [metadata] has no place in Kibana: creation_date\n']);
  const [line, summary, ...rest] = output.split('\n');
  expect(JSON.parse(line ?? '')).toEqual({ name: 'One', rule_id: 'r-1', type: 'eql', language: 'eql', query: 'any where true\n' });
  expect(JSON.parse(summary ?? '')).toMatchObject({ exported_count: 1 });
  expect(rest).toEqual(['']);
});

it('keeps the metadata where that is asked for', async () => {
  const { output, errors } = await convert(['a.toml', '--to', 'json', '--keep-metadata'], { 'a.toml': toml });
  expect(errors).toBe('');
  expect(JSON.parse(output)).toMatchObject({ meta: { metadata: { creation_date: '2024/01/02' } } });
});

it('writes several rules as a list in JSON, to the file that is named', async () => {
  const { exitCode, output, written } = await convert(['rules', '--to', 'json', '--out', 'all.json'], {
    'rules/a.toml': toml,
    'rules/b.toml': toml.replace('One', 'Two'),
    'rules/Cargo.toml': '[package]\nname = "x"\n',
  });
  expect([exitCode, output, Object.keys(written)]).toEqual([0, '', ['all.json']]);
  expect((JSON.parse(written['all.json'] ?? '') as { name: string }[]).map(({ name }) => name)).toEqual(['One', 'Two']);
});

it('writes one rule of Kibana as TOML to standard output', async () => {
  const result = await convert(['a.json', '--to', 'toml'], { 'a.json': JSON.stringify(object) });
  expect(result).toEqual({ exitCode: 0, output: objectAsToml, errors: '', written: {} });
});

it('writes the rules of an export to files of their own, and says what else stood in it', async () => {
  const { exitCode, errors, written } = await convert(['export.ndjson', '--to', 'toml', '--out', 'rules/'], {
    'export.ndjson': text(object, { ...object, rule_id: 'r-2' }, { list_id: 'l', name: 'List' }, { exported_count: 3 }),
  });
  expect([exitCode, errors]).toEqual([0, 'note: export.ndjson: only rules are converted; left out: 1 exception lists\n']);
  expect(written).toEqual({ 'rules/one.toml': objectAsToml, 'rules/one_2.toml': objectAsToml.replace('r-1', 'r-2') });
});

it('leaves a file in TOML as it is', async () => {
  expect((await convert(['a.toml', '--to', 'toml'], { 'a.toml': toml })).output).toBe(toml);
});

it('imports the page of a rule', async () => {
  const page = 'A rule\n\nIt says something.\n\nRule type: eql\n\nSeverity: low\n\nRisk score: 21\n\nRule license: MIT\n\nany where true\n';
  const { exitCode, output, errors } = await convert(['page.txt', '--to', 'toml'], { 'page.txt': page });
  expect(exitCode).toBe(0);
  expect(output).toContain('rule_id = "00000000-0000-4000-8000-000000000000"');
  expect(output).toContain("query = '''\nany where true\n'''\n");
  expect(errors).toBe(
    'note: page.txt: not found on the page: index\n' +
      'note: page.txt: the page does not show threat, timestamp_override, filters and alert_suppression; rule_id and the dates are new\n',
  );
});

test.each([
  [
    'a file that is there already',
    ['a.toml', '--to', 'json', '--out', 'a.json'],
    { 'a.toml': toml, 'a.json': '{}' },
    'a.json exists already',
  ],
  [
    'several rules for one file',
    ['a.ndjson', '--to', 'toml'],
    { 'a.ndjson': text(object, object) },
    'There are 2 rules, and a file in TOML has one; name a folder with --out.',
  ],
  [
    'a file that is no rule',
    ['a.txt', '--to', 'json'],
    { 'a.txt': 'x' },
    "a.txt is no rule; name rules in TOML or JSON, or the text of a rule's documentation page.",
  ],
  [
    'a query',
    ['a.eql', '--to', 'json'],
    { 'a.eql': 'any where true' },
    'a.eql is only a query, without the other parts of a rule; put it into a rule file first.',
  ],
  [
    'exception lists',
    ['a.toml', '--to', 'json'],
    { 'a.toml': '[[exceptions]]\n[exceptions.container]\nlist_id = "a"\n' },
    'a.toml holds exception lists and no rule; only rules are converted.',
  ],
  [
    'a damaged file',
    ['a.json', '--to', 'toml'],
    { 'a.json': '{"rule_id": "a", "type": "eql",\n "query" "b"}' },
    'a.json:2:10: A colon is expected between the key and its value; mend it first',
  ],
  ['a folder without rules', ['b', '--to', 'json'], { 'b/x.toml': '[package]\n' }, 'There are no rules in b.'],
] as const)('refuses %s', async (_what, args, files, message) => {
  expect(await convert(args, files)).toEqual({ exitCode: 2, output: '', errors: `error: ${message}\n`, written: {} });
});

it('overwrites with --force', async () => {
  const { exitCode, written } = await convert(['a.toml', '--to', 'json', '-o', 'a.json', '--force'], { 'a.toml': toml, 'a.json': '{}' });
  expect([exitCode, Object.keys(written)]).toEqual([0, ['a.json']]);
});

it('tells the forms there are', async () => {
  expect((await convert(['a.toml', '--to', 'yaml'], {})).errors).toContain('Allowed choices are toml, ndjson, json.');
});
