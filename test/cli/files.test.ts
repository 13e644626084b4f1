import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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

test.each([
  ['a folder above', '..', 'folder', ['../a.eql', '../b.toml', 'c.kuery']],
  ['the folder itself, by way of those above', '../../rules/deep', 'folder', ['c.kuery']],
  ['a folder two above', '../../', 'folder', ['../../odd 1.toml', '../../odd [1].toml', '../a.eql', '../b.toml', 'c.kuery']],
  ['a glob from above', '../**/*.{eql,kuery}', 'glob', ['../a.eql', 'c.kuery']],
  ['a pattern as a whole path', path.join(folder, 'rules/*.toml'), 'glob', ['../b.toml']],
  ['a whole path', path.join(folder, 'rules'), 'folder', ['../a.eql', '../b.toml', 'c.kuery']],
])('from a folder within: %s', async (_, pattern, kind, paths) => {
  expect(await findFilesIn(path.join(folder, 'rules/deep'))(pattern)).toEqual({ kind, paths });
});

test('a file that links lead to by several ways is found once', async () => {
  const linked = mkdtempSync(path.join(tmpdir(), 'rulewright-links-'));
  try {
    mkdirSync(path.join(linked, 'real'));
    writeFileSync(path.join(linked, 'real/a.toml'), '');
    symlinkSync('.', path.join(linked, 'again'));
    symlinkSync('real', path.join(linked, 'also'));
    symlinkSync('a.toml', path.join(linked, 'real/0.toml'));
    symlinkSync('nowhere', path.join(linked, 'real/gone.toml'));
    symlinkSync('itself.toml', path.join(linked, 'itself.toml'));
    expect(await findFilesIn(linked)('.')).toEqual({ kind: 'folder', paths: ['real/a.toml'] });
    expect(await findFilesIn(linked)('also')).toEqual({ kind: 'folder', paths: ['also/0.toml'] });
  } finally {
    rmSync(linked, { recursive: true });
  }
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
