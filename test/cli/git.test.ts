import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { revisionsIn } from '../../server/src/cli/git.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rulewright-git-'));
const write = (file: string, text: string): void => writeFileSync(path.join(folder, file), text);
const git = (...args: readonly string[]): void => {
  const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...author, ...args], { cwd: folder, stdio: 'ignore' });
};
mkdirSync(path.join(folder, 'rules'));
write('rules/ä b.toml', 'old');
write('rules/same.toml', 'same');
write('top.toml', 'old top');
git('init', '--initial-branch=main');
git('add', '.');
git('commit', '-m', 'Begin');
write('rules/ä b.toml', 'new');
write('rules/new.toml', 'new');
write('top.toml', 'new top');
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['a changed file', '.', 'rules/ä b.toml', 'old'],
  ['a changed file by its whole path', '.', path.join(folder, 'rules/ä b.toml'), 'old'],
  ['a changed file from a folder below', 'rules', './ä b.toml', 'old'],
  ['a changed file outside the folder', 'rules', '../top.toml', 'old top'],
  ['a file that is the same', '.', 'rules/same.toml', undefined],
  ['a new file', '.', 'rules/new.toml', undefined],
])('%s', async (_, from, file, expected) => {
  const earlier = await revisionsIn(path.join(folder, from))('main');
  expect(earlier.ok ? await earlier.value(file) : earlier.failure).toBe(expected);
});

test.each(['none', '--output=x', ''])('%j is no revision', async (revision) => {
  expect(await revisionsIn(folder)(revision)).toEqual({
    ok: false,
    failure: {
      kind: 'unreadable',
      message: `${revision} is no revision of git here; name a branch, a tag or a commit, such as origin/main.`,
    },
  });
});
