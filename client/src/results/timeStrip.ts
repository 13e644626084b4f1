/// <reference lib="dom" />
/** Above the grid: one tick for each event of the sample, by time, those that match filled. A click goes to the match nearest to it. */
import type { EventTimes } from '../../../server/src/protocol/protocol.js';
import { count, number } from '../words.js';
import { make, svg } from './dom.js';
import { matchNear, stripHeight, stripPicture, stripPlace, stripWidth, timeSpan } from './strip.js';

export class TimeStrip {
  #times: EventTimes | undefined;
  #here: SVGElement | undefined;

  constructor(
    private readonly element: HTMLElement,
    private readonly onPick: (match: number) => void,
  ) {
    element.addEventListener('click', ({ clientX }) => {
      const picture = element.querySelector('svg')?.getBoundingClientRect();
      if (this.#times === undefined || picture === undefined) return;
      this.onPick(matchNear(((clientX - picture.left) / picture.width) * stripWidth, this.#times));
    });
  }

  show(times: EventTimes | undefined): void {
    this.#times = times;
    this.element.hidden = times === undefined;
    if (times === undefined) return;
    const { events, matching } = stripPicture(times);
    const [from, to] = timeSpan(times);
    const sum = (each: 'events' | 'matching'): number => times.bins.reduce((total, bin) => total + bin[each], 0);
    const label = `${count(sum('events'), 'event')} from ${from} to ${to}, ${number(sum('matching'))} of them in matches`;
    const here = (this.#here = svg('line', { class: 'here', y1: '0', y2: String(stripHeight), visibility: 'hidden' }));
    const picture = svg(
      'svg',
      { viewBox: `0 0 ${stripWidth} ${stripHeight}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
      svg('path', { class: 'events', d: events }),
      svg('path', { class: 'matching', d: matching }),
      here,
    );
    const time = (text: string): HTMLElement => make('span', { className: 'quiet', text, attributes: { 'aria-hidden': 'true' } });
    this.element.replaceChildren(time(from), picture, time(to));
  }

  /** Where the event of the row with the focus is. */
  mark(timestamp: string | undefined): void {
    const time = Date.parse(timestamp ?? '');
    const here = this.#here;
    if (here === undefined || this.#times === undefined) return;
    here.setAttribute('visibility', Number.isNaN(time) ? 'hidden' : 'visible');
    const { first, last } = this.#times;
    const x = Number.isNaN(time) ? 0 : stripPlace(Math.min(last, Math.max(first, time)), first, last);
    for (const end of ['x1', 'x2']) here.setAttribute(end, String(x));
  }
}
