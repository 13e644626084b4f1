/// <reference lib="dom" />
/** Beside the grid: why the event of the row with the focus matches, all its values, and what can be done with it. */
import type { ListedEvent } from '../../../server/src/protocol/results.js';
import { number } from '../words.js';
import { link, make } from './dom.js';
import type { FromPage, ShownDetails, ShownList } from './messages.js';
import { tunableValues } from './rowText.js';

type Send = (message: FromPage) => void;

/** Asking for every row that the focus passes by would be in vain. */
const settleMilliseconds = 80;

export class DetailsPane {
  readonly #clauses = make('div');
  readonly #rest = make('div');
  #event: ListedEvent | undefined;
  #timer: number | undefined;

  constructor(
    element: HTMLElement,
    private readonly send: Send,
  ) {
    element.append(this.#clauses, this.#rest);
  }

  show(event: ListedEvent | undefined, list: ShownList): void {
    const isSame = event?.hit === this.#event?.hit;
    this.#event = event;
    clearTimeout(this.#timer);
    if (event === undefined) {
      this.#clauses.replaceChildren();
      this.#rest.replaceChildren();
      return;
    }
    if (!isSame) this.#clauses.replaceChildren();
    const { hit, position } = event;
    this.#timer = window.setTimeout(() => this.send({ kind: 'details', hit, position }), settleMilliseconds);
    this.#rest.replaceChildren(this.#actions(event, list), values(event, list));
  }

  showClauses(hit: number, { line, clauses, message }: ShownDetails): void {
    if (hit !== this.#event?.hit) return;
    const items = clauses.map(({ clause, values: found, value }) => {
      const text = make('code', { text: clause });
      const words = make('span', { className: 'values', text: found });
      if (value === undefined) return make('li', {}, text, words);
      const place = link('', () => this.send({ kind: 'goToValue', hit, value }), { title: 'Go to the value' });
      place.append(text);
      return make('li', {}, place, words);
    });
    const heading = make('h2', { text: clauses.length === 0 ? line : `Why ${line} matches` });
    this.#clauses.replaceChildren(heading, ...(message === undefined ? [] : [make('p', { className: 'quiet', text: message })]));
    if (items.length > 0) this.#clauses.append(make('ul', { className: 'clauses' }, ...items));
  }

  #actions(event: ListedEvent, list: ShownList): HTMLElement {
    const { hit, position, stage } = event;
    const tunable = tunableValues(event, list);
    const actions: readonly (readonly [string, FromPage])[] = [
      [`Go to line ${number(position.line + 1)}`, { kind: 'goToEvent', hit, position }],
      ['Explain', { kind: 'explain', hit, position }],
      ['Exclude a value…', { kind: 'exclude', hit, stage, values: tunable }],
      ['Keep only a value…', { kind: 'keep', hit, stage, values: tunable }],
    ];
    return make('p', { className: 'actions' }, ...actions.map(([text, message]) => link(text, () => this.send(message))));
  }
}

function values(event: ListedEvent, { columns }: ShownList): HTMLElement {
  const rows = columns.flatMap((column, index) => {
    const value = event.values[index];
    return value === undefined || value === null ? [] : [make('dt', { text: column }), make('dd', { text: value })];
  });
  return make('dl', {}, ...rows);
}
