// Puts screenshots of the same size together into one animated PNG. The pixels stay as the browser compressed them: a frame's data only
// gets another name. Format: https://www.w3.org/TR/png-3/#apng-frame-based-animation
import fs from 'node:fs';
import { crc32 } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** `frames`: each with the bytes of its `png` and how long it stands. Equal ones that follow each other become one. */
export function writeAnimation(file, frames) {
  const distinct = frames.reduce((kept, { png, milliseconds }) => {
    const last = kept.at(-1);
    if (last?.png.equals(png)) last.milliseconds += milliseconds;
    else kept.push({ png, milliseconds });
    return kept;
  }, []);
  const [head] = chunksOf(distinct[0].png);
  let sequence = 0;
  const parts = distinct.flatMap(({ png, milliseconds }, index) => {
    const [ownHead, ...chunks] = chunksOf(png);
    if (!ownHead.data.equals(head.data)) throw new Error(`frame ${index + 1} has another size or depth of colour`);
    const control = frameControl(sequence++, head.data, milliseconds);
    const pixels = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
    return [control, ...pixels.map((data) => (index === 0 ? chunk('IDAT', data) : chunk('fdAT', numbered(sequence++, data))))];
  });
  const loops = Buffer.alloc(8);
  loops.writeUInt32BE(distinct.length);
  fs.writeFileSync(
    file,
    Buffer.concat([signature, chunk('IHDR', head.data), chunk('acTL', loops), ...parts, chunk('IEND', Buffer.alloc(0))]),
  );
}

function chunksOf(png) {
  const chunks = [];
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function numbered(sequence, data) {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(sequence);
  return Buffer.concat([number, data]);
}

/** The whole picture, which takes the place of the one before. */
function frameControl(sequence, head, milliseconds) {
  const control = Buffer.alloc(26);
  control.writeUInt32BE(sequence, 0);
  head.copy(control, 4, 0, 8);
  control.writeUInt16BE(milliseconds, 20);
  control.writeUInt16BE(1000, 22);
  return chunk('fcTL', control);
}
