import { describe, expect, it } from 'vitest';
import { rulewrightWriting } from './testTerminal.js';

const files = {
  'rules/a.toml': "[rule]\ntype=\"eql\"\nquery = '''\nprocess where process.name==\"sh\"\n'''\n",
  'rules/b.eql': 'process where true\n',
  'rules/readme.toml': 'title = "no rule"  \n',
};
const formatted = "[rule]\ntype = \"eql\"\nquery = '''\nprocess where process.name == \"sh\"\n'''\n";

describe('rulewright format', () => {
  it('lays out queries and what is around them', async () => {
    const result = await rulewrightWriting(['format', 'rules'], { files });
    expect([result.exitCode, result.output, result.written]).toEqual([
      0,
      'rules/a.toml\n2 files: 1 file changed\n',
      { 'rules/a.toml': formatted },
    ]);
  });

  it('--check only says what would change', async () => {
    const result = await rulewrightWriting(['format', '--check', 'rules'], { files });
    expect([result.exitCode, result.output, result.written]).toEqual([1, 'rules/a.toml\n2 files: 1 file would change\n', {}]);
  });

  it('passes over what the configuration excludes, and complains of a folder without rules', async () => {
    const config = { 'rulewright.config.json': '{ "exclude": ["rules/a.toml"] }', 'docs/readme.toml': 'title = "no rule"' };
    const result = await rulewrightWriting(['format', 'rules', 'docs'], { files: { ...files, ...config } });
    expect([result.exitCode, result.output, result.errors, result.written]).toEqual([
      2,
      '1 file: 0 files changed\n',
      'error: There are no rules in docs; name rule files (.toml, .eql, .kuery), or a folder or glob that has some.\n',
      {},
    ]);
  });

  it('a file that is gone is an error', async () => {
    const result = await rulewrightWriting(['format', 'gone.toml'], { files });
    expect([result.exitCode, result.output]).toEqual([2, '0 files: 0 files changed\n']);
    expect(result.errors).toMatch(/^error: There is no file .*gone\.toml/);
  });
});
