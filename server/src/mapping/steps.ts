/** What a mapping can make of a value, by name: a closed list, so that a mapping stays a table and never becomes a program. */
import { instantToIso, parseInstant } from '../events/time.js';
import { isJsonObject, type Json } from '../events/json.js';
import { linuxArguments, quotedWords, windowsArguments } from './commandLine.js';
import { textOf } from './rawEvent.js';

export const namedSteps = [
  'lower', 'upper', 'trim', 'text', 'number', 'hexNumber', 'boolean', 'words', 'count', 'first', 'last', 'join',
  'basename', 'directory', 'extension', 'guid', 'accountName', 'accountDomain', 'date', 'epoch', 'ip',
  'windowsArguments', 'quotedWords', 'linuxArguments', 'mapText', 'registryHive', 'registryKey', 'registryValue', 'registryData', 'registryDataType',
] as const; // prettier-ignore

export type NamedStep = (typeof namedSteps)[number];

/** What the step makes of the value; undefined for nothing, so that the field is left out. */
export function applyNamed(step: NamedStep, value: Json): Json | undefined {
  if (step === 'mapText') return mapText(value);
  if (Array.isArray(value)) {
    const ofList = ofLists[step];
    if (ofList !== undefined) return ofList(value);
    const made = value.flatMap((each: Json) => applyNamed(step, each) ?? []);
    return made.length === 0 ? undefined : made;
  }
  if (step === 'count') return value === null ? undefined : 1;
  return isJsonObject(value) || value === null ? undefined : ofTexts[step]?.(textOf(value));
}

const ofLists: Partial<Record<NamedStep, (values: readonly Json[]) => Json | undefined>> = {
  count: (values) => values.length,
  first: (values) => values[0],
  last: (values) => values.at(-1),
  join: (values) => values.map(String).join(' '),
};

const ofTexts: Partial<Record<NamedStep, (text: string) => Json | undefined>> = {
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
  text: (text) => text,
  number: numberOf,
  hexNumber: (text) => numberOf(/^0x/i.test(text) ? text : `0x${text}`),
  boolean: (text) => (/^(?:true|yes|1)$/i.test(text) ? true : /^(?:false|no|0)$/i.test(text) ? false : undefined),
  words: (text) => text.split(/\s+/).filter((word) => word !== ''),
  first: (text) => text,
  last: (text) => text,
  join: (text) => text,
  basename: (text) => text.slice(text.lastIndexOf(separatorOf(text)) + 1) || undefined,
  directory: (text) => directoryOf(text),
  extension: (text) => extensionOf(text),
  guid: (text) => text.replace(/^\{(.*)\}$/, '$1'),
  accountName: (text) => text.slice(text.indexOf('\\') + 1).replace(/@.*$/, '') || undefined,
  accountDomain: (text) => text.slice(0, Math.max(0, text.indexOf('\\'))) || undefined,
  date: dateOf,
  epoch: (text) => (/^\d+(?:\.\d+)?$/.test(text) ? isoOf(Math.round(Number(text) * 1000)) : undefined),
  ip: ipOf,
  windowsArguments,
  quotedWords,
  linuxArguments,
  registryHive: (text) => hives[text.split('\\', 1)[0]?.toUpperCase() ?? ''],
  registryKey: (text) => (ofTexts.registryHive?.(text) === undefined ? undefined : text.slice(text.indexOf('\\') + 1)),
  registryValue: (text) => text.slice(text.lastIndexOf('\\') + 1) || undefined,
  registryData: (text) => registryData(text).data,
  registryDataType: (text) => registryData(text).type,
};

/** Decimal, or hexadecimal with `0x`. */
function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^(?:-?\d+(?:\.\d+)?|0x[0-9a-f]+)$/i.test(trimmed)) return undefined;
  return Number(trimmed);
}

function separatorOf(path: string): string {
  return !path.startsWith('/') && path.includes('\\') ? '\\' : '/';
}

function directoryOf(path: string): string | undefined {
  const at = path.lastIndexOf(separatorOf(path));
  return at < 0 ? undefined : path.slice(0, at) || path.slice(0, 1);
}

function extensionOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf(separatorOf(path)) + 1);
  const at = name.lastIndexOf('.');
  return at < 1 || at === name.length - 1 ? undefined : name.slice(at + 1);
}

/** ISO 8601, or as Sysmon and NXLog write it, `2020-06-10 02:50:54.631`, which is taken for UTC. */
function dateOf(text: string): string | undefined {
  const spaced = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)( ?(?:Z|UTC|[+-]\d\d:?\d\d))?$/.exec(text.trim());
  const zone = (spaced?.[3] ?? 'Z').trim().replace('UTC', 'Z');
  const at = parseInstant(spaced === null ? text.trim() : `${spaced[1] ?? ''}T${spaced[2] ?? ''}${zone}`);
  return at === undefined ? undefined : instantToIso(at);
}

function isoOf(milliseconds: number): string | undefined {
  return Math.abs(milliseconds) > 8.64e15 ? undefined : new Date(milliseconds).toISOString();
}

/** An address; one of IPv4 written as IPv6 as IPv4. Nothing where the text is none. */
function ipOf(text: string): string | undefined {
  const plain = /^\[?(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})\]?$/i.exec(text.trim())?.[1];
  if (plain !== undefined) return plain.split('.').every((part) => Number(part) <= 255) ? plain : undefined;
  return /^[0-9a-f]*:[0-9a-f:]*:[0-9a-f.:]*$|^::1?$/i.test(text.trim()) ? text.trim() : undefined;
}

const hives: Readonly<Record<string, string>> = {
  HKEY_CLASSES_ROOT: 'HKCR',
  HKCR: 'HKCR',
  HKEY_CURRENT_CONFIG: 'HKCC',
  HKCC: 'HKCC',
  HKEY_CURRENT_USER: 'HKCU',
  HKCU: 'HKCU',
  HKEY_LOCAL_MACHINE: 'HKLM',
  HKLM: 'HKLM',
  HKEY_USERS: 'HKU',
  HKU: 'HKU',
};

/** The details of a registry event of Sysmon: `DWORD (0x00000001)`. https://learn.microsoft.com/en-us/sysinternals/downloads/sysmon */
function registryData(details: string): { readonly data: string; readonly type: string } {
  const dword = /^DWORD \((0x[0-9a-f]+)\)$/i.exec(details)?.[1];
  if (dword !== undefined) return { data: String(Number(dword)), type: 'SZ_DWORD' };
  const qword = /^QWORD \(0x([0-9a-f]+)-0x([0-9a-f]+)\)$/i.exec(details);
  if (qword !== null) return { data: String(BigInt(`0x${qword[1] ?? '0'}${(qword[2] ?? '').padStart(8, '0')}`)), type: 'SZ_QWORD' };
  return { data: details, type: details === 'Binary Data' ? 'REG_BINARY' : 'REG_SZ' };
}

/** Nested values as one text, `{userName=a, tags=[b, c]}`: what the CloudTrail integration keeps of parameters. */
function mapText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((each: Json) => mapText(each)).join(', ')}]`;
  if (!isJsonObject(value)) return textOf(value);
  const members = Object.entries(value).filter(([, member]) => !isNothing(member));
  return `{${members.map(([key, member]) => `${key}=${mapText(member)}`).join(', ')}}`;
}

function isNothing(value: Json): boolean {
  if (value === null || value === '') return true;
  if (Array.isArray(value)) return value.every((each: Json) => isNothing(each));
  return isJsonObject(value) && Object.values(value).every(isNothing);
}
