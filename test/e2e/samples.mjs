// Large samples, made where they are needed.
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** `long.eql` with a sample that takes many seconds to run through and next to no place: one compressed block, over and over. */
export function writeLong(folder) {
  const event = {
    '@timestamp': '2026-03-02T10:00:00Z',
    event: { category: 'process' },
    process: { name: 'sh', command_line: 'x'.repeat(900) },
  };
  const block = gzipSync(`${JSON.stringify(event)}\n`.repeat(8_000));
  fs.writeFileSync(path.join(folder, 'long.eql'), 'process where process.name == "curl"\n');
  writeBlocks(path.join(folder, 'long.events.ndjson.gz'), block, 400 * block.length);
}

/** `big.eql` with a sample of so many bytes; the one event that matches is the last. */
export function writeBig(folder, bytes) {
  const event = (name, time) =>
    `${JSON.stringify({
      '@timestamp': `2026-03-02T${time}.000Z`,
      event: { category: ['process'], type: ['start'] },
      host: { id: 'h-1' },
      process: { name, command_line: 'x'.repeat(400) },
    })}\n`;
  const block = Buffer.from(event('sh', '10:00:00').repeat(2_000));
  const file = path.join(folder, 'big.events.ndjson');
  fs.writeFileSync(path.join(folder, 'big.eql'), 'process where process.name == "curl"\n');
  writeBlocks(file, block, bytes);
  fs.appendFileSync(file, event('curl', '11:00:00'));
}

function writeBlocks(file, block, bytes) {
  const handle = fs.openSync(file, 'w');
  for (let written = 0; written < bytes; written += block.length) fs.writeSync(handle, block);
  fs.closeSync(handle);
}
