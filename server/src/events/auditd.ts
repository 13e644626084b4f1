/**
 * The records of one audit event, `type=SYSCALL msg=audit(1604994496.155:92733): …` and those with the same serial, as one object.
 * https://github.com/linux-audit/audit-documentation/wiki/SPEC-Writing-Good-Events
 */
import { archName, syscallName } from './auditdSyscalls.js';

/** What an audit event is made of. */
export type AuditValue = string | number | readonly AuditValue[] | AuditObject;
export interface AuditObject {
  readonly [key: string]: AuditValue;
}

/** The head of a record: which it is, of which event, when. */
export interface RecordHead {
  readonly type: string;
  readonly node: string | undefined;
  /** Seconds since the epoch, with milliseconds; as it stands where it was explained already. */
  readonly time: string;
  readonly serial: string;
  /** Where its fields begin. */
  readonly end: number;
}

const head = /^\s*(?:node=(\S+) )?type=(\w+|UNKNOWN\[\d+\]) msg=audit\(([^()]*):(\d+)\) ?:/;

/** Bytes in which the head of any record ends. */
export const longestHead = 400;

/** The head of a line; undefined where the line is no audit record. */
export function recordHead(line: string): RecordHead | undefined {
  const found = head.exec(line);
  if (found === null) return undefined;
  const [whole, node, type = '', time = '', serial = ''] = found;
  return { type, node, time, serial, end: whole.length };
}

/** Lines between the events of `ausearch`. */
export function isSeparator(line: string): boolean {
  return line.startsWith('----') || line.startsWith('time->');
}

type Fields = Readonly<Record<string, string>>;

interface AuditRecord {
  readonly type: string;
  readonly fields: Fields;
}

/** Names of record types whose fields are told apart from those of the event itself. */
const separateRecords = new Set(['EXECVE', 'PATH', 'PROCTITLE', 'CWD', 'SOCKADDR', 'EOE']);

/**
 * The event that begins with the first line; lines of other serials are of events that were written in between. Undefined where the text
 * is no audit event. All stands below `audit`: `type`, `types`, `time`, `serial`, `node`, `data` (the fields of the records), `syscall`,
 * `arguments`, `title`, `directory`, `path`, `paths`, `socket`, `keys`.
 */
export function readAuditEvent(text: string): AuditObject | undefined {
  const lines = text.split('\n').flatMap((line) => {
    const found = recordHead(line);
    return found === undefined ? [] : [{ ...found, rest: line.slice(found.end) }];
  });
  const [first] = lines;
  if (first === undefined) return undefined;
  const records = lines
    .filter(({ serial, node }) => serial === first.serial && node === first.node)
    .map(({ type, rest }): AuditRecord => ({ type, fields: fieldsOf(rest, type) }));
  const data: Record<string, string> = {};
  for (const { type, fields } of records)
    if (!separateRecords.has(type)) for (const [key, value] of Object.entries(fields)) data[key] ??= value;
  const paths = records.filter(({ type }) => type === 'PATH').map(({ fields }) => fields);
  const audit: Record<string, AuditValue | undefined> = {
    type: first.type,
    types: records.map(({ type }) => type),
    time: first.time,
    serial: first.serial,
    node: first.node,
    ...callOf(records, data),
    arguments: argumentsOf(records),
    title: fieldOf(records, 'PROCTITLE', 'proctitle'),
    directory: fieldOf(records, 'CWD', 'cwd') ?? data['cwd'],
    path: paths.find(({ nametype }) => nametype !== 'PARENT') ?? paths[0],
    paths: paths.length === 0 ? undefined : paths,
    socket: socketOf(fieldOf(records, 'SOCKADDR', 'saddr')),
    keys: data['key']?.split('\u0001'),
    data,
  };
  return { audit: Object.fromEntries(Object.entries(audit).filter((entry): entry is [string, AuditValue] => entry[1] !== undefined)) };
}

function fieldOf(records: readonly AuditRecord[], type: string, field: string): string | undefined {
  return records.find((record) => record.type === type)?.fields[field];
}

function callOf(records: readonly AuditRecord[], data: Record<string, string>): { readonly syscall?: string } {
  const call = records.find(({ type }) => type === 'SYSCALL')?.fields;
  const number = call?.['syscall'];
  if (call === undefined || number === undefined) return {};
  const name = call['SYSCALL'] ?? syscallName(call['arch'], number) ?? number;
  data['syscall'] = name;
  const arch = call['arch'];
  if (arch !== undefined) data['arch'] = archName(arch);
  return { syscall: name };
}

