/**
 * What the sequence debugger tells of a run that has been made: candidates, join keys, complete sequences, and why others that began did not
 * become matches. A run that is not asked for it does nothing of this.
 */
import { grouped } from '../../../base/grouped.js';
import type { Candidates } from '../candidates.js';
import type { FoundMatches } from '../matchSequences.js';
import type { SequencePlan } from '../query.js';
import type { Stages } from '../stages.js';
import { diagnose } from './causes.js';
import { keyValue, type Surroundings } from './continuations.js';
import { incompleteSamples } from './incompleteSamples.js';
import { keylessStarts } from './ownKeyAbsent.js';
import type { CompleteSequence, Endings, ItemReport, PartialSequence, ReportLimits, SequenceReport, StageEvent } from './report.js';
import { keyValues, tally, type Tally } from './tally.js';
import { timelineOf, type Timeline } from './timeline.js';
import { traceSequences } from './trace.js';
import { itemsOf, type UnjoinedEvents } from './unjoined.js';

/** A run that has gone through all events. */
export interface Debugged {
  readonly plan: SequencePlan;
  readonly stages: Stages;
  readonly candidates: Candidates;
  readonly unjoined: UnjoinedEvents;
  readonly found: FoundMatches;
  readonly limits: ReportLimits;
}

export function describeSequences(debugged: Debugged): SequenceReport {
  const { plan, stages, candidates, unjoined, found, limits } = debugged;
  const { query } = plan;
  const timed = query.kind === 'sequence';
  const timeline = timelineOf(candidates, unjoined.events, stages, { analysed: limits.analysed, timed });
  const items = itemsOf(query);
  const counts = tally(candidates, items.length, found.list, found.order, limits.keys);
  const { partials, ...rest } = timed ? brokenSequences(debugged, timeline, counts) : brokenSamples(debugged, timeline);
  return {
    kind: query.kind,
    maxspan: stages.maxspan,
    items: itemReports(debugged, timeline, counts),
    keys: counts.keys,
    keyCount: candidates.keys.size,
    complete: Array.from(found.order.subarray(0, limits.complete), (match) => completeSequence(found.list.at(match), timeline)),
    completeCount: found.order.length,
    partials,
    ...rest,
    limited: limitations(debugged, timeline),
  };
}

function itemReports({ plan: { query }, unjoined, limits }: Debugged, timeline: Timeline, { ofItems }: Tally): readonly ItemReport[] {
  return itemsOf(query).map(({ span, missing, runs, keys }, item) => {
    const { events, absent } = unjoined.counts[item] ?? { events: 0, absent: [] };
    const names = keys.map(({ field }) => field?.name);
    return {
      span,
      missing,
      until: item === query.items.length,
      runs,
      keys: names,
      candidates: ofItems[item] ?? 0,
      withoutKey: events,
      events: timeline
        .ofItem(item)
        .slice(0, limits.candidates)
        .map((entry) => ({ event: timeline.refOf(entry.event), key: timeline.tupleOf(entry).map(keyValue) })),
      absentKeys: names.flatMap((field, key) =>
        field !== undefined && (absent[key] ?? 0) > 0 ? [{ field, events: absent[key] ?? 0 }] : [],
      ),
    };
  });
}

interface Broken {
  readonly partials: readonly PartialSequence[];
  readonly partialCount: number;
  readonly endings: Endings;
}

const noEndings: Endings = { replaced: 0, maxspan: 0, until: 0, missingEventPresent: 0, waiting: 0 };

function surroundingsOf({ plan, limits }: Debugged, timeline: Timeline, isUsed: (event: number) => boolean): Surroundings {
  return { timeline, isUsed, limits, keyNames: plan.query.items.map(({ keys }) => keys.map(({ field }) => field?.name)) };
}

function brokenSequences(debugged: Debugged, timeline: Timeline, { ofItems }: Tally): Broken {
  const { ended, count, endings, isUsed } = traceSequences(timeline, debugged.limits.partials);
  const inquiry = { ...surroundingsOf(debugged, timeline, isUsed), candidates: ofItems };
  const partials = ended.map((each): PartialSequence => {
    const { key, events } = each;
    const waitsFor = timeline.itemOf[events.length];
    return {
      key: keyValues(timeline.candidates.keys.tuple(key)),
      events: stageEvents(events, timeline),
      waitsFor,
      ...diagnose(each, inquiry),
    };
  });
  const starts = keylessStarts(inquiry).map(({ entry, cause }): PartialSequence => ({
    key: timeline.tupleOf(entry).map(keyValue),
    events: stageEvents([entry.event], timeline),
    waitsFor: timeline.itemOf[1],
    cause,
    also: undefined,
  }));
  // Starts without a key are as short as any, so they stand before those whose place another took.
  const at = partials.findIndex(({ events, cause }) => events.length === 1 && cause.kind === 'replaced');
  const all = at < 0 ? [...partials, ...starts] : [...partials.slice(0, at), ...starts, ...partials.slice(at)];
  const sum = { ...endings, waiting: endings.waiting + starts.length };
  return { partials: all.slice(0, debugged.limits.partials), partialCount: count + starts.length, endings: sum };
}

function brokenSamples(debugged: Debugged, timeline: Timeline): Broken {
  const { partials, count } = incompleteSamples(
    debugged.found.list,
    surroundingsOf(debugged, timeline, () => false),
  );
  return { partials, partialCount: count, endings: { ...noEndings, waiting: count } };
}

function completeSequence(
  { key, events }: { readonly key: number; readonly events: readonly number[] },
  timeline: Timeline,
): CompleteSequence {
  return { key: keyValues(timeline.candidates.keys.tuple(key)), events: stageEvents(events, timeline) };
}

function stageEvents(events: readonly number[], { itemOf, refOf }: Timeline): readonly StageEvent[] {
  return events.map((event, stage) => {
    const item = itemOf[stage] ?? 0;
    return { item, run: stage - itemOf.indexOf(item) + 1, event: refOf(event) };
  });
}

function limitations({ unjoined, limits }: Debugged, timeline: Timeline): readonly string[] {
  const sentences: string[] = [];
  if (timeline.cutAt !== undefined) {
    const count = grouped(limits.analysed);
    sentences.push(
      `Partial sequences are told of the first ${count} candidates of a stage only; candidates and complete sequences are counted in full.`,
    );
  }
  const lacking = unjoined.counts.reduce((sum, { events }) => sum + events, 0);
  if (lacking > limits.withoutKey) {
    const count = grouped(limits.withoutKey);
    sentences.push(`Of the events that lack a join key, the first ${count} are looked into.`);
  }
  return sentences;
}
