/// <reference lib="dom" />
/** The grid of matches: draws the rows that are in view, moves the focus among them, selects. Of 100,000 rows as many are drawn as of 100. */
import type { ListedEvent } from '../../../server/src/protocol/results.js';
import { columnTemplate, columnWidths, type ColumnWidth } from './columns.js';
import { make } from './dom.js';
import { GridRow, type DrawnRow } from './gridRow.js';
import { gridKey } from './gridKeys.js';
import type { ShownList } from './messages.js';
import { pageSize, type Pages } from './pages.js';
import { RowMap } from './rowMap.js';
import { eventAt, rowText } from './rowText.js';
import { Selection } from './selection.js';

/** Rows drawn above and below those in view. */
const spare = 4;

export interface GridEvents {
  /** Another row has the focus, or the same one other content. */
  readonly onActive: (event: ListedEvent | undefined) => void;
  readonly onOpen: (event: ListedEvent) => void;
  readonly onSelect: () => void;
  /** A key that is not the grid's. */
  readonly onType: (text: string) => void;
}

/** What the grid shows. */
export interface Content {
  readonly list: ShownList;
  /** Matches that pass the filter. */
  readonly passing: number;
  readonly pages: Pages;
}

export function hasSameColumns(one: ShownList, other: ShownList): boolean {
  return one.columns.join() === other.columns.join();
}

