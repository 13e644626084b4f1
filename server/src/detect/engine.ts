/** Executions of one rule, one after the other: what each creates, given what those before it created. */
import { compilePath, valuesAt } from '../events/fieldPath.js';
import type { JsonObject } from '../events/json.js';
import { instantToIso, parseInstant } from '../events/time.js';
import { grouped } from '../base/grouped.js';
import type { Alert, BuildingBlock } from './alert.js';
import { identityKey, isSequence, type DetectContext, type Draft, type Found, type Window } from './draft.js';
import { idOf } from './identity.js';
import { detectLimits } from './limit.js';
import type { History } from './newTerms.js';
import { judge } from './overrides.js';
import type { KeptEvent } from './pool.js';
import type { Execution } from './result.js';
import { defaultTimestamp, type RuleSettings } from './settings.js';
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
  /** The identities of all sequences that executions found, those among them that suppression or `max_signals` kept from an alert. */
  readonly sequences: ReadonlySet<string>;
  /** Events counted in alerts of earlier executions. */
  readonly folded: number;
  execute(sight: Sight): Execution;
}

export function createEngine(run: RunType, context: DetectContext): Engine {
  const { settings } = context;
  const created: CreatedAlert[] = [];
  const sequences = new Set<string>();
  const ids = new Set<string>();
  const suppression = settings.suppression === undefined ? undefined : compileSuppression(settings.suppression, context);
  const uuidOf = compileUuid(settings);
  let folded = 0;
  return {
    created,
    sequences,
    get folded() {
      return folded;
    },
    execute(sight) {
      const { window, events } = sight;
      const found = run(sight);
      for (const draft of [...found.drafts, ...(found.beyond ?? [])]) if (isSequence(draft)) sequences.add(identityKey(draft));
      const isCreated = (draft: Draft): boolean => ids.has(uuidOf({ draft, group: undefined }));
      const suppressed = suppression === undefined ? unsuppressed(found) : suppression.suppress(found, window, isCreated);
      folded += suppressed.folded;
      const fresh = suppressed.candidates
        .map((candidate) => ({ ...candidate, window, uuid: uuidOf(candidate) }))
        .filter(({ uuid }) => !ids.has(uuid));
      const kept = fresh.slice(0, settings.maxSignals);
      for (const { uuid, group } of kept) {
        ids.add(uuid);
        if (group !== undefined) suppression?.remember(group, window);
      }
      created.push(...kept);
      const which =
        settings.type === 'new_terms' ? ' Which of the new values have one depends on the version of Kibana; here the oldest.' : '';
      const warnings = fresh.length > kept.length ? [signalsReached(fresh.length - kept.length, settings.maxSignals) + which] : [];
      return { ...windowFacts(window), events: events.length, alerts: kept.length, warnings: [...suppressed.warnings, ...warnings] };
    },
  };
}

function unsuppressed({ drafts, warnings }: Found): Suppressed {
  return { candidates: drafts.map((draft) => ({ draft, group: undefined })), warnings, folded: 0 };
}

/** Of a query an event can be in several groups, which have an alert each. */
function compileUuid({ ruleId, type }: RuleSettings): (candidate: Candidate) => string {
  return ({ draft, group }) => {
    const terms = group === undefined || type !== 'query' ? [] : group.terms.map(({ value }) => JSON.stringify(value, bigintAsText));
    return idOf([ruleId, draft.kind, ...draft.identity, ...terms]);
  };
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
  const isGroup = isSequence(draft);
  return {
    uuid,
    kind,
    execution: window.number,
    time: isoOf(window.at),
    originalTime: kind === 'threshold' ? isoOf(draft.end) : isGroup ? isoOf(window.at) : originalTimeOf(source),
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
  return { uuid: idOf([shell, String(index)]), event: ref, originalTime: originalTimeOf(source), source };
}

const timestampPath = compilePath(defaultTimestamp);

/** By `@timestamp`, whatever timestamp the rule goes by. */
function originalTimeOf(source: JsonObject): string | undefined {
  const [value] = valuesAt(source, timestampPath);
  const instant = value === undefined ? undefined : parseInstant(value);
  return instant === undefined ? undefined : isoOf(instant.milliseconds);
}

export function isoOf(milliseconds: number): string {
  return instantToIso({ milliseconds, nanoseconds: 0 });
}
