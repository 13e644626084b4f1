/** The command line as it is installed: started with and without its compiled code in the cache. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'rulewright-start-'));
const cache = path.join(folder, 'cache');
const kept = path.join(cache, 'rulewright');

beforeAll(() => {
  execFileSync(process.execPath, ['server/tools/build.mjs', '--out', path.join(folder, 'dist'), 'cli', 'data'], { cwd: root });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function rulewright(args: readonly string[], more: Readonly<Record<string, string>> = {}): string {
  const env = { ...process.env, NO_COLOR: '1', XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, ...more };
  return execFileSync(process.execPath, [path.join(folder, 'dist/cli.js'), ...args], { env, encoding: 'utf8' }).trim();
}

const version = (more?: Readonly<Record<string, string>>): string => rulewright(['--version'], more);

it('starts without a cache, and keeps none where none is wanted', () => {
  expect([version({ NODE_DISABLE_COMPILE_CACHE: '1' }), existsSync(kept)]).toEqual([packageJson.version, false]);
});

it('keeps its compiled code, uses it, and makes it anew where it is damaged', () => {
  expect(version()).toBe(packageJson.version);
  const [name = ''] = readdirSync(kept);
  expect(readdirSync(kept)).toEqual([expect.stringMatching(/^cli-other-[0-9a-f]{16}-v/)]);
  expect(version()).toBe(packageJson.version);
  truncateSync(path.join(kept, name), 1000);
  expect([version(), version()]).toEqual([packageJson.version, packageJson.version]);
});

it('uses the compiled code of `check`, which runs with settings of its own', () => {
  const rule = path.join(folder, 'a.eql');
  writeFileSync(rule, 'process where true');
  const check = (): string => rulewright(['check', rule]);
  const made = (): number => statSync(path.join(kept, readdirSync(kept).find((name) => name.startsWith('cli-check-')) ?? '')).ino;
  expect(check()).toBe('1 file checked: no problems');
  const first = made();
  expect([check(), made()]).toEqual(['1 file checked: no problems', first]);
});

it('has nothing to say of its settings, whichever version of Node runs it', () => {
  const { stderr } = spawnSync(process.execPath, [path.join(folder, 'dist/cli.js'), 'check', path.join(folder, 'a.eql')]);
  expect(stderr.toString()).toBe('');
});

it('keeps more where a later run needs more', () => {
  const rule = path.join(folder, 'b.eql');
  const events = path.join(folder, 'b.ndjson');
  writeFileSync(rule, 'process where true');
  writeFileSync(events, '{"event":{"category":"process"}}\n');
  const bytes = (): number => statSync(path.join(kept, readdirSync(kept).find((name) => name.startsWith('cli-run-')) ?? '')).size;
  rulewright(['run', '--help']);
  const first = bytes();
  rulewright(['run', rule, '--events', events]);
  expect(bytes()).toBeGreaterThan(first);
});

it('starts the language server, also with compiled code from the cache', () => {
  mkdirSync(path.join(folder, 'dist/server'));
  writeFileSync(path.join(folder, 'dist/server/node.cjs'), `process.stdout.write('started'); setImmediate(() => process.exit());`);
  expect([rulewright(['lsp']), rulewright(['lsp'])]).toEqual(['started', 'started']);
});

it('starts where the cache cannot be written', () => {
  const file = path.join(folder, 'a file');
  writeFileSync(file, '');
  expect(version({ XDG_CACHE_HOME: file, LOCALAPPDATA: file })).toBe(packageJson.version);
});

it('says that its output could not be written', () => {
  const rule = path.join(folder, 'c.eql');
  writeFileSync(rule, 'process where true');
  const unwritable = openSync(rule, 'r');
  const { status, stderr } = spawnSync(process.execPath, [path.join(folder, 'dist/cli.js'), 'check', rule], {
    env: { ...process.env, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache },
    encoding: 'utf8',
    stdio: ['ignore', unwritable, 'pipe'],
  });
  closeSync(unwritable);
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(/^error: Standard output cannot be written: .*; what was printed is not complete\.\n$/),
  ]);
});

it('keeps the exit code of `check` where nobody reads its output', async () => {
  const rule = path.join(folder, 'd.eql');
  writeFileSync(rule, 'process where process.name ==');
  const child = spawn(process.execPath, [path.join(folder, 'dist/cli.js'), 'check', rule], {
    env: { ...process.env, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.destroy();
  expect(await once(child, 'close')).toEqual([1, null]);
});

it('says that the folder it runs in is gone', () => {
  const gone = mkdtempSync(path.join(folder, 'gone-'));
  const { status, stderr } = spawnSync('sh', ['-c', `rmdir '${gone}'; '${process.execPath}' '${path.join(folder, 'dist/cli.js')}' check`], {
    env: { ...process.env, XDG_CACHE_HOME: cache },
    cwd: gone,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([2, 'error: The current folder is not there any more; change to another one.\n']);
});
