/** Executions of one rule, one after the other: what each creates, given what those before it created. */
import { instantToIso } from '../events/time.js';
import { grouped } from '../base/grouped.js';
import type { Alert, BuildingBlock } from './alert.js';
import type { DetectContext, Draft, Found, Window } from './draft.js';
import { idOf } from './identity.js';
import { detectLimits } from './limit.js';
import type { History } from './newTerms.js';
import { judge } from './overrides.js';
import type { KeptEvent } from './pool.js';
import type { Execution } from './result.js';
import { compileSuppression, suppressionResult, type Candidate, type Suppressed, type SuppressedGroup } from './suppression.js';

/** What an execution looks at: the events of its window that could be searched, and what was there before. */
export interface Sight {
  readonly window: Window;
  readonly events: readonly KeptEvent[];
  readonly history: History;
}

/** What the rule finds by its type. */
export type RunType = (sight: Sight) => Found;

export interface CreatedAlert {
  readonly uuid: string;
  readonly draft: Draft;
  readonly group: SuppressedGroup | undefined;
  readonly window: Window;
}

export interface Engine {
  /** In the order in which they were created. */
  readonly created: readonly CreatedAlert[];
  /** Events counted in alerts of earlier executions. */
  readonly folded: number;
  execute(sight: Sight): Execution;
}

export function createEngine(run: RunType, context: DetectContext): Engine {
  const { settings } = context;
  const created: CreatedAlert[] = [];
  const ids = new Set<string>();
  const suppress = settings.suppression === undefined ? undefined : compileSuppression(settings.suppression, context);
  let folded = 0;
  return {
    created,
    get folded() {
      return folded;
    },
    execute(sight) {
      const { window, events } = sight;
      const found = run(sight);
      const suppressed = suppress === undefined ? unsuppressed(found) : suppress(found, window);
      folded += suppressed.folded;
      const fresh = suppressed.candidates
        .map((candidate) => ({ ...candidate, window, uuid: uuidOf(candidate, settings.ruleId) }))
        .filter(({ uuid }) => !ids.has(uuid));
      const kept = fresh.slice(0, settings.maxSignals);
      for (const alert of kept) ids.add(alert.uuid);
      created.push(...kept);
      const warnings = fresh.length > kept.length ? [signalsReached(fresh.length - kept.length, settings.maxSignals)] : [];
      return { ...windowFacts(window), events: events.length, alerts: kept.length, warnings: [...suppressed.warnings, ...warnings] };
    },
  };
}

function unsuppressed({ drafts, warnings }: Found): Suppressed {
  return { candidates: drafts.map((draft) => ({ draft, group: undefined })), warnings, folded: 0 };
}

function uuidOf({ draft, group }: Candidate, ruleId: string): string {
  const terms = group === undefined ? [] : group.terms.map(({ value }) => JSON.stringify(value, bigintAsText));
  return idOf([ruleId, draft.kind, ...draft.identity, ...terms]);
}

function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

export function signalsReached(more: number, most: number): string {
  return `\`max_signals\` (${grouped(most)}) was reached: ${grouped(more)} more would have alerted.`;
}

function windowFacts({ number, at, from, to }: Window): Pick<Execution, 'number' | 'at' | 'from' | 'to'> {
  const iso = (time: number): string | undefined => (Number.isFinite(time) ? isoOf(time) : undefined);
  return { number, at: isoOf(at), from: iso(from), to: iso(to) };
}

/** The alert as it is after all executions. */
export function alertOf({ uuid, draft, group, window }: CreatedAlert, { settings }: DetectContext): Alert {
  const { kind, events, source, threshold, newTerms, indicators = [] } = draft;
  const isGroup = kind === 'sequence' || kind === 'sample';
  return {
    uuid,
    kind,
    execution: window.number,
    time: isoOf(window.at),
    originalTime: kind === 'threshold' ? isoOf(draft.end) : isGroup ? undefined : events[0].ref.time,
    ...judge(source, settings),
    events: events.slice(0, detectLimits.eventsOfAlert).map(({ ref }) => ref),
    buildingBlocks: isGroup ? events.map((event, index) => buildingBlock(event, uuid, index)) : [],
    threshold,
    newTerms,
    indicators,
    suppression: group === undefined ? undefined : suppressionResult(group),
    source,
  };
}

function buildingBlock({ ref, source }: KeptEvent, shell: string, index: number): BuildingBlock {
  return { uuid: idOf([shell, String(index)]), event: ref, source };
}

export function isoOf(milliseconds: number): string {
  return instantToIso({ milliseconds, nanoseconds: 0 });
}
