/** All matches of a sequence among its candidates, key by key: equal to matching stage by stage over all events. */
import { RunLimit } from '../eventPass.js';
import type { Candidates } from './candidates.js';
import { NumberColumn } from './columns.js';
import { compareTuples } from './joinKeys.js';
import { grouped } from '../../base/grouped.js';
import { type SequenceLimits } from './limit.js';
import { matchKey, type KeyEntries, type MatchedEvents } from './matchKey.js';
import { missingCheck } from './missingEvents.js';
import { compareOrdinals, groupByKey, orderEvents, type KeyGroups } from './order.js';
import type { Stages } from './stages.js';

/** One match: a sequence or a sample. */
export interface Match {
  /** Number of its join key. */
  readonly key: number;
  /** Numbers of its events, missing events left out. */
  readonly events: MatchedEvents;
}

/** Matches by number; each has as many events as there are stages. */
export class MatchList {
  readonly #events = new NumberColumn(Uint32Array);
  readonly #keys = new NumberColumn(Uint32Array);
  readonly #open = new NumberColumn(Uint16Array);
  readonly #eventsEach: number;
  readonly #most: number;

  constructor(eventsEach: number, { matchedEvents }: SequenceLimits) {
    this.#eventsEach = eventsEach;
    this.#most = matchedEvents;
  }

  get length(): number {
    return this.#keys.length;
  }

  /** `open`: an event after the newest one could still exclude it. */
  add(key: number, events: MatchedEvents, open: boolean): void {
    if (this.#events.length + events.length > this.#most) {
      throw new RunLimit(
        `The matches have more than ${grouped(this.#most)} events; make the items more selective, or run on fewer events.`,
      );
    }
    this.#keys.push(key);
    this.#open.push(open ? 1 : 0);
    for (const event of events) this.#events.push(event);
  }

  keyOf(match: number): number {
    return this.#keys.at(match);
  }

  isOpen(match: number): boolean {
    return this.#open.at(match) === 1;
  }

  lastEventOf(match: number): number {
    return this.#events.at((match + 1) * this.#eventsEach - 1);
  }

  at(match: number): Match {
    const start = match * this.#eventsEach;
    return { key: this.keyOf(match), events: Array.from({ length: this.#eventsEach }, (_, index) => this.#events.at(start + index)) };
  }
}

export interface FoundMatches {
  readonly list: MatchList;
  /** Numbers in `list`, in the order of the result. */
  readonly order: Uint32Array;
  /** Join keys whose matches would be others if events with equal timestamps stood in another order. */
  readonly keysWithTies: number;
}

/** Matches by last event, then by join key. `newest`: time of the last event of all files in milliseconds, candidate or not. Throws `RunLimit`. */
export function matchSequences(candidates: Candidates, stages: Stages, newest: number, limits: SequenceLimits): FoundMatches {
  const inOrder = orderEvents(candidates);
  const groups = groupByKey(candidates, inOrder, stages.count);
  const list = new MatchList(stages.count, limits);
  let keysWithTies = 0;
  for (const [group, key] of groups.keys.entries()) {
    const entries = entriesOf(group, groups, candidates);
    const check = missingCheck(entries, stages, candidates);
    const kept = (matches: readonly MatchedEvents[]): MatchedEvents[] => matches.filter((match) => !check(match).excluded);
    const matches = kept(matchKey(entries, stages, candidates));
    for (const match of matches) list.add(key, match, check(match).openUntil >= newest);
    const turned = withTiesTurned(entries, candidates);
    if (turned !== undefined && !sameMatches(matches, kept(matchKey(turned, stages, candidates)))) keysWithTies++;
  }
  return { list, order: orderMatches(list, candidates, inOrder), keysWithTies };
}

function entriesOf(group: number, { entries, events, starts }: KeyGroups, candidates: Candidates): KeyEntries {
  const [from, to] = [starts[group] ?? 0, starts[group + 1] ?? 0];
  return {
    events: Array.from(events.subarray(from, to)),
    items: Array.from(entries.subarray(from, to), (entry) => candidates.itemOf(entry)),
  };
}

/** The same entries with events of the same time and tiebreaker in the opposite order; undefined where there are none. */
function withTiesTurned({ events, items }: KeyEntries, candidates: Candidates): KeyEntries | undefined {
  const turned = { events: [] as number[], items: [] as number[] };
  let hasTies = false;
  for (let from = 0, to = 0; from < events.length; from = to) {
    const first = events[from] ?? 0;
    while (to < events.length && compareOrdinals(candidates, events[to] ?? 0, first) === 0) to++;
    hasTies ||= events[to - 1] !== first;
    for (let end = to, start = to; end > from; end = start) {
      while (start > from && events[start - 1] === events[end - 1]) start--;
      for (let at = start; at < end; at++) {
        turned.events.push(events[at] ?? 0);
        turned.items.push(items[at] ?? 0);
      }
    }
  }
  return hasTies ? turned : undefined;
}

function sameMatches(a: readonly MatchedEvents[], b: readonly MatchedEvents[]): boolean {
  return a.length === b.length && a.every((match, index) => match.every((event, at) => event === b[index]?.[at]));
}

function orderMatches(list: MatchList, candidates: Candidates, inOrder: Uint32Array): Uint32Array {
  if (list.length < 2) return new Uint32Array(list.length);
  const rank = new Uint32Array(inOrder.length);
  for (const [index, event] of inOrder.entries()) rank[event] = index;
  const rankOf = (match: number): number => rank[list.lastEventOf(match)] ?? 0;
  const tupleOf = (match: number) => candidates.keys.tuple(list.keyOf(match));
  return Uint32Array.from({ length: list.length }, (_, index) => index).sort(
    (a, b) => rankOf(a) - rankOf(b) || compareTuples(tupleOf(a), tupleOf(b)),
  );
}
