/// <reference lib="dom" />
/** What the page shows besides the grid: the nearest misses where nothing matches, what is to be known about the run, what to do without one. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { link, make } from './dom.js';
import type { FromPage, ShownMiss, ShownNotes, ShownRun } from './messages.js';

type Send = (message: FromPage) => void;

/** What the user has opened or closed stays so where a newer run says the same. */
export function showRest(place: HTMLElement, run: ShownRun | undefined, send: Send): void {
  const before = new Map(foldable(place).map((each) => [titleOf(each), each.open]));
  place.replaceChildren(...rest(run, send));
  for (const each of foldable(place)) each.open = before.get(titleOf(each)) ?? each.open;
}

function foldable(place: HTMLElement): readonly HTMLDetailsElement[] {
  return [...place.querySelectorAll('details')];
}

function titleOf(details: HTMLDetailsElement): string {
  return details.querySelector('summary')?.textContent ?? '';
}

function rest(run: ShownRun | undefined, send: Send): readonly HTMLElement[] {
  if (run === undefined) return [welcome(send)];
  const { misses, timeline, notes, list } = run;
  return [
    ...(misses.length === 0 ? [] : [make('h2', { text: 'Nearest misses' }), ...misses.map((miss, index) => nearMiss(miss, index, send))]),
    ...(timeline === undefined
      ? []
      : [
          make(
            'p',
            { text: `${timeline}. ` },
            link('Show the timeline', () => send({ kind: 'timeline' })),
          ),
        ]),
    ...(list?.more === undefined ? [] : [make('p', { className: 'quiet', text: list.more })]),
    ...notes.map(note),
  ];
}

function welcome(send: Send): HTMLElement {
  const button = make('vscode-button', { text: 'Run Rule on Sample Events', onClick: () => send({ kind: 'run' }) });
  const text =
    'Open a rule (a detection rule in TOML, an .eql or a .kuery file), then run it on sample events to see which of them match, and the values that made them match.';
  return make('div', { className: 'welcome' }, make('p', { text }), button);
}

/** The first one is open: it is what was most likely meant. */
function nearMiss({ line, text, rows }: ShownMiss, miss: number, send: Send): HTMLElement {
  const clauses = rows.map(({ indent, clause, mark, outcome, facts }) => {
    const sign = make('span', { className: `mark ${outcome.replace(' ', '-')}`, text: mark, attributes: { 'aria-hidden': 'true' } });
    const word = make('span', { className: 'hidden', text: `${outcome}: ` });
    const item = make('li', {}, sign, word, make('code', { text: clause }), make('span', { className: 'values', text: facts }));
    item.style.paddingInlineStart = `${indent * 1.5}em`;
    return item;
  });
  const actions = make(
    'p',
    { className: 'actions' },
    link(`Go to ${line}`, () => send({ kind: 'goToMiss', miss })),
    link('Explain', () => send({ kind: 'explainMiss', miss })),
  );
  const summary = make('summary', {}, make('strong', { text: line }), make('span', { text: ` ${text}` }));
  const attributes: Record<string, string> = miss === 0 ? { open: '' } : {};
  return make('details', { className: 'miss', attributes }, summary, actions, make('ul', { className: 'clauses' }, ...clauses));
}

function note({ title, isWarning, notes }: ShownNotes): HTMLElement {
  const items = notes.map((text) => make('li', { text }));
  const summary = make('summary', { className: isWarning ? 'warning' : 'quiet', text: title });
  return make('details', { className: 'note' }, summary, make('ul', {}, ...items));
}
