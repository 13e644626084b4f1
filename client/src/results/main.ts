/// <reference lib="dom" />
/** The script of the results page: shows the last run, asks the extension for the matches that are in view, tells it what the user does. */
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { ListedEvent } from '../../../server/src/protocol/results.js';
import { number } from '../words.js';
import { DetailsPane } from './detailsPane.js';
import { byId } from './dom.js';
import { Grid } from './grid.js';
import type { FromPage, ShownList, ToPage } from './messages.js';
import { Pages, pageSize } from './pages.js';
import { rest } from './rest.js';
import { TimeStrip } from './timeStrip.js';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const editor = acquireVsCodeApi();
const send = (message: FromPage): void => editor.postMessage(message);
const filter = byId('filter') as HTMLElement & { value: string; readonly wrappedElement?: HTMLInputElement };

/** How long a message stays. */
const saidMilliseconds = 4000;

/** What is shown, and what was asked for to be shown next. */
let list: ShownList | undefined;
let shownPages: Pages | undefined;
let wanted: { readonly list: ShownList; readonly filter: string; readonly pages: Pages; readonly isSame: boolean } | undefined;
let asked = 0;
let passing = 0;
let rule: string | undefined;
let saying: number | undefined;

const details = new DetailsPane(byId('details'), send);
const strip = new TimeStrip(byId('strip'), (match) => {
  if (list?.unit === 'event' && filter.value.trim() === '') grid.goTo(match);
});
const grid = new Grid(byId('grid'), {
  onActive: showActive,
  onOpen: ({ hit, position }) => send({ kind: 'goToEvent', hit, position }),
  onSelect: tellSelection,
  onType: (text) => {
    filter.focus();
    fillFilter(filter.value + text);
    ask(list, true);
  },
});

function tellSelection(): void {
  send({ kind: 'select', filter: wanted?.filter ?? '', places: grid.selection.ranges, active: grid.activePlace });
}

/** What was typed into the box itself the component takes for drawn already. */
function fillFilter(text: string): void {
  filter.value = text;
  if (filter.wrappedElement) filter.wrappedElement.value = text;
}

function showActive(event: ListedEvent | undefined): void {
  if (list === undefined) return;
  details.show(event, list);
  strip.mark(event?.timestamp);
}

/** Asks for the first matches that pass the filter; until they come what was there before stays. */
function ask(next: ShownList | undefined, isSame: boolean): void {
  if (next === undefined) return;
  const order = (asked += 1);
  const text = filter.value;
  const pages = new Pages((from, to) => send({ kind: 'ask', ask: order, filter: text, from, to }));
  wanted = { list: next, filter: text, pages, isSame };
  pages.at(0);
  editor.setState({ filter: text, rule });
}

function take(message: ToPage & { readonly kind: 'matches' }): void {
  if (message.ask !== asked || wanted === undefined) return;
  wanted.pages.add(message.from, message.matches);
  if (shownPages === wanted.pages) {
    grid.refresh();
    if (message.from <= grid.activePlace && grid.activePlace < message.from + pageSize) showActive(grid.active);
    return;
  }
  list = wanted.list;
  shownPages = wanted.pages;
  passing = message.passing;
  for (const id of ['tools', 'split']) byId(id).hidden = false;
  grid.show({ list, passing, pages: wanted.pages }, wanted.isSame);
  byId('count').textContent = countText(wanted.filter, passing, list);
  tellSelection();
}

function countText(text: string, matches: number, { matches: all, unit }: ShownList): string {
  const rows = unit === 'event' ? 'rows' : `${unit}s`;
  return text.trim() === '' ? '' : `${number(matches)} of ${number(all)} ${rows}`;
}

function showRun({ run, isDim }: ToPage & { readonly kind: 'run' }): void {
  showStatus(run?.headline ?? 'No run yet', isDim);
  byId('rest').replaceChildren(...rest(run, send));
  strip.show(run?.list?.times);
  // The filter was meant for the rows of one rule.
  if (run !== undefined && rule !== undefined && run.rule !== rule) fillFilter('');
  rule = run?.rule ?? rule;
  if (run?.list !== undefined) return ask(run.list, false);
  list = wanted = shownPages = undefined;
  asked += 1;
  for (const id of ['tools', 'split']) byId(id).hidden = true;
}

function showStatus(headline: string, isDim: boolean): void {
  byId('headline').textContent = headline;
  document.body.classList.toggle('dim', isDim);
}

function say(text: string): void {
  clearTimeout(saying);
  byId('said').textContent = text;
  saying = window.setTimeout(() => (byId('said').textContent = ''), saidMilliseconds);
}

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  switch (data.kind) {
    case 'run':
      return showRun(data);
    case 'status':
      return showStatus(data.headline, data.isDim);
    case 'matches':
      return take(data);
    case 'gone':
      return data.ask === asked ? say(data.text) : undefined;
    case 'details':
      return details.showClauses(data.hit, data.details);
    case 'say':
      return say(data.text);
  }
});

filter.addEventListener('input', () => ask(list, true));
filter.addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowDown' && event.key !== 'Enter' && event.key !== 'Escape') return;
  if (event.key === 'Escape' && filter.value !== '') {
    fillFilter('');
    ask(list, true);
  }
  grid.focus();
  event.preventDefault();
});

/** The editor turns the keys for copying into this event. */
document.addEventListener('copy', (event) => {
  if (!byId('grid').contains(document.activeElement)) return;
  event.preventDefault();
  send({ kind: 'copy' });
});

/** The view was given the focus, none of its parts. */
window.addEventListener('focus', () => {
  if (document.activeElement === document.body && list !== undefined) grid.focus();
});

/** From before the view was hidden. */
function restore(state: unknown): void {
  if (typeof state !== 'object' || state === null) return;
  if ('filter' in state && typeof state.filter === 'string') fillFilter(state.filter);
  if ('rule' in state && typeof state.rule === 'string') rule = state.rule;
}

restore(editor.getState());
send({ kind: 'ready' });
