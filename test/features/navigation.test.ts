import { describe, expect, it } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import { definitionAt, referencesAt, workspaceSymbols } from '../../server/src/features/navigation.js';
import { renameIn, renameTargetIn } from '../../server/src/features/workspaceRename.js';
import { workspaceOf } from './workspaceOf.js';

const [one, two, other] = [
  '11111111-90d4-4c33-8c1f-2f6a1d4be0a1',
  '22222222-90d4-4c33-8c1f-2f6a1d4be0a2',
  '33333333-90d4-4c33-8c1f-2f6a1d4be0a3',
];

const rule = (lines: string): string => `[rule]\ntype = "query"\n${lines}\n`;
const first = rule(`rule_id = "${one}"\nname = "First"\nlanguage = "kuery"\nquery = "process.name: a"`);
const byId = rule(`rule_id = "${two}"\nname = "Second"\nlanguage = "kuery"\nquery = 'kibana.alert.rule.rule_id: ("${one}" or x)'`);
const byName = `sequence [any where kibana.alert.rule.name == "First"] [any where signal.rule.name in ("x", "First")]`;
const inNote = rule(`rule_id = "${other}"\nname = "Third"\nnote = "See ${one}."\nlanguage = "eql"\nquery = "any where true"`);
const files = { 'first.toml': first, 'second.toml': byId, 'query.eql': byName, 'third.toml': inNote };

/** The file with a cursor before the text. */
const at = (name: keyof typeof files, text: string): Readonly<Record<string, string>> => ({
  ...files,
  [name]: files[name].replace(text, `<|>${text}`),
});

async function definition(marked: Readonly<Record<string, string>>, fields = {}): Promise<unknown> {
  const { view, model, position, written } = workspaceOf(marked, fields);
  return written(await definitionAt(model, position, view));
}

async function references(marked: Readonly<Record<string, string>>, fields = {}, withDeclaration = true): Promise<unknown> {
  const { view, model, position, written } = workspaceOf(marked, fields);
  return written(await referencesAt(model, position, withDeclaration, view, noCancel));
}

async function rename(marked: Readonly<Record<string, string>>, name: string, fields = {}): Promise<unknown> {
  const { view, model, position, renamed } = workspaceOf(marked, fields);
  return renamed(await renameIn(model, position, name, view, noCancel));
}

describe('a rule that others name', () => {
  it.each([
    ['its id in a query', at('second.toml', one)],
    ['its id in a note', at('third.toml', one)],
    ['its own id', at('first.toml', one)],
  ])('is found from %s', async (_, marked) => {
    expect(await definition(marked)).toEqual([`first.toml: "${one}"`]);
  });

  it('is found from its name in a query', async () => {
    expect(await definition(at('query.eql', 'First'))).toEqual(['first.toml: "First"']);
  });

  it.each([
    ['a field of the query', at('second.toml', 'kibana.alert')],
    ['an id that no rule has', { 'a.toml': rule(`name = "A"\nnote = "<|>${other}"`) }],
    ['a pattern of names', { ...files, 'a.kuery': 'kibana.alert.rule.name: Fir<|>st*' }],
  ])('is not found from %s', async (_, marked) => {
    expect(await definition(marked)).toEqual([]);
  });

  it('has references, with or without its own value', async () => {
    const others = [`second.toml: ${one}`, `third.toml: ${one}`];
    expect(await references(at('third.toml', one))).toEqual([`first.toml: ${one}`, ...others]);
    expect(await references(at('first.toml', one), {}, false)).toEqual(others);
    expect(await references(at('first.toml', 'First'))).toEqual(['first.toml: First', 'query.eql: First', 'query.eql: First']);
    expect(await references(at('first.toml', 'process.name'))).toBeUndefined();
  });

  it('is renamed with all that names it', async () => {
    expect(await rename(at('query.eql', 'First'), 'The "new" one')).toEqual({
      'first.toml': first.replace('"First"', '"The \\"new\\" one"'),
      'query.eql': byName.replaceAll('"First"', '"The \\"new\\" one"'),
    });
    const id = '44444444-90d4-4c33-8c1f-2f6a1d4be0a4';
    expect(await rename(at('first.toml', one), id)).toEqual({
      'first.toml': first.replace(one, id),
      'second.toml': byId.replace(one, id),
      'third.toml': inNote.replace(one, id),
    });
  });

  it('is not renamed to what another is called', async () => {
    expect(await rename(at('first.toml', 'First'), 'Second')).toBe(
      'The rule `Second` has this name already; each rule needs one of its own',
    );
    expect(await rename(at('first.toml', 'First'), ' ')).toBe('A rule needs a name');
    expect(await rename(at('first.toml', 'First'), 'First')).toEqual(expect.anything());
  });

  it('gets an id of its own where another has the same', async () => {
    const copy = { ...at('first.toml', one), 'copy.toml': first.replace('First', 'Copy') };
    expect(await rename(copy, other.replaceAll('3', '5'))).toEqual({ 'first.toml': first.replace(one, other.replaceAll('3', '5')) });
  });

  it('offers its value as what to start from', async () => {
    const { view, model, position } = workspaceOf(at('first.toml', 'First'));
    expect(await renameTargetIn(model, position, view)).toEqual({
      range: { start: { line: 3, character: 8 }, end: { line: 3, character: 13 } },
      placeholder: 'First',
    });
  });
});

