/** `check` in a project: its configuration, its own fields, and what is repaired in its files. */
import { describe, expect, it } from 'vitest';
import { ruleWith } from '../analysis/cases/kit.js';
import { rulewright, rulewrightWriting } from './testTerminal.js';

const misspelt = ruleWith({ rule: { query: "'process.nmae: sh'" } });
const repeated = ruleWith({ rule: { tags: '["OS: Linux", "OS: Linux", "Tactic: Execution"]' } });

/** The codes that are reported, by file. */
async function codesOf(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<unknown> {
  const { output, exitCode } = await rulewright(['check', ...args, '--format', 'json'], { files });
  const report = JSON.parse(output) as { files: { path: string; error?: string; diagnostics?: { code: string }[] }[] };
  return [
    exitCode,
    Object.fromEntries(report.files.map(({ path, error, diagnostics }) => [path, error ?? diagnostics?.map(({ code }) => code)])),
  ];
}

describe('rulewright.config.json', () => {
  it('gives levels', async () => {
    const config = '{ "severity": { "QRY002": "error" } }';
    expect(await codesOf({ 'rules/a.toml': misspelt, 'rulewright.config.json': config }, 'rules')).toEqual([
      1,
      { 'rules/a.toml': ['QRY002'] },
    ]);
  });

  it('suppresses codes for files', async () => {
    const config = '{ "suppress": [{ "files": ["rules/a.toml"], "codes": ["QRY002"], "reason": "added by a pipeline" }] }';
    expect(await codesOf({ 'rules/a.toml': misspelt, 'rulewright.config.json': config }, 'rules')).toEqual([0, { 'rules/a.toml': [] }]);
  });

  it('leaves files out of a search, not those that are named', async () => {
    const files = { 'rules/a.toml': misspelt, 'rules/old/b.toml': misspelt, 'rulewright.config.json': '{ "exclude": ["**/old/**"] }' };
    expect(await codesOf(files, 'rules')).toEqual([0, { 'rules/a.toml': ['QRY002'] }]);
    expect(await codesOf(files, 'rules/old/b.toml')).toEqual([0, { 'rules/old/b.toml': ['QRY002'] }]);
  });

  it('adds fields', async () => {
    const config = '{ "fields": [{ "file": "acme.json" }] }';
    const acme = '{ "logs-endpoint.events.process-*": { "process.nmae": "keyword" } }';
    expect(await codesOf({ 'rules/a.toml': misspelt, 'rulewright.config.json': config, 'acme.json': acme }, 'rules')).toEqual([
      0,
      { 'rules/a.toml': [] },
    ]);
  });

  it('that is wrong is said, and the rest holds', async () => {
    const config = '{ "sevrity": {}, "severity": { "QRY002": "off" } }';
    const [exitCode, found] = (await codesOf({ 'a.toml': misspelt, 'rulewright.config.json': config }, 'a.toml')) as [number, object];
    expect([exitCode, found]).toEqual([
      2,
      {
        'a.toml': [],
        'rulewright.config.json': expect.stringMatching(
          /^rulewright\.config\.json: sevrity: there is no such key; did you mean severity\?$/,
        ) as string,
      },
    ]);
  });

  it('with mappings that cannot be used is told like one that is wrong', async () => {
    const config = '{ "mappings": ["acme.json", "gone.json"] }';
    const { exitCode, errors } = await rulewright(['check', 'a.toml'], {
      files: { 'a.toml': misspelt, 'rulewright.config.json': config, 'acme.json': '{ "name": "acme" }' },
    });
    expect(exitCode).toBe(2);
    expect(errors).toBe(
      'error: The mapping acme.json cannot be used: title: it has to be a string\n' +
        'error: The mapping gone.json cannot be used: There is no file file:///project/gone.json; check the path.\n',
    );
  });

  it.each([
    ['{ "profile": 3, "severity": { "QRY": "off" } }', /^error: rulewright\.config\.json: profile: .*; severity\.QRY: a code .*\n$/],
    ['{ "profile"', /^error: rulewright\.config\.json: line 1: .*\n$/],
  ])('all that is wrong is said in one line with its name: %s', async (config, expected) => {
    const { errors, output } = await rulewright(['check', 'a.toml'], { files: { 'a.toml': misspelt, 'rulewright.config.json': config } });
    expect(errors).toMatch(expected);
    expect(output).toMatch(/; 1 file not read\n$/);
  });
});

describe('--max-warnings', () => {
  it.each([
    ['0', 1],
    ['1', 0],
  ])('%s with one warning: exit code %d', async (count, expected) => {
    const { exitCode } = await rulewright(['check', 'a.toml', '--max-warnings', count], { files: { 'a.toml': misspelt } });
    expect(exitCode).toBe(expected);
  });

  it.each([['text'], ['json'], ['github']])('says why it fails where warnings are not shown, with --format %s', async (format) => {
    const args = ['check', 'a.toml', '--max-warnings', '0', '--quiet', '--format', format];
    const { errors, exitCode } = await rulewright(args, { files: { 'a.toml': misspelt } });
    expect([exitCode, errors]).toEqual([1, 'error: 1 warning, and --max-warnings allows 0; mend it, or allow more.\n']);
  });
});

describe('--fix', () => {
  it('writes what can be repaired without asking, and checks the result', async () => {
    const result = await rulewrightWriting(['check', 'a.toml', '--fix', '--profile', 'detections-as-code'], {
      files: { 'a.toml': repeated },
    });
    expect(result.exitCode).toBe(0);
    expect(result.written['a.toml']).toBe(ruleWith({ rule: { tags: '["OS: Linux", "Tactic: Execution"]' } }));
    expect(result.output).toMatch(/1 file checked: .*; 1 problem fixed in 1 file\n$/);
  });

  it('leaves a file alone that has nothing to repair', async () => {
    expect((await rulewrightWriting(['check', 'a.toml', '--fix'], { files: { 'a.toml': ruleWith() } })).written).toEqual({});
  });
});
