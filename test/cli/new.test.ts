import { describe, expect, it } from 'vitest';
import { openRule } from '../../server/src/rule/openText.js';
import { rulewrightWriting } from './testTerminal.js';

describe('rulewright new', () => {
  it('prints a rule to fill in', async () => {
    const { exitCode, output } = await rulewrightWriting(['new', 'threshold', '--name', 'Many logins']);
    const { type, name, ruleId } = openRule(output, { uri: 'file:///a.toml' });
    expect([exitCode, type?.value, name?.value, ruleId?.value]).toEqual([
      0,
      'threshold',
      'Many logins',
      '00000000-0000-4000-8000-000000000000',
    ]);
  });

  it('writes a file, and says how to run it', async () => {
    const { exitCode, output, written } = await rulewrightWriting(['new', 'eql', '--name', 'A', '-o', 'rules/a.toml']);
    expect([exitCode, Object.keys(written), output]).toEqual([
      0,
      ['rules/a.toml'],
      'rules/a.toml written; run it with: rulewright run rules/a.toml --events FILE\n',
    ]);
  });

  it.each(['esql', 'machine_learning'])('does not say how to run what only a cluster runs: %s', async (type) => {
    const { output } = await rulewrightWriting(['new', type, '--name', 'A', '-o', 'a.toml']);
    expect(output).toBe('a.toml written; check it with: rulewright check a.toml\n');
  });

  it('takes no empty name', async () => {
    const { exitCode, errors, output } = await rulewrightWriting(['new', 'eql', '--name', ' ']);
    expect([exitCode, output, errors]).toEqual([
      2,
      '',
      expect.stringContaining("argument ' ' is invalid. It must have a letter at least."),
    ]);
  });

  it('overwrites nothing unless told to', async () => {
    const files = { 'a.toml': 'mine' };
    const refused = await rulewrightWriting(['new', 'eql', '--name', 'A', '-o', 'a.toml'], { files });
    expect([refused.exitCode, refused.errors, refused.written]).toEqual([2, 'error: a.toml exists already\n', {}]);
    const forced = await rulewrightWriting(['new', 'eql', '--name', 'A', '-o', 'a.toml', '--force'], { files });
    expect([forced.exitCode, Object.keys(forced.written)]).toEqual([0, ['a.toml']]);
  });

  it('names the types', async () => {
    const { exitCode, errors } = await rulewrightWriting(['new', 'sequence', '--name', 'A']);
    expect([exitCode, errors]).toEqual([2, expect.stringContaining('query, saved_query, eql, esql')]);
  });
});