function argumentsOf(records: readonly AuditRecord[]): readonly string[] | undefined {
  const parts = new Map<number, string>();
  for (const { type, fields } of records) {
    if (type !== 'EXECVE') continue;
    for (const [key, value] of Object.entries(fields)) {
      const at = /^a(\d+)(?:\[\d+\])?$/.exec(key)?.[1];
      if (at !== undefined) parts.set(Number(at), (parts.get(Number(at)) ?? '') + value);
    }
  }
  return parts.size === 0 ? undefined : [...parts].sort(([a], [b]) => a - b).map(([, value]) => value);
}

/** Fields whose values are text from outside: without quotes they stand in hexadecimal. */
const encodedFields = new Set([
  'proctitle', 'comm', 'exe', 'cwd', 'name', 'cmd', 'acct', 'path', 'dir', 'key', 'data', 'ocomm', 'vm', 'new-disk', 'old-disk', 'profile',
  'grp', 'device', 'unit',
]); // prettier-ignore

const field = /([A-Za-z_][\w-]*(?:\[\d+\])?)=("[^"]*"|'[^']*'|\{[^{}]*\}|\S*)/g;

/** The fields of a record; those inside `msg='…'` are fields like the others. What auditd added by way of explanation has names in capitals. */
function fieldsOf(rest: string, type: string): Fields {
  const found: Record<string, string> = {};
  const denied = /\bavc:\s+(denied|granted)\b/.exec(rest)?.[1];
  if (denied !== undefined) found['seresult'] = denied;
  for (const [, key = '', written = ''] of rest.matchAll(field)) {
    if (key === 'msg') Object.assign(found, fieldsOf(written.replace(/^'|'$/g, ''), type));
    else {
      const value = valueOf(key, written, type);
      if (value !== undefined) found[key] ??= value;
    }
  }
  return found;
}

function valueOf(key: string, written: string, type: string): string | undefined {
  if (written.startsWith('"')) return written.slice(1, -1);
  if (written === '' || written === '?' || written === '(null)' || written === '(none)') return undefined;
  const isEncoded = encodedFields.has(key) || (type === 'EXECVE' && /^a\d+(?:\[\d+\])?$/.test(key));
  return isEncoded && /^(?:[0-9A-F]{2})+$/.test(written) ? fromHex(written, key) : written;
}

function fromHex(written: string, key: string): string {
  const text = new TextDecoder().decode(bytesOf(written));
  return key === 'proctitle' ? text.replaceAll('\0', ' ').trim() : text.replace(/\0+$/, '');
}

function bytesOf(written: string): Uint8Array {
  return Uint8Array.from({ length: written.length / 2 }, (_, at) => parseInt(written.slice(at * 2, at * 2 + 2), 16));
}

/** An address as the kernel keeps it (`struct sockaddr`), for the families of the internet and of local sockets. */
function socketOf(address: string | undefined): AuditObject | undefined {
  if (address === undefined || !/^(?:[0-9A-Fa-f]{2}){2,}$/.test(address)) return undefined;
  const bytes = bytesOf(address);
  const family = (bytes[0] ?? 0) + 256 * (bytes[1] ?? 0);
  const port = 256 * (bytes[2] ?? 0) + (bytes[3] ?? 0);
  if (family === 1) return { family: 'unix', ...pathOf(bytes.subarray(2)) };
  if (family === 2 && bytes.length >= 8) return { family: 'ipv4', address: bytes.subarray(4, 8).join('.'), port };
  if (family === 10 && bytes.length >= 24) return { family: 'ipv6', address: ipv6Of(bytes.subarray(8, 24)), port };
  return family === 16 ? { family: 'netlink' } : undefined;
}

function pathOf(bytes: Uint8Array): { readonly path?: string } {
  const path = new TextDecoder()
    .decode(bytes)
    .replace(/^\0/, '@')
    .replace(/\0[^]*$/, '');
  return path === '' ? {} : { path };
}

function ipv6Of(bytes: Uint8Array): string {
  const isMapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  if (isMapped) return bytes.subarray(12).join('.');
  const groups = Array.from({ length: 8 }, (_, at) => (256 * (bytes[at * 2] ?? 0) + (bytes[at * 2 + 1] ?? 0)).toString(16));
  const text = groups.join(':');
  const [longest] = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map(([run]) => run).sort((one, other) => other.length - one.length);
  return longest === undefined ? text : text.replace(longest, ':').replace(/^:$|(?<=[^:]):$/, '::');
}
