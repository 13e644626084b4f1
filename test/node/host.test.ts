import { buildSync } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { createNodeHost } from '../../server/src/node/host.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rulewright-host-'));
const logged: string[] = [];
const host = createNodeHost(path.join(folder, 'assets'), (level, message) => logged.push(`${level} ${message}`));
const file = (name: string): string => path.join(folder, name);
const uri = (name: string): string => pathToFileURL(file(name)).href;

beforeAll(() => {
  mkdirSync(file('assets'));
  writeFileSync(file('assets/data.json'), '{}');
  writeFileSync(file('plain text ü.toml'), '\uFEFFa = "ü"\r\n');
  writeFileSync(file('empty'), '');
  writeFileSync(file('binary'), Uint8Array.of(65, 0, 66));
  writeFileSync(file('utf16'), Buffer.from('\uFEFFx', 'utf16le'));
  writeFileSync(file('latin1'), Buffer.from('ü', 'latin1'));
  writeFileSync(file('large'), '');
  truncateSync(file('large'), 17 * 1024 * 1024);
  writeFileSync(file('events'), Buffer.alloc(2.5 * 1024 * 1024, 'x'));
  writeFileSync(file('secret'), 'x');
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('findRules', () => {
  it('gives the files below a folder that may be rules, but for packages and hidden folders', async () => {
    for (const name of ['a.toml', 'b/c/d.kuery', 'b/e.ndjson', 'b/f.txt', 'node_modules/g.toml', '.git/h.json']) {
      mkdirSync(path.dirname(file(`rules/${name}`)), { recursive: true });
      writeFileSync(file(`rules/${name}`), '');
    }
    expect(await host.findRules(uri('rules'))).toEqual(['a.toml', 'b/c/d.kuery', 'b/e.ndjson'].map((name) => uri(`rules/${name}`)));
  });

  it.each(['absent', 'empty'])('gives none for %s', async (name) => {
    expect(await host.findRules(uri(name))).toEqual([]);
  });
});

describe('readText', () => {
  it('gives UTF-8 text without its byte order mark', async () => {
    expect(await host.readText(uri('plain text ü.toml'))).toEqual({ ok: true, value: 'a = "ü"\r\n' });
    expect(await host.readText(uri('empty'))).toEqual({ ok: true, value: '' });
  });

  test.each([
    ['absent', 'missing', (name: string) => `There is no file ${name}; check the path.`],
    ['empty/below a file', 'missing', (name: string) => `There is no file ${name}; check the path.`],
    ['assets', 'directory', (name: string) => `${name} is a folder; name a file in it.`],
    ['binary', 'binary', (name: string) => `${name} is a binary file, not text; name a rule or another text file.`],
    ['utf16', 'unsupported', (name: string) => `${name} is UTF-16; save it as UTF-8.`],
    ['latin1', 'unsupported', (name: string) => `${name} is not UTF-8 text; save it as UTF-8.`],
    ['large', 'tooLarge', (name: string) => `${name} has 17 MB; text files are read up to 16 MB.`],
  ])('%s: %s', async (name, kind, message) => {
    expect(await host.readText(uri(name))).toEqual({ ok: false, failure: { kind, message: message(file(name)) } });
  });

  it('refuses what is no file', async () => {
    const message = 'untitled:Untitled-1 is not a file on this machine; save it as a file first.';
    expect(await host.readText('untitled:Untitled-1')).toEqual({ ok: false, failure: { kind: 'unsupported', message } });
  });
});

describe('openStream', () => {
  it('gives the size and the bytes, a megabyte at a time', async () => {
    const stream = await host.openStream(uri('events'));
    if (!stream.ok) throw new Error(stream.failure.message);
    const sizes: number[] = [];
    for await (const chunk of stream.value.chunks) sizes.push(chunk.length);
    expect([stream.value.size, sizes]).toEqual([2.5 * 1024 * 1024, [1024 * 1024, 1024 * 1024, 512 * 1024]]);
  });

  it('can be left early', async () => {
    const stream = await host.openStream(uri('events'));
    if (!stream.ok) throw new Error(stream.failure.message);
    for await (const chunk of stream.value.chunks) if (chunk.length > 0) break;
    expect(await stream.value.chunks[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
  });

  it('fails for what cannot be opened', async () => {
    expect([await host.openStream(uri('absent')), await host.openStream(uri('assets'))]).toEqual([
      { ok: false, failure: { kind: 'missing', message: `There is no file ${file('absent')}; check the path.` } },
      { ok: false, failure: { kind: 'directory', message: `${file('assets')} is a folder; name a file in it.` } },
    ]);
  });
});

/** The administrator may read everything, so as one this is tried as a user without rights. */
function readTextAsNobody(name: string): unknown {
  const entry = `import { createNodeHost } from './host.js';
    console.log(JSON.stringify(await createNodeHost('', () => undefined).readText(${JSON.stringify(name)})));`;
  const resolveDir = path.resolve('server/src/node');
  const built = buildSync({
    stdin: { contents: entry, resolveDir },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  const options = { input: built.outputFiles[0]?.text ?? '', uid: 65534, cwd: '/', encoding: 'utf8' } as const;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-'], options));
}

it('says that a file may not be read', async () => {
  chmodSync(file('secret'), 0);
  const message = `${file('secret')} may not be read by this user; change its permissions or copy it.`;
  const outcome = process.getuid?.() === 0 ? readTextAsNobody(uri('secret')) : await host.readText(uri('secret'));
  expect(outcome).toEqual({ ok: false, failure: { kind: 'unreadable', message } });
});

it('knows what exists, reads assets, has a clock and a log', async () => {
  expect([await host.exists(uri('empty')), await host.exists(uri('absent')), await host.exists('untitled:x')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(await host.readAsset('data.json')).toBe('{}');
  await expect(host.readAsset('absent.json')).rejects.toThrow('ENOENT');
  expect(host.now()).toBeGreaterThan(Date.UTC(2024));
  host.log('warn', 'careful');
  expect(logged).toEqual(['warn careful']);
});
