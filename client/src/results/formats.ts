/** Matches as text, to be pasted or written to a file: one row an event, whatever the format. */
import type { ListedMatch } from '../../../server/src/protocol/results.js';

export const copyFormats = ['tsv', 'markdown', 'json'] as const;
export const exportFormats = ['json', 'ndjson', 'csv'] as const;
export type Format = (typeof copyFormats)[number] | (typeof exportFormats)[number];

export interface Table {
  readonly columns: readonly string[];
  readonly isGrouped: boolean;
}

/** Readers of tables look for it by this name, which computes nothing. */
const timeField = '@timestamp';

/** The values of an event by name; those it has not are left out. */
type Row = ReadonlyMap<string, string | number>;

/** The text; those with a header have it also where there is no row. Ends with a line end where a file of that kind does. */
export function toText(format: Format, matches: readonly ListedMatch[], table: Table): string {
  const names = namesOf(table);
  const rows = matches.flatMap((match) => rowsOf(match, table));
  switch (format) {
    case 'json':
      return `${JSON.stringify(rows.map(objectOf), undefined, 2)}\n`;
    case 'ndjson':
      return rows.map((row) => `${JSON.stringify(objectOf(row))}\n`).join('');
    case 'csv':
      return lines(names, rows, (cells) => `${cells.map(csvCell).join(',')}\r\n`);
    case 'tsv':
      return lines(names, rows, (cells) => `${cells.map(tsvCell).join('\t')}\n`);
    case 'markdown':
      return markdown(names, rows);
  }
}

function namesOf({ columns, isGrouped }: Table): readonly string[] {
  return [...(isGrouped ? ['match', 'joinKeys', 'stage'] : []), 'line', timeField, ...columns];
}

function rowsOf({ number, joinKeys, events }: ListedMatch, { columns, isGrouped }: Table): readonly Row[] {
  return events.map(({ position, timestamp, stage, values }) => {
    const row = new Map<string, string | number>();
    if (isGrouped)
      row
        .set('match', number)
        .set('joinKeys', joinKeys?.join(', ') ?? '')
        .set('stage', stage + 1);
    row.set('line', position.line + 1);
    if (timestamp !== undefined) row.set(timeField, timestamp);
    columns.forEach((column, index) => {
      const value = values[index];
      if (value !== undefined && value !== null) row.set(column, value);
    });
    return row;
  });
}

function objectOf(row: Row): Readonly<Record<string, string | number>> {
  return Object.fromEntries(row);
}

function lines(names: readonly string[], rows: readonly Row[], line: (cells: readonly string[]) => string): string {
  const header = names.map((name) => (name === timeField ? name : withoutFormula(name)));
  return [header, ...rows.map((row) => cellsOf(names, row).map(withoutFormula))].map(line).join('');
}

function cellsOf(names: readonly string[], row: Row): readonly string[] {
  return names.map((name) => String(row.get(name) ?? ''));
}

/**
 * Events hold what attackers wrote, and a spreadsheet computes what begins like a formula, also within quotes that it takes away: an
 * apostrophe makes text of it. Numbers stay numbers. https://owasp.org/www-community/attacks/CSV_Injection
 */
function withoutFormula(text: string): string {
  const isNumber = /^[+-]\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text);
  return /^"*[=+\-@\t\r\n]/.test(text) && !isNumber ? `'${text}` : text;
}

/** https://www.rfc-editor.org/rfc/rfc4180 */
function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A tab or a line end in a value would make another cell of it. */
function tsvCell(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ');
}

function markdown(names: readonly string[], rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const body = rows.map((row) => line(cellsOf(names, row).map(markdownCell)));
  return `${line(names.map(markdownCell))}${line(names.map(() => '---'))}${body.join('')}`;
}

function markdownCell(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>|~&]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '<br>')
    .replace(/\t/g, ' ');
}
