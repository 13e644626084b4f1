/** A rule and event files to alerts: the rule run as its type runs, once over all events or on its schedule. */
import { isCancelled, type CancelToken } from '../base/cancel.js';
import { nameOf } from '../base/fileName.js';
import type { Host } from '../base/host.js';
import type { FieldTable } from '../events/event.js';
import { passOver, RunLimit, type EventConsumer, type EventFile, type PassEnd } from '../evaluate/eventPass.js';
import { EvaluationError } from '../evaluate/predicate.js';
import { eventFile, mappingNotes, notRun, type Source } from '../evaluate/runRule.js';
import type { Schemas } from '../schema/catalog.js';
import type { Window } from './draft.js';
import { alertOf, createEngine, type Engine } from './engine.js';
import { findingsOf } from './findings.js';
import { detectLimits } from './limit.js';
import { notesOf } from './notes.js';
import { planAlerts, type AlertsPlan } from './plan.js';
import { EventPool, EventReader, type KeptEvent, type PoolPlan } from './pool.js';
import { replay } from './replay.js';
import type { AlertsRequest, AlertsResult, Execution, Finding, OnProgress } from './result.js';
import { countOpen } from './sequences.js';
import { compileType, sequenceSearch, type TypePlan } from './types.js';

/**
 * Runs the rule as the detection engine would, on sample events. Never throws for what the user did: the result says it. `schemas`: the
 * fields of the rule's indices; `onProgress` is called while files are read.
 */
export async function runAlerts(
  request: AlertsRequest,
  host: Host,
  schemas: Schemas,
  token: CancelToken,
  onProgress: OnProgress = () => undefined,
): Promise<AlertsResult> {
  const started = host.now();
  const finish = (outcome: Outcome): AlertsResult => ({
    ...emptyResult(request),
    ...outcome,
    milliseconds: host.now() - started,
  });
  const files = request.events.map((source) => eventFile(source, host));
  try {
    const plan = await planAlerts(request, host, schemas, files, token);
    if (!plan.ok) return finish({ status: plan.status, message: plan.message });
    return finish(await runPlanned(plan, request, files, { host, token, onProgress }));
  } catch (error) {
    if (isCancelled(error)) return finish({ status: 'cancelled', message: 'The run was cancelled.' });
    if (error instanceof RunLimit) return finish({ status: 'failed', message: error.message });
    if (error instanceof EvaluationError)
      return finish({ status: 'failed', message: `${error.message}: a cluster would fail the whole search.` });
    throw error;
  }
}

type Outcome = Partial<AlertsResult> & Pick<AlertsResult, 'status' | 'message'>;

function emptyResult({ replay: replaying }: AlertsRequest): AlertsResult {
  return {
    ...notRun('failed', ''),
    ruleType: '',
    mode: replaying === undefined ? 'window' : 'replay',
    alerts: [],
    alertCount: 0,
    untimed: 0,
    executions: [],
    executionCount: 0,
    findings: [],
    findingCount: 0,
    notes: [],
    milliseconds: 0,
  };
}

interface Surroundings {
  readonly host: Host;
  readonly token: CancelToken;
  readonly onProgress: OnProgress;
}

async function runPlanned(
  plan: AlertsPlan,
  request: AlertsRequest,
  files: readonly EventFile[],
  surroundings: Surroundings,
): Promise<Outcome> {
  const { context } = plan;
  const { settings, fields } = context;
  const pool = new EventPool(poolPlan(plan, request, request.events, false));
  const { complete, ...end } = await readAll(files, fields, pool, 'events', surroundings);
  const outcome = { ...end, ruleType: settings.type, notes: mappingNotes(end) };
  if (!complete || end.events === 0) return outcome;
  const history = await readHistory(plan, request, surroundings);
  if (typeof history === 'string') return { ...outcome, status: 'failed', message: history };
  const indicators = await readIndicators(plan, request, surroundings);
  if (typeof indicators === 'string') return { ...outcome, status: 'failed', message: indicators };
  const found = pool.inOrder();
  const events = history.length === 0 ? found : [...history, ...found].sort((a, b) => a.time - b.time);
  const typePlan: TypePlan = { ...plan, indicators, manyValued: new Set() };
  const engine = createEngine(compileType(typePlan, context), context);
  const ran =
    request.replay === undefined ? runOnce(plan, pool, events, engine) : runOnSchedule(plan, typePlan, pool, events, engine, surroundings);
  const facts = {
    request,
    settings,
    pool,
    events,
    indicators: indicators?.events.length ?? 0,
    excepted: indicators?.excepted ?? 0,
    at: instantOfWindow(plan, pool),
  };
  const search = sequenceSearch(typePlan, context);
  const notes = notesOf({
    ...facts,
    executions: request.replay === undefined ? undefined : ran.executionCount,
    folded: engine.folded,
    open: search === undefined || request.replay !== undefined ? 0 : countOpen(events, search, pool.newest),
    manyValued: typePlan.manyValued,
  });
  const alerts = engine.created.slice(0, detectLimits.alerts).map((created) => alertOf(created, context));
  return {
    ...outcome,
    ...ran,
    alerts,
    alertCount: engine.created.length,
    untimed: pool.untimed,
    notes: [...outcome.notes, ...plan.notes, ...notes],
  };
}

