/** Where the events of a sequence timeline are drawn: one lane for each stage, time from left to right, long pauses shortened. */
import type { Position } from '../../../server/src/protocol/protocol.js';
import type { CompleteTimeline, SequenceTimeline, TimelineEvent } from '../../../server/src/protocol/sequences.js';
import { number } from '../words.js';

/** What an event is drawn as; of several the first. */
export const markKinds = ['complete', 'partial', 'culprit', 'lacksKey', 'candidate'] as const;
export type MarkKind = (typeof markKinds)[number];

export interface Mark {
  readonly stage: number;
  readonly position: Position;
  readonly timestamp: string | undefined;
  /** From left to right, 0 to 100. */
  readonly x: number;
  readonly kind: MarkKind;
  readonly key: string;
  /** Sentences without full stops on what became of it. */
  readonly notes: readonly string[];
}

/** A line between two events. */
export interface Join {
  readonly from: { readonly x: number; readonly stage: number };
  readonly to: { readonly x: number; readonly stage: number };
  /** `ended`: to the event that a partial sequence came to its end with. */
  readonly kind: 'complete' | 'partial' | 'ended';
  readonly key: string;
}

export interface TimelineLayout {
  /** Lane by lane, from left to right. */
  readonly marks: readonly Mark[];
  readonly joins: readonly Join[];
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  /** Where time was left out, in milliseconds. */
  readonly pauses: readonly { readonly x: number; readonly milliseconds: number }[];
}

/** Least distance between the times written below. */
const tickDistance = 18;

export function layOut(timeline: SequenceTimeline): TimelineLayout {
  const seen = sightings(timeline);
  const axis = axisOf(
    seen.map(({ event }) => event),
    timeline.maxspan,
  );
  const byPlace = new Map<string, Sighting[]>();
  for (const sighting of seen) {
    const { line, character } = sighting.event.position;
    const place = `${sighting.stage}:${line}:${character}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), sighting]);
  }
  const marks = [...byPlace.values()].flatMap((all): readonly Mark[] => {
    const [first] = all;
    if (first === undefined) return [];
    const { position, timestamp } = first.event;
    const kind = markKinds.find((each) => all.some((sighting) => sighting.kind === each)) ?? 'candidate';
    const notes = [...new Set(all.flatMap(({ note }) => note ?? []))];
    return [{ stage: first.stage, position, timestamp, x: axis.xOf(first.event), kind, key: first.key, notes }];
  });
  const joins = [
    ...timeline.complete.flatMap((sequence) => chain(sequence, 'complete', axis)),
    ...timeline.partials.flatMap((partial) => {
      const { culprit, events, key } = partial;
      const reached = events.at(-1);
      if (culprit === undefined || reached === undefined) return chain(partial, 'partial', axis);
      return [...chain(partial, 'partial', axis), join(reached, culprit, 'ended', key, axis)];
    }),
  ];
  return {
    marks: marks.sort((a, b) => a.stage - b.stage || a.x - b.x || a.position.line - b.position.line),
    joins,
    ticks: axis.ticks,
    pauses: axis.pauses,
  };
}

interface Sighting {
  readonly event: TimelineEvent;
  readonly stage: number;
  readonly key: string;
  readonly kind: MarkKind;
  readonly note?: string;
}

function sightings({ kind, stages, complete, partials }: SequenceTimeline): readonly Sighting[] {
  const candidates = stages.flatMap(({ events }, stage) =>
    events.map((event): Sighting => {
      const { key, lacksKey } = event;
      return lacksKey
        ? { event, stage, key, kind: 'lacksKey', note: 'has no value for a join key, so no sequence can have it' }
        : { event, stage, key, kind: 'candidate' };
    }),
  );
  const whole = complete.flatMap(({ key, events }, index) =>
    events.map((event): Sighting => ({ event, stage: event.stage, key, kind: 'complete', note: `in ${kind} ${number(index + 1)}` })),
  );
  const ended = partials.flatMap(({ key, events, culprit, text }) => [
    ...events.map((event): Sighting => ({ event, stage: event.stage, key, kind: 'partial', note: text })),
    ...(culprit === undefined ? [] : [{ event: culprit, stage: culprit.stage, key, kind: 'culprit' as const, note: text }]),
  ]);
  return [...candidates, ...whole, ...ended];
}

interface Axis extends Pick<TimelineLayout, 'ticks' | 'pauses'> {
  readonly xOf: (event: TimelineEvent) => number;
}

/** By time; events without a time in the order of the file. A pause of more than twice `maxspan` is drawn as that much. */
function axisOf(events: readonly TimelineEvent[], maxspan: number | undefined): Axis {
  const isTimed = events.every(({ timestamp }) => timestamp !== undefined && !Number.isNaN(Date.parse(timestamp)));
  const valueOf = ({ timestamp, position }: TimelineEvent): number => (isTimed ? Date.parse(timestamp ?? '') : position.line);
  const values = [...new Set(events.map(valueOf))].sort((a, b) => a - b);
  const longest = isTimed && maxspan !== undefined ? 2 * maxspan : Infinity;
  const places = new Map<number, number>();
  const cuts: { place: number; milliseconds: number }[] = [];
  let place = 0;
  values.forEach((value, index) => {
    const pause = value - (values[index - 1] ?? value);
    if (pause > longest) cuts.push({ place: place + longest / 2, milliseconds: pause });
    place += Math.min(pause, longest);
    places.set(value, place);
  });
  const scaled = (at: number): number => (place === 0 ? 50 : round(2 + (96 * at) / place));
  const xOf = (event: TimelineEvent): number => scaled(places.get(valueOf(event)) ?? 0);
  return {
    xOf,
    ticks: isTimed ? ticksOf(events, xOf) : [],
    pauses: cuts.map(({ place: at, milliseconds }) => ({ x: scaled(at), milliseconds })),
  };
}

function ticksOf(events: readonly TimelineEvent[], xOf: (event: TimelineEvent) => number): TimelineLayout['ticks'] {
  const times = events.flatMap((event) => (event.timestamp === undefined ? [] : [{ x: xOf(event), timestamp: event.timestamp }]));
  const days = new Set(times.map(({ timestamp }) => timestamp.slice(0, 10)));
  const ticks: { x: number; label: string }[] = [];
  for (const { x, timestamp } of times.sort((a, b) => a.x - b.x)) {
    const last = ticks.at(-1);
    if (last === undefined || x - last.x >= tickDistance)
      ticks.push({ x, label: days.size > 1 ? dayAndTime(timestamp) : timeText(timestamp) });
  }
  return ticks;
}

function dayAndTime(timestamp: string): string {
  return `${timestamp.slice(5, 10)} ${timeText(timestamp)}`;
}

/** `10:00:01`, `10:00:01.250`; as it is where it is no such time. */
export function timeText(timestamp: string): string {
  const [, time = timestamp, part = ''] = /T(\d\d:\d\d:\d\d)(\.\d*[1-9])?/.exec(timestamp) ?? [];
  return `${time}${part}`;
}

function chain({ key, events }: CompleteTimeline, kind: Join['kind'], axis: Axis): readonly Join[] {
  return events.slice(1).flatMap((event, index) => {
    const before = events[index];
    return before === undefined ? [] : [join(before, event, kind, key, axis)];
  });
}

type Placed = CompleteTimeline['events'][number];

function join(from: Placed, to: Placed, kind: Join['kind'], key: string, { xOf }: Axis): Join {
  return { from: { x: xOf(from), stage: from.stage }, to: { x: xOf(to), stage: to.stage }, kind, key };
}

function round(x: number): number {
  return Math.round(x * 100) / 100;
}
