import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { createNodeHost } from '../../server/src/node/host.js';
import { readingAtOnce } from '../../server/src/node/readAtOnce.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rulewright-at-once-'));
afterAll(() => rmSync(folder, { recursive: true }));

const host = createNodeHost(folder, () => undefined);

function fileOf(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return pathToFileURL(file).href;
}

test.each([
  ['a text', () => fileOf('a text.toml', 'é\n')],
  ['a text with a byte order mark', () => fileOf('mark.toml', '\ufeffa = 1')],
  ['an empty file', () => fileOf('empty.toml', '')],
  ['a binary file', () => fileOf('binary.toml', new Uint8Array([0, 1]))],
  ['UTF-16', () => fileOf('utf16.toml', new Uint8Array([0xff, 0xfe, 0x61, 0x00]))],
  ['what is no UTF-8', () => fileOf('latin1.toml', new Uint8Array([0xe9]))],
  ['a folder', () => pathToFileURL(folder).href],
  ['a file that is not there', () => pathToFileURL(path.join(folder, 'none.toml')).href],
  ['what is no file', () => 'untitled:Untitled-1'],
])('%s is read and found as the host does it', async (_, uriOf) => {
  const uri = uriOf();
  expect(await readingAtOnce(host).readText(uri)).toEqual(await host.readText(uri));
  expect(await readingAtOnce(host).exists(uri)).toBe(await host.exists(uri));
});

test('files that are far away are left to the host after a few', async () => {
  const uri = fileOf('far.toml', 'a = 1');
  let time = 0;
  const left: string[] = [];
  const waiting = { ...host, readText: (each: string) => (left.push(each), host.readText(each)) };
  // Between two looks at the clock 20 ms go by.
  const reading = readingAtOnce(waiting, () => (time += 20));
  for (let count = 0; count < 5; count += 1) expect(await reading.readText(uri)).toEqual({ ok: true, value: 'a = 1' });
  expect(left).toEqual([uri, uri]);
});

test('files that come quickly are never left to the host', async () => {
  const uri = fileOf('near.toml', 'a = 1');
  let time = 0;
  const reading = readingAtOnce({ ...host, readText: () => Promise.reject(new Error('asked')) }, () => (time += 0.1));
  for (let count = 0; count < 500; count += 1) expect(await reading.readText(uri)).toEqual({ ok: true, value: 'a = 1' });
});
