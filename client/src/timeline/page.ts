/** The page that shows the sequences of a rule: a picture with one lane for each stage, and all that the picture says as lists. */
import type {
  CompleteTimeline,
  PartialTimeline,
  PlacedTimelineEvent,
  SequencesResult,
  SequenceTimeline,
} from '../../../server/src/protocol/sequences.js';
import { escaped } from '../html.js';
import { count, number } from '../words.js';
import { layOut, timeText, type Join, type Mark, type MarkKind, type TimelineLayout } from './layout.js';

/** What the page needs of the panel it is in. */
export interface PageFrame {
  readonly rule: string;
  readonly sample: string;
  readonly script: string;
  readonly style: string;
  /** Of the panel's own resources. */
  readonly source: string;
  /** New for each page. */
  readonly nonce: string;
}

/** Pixels from one lane to the next, and from the top of one to its events. */
const lane = { height: 64, marks: 44, text: 20 };
const axisHeight = 30;

/** Of an item; the whole is in its tooltip and in the list. */
const itemLength = 120;

export function timelinePage(timeline: SequenceTimeline, fidelity: SequencesResult['fidelity'], frame: PageFrame): string {
  const policy = `default-src 'none'; style-src ${frame.source}; script-src 'nonce-${frame.nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escaped(frame.style)}">
<title>Sequence timeline</title>
</head>
<body>
<main>
<h1>${escaped(frame.rule)}: ${escaped(headline(timeline))}</h1>
<p class="quiet">${escaped(about(timeline, frame.sample))}</p>
<p id="stale" role="status" hidden>The rule or its events were edited since. Run the rule to bring this up to date.</p>
${keyChoice(timeline)}
${picture(timeline, layOut(timeline))}
${legend()}
<p id="detail" aria-hidden="true">Arrow keys move between events, Enter goes to one in its file.</p>
${stagesTable(timeline)}
${completeList(timeline)}
${partialList(timeline)}
${notes('What was not looked into', timeline.limited)}
${notes('Where a cluster may differ from this local run', fidelity)}
</main>
<script type="module" nonce="${frame.nonce}" src="${escaped(frame.script)}"></script>
</body>
</html>`;
}

/** `1 sequence, 2 ended early` */
function headline({ kind, completeCount, partialCount, endings }: SequenceTimeline): string {
  const ended = partialCount === 0 ? '' : `, ${number(partialCount)} ${kind === 'sequence' ? 'ended early' : 'incomplete'}`;
  return `${count(completeCount, kind)}${ended}${endings === '' ? '' : ` (${endings})`}`;
}

function about({ maxspan, keyCount, keys }: SequenceTimeline, sample: string): string {
  const span = maxspan === undefined ? [] : [`maxspan ${spanText(maxspan)}`];
  const isJoined = keys.some(({ key }) => key !== '');
  return [sample, ...span, ...(isJoined ? [count(keyCount, 'join key')] : [])].join(' · ');
}

/** `90 s`, `5 min`, `2 h` */
export function spanText(milliseconds: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1000],
  ] as const;
  const [unit, size] = units.find(([, each]) => milliseconds >= 2 * each || milliseconds === each) ?? (['ms', 1] as const);
  return `${number(Math.round((10 * milliseconds) / size) / 10)} ${unit}`;
}

function keyChoice({ keys }: SequenceTimeline): string {
  if (keys.length < 2) return '';
  const options = keys.map(({ key }) => `<option value="${escaped(key)}">${escaped(key)}</option>`).join('');
  return `<p><label>Join key <select id="key"><option value="">all</option>${options}</select></label></p>`;
}

function picture({ kind, stages }: SequenceTimeline, { marks, joins, ticks, pauses }: TimelineLayout): string {
  const height = stages.length * lane.height;
  const lanes = stages.map((_, index) => {
    const y = index * lane.height + lane.marks;
    return `<line class="lane" x1="0" x2="100%" y1="${y}" y2="${y}"/>`;
  });
  const items = stages.map(({ name, text, candidates }, index) => {
    const shown = text.length > itemLength ? `${text.slice(0, itemLength - 1)}…` : text;
    const events = `<tspan class="quiet">${escaped(count(candidates, 'event'))}</tspan>`;
    return `<text x="0" y="${index * lane.height + lane.text}"><title>${escaped(text)}</title><tspan class="name">${escaped(stageName(name))}</tspan> ${events} ${escaped(shown)}</text>`;
  });
  const times = ticks.map(({ x, label }) => `<text class="time ${sideOf(x)}" x="${x}%" y="${height + 16}">${escaped(label)}</text>`);
  const gaps = pauses.map(
    ({ x, milliseconds }) =>
      `<line class="pause" x1="${x}%" x2="${x}%" y1="0" y2="${height}"/><text class="time middle" x="${x}%" y="${height + 28}">… ${escaped(spanText(milliseconds))} …</text>`,
  );
  return `<svg id="picture" role="group" aria-label="${kind === 'sequence' ? 'Timeline of the sequences' : 'Events of the samples'}; the lists below say the same" height="${height + axisHeight}">
<g aria-hidden="true">${[...lanes, ...joins.map(line), ...gaps, ...times, ...items].join('\n')}</g>
${marks.map((mark, index) => markAt(mark, index, stages[mark.stage]?.name ?? '')).join('\n')}
</svg>`;
}

function sideOf(x: number): string {
  return x < 8 ? 'start' : x > 92 ? 'end' : 'middle';
}