describe('a field that the project describes', () => {
  const mapping = '{ "properties": { "acme": { "properties": { "team": { "type": "keyword" } } } } }';
  const uses = {
    'a.toml': rule('name = "A"\nlanguage = "kuery"\nquery = "acme.te<|>am: red"\ninvestigation_fields = { field_names = ["acme.team"] }'),
    'b.eql': 'any where acme.team == "red" or acme.teams == "x" or ?acme.team == null',
    'c.kuery': 'process.name: a and acme:{ team: red }',
  };

  it.each([
    ['a mapping', mapping, '["acme.json: team"]'],
    ['a list of patterns', '{ "logs-*": { "acme.team": "keyword", "other.acme.team": "ip" } }', '["acme.json: acme.team"]'],
    [
      'field capabilities',
      '{ "indices": ["a"], "fields": { "acme.team": { "keyword": { "type": "keyword" } } } }',
      '["acme.json: acme.team"]',
    ],
    [
      'a package',
      '- name: acme\n  type: group\n  fields:\n    - name: teams\n    - name: "team"\n      type: keyword\n',
      '["acme.json: team"]',
    ],
    ['other fields', '{ "logs-*": { "acme.squad": "keyword" } }', '[]'],
    ['broken text', '{ "logs-*": { ', '[]'],
  ])('is found in %s', async (_, description, expected) => {
    expect(JSON.stringify(await definition(uses, { 'acme.json': description }))).toBe(expected);
  });

  it('has references in all queries and values', async () => {
    expect(await references(uses, { 'acme.json': mapping })).toEqual([
      'acme.json: team',
      'a.toml: acme.team',
      'a.toml: acme.team',
      'b.eql: acme.team',
      'b.eql: acme.team',
      'c.kuery: team',
    ]);
  });

  it('is renamed in all of them', async () => {
    expect(await rename(uses, 'acme.red-squad', { 'acme.json': mapping })).toEqual({
      'acme.json': mapping.replace('team', 'red-squad'),
      'a.toml': uses['a.toml'].replace('<|>', '').replaceAll('acme.team', 'acme.red-squad'),
      'b.eql': 'any where acme.`red-squad` == "red" or acme.teams == "x" or ?acme.`red-squad` == null',
      'c.kuery': 'process.name: a and acme:{ red-squad: red }',
    });
  });

  it('is not renamed where a file cannot have the name', async () => {
    expect(await rename(uses, 'team', { 'acme.json': mapping })).toBe('`team` cannot be written in acme.json, line 1; nothing was renamed');
    expect(await rename(uses, 'a..b', { 'acme.json': mapping })).toBe('`a..b` is not the name of a field; write it as in `process.name`');
  });

  it('is renamed in its query alone where no file describes it', async () => {
    expect(await rename(uses, 'team')).toEqual({ 'a.toml': uses['a.toml'].replace('acme.te<|>am:', 'team:') });
  });
});

describe('the symbols of a workspace', () => {
  it('are rules by name and by id', () => {
    const { view } = workspaceOf(at('first.toml', 'First'));
    const names = (query: string) => workspaceSymbols(query, view).map(({ name, containerName }) => [name, containerName]);
    expect(names('fst')).toEqual([['First', one]]);
    expect(names('2222-90d4')).toEqual([['Second', two]]);
    expect(names('')).toHaveLength(3);
    expect(names('zebra')).toEqual([]);
  });
});
