/** The values of one field of a match as a cell of text, those that made it match told apart. */
import type { Value } from '../../events/event.js';
import type { Column, Hit } from '../../evaluate/run.js';
import { printable, widthOf } from '../printable.js';

export interface Piece {
  readonly text: string;
  readonly matched: boolean;
}

export type Cell = readonly Piece[];

export interface HitCells {
  readonly time: Cell;
  /** By field: the columns of the hit, and after them the fields that only its clauses name. */
  readonly fields: ReadonlyMap<string, Cell>;
}

export function cellsOf(hit: Hit): HitCells {
  const matched = new Map<string, Set<Value>>();
  for (const { field, values } of hit.clauses) {
    const known = matched.get(field) ?? new Set();
    for (const value of values) known.add(value);
    matched.set(field, known);
  }
  const isTime = (values: ReadonlySet<Value>): boolean => hit.timestamp !== undefined && values.size === 1 && values.has(hit.timestamp);
  const others = [...matched].filter(([field]) => !hit.columns.some((column) => column.field === field));
  const columns: readonly Column[] = [
    ...hit.columns,
    ...others.filter(([, values]) => !isTime(values)).map(([field, values]) => ({ field, values: [...values] })),
  ];
  const time = { text: printable(hit.timestamp ?? ''), matched: others.some(([, values]) => isTime(values)) };
  return { time: [time], fields: new Map(columns.map(({ field, values }) => [field, cellOf(values, matched.get(field))])) };
}

function cellOf(values: readonly Value[], matched: ReadonlySet<Value> | undefined): Cell {
  return values.map((value) => ({ text: printable(String(value)), matched: matched?.has(value) ?? false }));
}

/** Characters around a matched value where it cannot be bold. */
export interface Marks {
  readonly before: string;
  readonly after: string;
  /** How many columns both take together. */
  readonly width: number;
}

export function cellWidth(cell: Cell, marks: Marks): number {
  return cell.reduce((width, piece, index) => width + (index > 0 ? 1 : 0) + pieceWidth(piece, marks), 0);
}

export function formatCell(cell: Cell, marks: Marks): string {
  return cell.map(({ text, matched }) => (matched ? marks.before + text + marks.after : text)).join(' ');
}

function pieceWidth({ text, matched }: Piece, marks: Marks): number {
  return widthOf(text) + (matched ? marks.width : 0);
}

const gap: Piece = { text: '…', matched: false };

/** The cell in at most `width` columns: values that did not match go first, the last ones before the first ones; then texts are cut. */
export function fitCell(cell: Cell, width: number, marks: Marks): Cell {
  if (cellWidth(cell, marks) <= width) return cell;
  const kept = new Set(cell.filter((piece) => piece.matched));
  for (const piece of cell) {
    if (piece.matched) continue;
    kept.add(piece);
    if (cellWidth(withGaps(cell, kept), marks) > width) kept.delete(piece);
  }
  const shorter = kept.size === 0 ? cell.slice(0, 1) : withGaps(cell, kept);
  if (cellWidth(shorter, marks) <= width) return shorter;
  const share = Math.max(2, Math.floor((width + 1) / shorter.length) - 1);
  return shorter.map((piece) => ({ ...piece, text: cut(piece.text, share - (piece.matched ? marks.width : 0)) }));
}

/** The kept pieces in their order, each run of the others as one `…`. */
function withGaps(cell: Cell, kept: ReadonlySet<Piece>): Cell {
  return cell.map((piece) => (kept.has(piece) ? piece : gap)).filter((piece, index, all) => piece !== gap || all[index - 1] !== gap);
}

function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(1, width - 1)).join('')}…`;
}
