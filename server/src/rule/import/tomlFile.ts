/** A rule file in TOML from plain values, laid out as the public rule repositories lay theirs out. */
import { filtered, isList, isRecord, sortedKeys, type PlainRecord } from '../plain.js';
import { keyText, multilineText, queryText, tomlText } from '../tomlText.js';
import { blockText } from '../tomlWriter.js';
import type { Plain } from '../value.js';

export interface TomlParts {
  readonly metadata: PlainRecord;
  readonly transform: PlainRecord | undefined;
  readonly rule: PlainRecord;
}

/** Longer prose is broken into lines. */
const longestLine = 120;

/** The queries stand last among the plain values, each after an empty line. */
const queryKeys: readonly string[] = ['query', 'threat_query'];

/** Ends with a line break. Null values are left out: TOML has none. */
export function tomlFile({ metadata, transform, rule }: TomlParts): string {
  const blocks = Object.entries(transform ?? {}).map(([key, value]) => blockText(['transform', keyText(key)], sortedKeys(value)));
  return [section('metadata', metadata), ...blocks, section('rule', rule)].join('\n');
}

function section(name: string, values: PlainRecord): string {
  const entries = Object.entries(filtered(values, (_key, value) => value !== null)).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = entries.filter(([key, value]) => !isBlock(value) && !queryKeys.includes(key));
  const queries = entries.filter(([key, value]) => !isBlock(value) && queryKeys.includes(key));
  const tables = entries.filter(([, value]) => isBlock(value));
  return [
    `[${name}]\n`,
    ...lines.map(([key, value]) => `${keyText(key)} = ${valueText(key, value)}\n`),
    ...queries.map(([key, value]) => `\n${keyText(key)} = ${typeof value === 'string' ? queryText(value) : tomlText(value)}\n`),
    ...tables.map(([key, value]) => `\n${blockText([name, keyText(key)], sortedKeys(withoutNull(value)))}`),
  ].join('');
}

function isBlock(value: Plain): boolean {
  return isRecord(value) || (isList(value) && value.length > 0 && value.every(isRecord));
}

function withoutNull(value: Plain): Plain {
  if (isList(value)) return value.filter((element) => element !== null).map(withoutNull);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNull(inner)] as const]));
  return Object.fromEntries(entries);
}

function valueText(key: string, value: Plain): string {
  if (typeof value !== 'string') return tomlText(withoutNull(value)) ?? '';
  if (key === 'description' && !value.includes('\n') && value.length > longestLine) return multilineText(`${wrapped(value)}\n`);
  return value.includes('\n') ? multilineText(value) : (tomlText(value) ?? '');
}

function wrapped(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > longestLine) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
