/** Why a sequence that began is no match: each cause with what would have to be different, tried by matching again. */
import { assertNever } from '../../../base/invariant.js';
import { formatSpan } from '../../../syntax/eql/literals.js';
import type { MatchedEvents } from '../matchKey.js';
import { missingCheck } from '../missingEvents.js';
import { continuationOf, underOtherKey, type Surroundings } from './continuations.js';
import { gainOf, rematch } from './rematch.js';
import type { Cause } from './report.js';
import type { Timeline } from './timeline.js';
import type { Ended, Fate } from './trace.js';

export interface Diagnosis {
  readonly cause: Cause;
  /** Beside `maxspan`: `until`, or an event in time with another key. */
  readonly also: Cause | undefined;
}

/** What causes are found with. */
export interface Inquiry extends Surroundings {
  /** All candidates of each item. */
  readonly candidates: readonly number[];
}

export function diagnose(ended: Ended, inquiry: Inquiry): Diagnosis {
  const { fate } = ended;
  switch (fate.kind) {
    case 'refused':
      return refused(ended, fate, inquiry);
    case 'excluded':
      return { cause: excluded(ended, inquiry), also: undefined };
    case 'replaced':
      return { cause: replaced(ended, fate, inquiry), also: undefined };
    case 'waiting':
      return { cause: waiting(ended, inquiry), also: undefined };
    default:
      return assertNever(fate);
  }
}

function refused(ended: Ended, { by, tooLong }: Extract<Fate, { kind: 'refused' }>, inquiry: Inquiry): Diagnosis {
  const until = untilCause(ended, by, inquiry);
  if (!tooLong && until !== undefined) return { cause: until, also: undefined };
  const item = inquiry.timeline.itemOf[ended.events.length] ?? 0;
  return { cause: maxspanCause(ended, by, inquiry), also: until ?? underOtherKey({ ...ended, item }, inquiry) };
}

/** Undefined where no `until` event stands between. */
function untilCause({ key, events }: Ended, by: number, { timeline, limits }: Inquiry): Cause | undefined {
  const last = events.at(-1) ?? 0;
  const entries = timeline.ofKey(key);
  const { until } = timeline.stages;
  const between = entries.events.filter(
    (event, index) =>
      entries.items[index] === until && timeline.rank(event) >= timeline.rank(last) && timeline.rank(event) < timeline.rank(by),
  );
  const latest = between.at(-1);
  if (latest === undefined) return undefined;
  const removed = new Set(between);
  const remove = (event: number, item: number): boolean => item === until && removed.has(event);
  const gain = gainOf(rematch(timeline, { key, remove }, [...events, by], limits.rematched));
  return { kind: 'until', item: until, until: timeline.refOf(latest), others: removed.size - 1, event: timeline.refOf(by), gain };
}

function maxspanCause(ended: Ended, by: number, inquiry: Inquiry): Cause {
  const { timeline } = inquiry;
  const [first = 0] = ended.events;
  const maxspan = timeline.stages.maxspan ?? 0;
  const toNext = spanOf(timeline, first, by);
  const toMatch = shortestSpan(ended, by, inquiry);
  const needed = toMatch ?? toNext;
  return {
    kind: 'maxspan',
    event: timeline.refOf(by),
    exceededBy: toNext - maxspan,
    maxspan,
    needed,
    neededText: toMatch === undefined ? spanText(needed) : textThatCompletes(ended, needed, inquiry),
    gain:
      toMatch !== undefined
        ? 'match'
        : gainOf(rematch(timeline, { key: ended.key, maxspan: needed }, [...ended.events, by], inquiry.limits.rematched)),
  };
}

/** In milliseconds; a part of one counts as one. */
function spanOf(timeline: Timeline, first: number, last: number): number {
  const beyond = timeline.nanoseconds(last) > timeline.nanoseconds(first) ? 1 : 0;
  return timeline.milliseconds(last) - timeline.milliseconds(first) + beyond;
}

/** The shortest `maxspan` with which the sequence becomes a match; undefined where none of those that were tried does it. */
function shortestSpan(ended: Ended, by: number, inquiry: Inquiry): number | undefined {
  const { timeline, limits } = inquiry;
  const [first = 0] = ended.events;
  const lastItem = timeline.itemOf.at(-1);
  const entries = timeline.ofKey(ended.key);
  const spans = new Set<number>();
  if (ended.events.length === timeline.itemOf.length - 1) spans.add(spanOf(timeline, first, by));
  for (const [index, event] of entries.events.entries()) {
    if (spans.size >= limits.tries) break;
    if (entries.items[index] === lastItem && timeline.rank(event) > timeline.rank(by)) spans.add(spanOf(timeline, first, event));
  }
  return [...spans].find((span) => completesWith(ended, span, inquiry));
}

