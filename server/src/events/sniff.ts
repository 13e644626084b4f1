/** What form an event file has, from its first bytes. */
import { fail, succeed, type Outcome } from '../base/host.js';
import { bulkActionOf } from './bulk.js';
import type { EventFormat } from './event.js';

/** As many bytes as it takes to know the format of any ordinary file. */
export const sniffBytes = 64 * 1024;

/** Files that are surely no JSON, by how they begin; and what to do with them. */
const signatures: readonly (readonly [signature: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'is a zip archive; unpack it first'],
  [[0x42, 0x5a, 0x68], 'is compressed with bzip2; decompress it first, or use gzip or zstd'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'is compressed with xz; decompress it first, or use gzip or zstd'],
  [[0x04, 0x22, 0x4d, 0x18], 'is compressed with lz4; decompress it first, or use gzip or zstd'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'is a 7z archive; unpack it first'],
  [[0x45, 0x6c, 0x66, 0x46, 0x69, 0x6c, 0x65], 'is a Windows event log (EVTX); convert it to JSON with the field names of ECS first'],
  [[0x50, 0x41, 0x52, 0x31], 'is a Parquet file; convert it to NDJSON first'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], 'is an SQLite database; export its events as NDJSON first'],
];

/**
 * The format of a file that begins with `head`, which is the whole file where `isWhole`. Fails with `unsupported` or `binary` where the
 * file holds no events that could be read.
 */
export function sniffFormat(head: Uint8Array, isWhole: boolean): Outcome<EventFormat> {
  const signature = signatures.find(([bytes]) => bytes.every((byte, index) => head[index] === byte));
  if (signature !== undefined) return fail('unsupported', `The file ${signature[1]}.`);
  const nul = head.indexOf(0);
  if (isUtf16(head, nul)) return fail('unsupported', 'The file is UTF-16; save it as UTF-8 to read its events.');
  if (nul !== -1) return fail('binary', 'The file is binary, not JSON; events are read from JSON, also compressed with gzip or zstd.');
  return succeed(formatOf(new TextDecoder().decode(head), isWhole));
}

/** By its byte order mark, or because every other byte of its first characters is zero, as in ASCII text. */
function isUtf16(head: Uint8Array, nul: number): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  if (nul !== 0 && nul !== 1) return false;
  const length = Math.min(head.length & ~1, 64);
  for (let at = nul; at < length; at += 2) if (head[at] !== 0 || head[at ^ 1] === 0) return false;
  return length >= 2;
}

/** The first line of an audit log that is a record. */
const auditRecord = /^(?:\uFEFF?\s*(?:----|time->).*\r?\n)*\uFEFF?\s*(?:node=\S+ )?type=\S+ msg=audit\(/;

function formatOf(text: string, isWhole: boolean): EventFormat {
  if (auditRecord.test(text)) return 'auditd';
  const first = /^[ \t\uFEFF]*([{[].*)/m.exec(text);
  const line = first?.[1];
  if (first === null || line === undefined) return 'ndjson';
  const after = text.slice(first.index + first[0].length);
  const hasWholeLine = isWhole || after !== '';
  if (line.startsWith('[')) return /^\[[ \t]*(?:[{\]\r\n]|$)/.test(line + after) ? 'array' : 'ndjson';
  return objectFormat(line.trimEnd(), after, hasWholeLine);
}

/** A file of CloudTrail, which is split as a search response is. */
const recordList = /^\{\s*"Records"\s*:\s*\[\s*[{\]]/;

function objectFormat(line: string, after: string, hasWholeLine: boolean): EventFormat {
  if (recordList.test(line + after)) return 'searchResponse';
  const scanned = scanLine(line);
  if (scanned.closedAt !== undefined) {
    if (/^\s*[{[]/.test(line.slice(scanned.closedAt))) return 'object';
    if (isResponseStart(line) && /"(?:hits|events)"\s*:\s*\[/.test(line)) return 'searchResponse';
    return bulkActionOf(line) === undefined ? 'ndjson' : 'bulk';
  }
  if (isResponseStart(line + after)) return 'searchResponse';
  return hasWholeLine && continuesOnNextLine(scanned, line, after) ? 'object' : 'ndjson';
}

/** The keys that search responses begin with and events do not. */
function isResponseStart(text: string): boolean {
  const first = /^\{\s*"(?:took|timed_out|_shards|_scroll_id|pit_id|is_partial|is_running|rawResponse|responses|response|hits|id)"\s*:/;
  return first.test(text) && /"hits"\s*:\s*\{/.test(text);
}

interface ScannedLine {
  /** Just after the brace that closes the one the line begins with. */
  readonly closedAt: number | undefined;
  readonly endsInText: boolean;
  readonly endsInArray: boolean;
}

function scanLine(line: string): ScannedLine {
  const open: string[] = [];
  let isText = false;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === '"') isText = !isText;
    else if (isText) at += character === '\\' ? 1 : 0;
    else if (character === '{' || character === '[') open.push(character);
    else if (character === '}' || character === ']') {
      open.pop();
      if (open.length === 0) return { closedAt: at + 1, endsInText: false, endsInArray: false };
    }
  }
  return { closedAt: undefined, endsInText: isText, endsInArray: !isText && open.at(-1) === '[' };
}

/** Whether an object that is open at the end of its first line goes on in the next, rather than being cut off. */
function continuesOnNextLine(scanned: ScannedLine, line: string, after: string): boolean {
  if (scanned.endsInText) return false;
  const next = after.trimStart();
  if (next.startsWith('{') || next.startsWith('[')) return scanned.endsInArray || line.endsWith(':');
  return next !== '';
}
