/**
 * An ES|QL query as a chain of commands, as far as that can be told from its text: strings and comments found, the rest split at `|`.
 * https://www.elastic.co/docs/reference/query-languages/esql/esql-syntax
 */
import type { Span } from '../../base/span.js';

export interface EsqlCommand {
  /** In lower case. */
  readonly name: string;
  /** Offsets into the query. */
  readonly nameSpan: Span;
  /** What follows the name, with the insides of strings and comments blanked out, so that each character is where it is in the query. */
  readonly body: string;
  readonly bodyStart: number;
}

export interface EsqlText {
  readonly commands: readonly EsqlCommand[];
  /** Where a string or comment begins that does not end, or a bracket that has no partner. */
  readonly unbalanced: { readonly span: Span; readonly text: string } | undefined;
}

const token = /"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|`(?:[^`\n]|``)*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

export function readEsql(text: string): EsqlText {
  const masked = text.replace(token, (found) => {
    if (found.startsWith('`')) return found.replace(/[|,()[\]]/g, '_');
    if (found.startsWith('"')) return `"${'_'.repeat(found.length - 2)}"`;
    return found.replace(/[^\n]/g, ' ');
  });
  const commands: EsqlCommand[] = [];
  let start = 0;
  for (const part of splitOutside(masked, '|')) {
    const [, blank = '', name = ''] = /^(\s*)([A-Za-z_]+)?/.exec(part) ?? [];
    const nameStart = start + blank.length;
    const nameEnd = nameStart + name.length;
    const body = part.slice(blank.length + name.length);
    commands.push({ name: name.toLowerCase(), nameSpan: { start: nameStart, end: nameEnd }, body, bodyStart: nameEnd });
    start += part.length + 1;
  }
  return { commands, unbalanced: unbalanced(masked) };
}

const opening = '([{';
const closing = ')]}';
const marks = /[([{)\]},|]/g;

/** The parts of a text between separators that no brackets enclose. */
export function splitOutside(masked: string, separator: ',' | '|'): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: char, index } of masked.matchAll(marks)) {
    if (opening.includes(char)) depth++;
    else if (closing.includes(char)) depth = Math.max(0, depth - 1);
    else if (char === separator && depth === 0) {
      parts.push(masked.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, masked.slice(start)];
}

/** The bracket that each closing one closes. */
export const partners: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function unbalanced(masked: string): EsqlText['unbalanced'] {
  const at = (start: number, length: number) => ({ span: { start, end: start + length }, text: masked.slice(start, start + length) });
  const open: number[] = [];
  const quotes = [...masked.matchAll(/"_*"|"|\/\*/g)].find(([found]) => found === '"' || found === '/*');
  if (quotes !== undefined) return at(quotes.index, quotes[0].length);
  for (const { 0: char, index } of masked.matchAll(/[()[\]{}]/g)) {
    const partner = partners[char];
    if (partner === undefined) open.push(index);
    else if (masked[open.pop() ?? -1] !== partner) return at(index, 1);
  }
  const [first] = open;
  return first === undefined ? undefined : at(first, 1);
}
