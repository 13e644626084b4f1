/** Matches as rows under a row of field names. The layout is settled by the first rows, so that later ones can be written as they come. */
import type { Span } from '../../base/span.js';
import type { Hit } from '../../evaluate/run.js';
import { widthOf, padded } from '../printable.js';
import { linesAround, type LinesAround } from './stages.js';
import { cellsOf, cellWidth, fitCell, formatCell, type Cell, type HitCells, type Marks } from './cells.js';
import type { Colours } from './colours.js';

/** How many rows settle the layout. */
const sampleRows = 100;

/** Widest cells to try, until the rows fit the terminal. */
const cellWidths = [64, 48, 36, 28, 22, 18, 14] as const;

const margin = '  ';
/** Before the place of an event. */
const indent = '  ✔ ';

interface Row extends HitCells {
  readonly place: string;
  /** Lines around the row, where the hit is part of a sequence. */
  readonly around: LinesAround | undefined;
}

interface Layout {
  readonly place: number;
  readonly time: number;
  readonly columns: readonly { readonly field: string; readonly width: number }[];
  /** Fields that were the same in all sample rows, as text: said once, and again only where a row differs. */
  readonly common: ReadonlyMap<string, string>;
}

export interface HitTable {
  /** The text to print now; empty while rows are still being collected. */
  add(hits: readonly Hit[], placeOf: (hit: Hit) => string, clauseOf?: (span: Span) => string): string;
  /** What has been collected and not been printed. */
  flush(): string;
}

/** `width`: of the terminal, where there is one. */
export function createHitTable(colours: Colours, width: number | undefined): HitTable {
  const marks = marksFor(colours);
  let collected: Row[] = [];
  let previous: Hit | undefined;
  let layout: Layout | undefined;

  const print = (): string => {
    if (collected.length === 0) return '';
    const heading = layout === undefined;
    const settled = (layout ??= layOut(collected, marks, width));
    const rows = collected.map((row) => formatRow(row, settled, marks, colours));
    collected = [];
    return (heading ? formatHeading(settled, colours) : '') + rows.join('');
  };
  return {
    add(hits, placeOf, clauseOf = () => '') {
      for (const hit of hits) {
        const around = hit.sequence === undefined ? undefined : linesAround(hit, hit.sequence, previous, clauseOf);
        collected.push({ place: placeOf(hit), around, ...cellsOf(hit) });
        previous = hit;
      }
      return layout !== undefined || collected.length >= sampleRows ? print() : '';
    },
    flush: print,
  };
}

/** Bold where there is colour, else signs. */
function marksFor(colours: Colours): Marks {
  if (!colours.isColorSupported) return { before: '»', after: '«', width: 2 };
  const [before = '', after = ''] = colours.bold('|').split('|');
  return { before, after, width: 0 };
}

function layOut(rows: readonly Row[], marks: Marks, width: number | undefined): Layout {
  const fields = [...new Set(rows.flatMap((row) => [...row.fields.keys()]))];
  const common = commonValues(fields, rows, marks);
  const place = Math.max(...rows.map((row) => widthOf(row.place)));
  const time = Math.max(...rows.map((row) => cellWidth(row.time, marks)));
  const needs = fields
    .filter((field) => !common.has(field))
    .map((field) => ({ field, width: Math.max(widthOf(field), ...rows.map((row) => cellWidth(row.fields.get(field) ?? [], marks))) }));
  let columns = needs;
  for (const widest of cellWidths) {
    columns = needs.map((need) => ({ ...need, width: Math.min(need.width, widest) }));
    const widths = [indent.length + place, time, ...columns.map((column) => column.width)];
    if (width === undefined || widths.reduce((sum, each) => sum + margin.length + each) <= width) break;
  }
  return { place, time, columns, common };
}

function commonValues(fields: readonly string[], rows: readonly Row[], marks: Marks): ReadonlyMap<string, string> {
  if (rows.length < 2) return new Map();
  const values = fields.map((field) => [field, [...new Set(rows.map((row) => valueIn(row, field, marks)))]] as const);
  return new Map(values.flatMap(([field, [first, ...others]]) => (first === undefined || others.length > 0 ? [] : [[field, first]])));
}

function valueIn(row: Row, field: string, marks: Marks): string {
  return formatCell(row.fields.get(field) ?? [], marks);
}

function formatHeading({ place, time, columns, common }: Layout, colours: Colours): string {
  const names = columns.map(({ field, width }) => padded(shortened(field, width), width));
  const header = [' '.repeat(indent.length + place), padded(time > 0 ? 'time' : '', time), ...names].join(margin).trimEnd();
  const shared = [...common].map(([field, value]) => `${colours.dim(field)} ${value}`).join(' · ');
  return `${shared === '' ? '' : `${colours.dim('  in common:')} ${shared}\n`}${colours.dim(header)}\n`;
}

function formatRow(row: Row, { place, time, columns, common }: Layout, marks: Marks, colours: Colours): string {
  const cells = columns.map(({ field, width }) => {
    return paddedCell(fitCell(row.fields.get(field) ?? [], width, marks), width, marks);
  });
  const differing = [...common].filter(([field, value]) => valueIn(row, field, marks) !== value).map(([field]) => field);
  const known = new Set([...columns.map(({ field }) => field), ...common.keys()]);
  const extra = [...differing, ...[...row.fields.keys()].filter((field) => !known.has(field))].map(
    (field) => `${colours.dim(field)} ${valueIn(row, field, marks) || '(none)'}`,
  );
  const start = indent.replace('✔', colours.green('✔')) + padded(row.place, place);
  const since = row.around?.since === undefined ? [] : [colours.dim(row.around.since)];
  const line = [start, paddedCell(row.time, time, marks), ...cells, ...extra, ...since].join(margin).trimEnd();
  const { before = [], after = [] } = row.around ?? {};
  return [...before.map(colours.dim), line, ...after.map(colours.dim)].map((each) => `${each}\n`).join('');
}

function paddedCell(cell: Cell, width: number, marks: Marks): string {
  return formatCell(cell, marks) + ' '.repeat(Math.max(0, width - cellWidth(cell, marks)));
}

/** The end of a field name tells more than its start. */
function shortened(field: string, width: number): string {
  return field.length <= width ? field : `…${field.slice(field.length - width + 1)}`;
}
