/** The hooks for pre-commit hand over files that their commands take. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { rulewrightWriting } from './cli/testTerminal.js';

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly files: string;
  readonly exclude?: string;
}

const hooks = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as readonly Hook[];

const rule = '[rule]\nname = "A"\ntype = "eql"\nlanguage = "eql"\nquery = \'any where true\'\n';
const files = {
  'rules/linux/a.toml': rule,
  'rules_building_block/b.toml': rule,
  'rules/linux/a.test.toml': '[[test]]\nname = "t"\nevents = \'{}\'\nexpect = { matches = 1 }\n',
  'hunts/c.eql': 'any where true\n',
  'hunts/d.kuery': 'process.pid: 1\n',
  'pyproject.toml': '[project]\nname = "x"\n',
};

it.each<[string, readonly string[]]>([
  ['rulewright-check', ['rules/linux/a.toml', 'rules_building_block/b.toml', 'rules/linux/a.test.toml', 'hunts/c.eql', 'hunts/d.kuery']],
  ['rulewright-format', ['rules/linux/a.toml', 'rules_building_block/b.toml', 'hunts/c.eql', 'hunts/d.kuery']],
])('%s', async (id, expected) => {
  const hook = hooks.find((each) => each.id === id);
  const { files: wanted = '', exclude = '^$', entry = '' } = hook ?? {};
  const taken = Object.keys(files).filter((path) => new RegExp(wanted).test(path) && !new RegExp(exclude).test(path));
  expect(taken).toEqual(expected);
  const { errors } = await rulewrightWriting([...entry.split(' ').slice(1), ...taken], { files });
  expect(errors).toBe('');
});
