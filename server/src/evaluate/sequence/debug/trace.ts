/** Follows the matcher through the events of all join keys: how each sequence that began came to its end. */
import { isTooLong, matchKey, type MatchedEvents } from '../matchKey.js';
import { missingCheck } from '../missingEvents.js';
import type { Endings } from './report.js';
import type { Timeline } from './timeline.js';

/** How the matcher left a sequence that is no match. */
export type Fate =
  | { readonly kind: 'refused'; readonly by: number; readonly tooLong: boolean }
  /** `newer`: the event by which another took its place; `last`: where the chain of those that took the place ends. */
  | { readonly kind: 'replaced'; readonly newer: number; readonly last: Ended }
  | { readonly kind: 'excluded' }
  | { readonly kind: 'waiting' };

export interface Ended {
  readonly key: number;
  readonly events: MatchedEvents;
  readonly fate: Fate;
}

export interface Trace {
  /** The first by `compareEnded`. */
  readonly ended: readonly Ended[];
  readonly count: number;
  readonly endings: Endings;
  /** Whether the event stands in a sequence after its first stage, or in a match. */
  readonly isUsed: (event: number) => boolean;
}

/** `most`: how many ended sequences are kept. */
export function traceSequences(timeline: Timeline, most: number): Trace {
  const used = new Set<number>();
  const endings = { replaced: 0, maxspan: 0, until: 0, missingEventPresent: 0, waiting: 0 };
  let kept: Ended[] = [];
  let count = 0;
  const prune = (): Ended[] => kept.sort((a, b) => compareEnded(timeline, a, b)).slice(0, most);
  for (const key of timeline.keys) {
    for (const ended of endedOfKey(timeline, key, used)) {
      count++;
      endings[endingOf(ended.fate)]++;
      kept.push(ended);
      if (kept.length > 4 * most + 1000) kept = prune();
    }
  }
  return { ended: prune(), count, endings, isUsed: (event) => used.has(event) };
}

/** The longest first; of the same length those last whose place was taken; then the earliest. */
function compareEnded(timeline: Timeline, a: Ended, b: Ended): number {
  return (
    b.events.length - a.events.length ||
    Number(a.fate.kind === 'replaced') - Number(b.fate.kind === 'replaced') ||
    timeline.rank(a.events[0] ?? 0) - timeline.rank(b.events[0] ?? 0) ||
    timeline.rank(a.events.at(-1) ?? 0) - timeline.rank(b.events.at(-1) ?? 0) ||
    a.key - b.key
  );
}

function endingOf(fate: Fate): keyof Endings {
  switch (fate.kind) {
    case 'refused':
      return fate.tooLong ? 'maxspan' : 'until';
    case 'excluded':
      return 'missingEventPresent';
    default:
      return fate.kind;
  }
}

/** What the matcher said of a sequence, before it is known what became of others. */
type Said = { readonly kind: 'replaced'; readonly newer: MatchedEvents } | Exclude<Fate, { readonly kind: 'replaced' }>;

function endedOfKey(timeline: Timeline, key: number, used: Set<number>): readonly Ended[] {
  const { stages } = timeline;
  const entries = timeline.ofKey(key);
  const said = new Map<MatchedEvents, Said>();
  const matches = matchKey(entries, stages, timeline, {
    refused: (sequence, by) =>
      void said.set(sequence, { kind: 'refused', by, tooLong: isTooLong(stages, timeline, sequence[0] ?? by, by) }),
    replaced: (sequence, newer) => void said.set(sequence, { kind: 'replaced', newer }),
    waiting: (sequence) => void said.set(sequence, { kind: 'waiting' }),
  });
  const check = missingCheck(entries, stages, timeline);
  const inMatches = new Set<number>();
  for (const match of matches) {
    if (check(match).excluded) said.set(match, { kind: 'excluded' });
    else for (const event of match) inMatches.add(event);
  }
  for (const event of inMatches) used.add(event);
  for (const sequence of said.keys()) for (const event of sequence.slice(1)) used.add(event);
  const ended = settled(key, said);
  return withoutEchoes(
    ended.filter((each) => !mayGoOn(timeline, each)),
    inMatches,
  );
}

/** Those that are no match, without those whose place was taken by one that became a match: nothing was lost by that. */
function settled(key: number, said: ReadonlyMap<MatchedEvents, Said>): readonly Ended[] {
  const ended: Ended[] = [];
  const lastOf = new Map<MatchedEvents, Ended>();
  // What takes a place comes to its end later, so from the last to the first its end is known.
  for (const [events, fate] of [...said].reverse()) {
    const last = fate.kind === 'replaced' ? lastOf.get(fate.newer) : { key, events, fate };
    if (last === undefined) continue;
    lastOf.set(events, last);
    const newer = fate.kind === 'replaced' ? (fate.newer[events.length - 1] ?? 0) : 0;
    ended.push(fate.kind === 'replaced' ? { key, events, fate: { kind: 'replaced', newer, last } } : last);
  }
  return ended.reverse();
}

/** The next event could be among those that are not looked into. */
function mayGoOn(timeline: Timeline, { events, fate }: Ended): boolean {
  if (fate.kind === 'replaced') return mayGoOn(timeline, fate.last);
  const { cutAt, stages } = timeline;
  return fate.kind === 'waiting' && cutAt !== undefined && timeline.milliseconds(events[0] ?? 0) + (stages.maxspan ?? Infinity) >= cutAt;
}

/** Those with an event that is in no match and no longer sequence: `[a] with runs=3` begins again at every event. */
function withoutEchoes(ended: readonly Ended[], inMatches: ReadonlySet<number>): readonly Ended[] {
  const told = new Set(inMatches);
  return [...ended]
    .sort((a, b) => b.events.length - a.events.length)
    .filter(({ events }) => {
      if (events.every((event) => told.has(event))) return false;
      for (const event of events) told.add(event);
      return true;
    });
}