type Ran = Pick<AlertsResult, 'executions' | 'executionCount' | 'findings' | 'findingCount'>;

/** When the only execution runs: at the newest event, unless `now` is given. */
function instantOfWindow({ given }: AlertsPlan, { newest }: EventPool): number {
  return given?.milliseconds ?? (Number.isFinite(newest) ? newest : 0);
}

function runOnce(plan: AlertsPlan, pool: EventPool, events: readonly KeptEvent[], engine: Engine): Ran {
  const window: Window = { number: 1, at: instantOfWindow(plan, pool), from: -Infinity, to: Infinity };
  const isPast = ({ isHistory }: KeptEvent): boolean => isHistory;
  const history = { events: events.filter(isPast), from: -Infinity, to: Infinity, visibleBy: Infinity };
  const execution: Execution = engine.execute({ window, events: events.filter((event) => !isPast(event)), history });
  return { executions: [execution], executionCount: 1, findings: [], findingCount: 0 };
}

function runOnSchedule(
  plan: AlertsPlan,
  typePlan: TypePlan,
  { oldest }: EventPool,
  events: readonly KeptEvent[],
  engine: Engine,
  { token }: Surroundings,
): Ran {
  if (events.length === 0) return { executions: [], executionCount: 0, findings: [], findingCount: 0 };
  const { context, from, to, historyFrom } = plan;
  const { settings } = context;
  const replayed = replay({ settings, from, to, historyFrom, events, oldest }, engine, token);
  const findings: readonly Finding[] = findingsOf(events, replayed, engine, sequenceSearch(typePlan, context), settings);
  return {
    executions: replayed.executions,
    executionCount: replayed.count,
    findings: findings.slice(0, detectLimits.findings),
    findingCount: findings.length,
  };
}

function poolPlan({ context, test, split }: AlertsPlan, request: AlertsRequest, sources: readonly Source[], isHistory: boolean): PoolPlan {
  const { settings, fields } = context;
  return {
    test,
    fields,
    clocking: { ...settings.timestamp, ingestDelay: request.replay?.ingestDelay ?? 0 },
    isHistory,
    historyUntil: split,
    ruleId: settings.ruleId,
    fileNames: sources.map(({ uri }) => nameOf(uri)),
  };
}

/** A sentence where a file cannot be read. */
async function readHistory(plan: AlertsPlan, request: AlertsRequest, surroundings: Surroundings): Promise<readonly KeptEvent[] | string> {
  const sources = request.history ?? [];
  if (sources.length === 0) return [];
  const pool = new EventPool(poolPlan(plan, request, sources, true));
  const files = sources.map((source) => eventFile(source, surroundings.host));
  const end = await readAll(files, plan.context.fields, pool, 'history', surroundings);
  return end.status === 'finished' ? pool.inOrder() : (end.message ?? '');
}

async function readIndicators(plan: AlertsPlan, request: AlertsRequest, surroundings: Surroundings) {
  const query = plan.indicators;
  if (query === undefined) return undefined;
  const sources = request.indicators ?? [];
  const { test, fields } = query;
  const clocking = { field: '@timestamp', fallback: true, ingestDelay: 0, keepsUntimed: true };
  const pool = new EventPool({ ...poolPlan(plan, request, sources, false), test, fields, clocking, historyUntil: undefined });
  const files = sources.map((source) => eventFile(source, surroundings.host));
  const end = await readAll(files, fields, pool, 'indicators', surroundings);
  if (end.status !== 'finished') return end.message ?? '';
  const reader = new EventReader(fields);
  const chosen = pool.inOrder();
  const events = chosen.filter((event) => plan.indicatorTest(reader.view(event)));
  return { events, fields, excepted: chosen.length - events.length };
}

async function readAll(
  files: readonly EventFile[],
  fields: FieldTable,
  consumer: EventConsumer,
  stage: Parameters<OnProgress>[0]['stage'],
  { host, token, onProgress }: Surroundings,
): Promise<PassEnd> {
  const updates = passOver(files, fields, consumer, () => host.now(), token);
  for (;;) {
    const next = await updates.next();
    if (next.done === true) return next.value;
    if (next.value.kind === 'progress') onProgress({ ...next.value.progress, stage });
  }
}
