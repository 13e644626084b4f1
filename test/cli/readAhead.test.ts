import { expect, test } from 'vitest';
import type { Host } from '../../server/src/base/host.js';
import { readingAhead } from '../../server/src/cli/readAhead.js';
import { memoryHost } from '../kit/memoryHost.js';

const uris = Array.from({ length: 40 }, (_, at) => `file:///rules/${at}.toml`);

function counted(): { readonly host: Host; readonly read: string[] } {
  const read: string[] = [];
  const memory = memoryHost(Object.fromEntries(uris.map((uri) => [uri, `text of ${uri}`])));
  return {
    read,
    host: {
      ...memory,
      readText: (uri) => {
        read.push(uri);
        return memory.readText(uri);
      },
    },
  };
}

test('every file is read once, in order, and no more than a few before they are asked for', async () => {
  const { host, read } = counted();
  const ahead = readingAhead(host, uris);
  for (const [at, uri] of uris.entries()) {
    expect(await ahead.readText(uri)).toEqual({ ok: true, value: `text of ${uri}` });
    expect(read.length).toBeLessThanOrEqual(at + 16);
  }
  expect(read).toEqual(uris);
});

test('files that are passed over do not hold up those after them', async () => {
  const { host, read } = counted();
  const ahead = readingAhead(host, uris);
  for (const uri of ['file:///rules/0.toml', 'file:///rules/39.toml']) {
    expect(await ahead.readText(uri)).toEqual({ ok: true, value: `text of ${uri}` });
  }
  expect(read).toHaveLength(17);
});

test('other files, and files that are asked for again, are read as ever', async () => {
  const { host, read } = counted();
  const ahead = readingAhead(host, uris.slice(0, 2));
  await ahead.readText('file:///rules/1.toml');
  await ahead.readText('file:///rules/1.toml');
  await ahead.readText('file:///rules/9.toml');
  expect(read).toEqual(['file:///rules/1.toml', 'file:///rules/1.toml', 'file:///rules/9.toml']);
});
