/// <reference lib="dom" />
/** One drawn row of the grid. It is filled again and again with other content, since making elements is what costs. */
import type { ListedEvent } from '../../../server/src/protocol/results.js';
import { make } from './dom.js';
import type { ShownList } from './messages.js';
import { menuContext, type RowText } from './rowText.js';

export interface DrawnRow {
  readonly row: number;
  /** In pixels. */
  readonly top: number;
  readonly list: ShownList;
  /** Undefined while it has yet to come. */
  readonly text: RowText | undefined;
  readonly event: ListedEvent | undefined;
  readonly level: number;
  /** Undefined where there is nothing to fold. */
  readonly expanded: boolean | undefined;
}

export class GridRow {
  readonly element = make('div', { attributes: { role: 'row' } });
  /** It shows what it should. */
  isCurrent = false;
  #cells: HTMLElement[] = [];
  #drawn: DrawnRow | undefined;
  #offersMenu = false;

  constructor(parent: HTMLElement) {
    parent.append(this.element);
  }

  fill(drawn: DrawnRow): void {
    const { element } = this;
    this.#drawn = drawn;
    this.#withdrawMenu();
    const { row, text, level, expanded, top } = drawn;
    element.className = `row ${text?.kind ?? 'waiting'}${level > 1 ? ' below' : ''}`;
    element.dataset['row'] = String(row);
    element.style.transform = `translateY(${top}px)`;
    set(element, 'aria-rowindex', String(row + 2));
    set(element, 'aria-level', String(level));
    set(element, 'aria-label', text?.spoken ?? 'Not read yet');
    set(element, 'aria-expanded', expanded === undefined ? undefined : String(expanded));
    this.#fillCells(drawn);
    this.isCurrent = text !== undefined;
  }

  mark(isSelected: boolean, isActive: boolean): void {
    set(this.element, 'aria-selected', String(isSelected));
    set(this.element, 'tabindex', isActive ? '0' : '-1');
    if (isActive) this.offerMenu();
  }

  /** Before a menu can be opened on it: VS Code reads from the elements what the commands of the menu get. */
  offerMenu(): void {
    const { event, list } = this.#drawn ?? {};
    if (event === undefined || list === undefined || this.#offersMenu) return;
    this.#offersMenu = true;
    this.element.dataset['vscodeContext'] = menuContext(event, undefined, list);
    for (const [index, cell] of this.#cells.entries()) cell.dataset['vscodeContext'] = menuContext(event, contextColumn(index, list), list);
  }

  remove(): void {
    this.element.remove();
  }

  #withdrawMenu(): void {
    if (!this.#offersMenu) return;
    this.#offersMenu = false;
    for (const element of [this.element, ...this.#cells]) delete element.dataset['vscodeContext'];
  }

  #fillCells({ text, expanded, list }: DrawnRow): void {
    const texts = text === undefined ? ['…'] : text.kind === 'event' ? [...text.cells, text.line] : text.cells;
    while (this.#cells.length < texts.length) {
      const cell = make('div', { className: 'cell', attributes: { role: 'gridcell', 'aria-colindex': String(this.#cells.length + 1) } });
      this.#cells.push(cell);
      this.element.append(cell);
    }
    for (const extra of this.#cells.splice(texts.length)) extra.remove();
    for (const [index, cell] of this.#cells.entries()) {
      const value = texts[index] ?? '';
      if (cell.textContent !== value || cell.childElementCount > 0) cell.textContent = value;
      cell.title = value;
      // What is not an event has one text, over all columns that are left.
      const isWide = index === texts.length - 1 && text?.kind !== 'event';
      cell.style.gridColumn = isWide ? `${index + 1} / -1` : '';
      set(cell, 'aria-colspan', isWide ? String(list.columns.length + 3 - index) : undefined);
    }
    if (expanded !== undefined) this.#cells[0]?.replaceChildren(make('span', { className: 'fold', attributes: { 'aria-hidden': 'true' } }));
  }
}

/** Number and time stand before the fields, the line behind them. */
function contextColumn(cell: number, { columns }: ShownList): number | undefined {
  const column = cell - 2;
  return column >= 0 && column < columns.length ? column : undefined;
}

function set(element: HTMLElement, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
