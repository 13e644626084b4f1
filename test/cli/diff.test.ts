/** `rulewright diff` on a real repository of git: what changed rules gain and lose, what becomes of files, and what is refused. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { succeed } from '../../server/src/base/host.js';
import { findFilesIn } from '../../server/src/cli/files.js';
import { comparisonsIn } from '../../server/src/cli/git.js';
import { main } from '../../server/src/cli/main.js';
import type { RevisionDiff } from '../../server/src/cli/terminal.js';
import { createNodeHost } from '../../server/src/node/host.js';
import { rulewright, testTerminal } from './testTerminal.js';

const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'rulewright-diff-')));
const folder = path.join(root, 'repository');
const host = createNodeHost(fileURLToPath(new URL('../../server/src/schema/data', import.meta.url)), () => undefined);
const git = (...args: readonly string[]): void => {
  const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...author, ...args], { cwd: folder, stdio: 'ignore' });
};
const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
};
const rule = (id: string, query: string, more = ''): string =>
  `[rule]\nname = "Rule ${id}"\nrule_id = "${id}"\ntype = "eql"\nlanguage = "eql"\nquery = '''\n${query}\n'''\n${more}`;
const names = ['sh', 'bash', 'vi'];
const sample = names.map((name, at) => `{"@timestamp":"2026-03-02T10:00:0${at}Z","process":{"name":"${name}"}}\n`).join('');
const named = (name: string): string => `any where process.name == "${name}"`;

const odd = 'rules/ä "b" $(x)\n.toml';
write('rules/changed.toml', rule('changed', 'any where process.name in ("sh", "vi")'));
write('rules/changed.events.ndjson', sample);
write('rules/prose.toml', rule('prose', named('sh'), 'note = "x"\n'));
write('rules/same.toml', rule('same', named('sh')));
write('rules/gone.toml', rule('gone', named('sh')));
write('rules/old name.toml', rule('renamed', `${named('sh')} or process.name == "bash"`));
write('rules/rewritten.toml', rule('moved', named('vi'), `note = """${'old text '.repeat(50)}"""\n`));
write('rules/broken.toml', rule('broken', named('vi')));
write(odd, rule('odd', named('vi')));
write('rules/table.toml', 'a = 1\n');
write('other/outside.toml', rule('outside', named('vi')));
git('init', '--initial-branch=main');
git('add', '.');
git('commit', '-m', 'Begin');
git('tag', 'v1');
write('rules/changed.toml', rule('changed', 'any where process.name in ("bash", "vi")'));
git('commit', '-am', 'Change');
git('tag', 'v2');
write('rules/prose.toml', rule('prose', named('sh'), 'note = "y"\n'));
rmSync(path.join(folder, 'rules/gone.toml'));
renameSync(path.join(folder, 'rules/old name.toml'), path.join(folder, 'rules/new name.toml'));
rmSync(path.join(folder, 'rules/rewritten.toml'));
write('rules/elsewhere.toml', rule('moved', named('bash'), `note = """${'quite another '.repeat(50)}"""\n`));
git('add', 'rules/new name.toml');
write('rules/added.toml', rule('added', named('bash')));
write('rules/broken.toml', rule('broken', 'any where ('));
write(odd, rule('odd', named('bash')));
write('rules/table.toml', 'a = 2\n');
write('other/outside.toml', rule('outside', named('sh')));
write('monday.ndjson', sample);
afterAll(() => rmSync(root, { recursive: true }));

async function diff(
  args: readonly string[],
  from = '.',
): Promise<{ readonly exitCode: number; readonly output: string; readonly errors: string }> {
  const here = path.join(folder, from);
  const terminal = testTerminal({ findFiles: findFilesIn(here), compareRevisions: comparisonsIn(here), host, folder: here });
  const exitCode = await main(['diff', ...args], terminal);
  return { exitCode, output: terminal.output(), errors: terminal.errors() };
}

interface Told {
  readonly rules: readonly Readonly<Record<string, unknown>>[];
  readonly summary: Readonly<Record<string, number>>;
}

async function told(args: readonly string[], from = '.'): Promise<Told> {
  const { output } = await diff([...args, '--format', 'json'], from);
  return JSON.parse(output) as Told;
}

const counts = ({ rules }: Told): Readonly<Record<string, string>> =>
  Object.fromEntries(
    rules.map(({ path: file, beforePath, change, status, gained, lost, kept }) => {
      const numbers = [gained, lost, kept].map((list) => (list as { count: number } | null)?.count ?? '-').join('/');
      return [
        `${typeof beforePath === 'string' ? `${beforePath} > ` : ''}${String(file)}`,
        `${String(change)} ${String(status)} ${numbers}`,
      ];
    }),
  );

describe('rulewright diff', () => {
  test('compares every changed rule below the folder with HEAD', async () => {
    expect(counts(await told(['--events', 'monday.ndjson']))).toEqual({
      'other/outside.toml': 'changed compared 1/1/0',
      'rules/added.toml': 'added compared 1/0/0',
      'rules/broken.toml': 'changed notCompared -/-/-',
      'rules/gone.toml': 'deleted compared 0/1/0',
      'rules/old name.toml > rules/new name.toml': 'changed sameMatching -/-/-',
      'rules/prose.toml': 'changed sameMatching -/-/-',
      'rules/rewritten.toml > rules/elsewhere.toml': 'changed compared 1/1/0',
      [odd]: 'changed compared 1/1/0',
    });
  });

  test.each<[what: string, args: readonly string[], from: string, expected: readonly string[]]>([
    ['a folder', ['rules', '--events', 'monday.ndjson'], '.', ['rules/added.toml', 'rules/gone.toml']],
    ['a folder above', ['../other', '--events', '../monday.ndjson'], 'rules', ['../other/outside.toml']],
    [
      'the folder that holds this one',
      ['..', '--events', '../monday.ndjson'],
      'rules',
      ['../other/outside.toml', 'added.toml', 'gone.toml'],
    ],
    ['a folder above with a slash', ['../other/../', '--events', '../monday.ndjson'], 'rules', ['../other/outside.toml', 'added.toml']],
    ['a pattern as a whole path', [path.join(folder, 'rules/a*.toml'), '--events', 'monday.ndjson'], '.', ['rules/added.toml']],
    ['a pattern from above', ['../**/a*.toml', '--events', '../monday.ndjson'], 'rules', ['added.toml']],
    ['this folder only', ['--events', '../monday.ndjson'], 'other', ['outside.toml']],
    ['a file', ['HEAD', 'rules/added.toml', '--events', 'monday.ndjson'], '.', ['rules/added.toml']],
    ['a deleted file', ['rules/gone.toml', '--events', 'monday.ndjson'], '.', ['rules/gone.toml']],
    ['a pattern', ['rules/a*.toml', '--events', 'monday.ndjson'], '.', ['rules/added.toml']],
  ])('looks at %s', async (_what, args, from, expected) => {
    const found = (await told(args, from)).rules.map(({ path: file }) => file);
    expect(expected.filter((file) => !found.includes(file))).toEqual([]);
    if (expected.length === 1) expect(found).toEqual(expected);
  });

  test.each<[what: string, args: readonly string[], expected: Readonly<Record<string, string>>]>([
    ['two revisions', ['v1', 'v2'], { 'rules/changed.toml': 'changed compared 1/1/1' }],
    ['a range', ['v1..v2'], { 'rules/changed.toml': 'changed compared 1/1/1' }],
    ['since the common commit', ['v1...main'], { 'rules/changed.toml': 'changed compared 1/1/1' }],
    ['a revision with itself', ['v2', 'main'], {}],
  ])('compares %s', async (_what, args, expected) => {
    expect(counts(await told(args))).toEqual(expected);
  });

  test('tells in text what was gained and lost, and why', async () => {
    const { exitCode, output, errors } = await diff(['v1', 'v2']);
    const field = (line: number, name: string) => `line ${line}  2026-03-02T10:00:0${line - 1}Z  process.name "${name}"`;
    expect(output.replace(/\([0-9a-f]{10}\)/g, '(commit)').split('\n')).toEqual([
      'v1 (commit) → v2 (commit)',
      '',
      'rules/changed.toml Rule changed',
      '  query changed',
      '  1 gained · 1 lost · 1 kept in 3 events',
      `  + ${field(2, 'bash')}`,
      '      before: ✘ process.name in ("sh", "vi") · "bash" · wrong value',
      `  - ${field(1, 'sh')}`,
      '      after: ✘ process.name in ("bash", "vi") · "sh" · wrong value',
      '',
      "note: Field types come from ECS 9.4 and the fields of all known integrations. Not all fields of the rule's indices are known.",
      '1 rule compared: 1 match gained, 1 lost, 1 kept',
      '',
    ]);
    expect([exitCode, errors]).toEqual([0, '']);
  });

  test('tells the paths and values of others on their line', async () => {
    const { output } = await diff(['rules', '--events', 'monday.ndjson']);
    expect(output).toContain('rules/ä "b" $(x)\\n.toml Rule odd\n');
  });

  test('without --events says which rules have none', async () => {
    const found = await told([]);
    expect([found.summary['noEvents'], found.summary['sameMatching'], found.summary['compared']]).toEqual([6, 2, 0]);
  });

  test.each<[what: string, args: readonly string[], exitCode: number]>([
    ['0 whatever was found', ['v1', 'v2'], 0],
    ['1 with --exit-code', ['v1', 'v2', '--exit-code'], 1],
    ['0 with --exit-code where nothing moved', ['v2', 'main', '--exit-code'], 0],
    ['2 where events cannot be read', ['v1', 'v2', '--events', 'rules/table.toml'], 2],
  ])('exits with %s', async (_what, args, exitCode) => {
    expect((await diff(args)).exitCode).toBe(exitCode);
  });

  test.each<[what: string, args: readonly string[], from: string, message: string]>([
    ['a revision that is none', ['none'], '.', 'none is no revision of git here; name a branch, a tag or a commit, such as origin/main.'],
    ['a path that is none', ['main', 'rules', 'none'], '.', 'There is no file or folder none; name revisions of git before the paths.'],
    [
      'three revisions',
      ['v1', 'v2', 'main'],
      '.',
      'v1, v2, main: there are two revisions to compare at most, and no files of these names.',
    ],
    ['a folder without git', [], '..', `${root} is in no git repository; run this where the rules are kept under git.`],
    [
      'events that are none',
      ['--events', 'none*.ndjson'],
      '.',
      'No file matches none*.ndjson; name event files, or a glob that matches some.',
    ],
    [
      'standard input',
      ['--events', '-'],
      '.',
      'The events are read once for each rule, and standard input only once; save them to a file and name that.',
    ],
  ])('refuses %s', async (_what, args, from, message) => {
    expect(await diff(args, from)).toEqual({ exitCode: 2, output: '', errors: `error: ${message}\n` });
  });

  test('says of a shallow clone how to get the rest', async () => {
    const clone = path.join(root, 'clone');
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${folder}`, clone], { stdio: 'ignore' });
    const found = await comparisonsIn(clone)({ from: 'v1', to: undefined, sinceCommonCommit: false });
    expect(found.ok ? '' : found.failure.message).toContain('This clone is shallow: `git fetch --unshallow`');
  });
});

test('a rule that cannot be read is told', async () => {
  const changes: RevisionDiff = {
    from: { name: 'HEAD', commit: '0123456789abcdef' },
    to: undefined,
    files: [{ before: 'a.toml', after: 'a.toml' }],
    read: async () => succeed('[rule]\n'),
  };
  expect(await rulewright(['diff'], { compareRevisions: async () => succeed(changes) })).toEqual({
    exitCode: 2,
    output: 'HEAD (0123456789) → the files as they are now\n0 rules compared; 1 file not read\n',
    errors: `error: a.toml: There is no file file:///project/a.toml; check the path.\n`,
  });
});