function line({ from, to, kind, key }: Join): string {
  const y = (stage: number) => stage * lane.height + lane.marks;
  return `<line class="join ${kind}" data-key="${escaped(key)}" x1="${from.x}%" y1="${y(from.stage)}" x2="${to.x}%" y2="${y(to.stage)}"/>`;
}

const kindWords: Readonly<Record<MarkKind, string>> = {
  complete: 'in a complete sequence',
  partial: 'in one that ended early',
  culprit: 'what ended it',
  lacksKey: 'has no value for a join key',
  candidate: 'satisfies the stage only',
};

const shapes: Readonly<Record<MarkKind, string>> = {
  complete: '<circle r="6"/>',
  partial: '<path d="M0-7 7 0 0 7-7 0Z"/>',
  culprit: '<path d="M-6-6 6 6M6-6-6 6"/>',
  lacksKey: '<circle r="5" stroke-dasharray="2 2"/>',
  candidate: '<circle r="5"/>',
};

function markAt({ stage, position, timestamp, x, kind, key, notes: said }: Mark, index: number, name: string): string {
  const time = timestamp === undefined ? [] : [timeText(timestamp)];
  const facts = said.length === 0 ? [kindWords[kind]] : said;
  const label = [stageName(name), `line ${number(position.line + 1)}`, ...time, ...(key === '' ? [] : [key])].join(', ');
  const at = `data-line="${position.line}" data-character="${position.character}" data-stage="${stage}" data-x="${x}" data-key="${escaped(key)}"`;
  return `<svg x="${x}%" y="${stage * lane.height + lane.marks}" overflow="visible"><g class="mark ${kind}" role="button" tabindex="${index === 0 ? 0 : -1}" ${at} aria-label="${escaped(`${label}: ${facts.join('; ')}`)}"><circle class="ring" r="11"/>${shapes[kind]}</g></svg>`;
}

function legend(): string {
  const entries = Object.entries(shapes).map(
    ([kind, shape]) =>
      `<li><svg width="16" height="16" viewBox="-8 -8 16 16"><g class="mark ${kind}">${shape}</g></svg> ${kindWords[kind as MarkKind]}</li>`,
  );
  return `<ul class="legend" aria-hidden="true">${entries.join('')}</ul>`;
}

function stageName(name: string): string {
  return /^\d/.test(name) ? `stage ${name}` : name;
}

function stagesTable({ stages }: SequenceTimeline): string {
  const rows = stages.map(({ name, text, kind, runs, candidates, withoutKey, absentKeys }) => {
    const absent = absentKeys.map(({ field, events }) => `${field} absent in ${number(events)}`).join(', ');
    const remarks = [
      ...(kind === 'missing' ? ['must be missing'] : []),
      ...(runs > 1 ? [`${number(runs)} in a row`] : []),
      ...(withoutKey > 0 ? [`${number(withoutKey)} more without a join key${absent === '' ? '' : ` (${absent})`}`] : []),
    ];
    return `<tr><th scope="row">${escaped(stageName(name))}</th><td><code>${escaped(text)}</code></td><td class="number">${number(candidates)}</td><td>${escaped(remarks.join('; '))}</td></tr>`;
  });
  return `<h2>Stages</h2>
<table><thead><tr><th scope="col">Stage</th><th scope="col">Item</th><th scope="col">Events</th><th scope="col">Remarks</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function completeList({ kind, stages, complete, completeCount }: SequenceTimeline): string {
  const entries = complete.map((sequence) => `<li data-key="${escaped(sequence.key)}">${eventsOf(sequence, stages)}</li>`);
  return list(kind === 'sequence' ? 'Complete sequences' : 'Complete samples', entries, completeCount);
}

function partialList({ kind, stages, partials, partialCount }: SequenceTimeline): string {
  const entries = partials.map(
    (partial) => `<li data-key="${escaped(partial.key)}">${eventsOf(partial, stages)}${ending(partial, stages)}</li>`,
  );
  return list(kind === 'sequence' ? 'Sequences that ended early' : 'Incomplete samples', entries, partialCount);
}

function ending({ text, culprit }: PartialTimeline, stages: SequenceTimeline['stages']): string {
  return `<div>${escaped(text)}${culprit === undefined ? '' : ` ${eventButton(culprit, stages)}`}</div>`;
}

function list(title: string, entries: readonly string[], all: number): string {
  const more = all > entries.length ? `<p class="quiet">and ${number(all - entries.length)} more</p>` : '';
  return `<h2>${title} (${number(all)})</h2>
${entries.length === 0 ? '<p class="quiet">none</p>' : `<ol>${entries.join('')}</ol>`}${more}`;
}

function eventsOf({ key, events }: CompleteTimeline, stages: SequenceTimeline['stages']): string {
  const name = key === '' ? '' : `<strong>${escaped(key)}</strong> `;
  return `${name}${events.map((event) => eventButton(event, stages)).join(' ')}`;
}

function eventButton({ position, timestamp, stage }: PlacedTimelineEvent, stages: SequenceTimeline['stages']): string {
  const time = timestamp === undefined ? '' : ` at ${timeText(timestamp)}`;
  const text = `${stageName(stages[stage]?.name ?? '')}: line ${number(position.line + 1)}${time}`;
  return `<button type="button" data-line="${position.line}" data-character="${position.character}">${escaped(text)}</button>`;
}

function notes(title: string, sentences: readonly string[]): string {
  return sentences.length === 0 ? '' : `<h2>${title}</h2><ul>${sentences.map((text) => `<li>${escaped(text)}</li>`).join('')}</ul>`;
}
