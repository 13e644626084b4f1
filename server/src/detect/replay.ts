/** The schedule of a rule run over events: which executions there are, and what each of them can see. */
import { parseDateBound } from '../events/dateMath.js';
import { throwIfCancelled, type CancelToken } from '../base/cancel.js';
import { RunLimit } from '../evaluate/eventPass.js';
import { grouped } from '../base/grouped.js';
import { readAgo } from '../rule/schedule.js';
import type { Window } from './draft.js';
import type { Engine, Sight } from './engine.js';
import { detectLimits } from './limit.js';
import type { History } from './newTerms.js';
import { firstAt, type KeptEvent } from './pool.js';
import type { Execution } from './result.js';
import type { RuleSettings } from './settings.js';

/** What ran, and what it saw. */
export interface Replayed {
  /** Those that saw events; the first `detectLimits.executions`. */
  readonly executions: readonly Execution[];
  /** All that ran. */
  readonly count: number;
  readonly seen: ReadonlySet<KeptEvent>;
  /** When the last execution ran whose window covers the event, whether it could see it or not; none where it lies between windows. */
  readonly coveredBy: ReadonlyMap<KeptEvent, number>;
}

/** Date maths to an instant in milliseconds, for any `now`; undefined for what is no date maths. */
export type AtInstant = (now: number) => number;

export function compileDateMath(text: string): AtInstant | undefined {
  const ago = readAgo(text);
  // Months and years differ in length, so only what is exact is taken the short way.
  if (ago !== undefined && !/[Myd]/.test(text)) return (now) => now - ago;
  const at = (now: number): number | undefined => parseDateBound(text, 'down', { milliseconds: now, nanoseconds: 0 })?.milliseconds;
  return at(0) === undefined ? undefined : (now) => at(now) ?? NaN;
}

export interface ReplayPlan {
  readonly settings: RuleSettings;
  readonly from: AtInstant;
  readonly to: AtInstant;
  /** Since when a new_terms rule looks for what is known. */
  readonly historyFrom: AtInstant | undefined;
  /** By time, history included. */
  readonly events: readonly KeptEvent[];
  /** When the first event of all was, matching or not. */
  readonly oldest: number;
}

/** Events looked at by all executions together. */
const mostLookedAt = 500_000_000;

/** Runs from one interval after the first event until no window can see a new event. Throws `RunLimit` and `Cancelled`. */
export function replay(plan: ReplayPlan, engine: Engine, token: CancelToken): Replayed {
  const { settings, events, oldest } = plan;
  const executions: Execution[] = [];
  const seen = new Set<KeptEvent>();
  const coveredBy = new Map<KeptEvent, number>();
  const last = events.reduce((latest, { time, visible }) => Math.max(latest, time, visible), -Infinity);
  let count = 0;
  let looked = 0;
  for (let at = oldest + settings.interval; isDue(at, last, plan); at += settings.interval) {
    throwIfCancelled(token);
    count++;
    if (count > detectLimits.replayed) throw tooMany(`${grouped(detectLimits.replayed)} executions`);
    const window = { number: count, at, from: plan.from(at), to: plan.to(at) };
    const inWindow = between(events, window.from, window.to).filter(({ isHistory }) => !isHistory);
    const sight: Sight = { window, events: inWindow.filter(({ visible }) => visible <= at), history: historyAt(plan, window) };
    looked += inWindow.length;
    if (looked > mostLookedAt) throw tooMany('windows with this many events');
    for (const event of sight.events) seen.add(event);
    for (const event of inWindow) coveredBy.set(event, at);
    if (sight.events.length === 0) continue;
    const execution = engine.execute(sight);
    if (executions.length < detectLimits.executions) executions.push(execution);
  }
  return { executions, count, seen, coveredBy };
}

/** Until an execution has run after the last event could be searched, and the window has moved past it. */
function isDue(at: number, last: number, { from, settings }: ReplayPlan): boolean {
  return at - settings.interval < last || from(at) <= last;
}

/** Known is what was seen up to the start of the window, that instant included; `now` of the history is the end of the window. */
function historyAt({ historyFrom, events }: ReplayPlan, { at, from, to }: Window): History {
  return { events, from: historyFrom === undefined ? Infinity : historyFrom(to), to: from, visibleBy: at };
}

/** Both ends included. */
function between(events: readonly KeptEvent[], from: number, to: number): readonly KeptEvent[] {
  return events.slice(firstAt(events, from), firstAt(events, to + 1));
}

function tooMany(what: string): RunLimit {
  return new RunLimit(`The replay takes more than ${what}; run it on events of a shorter time.`);
}
