/** How names and texts are written in EQL. */
import { quoteName } from './literals.js';
import { eqlKeywords } from './tokens.js';

/** A dotted field name, each part in back quotes where it needs them. */
export function writeField(name: string): string {
  return name.split('.').map(writePart).join('.');
}

function writePart(part: string): string {
  return /^[A-Za-z_@][A-Za-z0-9_]*$/.test(part) && !eqlKeywords.includes(part) ? part : quoteName(part);
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text as a string with escapes. */
export function writeString(text: string): string {
  return `"${text.replace(/[\\"\u0000-\u001f\u007f]/g, (char) => escapes[char] ?? `\\u{${char.charCodeAt(0).toString(16).padStart(2, '0')}}`)}"`;
}

/** The word before `where`. */
export function writeCategory(name: string): string {
  return /^[A-Za-z_@][A-Za-z0-9_]*$/.test(name) && !eqlKeywords.includes(name) ? name : writeString(name);
}
