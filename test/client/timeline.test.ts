/** The sequence timeline: where events are drawn, and a page that says all of it in words. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { layOut, timeText } from '../../client/src/timeline/layout.js';
import { spanText, timelinePage } from '../../client/src/timeline/page.js';
import type { PartialTimeline, PlacedTimelineEvent, SequenceTimeline, TimelineStage } from '../../server/src/protocol/sequences.js';

const day = '2026-03-02T10:';

function event(
  line: number,
  time: string | undefined,
): { readonly position: { line: number; character: number }; readonly timestamp: string | undefined } {
  return { position: { line, character: 0 }, timestamp: time === undefined ? undefined : `${day}${time}.000Z` };
}

function placed(ofStage: number, line: number, time: string): PlacedTimelineEvent {
  return { ...event(line, time), stage: ofStage, run: 1 };
}

function stage(name: string, events: TimelineStage['events'], parts: Partial<TimelineStage> = {}): TimelineStage {
  const text = `[process where process.name == "${name}"]`;
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } };
  return { name, text, range, kind: 'event', runs: 1, candidates: events.length, withoutKey: 0, absentKeys: [], events, ...parts };
}

const late: PartialTimeline = {
  key: 'host.id "b"',
  events: [placed(0, 2, '00:20')],
  waitsFor: 1,
  cause: 'maxspan',
  text: 'stage 2 line 4 comes 20 s after maxspan=10s ends; would match with maxspan=30s',
  culprit: placed(1, 3, '00:50'),
  maxspan: '30s',
};

const timeline: SequenceTimeline = {
  kind: 'sequence',
  maxspan: 10_000,
  stages: [
    stage('1', [
      { ...event(0, '00:00'), key: 'host.id "a"', lacksKey: false },
      { ...event(2, '00:20'), key: 'host.id "b"', lacksKey: false },
    ]),
    stage('2', [
      { ...event(1, '00:05'), key: 'host.id "a"', lacksKey: false },
      { ...event(3, '00:50'), key: 'host.id "b"', lacksKey: false },
      { ...event(4, '00:55'), key: '', lacksKey: true },
      { ...event(5, '01:00'), key: 'host.id "a"', lacksKey: false },
    ]),
  ],
  keys: [
    { key: 'host.id "a"', candidates: [1, 2], complete: 1 },
    { key: 'host.id "b"', candidates: [1, 1], complete: 0 },
  ],
  keyCount: 2,
  complete: [{ key: 'host.id "a"', events: [placed(0, 0, '00:00'), placed(1, 1, '00:05')] }],
  completeCount: 1,
  partials: [late],
  partialCount: 1,
  endings: '1 too long',
  limited: [],
};

describe('the drawing', () => {
  it('has each event once, as the most telling of what became of it', () => {
    expect(layOut(timeline).marks.map(({ stage: lane, position, kind, notes }) => [lane, position.line, kind, notes])).toEqual([
      [0, 0, 'complete', ['in sequence 1']],
      [0, 2, 'partial', [late.text]],
      [1, 1, 'complete', ['in sequence 1']],
      [1, 3, 'culprit', [late.text]],
      [1, 4, 'lacksKey', ['has no value for a join key, so no sequence can have it']],
      [1, 5, 'candidate', []],
    ]);
  });

  it('joins the events of a sequence, and of one that ended early with what ended it', () => {
    expect(layOut(timeline).joins.map(({ kind, from, to, key }) => [kind, from.stage, to.stage, key])).toEqual([
      ['complete', 0, 1, 'host.id "a"'],
      ['ended', 0, 1, 'host.id "b"'],
    ]);
  });

  it('goes by time, with long pauses shortened', () => {
    // 5 s, 15 s, 30 s drawn as 20 s, 5 s, 5 s.
    const { marks, pauses } = layOut(timeline);
    const xs = marks.map(({ position, x }) => [position.line, x] as const).sort(([a], [b]) => a - b);
    expect(xs.map(([, x]) => x)).toEqual([2, 11.6, 40.4, 78.8, 88.4, 98]);
    expect(pauses).toEqual([{ x: 59.6, milliseconds: 30_000 }]);
  });

  it('writes times that have room', () => {
    expect(layOut(timeline).ticks).toEqual([
      { x: 2, label: '10:00:00' },
      { x: 40.4, label: '10:00:20' },
      { x: 78.8, label: '10:00:50' },
      { x: 98, label: '10:01:00' },
    ]);
  });

  it('of samples, which have no order in time, goes by place in the file', () => {
    const [first, second] = timeline.stages;
    const untimed = [first, second].flatMap((each) =>
      each === undefined
        ? []
        : [
            stage(
              each.name,
              each.events.map((one) => ({ ...one, timestamp: undefined })),
            ),
          ],
    );
    const { marks, ticks } = layOut({ ...timeline, kind: 'sample', maxspan: undefined, stages: untimed, complete: [], partials: [] });
    expect(marks.map(({ position, x }) => [position.line, x])).toEqual([
      [0, 2],
      [2, 40.4],
      [1, 21.2],
      [3, 59.6],
      [4, 78.8],
      [5, 98],
    ]);
    expect(ticks).toEqual([]);
  });

  it('of one event, or of none, is no division by zero', () => {
    const one = { ...timeline, stages: [stage('1', [{ ...event(0, '00:00'), key: '', lacksKey: false }])], complete: [], partials: [] };
    expect(layOut(one).marks.map(({ x }) => x)).toEqual([50]);
    expect(layOut({ ...one, stages: [] })).toEqual({ marks: [], joins: [], ticks: [], pauses: [] });
  });
});

test.each([
  ['2026-03-02T10:00:01.000Z', '10:00:01'],
  ['2026-03-02T10:00:01.250Z', '10:00:01.25'],
  ['2026-03-02T10:00:01Z', '10:00:01'],
  ['soon', 'soon'],
])('%s is written %s', (timestamp, expected) => {
  expect(timeText(timestamp)).toBe(expected);
});

test.each([
  [500, '500 ms'],
  [1000, '1 s'],
  [90_000, '90 s'],
  [300_000, '5 min'],
  [7_200_000, '2 h'],
  [259_200_000, '3 d'],
])('%i ms are %s', (milliseconds, expected) => {
  expect(spanText(milliseconds)).toBe(expected);
});

describe('the page', () => {
  const frame = { rule: 'a<b.eql', sample: 'a.events.ndjson', script: 'x:/t.mjs', style: 'x:/t.css', source: 'x:', nonce: 'n0' };
  const page = timelinePage(timeline, ['No mapping is known.'], frame);
  const text = page
    .replace(/<head>[^]*<\/head>/, '')
    .replace(/<svg[^]*?<\/svg>(?!<\/g>)/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

  it.each([
    'a&lt;b.eql: 1 sequence, 1 ended early (1 too long)',
    'a.events.ndjson · maxspan 10 s · 2 join keys',
    'Complete sequences (1) host.id &quot;a&quot; stage 1: line 1 at 10:00:00 stage 2: line 2 at 10:00:05',
    'Sequences that ended early (1) host.id &quot;b&quot; stage 1: line 3 at 10:00:20 stage 2 line 4 comes 20 s after maxspan=10s ends; would match with maxspan=30s stage 2: line 4 at 10:00:50',
    'Where a cluster may differ from this local run No mapping is known.',
  ])('says: %s', (expected) => {
    expect(text).toContain(expected);
  });

  it('has a name for each event that tells what became of it', () => {
    const labels = [...page.matchAll(/aria-label="(stage [^"]*)"/g)].map((match) => match[1]);
    expect(labels).toHaveLength(6);
    expect(labels[1]).toBe(`stage 1, line 3, 10:00:20, host.id &quot;b&quot;: ${late.text}`);
    expect(page.match(/tabindex="0"/g)).toHaveLength(1);
  });

  it('says what else is to be known of a stage', () => {
    const absentKeys = [{ field: 'host.id', events: 3 }];
    const stages = [stage('1', [], { kind: 'missing', withoutKey: 3, absentKeys, runs: 2 }), stage('until', [], { kind: 'until' })];
    const other = timelinePage({ ...timeline, stages, complete: [], partials: [], limited: ['Only the first are shown.'] }, [], frame);
    expect(other).toContain('must be missing; 2 in a row; 3 more without a join key (host.id absent in 3)');
    expect(other).toContain('<li>Only the first are shown.</li>');
    expect(other).toContain('and 1 more');
  });

  it('runs no script and no style but its own, and nothing inline', () => {
    expect(page).toContain(`content="default-src &#39;none&#39;; style-src x:; script-src &#39;nonce-n0&#39;"`);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/ (?:style|on\w+)="/);
    expect(page).not.toContain('<style');
  });

  it('uses the colours of the theme only, and nothing moves', () => {
    const css = readFileSync(path.resolve(import.meta.dirname, '../../client/media/timeline.css'), 'utf8');
    expect(css).not.toMatch(/#[0-9a-f]{3,8}\b(?![^{]*\{)|rgb|hsl|animation|transition|url\(/i);
  });
});
