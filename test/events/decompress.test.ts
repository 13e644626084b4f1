import { describe, expect, it, test } from 'vitest';
import { gzipSync } from 'fflate';
import { decompress } from '../../server/src/events/decompress.js';
import { bytesOf, chunked, chunkSizes, read } from './reading.js';

async function decompressed(
  bytes: Uint8Array,
  chunkBytes = Infinity,
): Promise<{ readonly text: string; readonly failure: string | undefined }> {
  const parts: Uint8Array[] = [];
  let failure: string | undefined;
  for await (const chunk of decompress(chunked(bytes, chunkBytes))) {
    parts.push(chunk.bytes.slice());
    failure = chunk.failure?.message;
  }
  return { text: Buffer.concat(parts).toString(), failure };
}

const base64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** `hello zstd` made by the `zstd` tool: with its checksum, and without one. */
const zstdFrames = { withChecksum: base64('KLUv/QRYUQAAaGVsbG8genN0ZM/bYJw='), without: base64('KLUv/QBYUQAAaGVsbG8genN0ZA==') };
/** 200,000 times `a` and a line break, by `zstd -19`. */
const zstdRun = base64('KLUv/QBoTAAACGEBAPz/ORACTQAACAoBAD0NOQAC');

const text = Array.from({ length: 300 }, (_, index) => `{"n":${index},"x":"${(index * 7919) % 1013}"}\n`).join('');

describe('what comes out', () => {
  const table: readonly (readonly [name: string, raw: Uint8Array, text: string])[] = [
    ['plain text', bytesOf('{"a":1}'), '{"a":1}'],
    ['nothing', bytesOf(''), ''],
    ['fewer bytes than it takes to know', bytesOf('{}'), '{}'],
    ['gzip', gzipSync(bytesOf('{"a":1}')), '{"a":1}'],
    ['gzip with a file name in it', gzipSync(bytesOf('{"a":1}'), { filename: 'x'.repeat(300) }), '{"a":1}'],
    ['gzip of nothing', gzipSync(bytesOf('')), ''],
    ['gzip, stored', gzipSync(bytesOf(text), { level: 0 }), text],
    ['gzip, two members', Buffer.concat([gzipSync(bytesOf('one')), gzipSync(bytesOf('two'), { filename: 'f' })]), 'onetwo'],
    ['zstd with a checksum', zstdFrames.withChecksum, 'hello zstd'],
    ['zstd without one', zstdFrames.without, 'hello zstd'],
    ['zstd, two frames', Buffer.concat([zstdFrames.withChecksum, zstdFrames.without]), 'hello zstdhello zstd'],
    ['zstd, a frame to skip between two', Buffer.concat([zstdFrames.without, Uint8Array.of(0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3), zstdFrames.without]), 'hello zstdhello zstd'],
    ['zstd of a long run', zstdRun, 'a'.repeat(200_000) + '\n'],
  ]; // prettier-ignore

  test.each(table)('%s', async (_, raw, expected) => {
    for (const size of chunkSizes) expect(await decompressed(raw, size)).toEqual({ text: expected, failure: undefined });
  });
});

describe('damage', () => {
  const gzip = gzipSync(bytesOf(text));
  const cut = 'The gzip data ends before it is complete: the file is cut off; copy or download it again.';
  const checksum =
    'The checksum of the gzip data is wrong: the file is damaged or cut off, and so may be the events read from it; copy or download it again.';
  const flipped = gzip.slice();
  flipped[gzip.length - 6] = (flipped[gzip.length - 6] ?? 0) ^ 1;

  const table: readonly (readonly [name: string, raw: Uint8Array, failure: string])[] = [
    ['gzip that is cut off', gzip.slice(0, gzip.length / 2), cut],
    ['gzip with half a header', gzip.slice(0, 5), cut],
    ['gzip with a wrong checksum', flipped, checksum],
    ['gzip without the end of its checksum', gzip.slice(0, -3), checksum],
    ['gzip with text after it', Buffer.concat([gzip, bytesOf('{"a":1}\n')]), 'The gzip data is followed by something that is not gzip data; that part is not read.'],
    ['gzip that is none', Uint8Array.of(0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9), 'The gzip data is damaged here, so the rest of the file cannot be read; copy or download it again.'],
    ['zstd that is cut off', zstdRun.slice(0, -8), 'The Zstandard data ends before it is complete: the file is cut off; copy or download it again.'],
    ['zstd with text after it', Buffer.concat([zstdFrames.without, bytesOf('{"a":1}')]), 'The Zstandard data is followed by something that is not Zstandard data; that part is not read.'],
    ['zstd that needs a dictionary', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x21, 7, 10, 0, 0, 0), 'The Zstandard data needs a dictionary; compress the file again without one.'],
    ['zstd that wants gigabytes of memory', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0xa0, 0, 0, 0, 0), 'The Zstandard data needs a window above 128 MB; compress the file again without `--long` or `--ultra`.'],
  ]; // prettier-ignore

  test.each(table)('%s', async (_, raw, failure) => {
    for (const size of chunkSizes) expect((await decompressed(raw, size)).failure).toBe(failure);
  });

  it('delivers the events before the damage, and says that the file stopped', async () => {
    const found = await read(gzip.slice(0, gzip.length / 2), 100);
    expect(found.events.length).toBeGreaterThan(100);
    expect(found.events.at(-1)).toEqual(JSON.parse(text.split('\n')[found.events.length - 1] ?? ''));
    expect(found.stopped).toBe('damaged');
    expect(found.bad.at(-1)).toEqual({ line: found.events.length + 1, message: cut });
  });

  it('is never thrown, whichever byte is changed', async () => {
    const small = gzipSync(bytesOf(text.slice(0, 2000)));
    for (const original of [small, zstdFrames.withChecksum, zstdRun]) {
      for (let at = 4; at < original.length; at++) {
        const changed = original.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 + ((at * 37) % 255));
        await decompressed(changed, 64);
      }
    }
  });
});

describe('data that expands without end', () => {
  it('comes out in pieces of bounded size', async () => {
    const bomb = gzipSync(new Uint8Array(32 * 1024 * 1024).fill(0x20));
    let largest = 0;
    let total = 0;
    for await (const { bytes } of decompress(chunked(bomb, Infinity))) {
      largest = Math.max(largest, bytes.length);
      total += bytes.length;
    }
    expect(total).toBe(32 * 1024 * 1024);
    expect(largest).toBeLessThan(17 * 1024 * 1024);
  });
});
