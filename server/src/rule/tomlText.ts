/** Values as TOML text. https://toml.io/en/v1.0.0 */
import { isList } from './plain.js';
import type { Plain } from './value.js';

/** Longer lists of strings are written with one element a line. */
const longestLine = 100;

/** The value on the right of `key =`; undefined for null, which TOML does not have. */
export function tomlText(value: Plain): string | undefined {
  if (value === null) return undefined;
  if (typeof value === 'string') return stringText(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return listText(value);
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const text = tomlText(inner);
    return text === undefined ? [] : [`${keyText(key)} = ${text}`];
  });
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

export function keyText(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : basicString(key);
}

function listText(list: readonly Plain[]): string {
  const elements = list.flatMap((element) => tomlText(element) ?? []);
  const line = `[${elements.join(', ')}]`;
  if (line.length <= longestLine && !line.includes('\n')) return line;
  return `[\n${elements.map((element) => `    ${element},\n`).join('')}]`;
}

const control = /[\u0000-\u0008\u000b-\u001f\u007f]/;

function stringText(value: string): string {
  if (value.includes('\n')) {
    if (!value.includes("'''") && !control.test(value) && !value.endsWith("'")) return `'''\n${value}'''`;
    return multilineText(value);
  }
  const needsEscapes = /["\\]/.test(value);
  return needsEscapes && !value.includes("'") && !control.test(value) && !value.includes('\t') ? `'${value}'` : basicString(value);
}

/** Text of several lines between triple quotes; what TOML wants escaped is, quotes only where three of them meet. */
export function multilineText(value: string): string {
  const content = value.replace(/[\\\u0000-\u0008\u000b-\u001f\u007f]|"(?="")|"$/g, escaped);
  return `"""\n${content}"""`;
}

/** A query as a literal block, in which nothing is escaped; where it cannot be one, as other text. */
export function queryText(value: string): string {
  const isLiteral = !value.includes("'''") && !control.test(value) && !value.endsWith("'");
  return isLiteral ? `'''\n${value}'''` : stringText(value);
}

function basicString(value: string): string {
  return `"${escaped(value)}"`;
}

/** JSON escapes what TOML has to have escaped, and with escapes that TOML has too, but for DEL. */
function escaped(value: string): string {
  return JSON.stringify(value).slice(1, -1).replaceAll('\u007f', '\\u007f');
}
