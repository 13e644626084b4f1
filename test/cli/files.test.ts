import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findFilesIn, uriOf, writeFileIn } from '../../server/src/cli/files.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rulewright-files-'));
for (const file of [
  'rules/b.toml',
  'rules/a.eql',
  'rules/deep/c.kuery',
  'rules/notes.md',
  'rules/node_modules/x/d.toml',
  'odd [1].toml',
  'odd 1.toml',
]) {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), '');
}
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['a folder, its rules at any depth', 'rules', 'folder', ['rules/a.eql', 'rules/b.toml', 'rules/deep/c.kuery']],
  ['a folder with a slash', 'rules/', 'folder', ['rules/a.eql', 'rules/b.toml', 'rules/deep/c.kuery']],
  ['a glob', 'rules/*.toml', 'glob', ['rules/b.toml']],
  ['a glob that matches other files too', 'rules/*.*', 'glob', ['rules/a.eql', 'rules/b.toml', 'rules/notes.md']],
  ['a glob that matches nothing', 'rules/*.yaml', 'glob', []],
  ['a file of any name', 'rules/notes.md', 'file', ['rules/notes.md']],
  ['a file whose name looks like a glob', 'odd [1].toml', 'file', ['odd [1].toml']],
  ['a file that is not there', 'missing.toml', 'file', ['missing.toml']],
])('%s', async (_, pattern, kind, paths) => {
  expect(await findFilesIn(folder)(pattern)).toEqual({ kind, paths });
});

test('a path becomes a URI from the current folder on', () => {
  expect(uriOf('/home/ada', 'my rules/a.toml')).toBe('file:///home/ada/my%20rules/a.toml');
  expect(uriOf('/work', '/etc/a.toml')).toBe('file:///etc/a.toml');
});

test('a file is written with the folders above it, and overwritten only where that is asked for', async () => {
  const write = writeFileIn(folder);
  const written = () => readFileSync(path.join(folder, 'new/deep/a.toml'), 'utf8');
  expect([await write('new/deep/a.toml', 'one', false), written()]).toEqual([{ ok: true, value: undefined }, 'one']);
  expect([await write('new/deep/a.toml', 'two', false), written()]).toEqual([
    {
      ok: false,
      failure: { kind: 'unreadable', message: 'new/deep/a.toml exists already; add --force to overwrite it, or name another file.' },
    },
    'one',
  ]);
  expect([await write('new/deep/a.toml', 'two', true), written()]).toEqual([{ ok: true, value: undefined }, 'two']);
  expect(await write('new/deep', 'x', true)).toEqual({
    ok: false,
    failure: { kind: 'directory', message: 'new/deep is a folder; name a file.' },
  });
});