function completesWith({ key, events }: Ended, maxspan: number, { timeline, limits }: Inquiry): boolean {
  return rematch(timeline, { key, maxspan }, events, limits.rematched).completes;
}

/** In whole seconds or more where that matches too. */
function textThatCompletes(ended: Ended, span: number, inquiry: Inquiry): string {
  const seconds = roundedUp(span);
  return formatSpan(seconds === span || completesWith(ended, seconds, inquiry) ? seconds : span);
}

function spanText(span: number): string {
  return formatSpan(roundedUp(span));
}

function roundedUp(span: number): number {
  return span < 1000 ? span : Math.ceil(span / 1000) * 1000;
}

/** How many events that must be missing are taken away one after the other. */
const mostRemoved = 20;

interface MissingEntry {
  readonly event: number;
  readonly item: number;
}

function excluded({ key, events }: Ended, { timeline }: Inquiry): Cause {
  const { stages } = timeline;
  const entries = timeline.ofKey(key);
  let left: readonly MissingEntry[] = entries.events
    .map((event, index) => ({ event, item: entries.items[index] ?? 0 }))
    .filter(({ item }) => stages.ofItem[item]?.length === 0);
  const isExcluded = (): boolean => {
    const kept = { events: left.map(({ event }) => event), items: left.map(({ item }) => item) };
    return missingCheck(kept, stages, timeline)(events).excluded;
  };
  const found: MissingEntry[] = [];
  let completes = false;
  while (!completes && found.length < mostRemoved) {
    const offender = offenderOf(left, events, timeline);
    if (offender === undefined) break;
    found.push(offender);
    left = left.filter((each) => each !== offender);
    completes = !isExcluded();
  }
  const [first = { event: 0, item: 0 }] = found;
  return {
    kind: 'missingEventPresent',
    item: first.item,
    event: timeline.refOf(first.event),
    others: found.length - 1,
    gain: completes ? 'match' : 'nothing',
  };
}

/** An event that excludes the match: the first between two of its events, else the first after its last, else the last before its first. */
function offenderOf(missing: readonly MissingEntry[], match: MatchedEvents, timeline: Timeline): MissingEntry | undefined {
  const { between, before, after } = timeline.stages;
  const timeOf = (event: number | undefined): number => timeline.milliseconds(event ?? 0);
  for (const [stage, items] of between.entries()) {
    const [from, to] = [timeOf(match[stage]), timeOf(match[stage + 1])];
    const offender = missing.find(({ event, item }) => items.includes(item) && timeOf(event) > from && timeOf(event) < to);
    if (offender !== undefined) return offender;
  }
  const [first, last] = [timeOf(match[0]), timeOf(match.at(-1))];
  return (
    missing.find(({ event, item }) => after.includes(item) && timeOf(event) > last) ??
    missing.findLast(({ event, item }) => before.includes(item) && timeOf(event) < first)
  );
}

function replaced({ key, events }: Ended, { newer, last }: Extract<Fate, { kind: 'replaced' }>, inquiry: Inquiry): Cause {
  const { timeline, limits } = inquiry;
  const item = timeline.itemOf[events.length - 1];
  const remove = (event: number, ofItem: number): boolean => event === newer && ofItem === item;
  const { completes } = rematch(timeline, { key, remove }, events, limits.rematched);
  return { kind: 'replaced', event: timeline.refOf(newer), then: diagnose(last, inquiry).cause, gain: completes ? 'match' : 'nothing' };
}

function waiting({ key, events }: Ended, inquiry: Inquiry): Cause {
  const { timeline, candidates } = inquiry;
  const item = timeline.itemOf[events.length] ?? 0;
  const had = repetitions(timeline, events.length);
  if (timeline.itemOf[events.length - 1] === item)
    return { kind: 'runs', had, wanted: timeline.itemOf.filter((each) => each === item).length };
  return continuationOf({ key, events, item }, inquiry) ?? { kind: 'noCandidate', candidates: candidates[item] ?? 0 };
}

/** How many of the last events before the stage are repetitions of one item. */
function repetitions({ itemOf }: Timeline, stage: number): number {
  const item = itemOf[stage - 1];
  return stage - 1 - itemOf.slice(0, stage).findLastIndex((each) => each !== item);
}
