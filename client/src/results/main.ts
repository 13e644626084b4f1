/// <reference lib="dom" />
/** The script of the results page: shows the last run, asks the extension for the matches that are in view, tells it what the user does. */
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { ListedEvent } from '../../../server/src/protocol/results.js';
import { number } from '../words.js';
import { DetailsPane } from './detailsPane.js';
import { byId } from './dom.js';
import { Grid, hasSameColumns } from './grid.js';
import type { FromPage, ShownList, ToPage } from './messages.js';
import { Pages, pageSize } from './pages.js';
import { showRest } from './rest.js';
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

/** A list by itself, the same one through another filter, or with more matches at its end. */
type ListAs = 'new' | 'filtered' | 'grown';

/** What is shown, and what was asked for to be shown next. */
let list: ShownList | undefined;
let shownPages: Pages | undefined;
let wanted: { readonly list: ShownList; readonly filter: string; readonly pages: Pages; readonly as: ListAs } | undefined;
/** What the list has grown to since it was asked for. */
let later: ShownList | undefined;
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
    ask(newest(), 'filtered');
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

function newest(): ShownList | undefined {
  return later ?? wanted?.list;
}

/** Asks for matches that pass the filter; until they come what was there before stays. */
function ask(next: ShownList | undefined, as: ListAs): void {
  if (next === undefined) return;
  const order = (asked += 1);
  const text = filter.value;
  const request = (from: number, to: number): void => send({ kind: 'ask', ask: order, filter: text, from, to });
  const isKept = as === 'grown' && list !== undefined && hasSameColumns(list, next);
  const pages = isKept ? (shownPages?.grown(request) ?? new Pages(request)) : new Pages(request);
  wanted = { list: next, filter: text, pages, as };
  later = undefined;
  pages.again(as !== 'grown' ? 0 : isKept ? passing : grid.topPlace);
  editor.setState({ filter: text, rule });
}

/** One step after the other, or none would ever be shown where they come fast. */
function grow(next: ShownList): void {
  if (wanted !== undefined && wanted.pages !== shownPages) later = next;
  else ask(next, 'grown');
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
  const content = { list, passing, pages: wanted.pages };
  if (wanted.as === 'grown') grid.grow(content);
  else grid.show(content, wanted.as === 'filtered');
  byId('count').textContent = countText(wanted.filter, passing, list);
  tellSelection();
  if (later !== undefined) ask(later, 'grown');
}

/** The matches that were asked for are not kept any more; they may have become part of others since. */
function loseMatches({ text }: ToPage & { readonly kind: 'gone' }): void {
  if (later === undefined) say(text);
  else ask(later, 'new');
}

function countText(text: string, matches: number, { matches: all, unit }: ShownList): string {
  const rows = unit === 'event' ? 'rows' : `${unit}s`;
  return text.trim() === '' ? '' : `${number(matches)} of ${number(all)} ${rows}`;
}

function showRun({ run, isDim }: ToPage & { readonly kind: 'run' }): void {
  showStatus(run?.headline ?? 'No run yet', isDim);
  showRest(byId('rest'), run, send);
  strip.show(run?.list?.times);
  strip.mark(grid.active?.timestamp);
  // The filter was meant for the rows of one rule.
  if (run !== undefined && rule !== undefined && run.rule !== rule) fillFilter('');
  rule = run?.rule ?? rule;
  if (run?.list !== undefined) {
    const isGrown = run.list.series !== undefined && run.list.series === newest()?.series;
    return isGrown ? grow(run.list) : ask(run.list, 'new');
  }
  list = wanted = shownPages = later = undefined;
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
      return data.ask === asked ? loseMatches(data) : undefined;
    case 'details':
      return details.showClauses(data.hit, data.details);
    case 'say':
      return say(data.text);
  }
});

filter.addEventListener('input', () => ask(newest(), 'filtered'));
filter.addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowDown' && event.key !== 'Enter' && event.key !== 'Escape') return;
  if (event.key === 'Escape' && filter.value !== '') {
    fillFilter('');
    ask(newest(), 'filtered');
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
