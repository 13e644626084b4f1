/** The columns that the commands of an ES|QL query leave, as far as they are plain. */
import type { Span } from '../../base/span.js';
import { splitOutside, type EsqlCommand } from './esqlText.js';

/** Undefined where any field of the events may be one. Names may have `*`. */
export type Columns = ReadonlySet<string> | undefined;

export interface NamedColumn {
  readonly name: string;
  /** Offsets into the query. */
  readonly span: Span;
}

/** Commands that neither add nor take columns. */
const neutral: readonly string[] = ['where', 'sort', 'limit', 'sample', 'mv_expand'];

export function columnsAfter(command: EsqlCommand, before: Columns): Columns {
  const { name, body } = command;
  if (neutral.includes(name)) return before;
  if (name === 'stats') return new Set([...aggregates(command), ...groupings(command)].map((column) => column.name));
  if (name === 'keep') return new Set(listed(command).map((column) => column.name));
  if (before === undefined) return undefined;
  if (name === 'eval') return new Set([...before, ...assigned(body, command.bodyStart).map((column) => column.name)]);
  if (name === 'drop') {
    const dropped = listed(command).map((column) => column.name);
    return dropped.some((each) => each.includes('*')) ? undefined : new Set([...before].filter((each) => !dropped.includes(each)));
  }
  if (name !== 'rename') return undefined;
  const renamed = splitOutside(body, ',').map((part) => /^\s*(\S+)\s+as\s+(\S+)\s*$/i.exec(part));
  if (renamed.some((found) => found === null)) return undefined;
  const names = new Map(renamed.map((found) => [plain(found?.[1] ?? ''), plain(found?.[2] ?? '')]));
  return new Set([...before].map((each) => names.get(each) ?? each));
}

/** Whether the column is one of them. */
export function hasColumn(columns: Columns, name: string): boolean {
  if (columns === undefined || columns.has(name)) return true;
  return [...columns].some((column) => column.includes('*') && fits(column, name));
}

function fits(pattern: string, name: string): boolean {
  const [start = '', ...rest] = pattern.split('*');
  if (!name.startsWith(start)) return false;
  let at = start.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return pattern.endsWith('*') || name.endsWith(rest.at(-1) ?? '');
}

/** The columns that `keep` and `drop` list. */
export function listed({ body, bodyStart }: EsqlCommand): readonly NamedColumn[] {
  return parts(body, bodyStart).map(({ text, start }) => named(text, start));
}

/** The results of `stats`, by the names they get; those without a name of their own by their text. */
export function aggregates({ body, bodyStart }: EsqlCommand): readonly NamedColumn[] {
  return columnsOf(body.slice(0, byPlace(body)), bodyStart);
}

function groupings({ body, bodyStart }: EsqlCommand): readonly NamedColumn[] {
  const by = byPlace(body);
  return columnsOf(body.slice(by).replace(/^by/i, '  '), bodyStart + by);
}

/** Where `by` stands outside of brackets; the end where there is none. */
function byPlace(body: string): number {
  for (const { index } of body.matchAll(/\bby\b/gi)) {
    const before = body.slice(0, index);
    if (before.split('(').length === before.split(')').length) return index;
  }
  return body.length;
}

function assigned(body: string, start: number): readonly NamedColumn[] {
  return columnsOf(body, start);
}

function columnsOf(body: string, offset: number): readonly NamedColumn[] {
  return parts(body, offset).map(({ text, start }) => {
    const [, name] = /^([^=<>!"()]+?)\s*=(?!=)/.exec(text) ?? [];
    return named(name ?? text, start);
  });
}

function parts(body: string, offset: number): readonly { readonly text: string; readonly start: number }[] {
  let at = offset;
  return splitOutside(body, ',').flatMap((part) => {
    const start = at + part.length - part.trimStart().length;
    at += part.length + 1;
    const text = part.trim();
    return text === '' ? [] : [{ text, start }];
  });
}

function named(text: string, start: number): NamedColumn {
  return { name: plain(text), span: { start, end: start + text.length } };
}

function plain(name: string): string {
  return name.trim().replaceAll('`', '');
}
