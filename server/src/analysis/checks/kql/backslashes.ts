/** KQL114: a backslash that is not doubled: it turns into something else, vanishes, or stays only by luck. */
import type { Fix, Problem } from '../../../base/problem.js';
import { span, type Span } from '../../../base/span.js';
import type { FieldCatalog } from '../../../schema/catalog.js';
import type { Literal } from '../../../syntax/kql/ast.js';
import type { ParsedKql } from '../../../syntax/kql/parse.js';
import type { Sites } from '../../kql/sites.js';

export function backslashes({ text }: ParsedKql, _catalog: FieldCatalog, sites: Sites): readonly Problem[] {
  if (!text.includes('\\')) return [];
  const { values, ranges } = sites;
  return [...values, ...ranges].flatMap(({ name, value }) => problemOf(value, name, text) ?? []);
}

/** A backslash and what it takes with it, as KQL reads the text. */
interface Escape {
  readonly span: Span;
  readonly written: string;
}

function escapesIn({ span: { start, end } }: Literal, text: string): readonly Escape[] {
  return [...text.slice(start, end).matchAll(/\\(?:u[0-9a-f]{4}|(?:or|and|not)\w*|[^])/gi)].map(({ 0: written, index }) => ({
    written,
    span: span(start + index, start + index + written.length),
  }));
}

function problemOf(value: Literal, name: string, text: string): Problem | undefined {
  const single = escapesIn(value, text).filter(({ written }) => isSingle(written, value.quoted));
  const changed = single.filter(({ written }) => changes(written, value.quoted));
  const [first] = changed.length > 0 ? changed : single;
  if (first === undefined) return undefined;
  const harmless = changed.length === 0;
  // A text of several lines may well ask for a line break.
  const deliberate = value.quoted && changed.length === single.length && !looksLikePath(value, name, text);
  return {
    code: 'KQL114',
    span: span(first.span.start, first.span.start + (isControl(first.written) ? 2 : first.written.length)),
    ...(harmless ? { severity: 'hint' } : deliberate ? { severity: 'information' } : {}),
    message: messageFor(first.written, harmless),
    fixes: [double(single, harmless)],
  };
}

/** Written as one backslash: not `\\`, nor an escape that a character or a word needs, nor the number of a character. */
function isSingle(written: string, quoted: boolean): boolean {
  if (/^\\u[0-9a-fA-F]{4}$/.test(written)) return false;
  return quoted ? !/^\\[\\"]/.test(written) : isControl(written) || /^\\(?:or|and|not)\w/i.test(written);
}

function isControl(written: string): boolean {
  return /^\\[trn]/.test(written);
}

function changes(written: string, quoted: boolean): boolean {
  return !quoted || isControl(written);
}

function looksLikePath({ span: { start, end } }: Literal, name: string, text: string): boolean {
  return /^"(?:[A-Za-z]:|%\w+%)?\\/.test(text.slice(start, end)) || /(?:path|executable|directory|key|name|args|command_line)$/.test(name);
}

const controls: Readonly<Record<string, string>> = { t: 'a tab', r: 'a carriage return', n: 'a line break' };

function messageFor(written: string, harmless: boolean): string {
  const shown = isControl(written) ? written.slice(0, 2) : written.trim();
  if (harmless) return `The backslash of \`${shown}\` stands for itself only because no escape begins so; write two`;
  const what = isControl(written) ? controls[written[1] ?? ''] : `\`${written.slice(1)}\` without the backslash`;
  return `\`${shown}\` stands for ${what}; write two backslashes for one`;
}

function double(escapes: readonly Escape[], harmless: boolean): Fix {
  const edits = escapes.map(({ span: { start } }) => ({ span: span(start, start), newText: '\\' }));
  return { title: edits.length === 1 ? 'Double the backslash' : 'Double the backslashes', edits, preferred: harmless };
}
