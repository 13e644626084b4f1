/** Bytes of a file as text: UTF-8, and one sentence for what is something else. Each host reads text files by it. */
import { fail, succeed, type Outcome } from './host.js';
import { limits } from './limits.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** `name` is what messages call the file. */
export function decodeText(bytes: Uint8Array, name: string): Outcome<string> {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) return fail('unsupported', `${name} is UTF-16; save it as UTF-8.`);
  if (bytes.includes(0)) return fail('binary', `${name} is a binary file, not text; name a rule or another text file.`);
  try {
    return succeed(utf8.decode(bytes));
  } catch {
    return fail('unsupported', `${name} is not UTF-8 text; save it as UTF-8.`);
  }
}

/** Refuses a text file of so many bytes, where that is too many. */
export function checkTextSize(size: number, name: string): Outcome<undefined> {
  if (size <= limits.textBytes) return succeed(undefined);
  return fail('tooLarge', `${name} has ${megabytes(size)}; text files are read up to ${megabytes(limits.textBytes)}.`);
}

export function megabytes(bytes: number): string {
  return `${(bytes / (1024 * 1024)).toFixed(0)} MB`;
}
