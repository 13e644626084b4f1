/**
 * Runs a sequence or sample over event files: gathers the candidates, matches them, and reads the matching events again for what is shown
 * of them. What is kept meanwhile is bounded by `SequenceLimits`.
 */
import { throwIfCancelled, type CancelToken } from '../../base/cancel.js';
import { limits } from '../../base/limits.js';
import { instantToIso } from '../../events/time.js';
import { observed, passOver, RunLimit, type EventFile, type RunEnd } from '../eventPass.js';
import { keptBy } from '../pipes.js';
import type { Hit, MatchedStage, RunUpdate } from '../run.js';
import type { Candidates } from './candidates.js';
import { describeSequences } from './debug/describe.js';
import type { SequenceReport } from './debug/report.js';
import { UnjoinedEvents } from './debug/unjoined.js';
import { readDetails, type Details, type Wanted } from './details.js';
import { Gatherer } from './gather.js';
import { valuesOfTuple } from './joinKeys.js';
import { sequenceLimits, type SequenceLimits } from './limit.js';
import { matchSequences, type FoundMatches, type Match, type MatchList } from './matchSequences.js';
import { detailNotes, sequenceNotes } from './notes.js';
import type { SequencePlan } from './query.js';
import { matchSamples } from './samples.js';
import { stagesOf, type Stages } from './stages.js';

export interface SequenceEnd {
  readonly end: RunEnd;
  /** What of the result a cluster might do differently, and why. */
  readonly notes: readonly string[];
  /** Where the plan asks for it and all events were gone through. */
  readonly sequences?: SequenceReport;
}

/** All hits come at the end, match by match. Never throws for what stands in the files. */
export async function* runSequence(
  plan: SequencePlan,
  files: readonly EventFile[],
  clock: () => number,
  token: CancelToken,
  bounds: SequenceLimits = sequenceLimits,
): AsyncGenerator<RunUpdate, SequenceEnd, undefined> {
  const { query, fields } = plan;
  const isSequence = query.kind === 'sequence';
  const stages = stagesOf({ items: query.items, maxspan: isSequence ? query.maxspan : undefined });
  const gatherer = new Gatherer(
    { ...plan, items: query.items, timed: isSequence, needsNewest: stages.after.length > 0, allKeys: plan.debug !== undefined },
    isSequence ? query.until : undefined,
    bounds,
  );
  const unjoined = plan.debug === undefined ? undefined : new UnjoinedEvents(plan, gatherer.candidates, plan.debug.withoutKey);
  const { complete, ...end } = yield* passOver(files, fields, observed(observed(gatherer, plan.observer), unjoined), clock, token);
  if (!complete) return { end, notes: [] };
  const found = findMatches(plan, stages, gatherer, bounds);
  if (found instanceof RunLimit) return { end: { ...end, status: 'failed', message: found.message }, notes: [] };
  const { list, order } = found;
  const first = firstMatches(list, order, stages);
  const details = await readDetails(wantedOf(first, stages, gatherer.candidates), { ...plan, items: query.items }, files, token);
  for (const hits of hitsInParts(plan, found, stages, gatherer.candidates, details)) {
    throwIfCancelled(token);
    yield { kind: 'hits', hits };
  }
  return {
    end: { ...end, matches: order.length },
    notes: [...sequenceNotes(plan, gatherer, found), ...detailNotes(details)],
    ...(plan.debug === undefined || unjoined === undefined
      ? {}
      : { sequences: describeSequences({ plan, stages, candidates: gatherer.candidates, unjoined, found, limits: plan.debug }) }),
  };
}

/** The matches among all candidates, in the order of the result. */
export function findMatches(
  { query, samplesPerKey }: Pick<SequencePlan, 'query' | 'samplesPerKey'>,
  stages: Stages,
  gatherer: Gatherer,
  bounds: SequenceLimits,
): FoundMatches | RunLimit {
  try {
    if (query.kind === 'sequence') {
      const found = matchSequences(gatherer.candidates, stages, gatherer.newest, bounds);
      return { ...found, order: query.pipes.reduce((order, pipe) => order.slice(...keptBy(pipe, order.length)), found.order) };
    }
    const list = matchSamples(gatherer.candidates, query.items.length, samplesPerKey, bounds);
    return { list, order: Uint32Array.from({ length: list.length }, (_, index) => index), keysWithTies: 0 };
  } catch (error) {
    if (error instanceof RunLimit) return error;
    throw error;
  }
}

/** Events of matches that are read again; those of further matches are shown by place and time alone. */
const mostDetailed = 10 * limits.keptHits;

function firstMatches(list: MatchList, order: Uint32Array, { count }: Stages): readonly Match[] {
  return Array.from(order.slice(0, Math.ceil(mostDetailed / count)), (match) => list.at(match));
}

function wantedOf(matches: readonly Match[], { all }: Stages, candidates: Candidates): readonly Wanted[] {
  const events = all.filter(({ missing }) => !missing);
  const wanted = new Map<string, Wanted>();
  for (const match of matches) {
    for (const [index, { item }] of events.entries()) {
      const event = match.events[index] ?? 0;
      wanted.set(`${event} ${item}`, { event, item, place: candidates.place(event) });
    }
  }
  return [...wanted.values()];
}

/** Matches told at a time. */
const partSize = 500;

function* hitsInParts(
  { query }: SequencePlan,
  { list, order }: FoundMatches,
  stages: Stages,
  candidates: Candidates,
  details: Details,
): Generator<readonly Hit[], void, undefined> {
  const outline = stages.all.map(({ span, missing }) => ({ span, missing }));
  const positions = stages.all.flatMap(({ item, missing }, stage) => (missing ? [] : [{ item, stage }]));
  for (let from = 0; from < order.length; from += partSize) {
    const part = Array.from(order.subarray(from, from + partSize), (match) => list.at(match));
    yield part.flatMap(({ key, events }, at) => {
      const joinKeys = valuesOfTuple(candidates.keys.tuple(key));
      return positions.map(({ item, stage }, position) => {
        const event = events[position] ?? 0;
        const sequence = { kind: query.kind, index: from + at, stage, stages: outline, joinKeys };
        const detailed = details.hit(event, item);
        return detailed === undefined ? bareHit(event, sequence, candidates) : { ...detailed, sequence };
      });
    });
  }
}

function bareHit(event: number, sequence: MatchedStage, candidates: Candidates): Hit {
  const { file, offset, length, line, column } = candidates.place(event);
  const at = { milliseconds: candidates.milliseconds(event), nanoseconds: candidates.nanoseconds(event) };
  const timestamp = sequence.kind === 'sequence' ? instantToIso(at) : undefined;
  return { file, offset, length, line, column, text: undefined, timestamp, clauses: [], columns: [], sequence };
}