export class Grid {
  readonly selection = new Selection();
  readonly #head = make('div', { className: 'row head', attributes: { role: 'row', 'aria-rowindex': '1' } });
  readonly #body = make('div', { className: 'body', attributes: { role: 'rowgroup' } });
  #content: Content | undefined;
  #map = new RowMap(0, 0);
  #drawn = new Map<number, GridRow>();
  #active = 0;
  #rowHeight = 22;
  #widths: ColumnWidth[] = [];
  #isDrawing = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly events: GridEvents,
  ) {
    const header = make('div', { className: 'header', attributes: { role: 'rowgroup' } }, this.#head);
    element.append(header, this.#body);
    element.addEventListener('scroll', () => this.#drawSoon(), { passive: true });
    new ResizeObserver(() => this.#drawSoon()).observe(element);
    this.#body.addEventListener('pointerdown', (event) => this.#drawn.get(this.#rowOf(event) ?? -1)?.offerMenu());
    this.#body.addEventListener('click', (event) => this.#click(event));
    this.#body.addEventListener('dblclick', (event) => this.#open(this.#rowOf(event)));
    this.#body.addEventListener('contextmenu', (event) => this.#pointAt(event));
    element.addEventListener('keydown', (event) => this.#press(event));
  }

  /** The event of the row that has the focus; of the row of a sequence its first. */
  get active(): ListedEvent | undefined {
    return this.#eventAt(this.#active);
  }

  get activePlace(): number {
    return this.#map.at(this.#active)?.place ?? 0;
  }

  /** `isSame`: the same run as before, so that the widths stay. */
  show(content: Content, isSame: boolean): void {
    const before = this.#content?.list;
    this.#content = content;
    this.selection.clear();
    const stages = content.list.unit === 'event' ? 0 : content.list.stages.length;
    this.#map = new RowMap(content.passing, stages);
    const isLikeBefore = before !== undefined && hasSameColumns(before, content.list);
    if (!isSame && !isLikeBefore) this.#widths = [];
    this.#active = Math.min(this.#active, Math.max(0, this.#map.rows - 1));
    const hasFocus = this.element.contains(document.activeElement);
    this.#drawHead();
    this.#resized();
    this.refresh();
    if (hasFocus) this.focus();
    this.events.onActive(this.active);
  }

  /** The same matches and others after them: what is selected, folded and in view stays. */
  grow(content: Content): void {
    const before = this.#content?.list;
    const isLikeBefore = before !== undefined && hasSameColumns(before, content.list);
    this.#content = content;
    this.#map = this.#map.grown(content.passing);
    if (!isLikeBefore) {
      this.#widths = [];
      this.#drawHead();
    }
    this.#resized();
    this.refresh();
    if (!isLikeBefore) this.events.onActive(this.active);
  }

  /** Of the first row in view. */
  get topPlace(): number {
    return this.#map.at(Math.floor(this.element.scrollTop / this.#rowHeight))?.place ?? 0;
  }

  focus(): void {
    this.#reveal();
    this.#draw();
    this.#drawn.get(this.#active)?.element.focus();
  }

  goTo(place: number): void {
    this.#move(this.#map.rowOf(Math.max(0, Math.min(place, this.#map.matches - 1))));
  }

  /** Draws all rows anew, as after a page has come. */
  refresh(): void {
    for (const row of this.#drawn.values()) row.isCurrent = false;
    this.#draw();
  }

  #resized(): void {
    const { rows } = this.#map;
    this.element.setAttribute('aria-rowcount', String(rows + 1));
    this.#body.style.height = `${rows * this.#rowHeight}px`;
  }

  #drawHead(): void {
    if (this.#content === undefined) return;
    const { list } = this.#content;
    const names = [list.unit === 'event' ? '#' : 'stage', 'time', ...list.columns, 'line'];
    this.element.setAttribute('aria-colcount', String(names.length));
    const cells = names.map((name, index) => {
      const edge = make('span', { className: 'edge', attributes: { 'aria-hidden': 'true' } });
      edge.addEventListener('pointerdown', (event) => this.#dragEdge(event, index));
      const attributes = { role: 'columnheader', 'aria-colindex': String(index + 1), title: name };
      return make('div', { className: 'cell', attributes }, make('span', { className: 'name', text: name }), edge);
    });
    this.#head.replaceChildren(...cells);
  }

  #setWidths(): void {
    if (this.#content === undefined) return;
    const { list, pages, passing } = this.#content;
    if (this.#widths.length === 0 && passing > 0) {
      const first = Array.from({ length: Math.min(pageSize, passing) }, (_, place) => pages.at(place)).filter(
        (match) => match !== undefined,
      );
      if (first.length > 0) this.#widths = [...columnWidths(list, first)];
    }
    if (this.#widths.length === 0) return;
    const { columns, least } = columnTemplate(this.#widths);
    this.element.style.setProperty('--columns', columns);
    this.element.style.setProperty('--least', least);
  }

  #dragEdge(down: PointerEvent, column: number): void {
    const edge = down.target as HTMLElement;
    const character = parseFloat(getComputedStyle(this.element).fontSize) * 0.55;
    const before = (edge.parentElement?.clientWidth ?? 0) / character;
    down.preventDefault();
    edge.setPointerCapture(down.pointerId);
    edge.onpointermove = (event) => {
      this.#widths[column] = { width: Math.max(4, before + (event.clientX - down.clientX) / character), least: undefined };
      this.#setWidths();
    };
    edge.onlostpointercapture = () => (edge.onpointermove = null);
  }

  #drawSoon(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      this.#draw();
    });
  }

  /** Rows that went out of view are used again for those that came into it. The one with the focus stays, or the focus would be lost. */
  #draw(): void {
    const content = this.#content;
    if (content === undefined) return;
    this.#setWidths();
    const first = Math.max(0, Math.floor(this.element.scrollTop / this.#rowHeight) - spare);
    const last = Math.min(this.#map.rows, Math.ceil((this.element.scrollTop + this.element.clientHeight) / this.#rowHeight) + spare);
    const isWanted = (row: number): boolean => row < this.#map.rows && ((row >= first && row < last) || row === this.#active);
    const free = [...this.#drawn].filter(([row]) => !isWanted(row));
    for (const [row] of free) this.#drawn.delete(row);
    const wanted = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
    if (isWanted(this.#active) && (this.#active < first || this.#active >= last)) wanted.push(this.#active);
    for (const row of wanted) {
      let drawn = this.#drawn.get(row);
      if (drawn === undefined) {
        drawn = free.pop()?.[1] ?? new GridRow(this.#body);
        drawn.isCurrent = false;
        this.#drawn.set(row, drawn);
      }
      if (!drawn.isCurrent) drawn.fill(this.#toDraw(row, content));
      drawn.mark(this.selection.has(this.#map.at(row)?.place ?? -1), row === this.#active);
    }
    for (const [, row] of free) row.remove();
  }

  #toDraw(row: number, { list, pages }: Content): DrawnRow {
    const at = this.#map.at(row);
    const match = at === undefined ? undefined : pages.at(at.place);
    const isGrouped = list.unit !== 'event';
    return {
      row,
      top: row * this.#rowHeight,
      list,
      text: match === undefined ? undefined : rowText(match, at?.stage, list),
      event: match === undefined ? undefined : eventAt(match, at?.stage),
      level: isGrouped ? (at?.stage === undefined ? 1 : 2) : 1,
      expanded: !isGrouped || at?.stage !== undefined ? undefined : !this.#map.isFolded(at?.place ?? 0),
    };
  }

  #eventAt(row: number): ListedEvent | undefined {
    const at = this.#map.at(row);
    const match = at === undefined ? undefined : this.#content?.pages.at(at.place);
    return match === undefined ? undefined : eventAt(match, at?.stage);
  }

  #rowOf({ target }: Event): number | undefined {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
    return element === null ? undefined : Number(element.dataset['row']);
  }

  #pointAt(event: Event): void {
    const row = this.#rowOf(event);
    if (row === undefined) return;
    const { place } = this.#map.at(row) ?? { place: 0 };
    if (!this.selection.has(place)) this.selection.only(place);
    this.#move(row);
    this.events.onSelect();
  }

  #click(event: MouseEvent): void {
    const row = this.#rowOf(event);
    const at = row === undefined ? undefined : this.#map.at(row);
    if (row === undefined || at === undefined) return;
    if (event.target instanceof Element && event.target.closest('.fold') !== null) this.#fold(at.place, !this.#map.isFolded(at.place));
    else if (event.shiftKey) this.selection.extend(at.place);
    else if (event.ctrlKey || event.metaKey) this.selection.toggle(at.place);
    else this.selection.only(at.place);
    this.events.onSelect();
    this.#move(row);
  }

  #open(row: number | undefined): void {
    const event = row === undefined ? undefined : this.#eventAt(row);
    if (event !== undefined) this.events.onOpen(event);
  }

  #fold(place: number, folded: boolean): void {
    if (!this.#map.fold(place, folded)) return;
    this.#active = this.#map.rowOf(place);
    this.#resized();
    this.refresh();
  }

  #press(event: KeyboardEvent): void {
    const inView = Math.max(1, Math.floor(this.element.clientHeight / this.#rowHeight) - 2);
    const action = gridKey(event, { active: this.#active, map: this.#map, inView });
    if (action === undefined) return;
    event.preventDefault();
    const place = this.activePlace;
    switch (action.kind) {
      case 'move':
        this.#moveTo(action.row, action.isExtending);
        break;
      case 'fold':
        this.#fold(place, action.folded);
        this.focus();
        break;
      case 'open':
        this.#open(this.#active);
        break;
      case 'toggle':
        this.selection.toggle(place);
        break;
      case 'all':
        this.selection.all(this.#map.matches);
        break;
      case 'type':
        this.events.onType(action.text);
        return;
    }
    this.events.onSelect();
    this.#draw();
  }

  #moveTo(row: number, isExtending: boolean): void {
    if (!isExtending) this.selection.anchor(this.#map.at(row)?.place ?? 0);
    this.#move(row);
    if (isExtending) this.selection.extend(this.activePlace);
  }

  #move(row: number): void {
    this.#active = Math.max(0, Math.min(row, this.#map.rows - 1));
    this.focus();
    this.events.onActive(this.active);
  }

  #reveal(): void {
    const top = this.#active * this.#rowHeight;
    const { scrollTop, clientHeight } = this.element;
    const height = clientHeight - this.#head.offsetHeight;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + this.#rowHeight > scrollTop + height) this.element.scrollTop = top + this.#rowHeight - height;
  }
}
