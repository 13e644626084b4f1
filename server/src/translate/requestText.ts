/**
 * A search request as text that can be pasted into the console of Kibana's Dev Tools.
 * https://www.elastic.co/docs/explore-analyze/query-filter/tools/console
 */
import type { Plain } from '../rule/value.js';
import type { SearchRequest } from './request.js';

const widest = 120;

/** Characters that change what is seen of the text around them, or that drive a terminal. */
const hidden = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;
const allHidden = new RegExp(hidden, 'g');

function escapeHidden(text: string): string {
  return text.replace(allHidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Notes as comments, the request line, and the body; ends with a line break. */
export function consoleText({ method, path, body, notes }: Pick<SearchRequest, 'method' | 'path' | 'body' | 'notes'>): string {
  const comments = notes.map((note) => `# ${escapeHidden(note.replace(/\s+/g, ' '))}\n`).join('');
  const entries = Object.entries(body).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${key === 'query' ? printQuery(value) : print(value, '  ')}`,
  );
  return `${comments}${method} ${path}\n{\n${entries.join(',\n')}\n}\n`;
}

/** An EQL query of several lines stands between three quotes, where the console reads it as it is; white space at its ends means nothing. */
function printQuery(query: Plain): string {
  if (typeof query !== 'string' || !query.includes('\n') || query.includes('"""') || hidden.test(query)) return print(query, '  ');
  return `"""\n${query.trim()}\n"""`;
}

/** What fits into a line stands in one. */
function print(value: Plain, indent: string): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return escapeHidden(JSON.stringify(value));
  const line = printLine(value);
  if (line !== undefined && indent.length + line.length <= widest) return line;
  const inner = `${indent}  `;
  if (isList(value)) return `[\n${value.map((element) => inner + print(element, inner)).join(',\n')}\n${indent}]`;
  const entries = Object.entries(value).map(([key, element]) => `${inner}${print(key, '')}: ${print(element, inner)}`);
  return `{\n${entries.join(',\n')}\n${indent}}`;
}

/** Undefined for what is longer than a line. */
function printLine(value: Plain): string | undefined {
  if (typeof value !== 'object' || value === null) return print(value, '');
  const parts: string[] = [];
  let length = 0;
  for (const [key, element] of isList(value) ? value.map((one) => [undefined, one] as const) : Object.entries(value)) {
    const text = printLine(element);
    if (text === undefined || (length += text.length) > widest) return undefined;
    parts.push(key === undefined ? text : `${print(key, '')}: ${text}`);
  }
  if (isList(value)) return `[${parts.join(', ')}]`;
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
