/** Everything of a rule and a request that is settled before events are read; or why the rule cannot be run. */
import type { CancelToken } from '../base/cancel.js';
import type { Problem } from '../base/problem.js';
import type { Host } from '../base/host.js';
import { parseInstant, type Instant } from '../events/time.js';
import { compilePredicate, type EventTest } from '../evaluate/compile.js';
import type { EventFile } from '../evaluate/eventPass.js';
import { lowerDsl } from '../evaluate/filters/lowerDsl.js';
import { createScope, fidelityOf } from '../evaluate/kql/scope.js';
import { fieldFamily, fieldRef, type LowerContext } from '../evaluate/lowering.js';
import type { LoweredQuery } from '../evaluate/lowerQuery.js';
import { newestInstant } from '../evaluate/newest.js';
import type { FieldRef } from '../evaluate/predicate.js';
import { refuse, type Refusal } from '../evaluate/ruleQuery.js';
import { nameOf } from '../base/fileName.js';
import { prepare, timestampOf, type Prepared, type Source } from '../evaluate/runRule.js';
import type { Schemas } from '../schema/catalog.js';
import type { DetectContext } from './draft.js';
import { exceptionsFor, type ExceptionFile, type ExceptionItem } from './exceptions.js';
import { lowerIndicatorQuery, type IndicatorQuery } from './indicatorQuery.js';
import { EventReader } from './pool.js';
import { compileDateMath, type AtInstant } from './replay.js';
import type { AlertsRequest } from './result.js';
import { settingsOf, type RuleSettings } from './settings.js';

export interface AlertsPlan {
  readonly ok: true;
  readonly context: DetectContext;
  readonly query: LoweredQuery['query'];
  /** Orders the events of EQL queries. */
  readonly timestampField: string;
  readonly tiebreaker: FieldRef | undefined;
  /** Query, filters and exceptions. */
  readonly test: EventTest;
  readonly from: AtInstant;
  readonly to: AtInstant;
  readonly historyFrom: AtInstant | undefined;
  readonly split: Instant | undefined;
  /** `now` as it was given. */
  readonly given: Instant | undefined;
  readonly indicators: IndicatorQuery | undefined;
  /** Of an indicator: no exception takes it out. Kibana puts the exceptions of a rule to its indicators too. */
  readonly indicatorTest: EventTest;
  readonly notes: readonly string[];
}

export async function planAlerts(
  request: AlertsRequest,
  host: Host,
  schemas: Schemas,
  files: readonly EventFile[],
  token: CancelToken,
): Promise<AlertsPlan | Refusal> {
  const prepared = await prepare(request, host, schemas, files, token);
  if (!prepared.ok) return prepared;
  const settings = settingsOf(prepared.rule);
  if (!settings.ok) return settings;
  const unfit = unfitness(request, settings, prepared);
  if (unfit !== undefined) return unfit;
  const times = timesOf(request, settings);
  if (!times.ok) return times;
  const { rule, fields, catalog, query } = prepared;
  const now = await nowFor(request, settings, host, () => newestInstant(files, timestampOf(rule), fields, token));
  const lowering: LowerContext = { catalog, fields, now };
  const applied = await readExceptions(request, settings, host, now);
  if (!applied.ok) return applied;
  const exceptions = lowerExceptions(applied.items, lowering);
  if (!exceptions.ok) return exceptions;
  const indicators = settings.threat === undefined ? undefined : lowerIndicatorQuery(rule, settings.threat, schemas, now);
  if (indicators?.ok === false) return indicators;
  const ofIndicators = indicators === undefined ? exceptions : lowerExceptions(applied.items, { ...indicators, now });
  if (!ofIndicators.ok) return ofIndicators;
  return {
    ...times,
    context: { settings, catalog, fields, reader: new EventReader(fields) },
    query: query.query,
    timestampField: timestampOf(rule),
    tiebreaker: rule.tiebreakerField === undefined ? undefined : fieldRef(rule.tiebreakerField.value, lowering),
    test: allOf([queryTest(query.query), ...exceptions.tests, ...filterTest(query)]),
    indicators,
    indicatorTest: allOf(ofIndicators.tests),
    notes: [...query.queryFidelity, ...textNotes(settings, lowering), ...applied.notes, ...exceptions.notes, ...(indicators?.notes ?? [])],
  };
}

/** What the request or the query lacks for a rule of that type. */
function unfitness(request: AlertsRequest, { type, threat }: RuleSettings, { query }: Prepared): Refusal | undefined {
  if (query.query.kind !== 'events' && type !== 'eql') {
    return refuse('invalid', `A rule of type ${type} has no ${query.query.kind}; such queries are for rules of type eql.`);
  }
  if (threat !== undefined && (request.indicators ?? []).length === 0) {
    return refuse('failed', 'No indicators were given; an indicator match rule needs a file of them beside the events.');
  }
  return query.filter.problem === undefined
    ? undefined
    : refuse('notEvaluated', `The rule's \`filters\` cannot be applied: ${query.filter.problem}.`);
}

interface Times extends Pick<AlertsPlan, 'from' | 'to' | 'historyFrom' | 'split' | 'given'> {
  readonly ok: true;
}

function timesOf(request: AlertsRequest, settings: RuleSettings): Times | Refusal {
  const { newTerms } = settings;
  const [from, to] = [compileDateMath(settings.from), compileDateMath(settings.to)];
  if (from === undefined) return noDateMaths('from', settings.from);
  if (to === undefined) return noDateMaths('to', settings.to);
  const historyFrom = newTerms === undefined ? undefined : compileDateMath(newTerms.historyStart);
  if (newTerms !== undefined && historyFrom === undefined) return noDateMaths('history_window_start', newTerms.historyStart);
  // Kibana compares them at the time of the execution; at the first instant of a day or a month, rounding would not show.
  const reference = Date.UTC(2026, 5, 17, 12, 34, 56);
  if (newTerms !== undefined && historyFrom !== undefined && historyFrom(reference) >= from(reference)) {
    return refuse(
      'invalid',
      `The history of the rule starts at ${newTerms.historyStart}, which is not before its window (${settings.from}): Kibana refuses to run it.`,
    );
  }
  const split = request.split === undefined ? undefined : parseInstant(request.split);
  if (request.split !== undefined && split === undefined) {
    return refuse('invalid', `"${request.split}" is not a time to split at; write ISO 8601 or milliseconds since 1970.`);
  }
  return { ok: true, from, to, historyFrom, split, given: request.now === undefined ? undefined : parseInstant(request.now) };
}

function noDateMaths(key: string, text: string): Refusal {
  return refuse('invalid', `The rule's \`${key}\` "${text}" is no date or date maths; write it like "now-9m".`);
}

/** Only exceptions, which expire, and the query for indicators make the events be read twice. */
async function nowFor(
  request: AlertsRequest,
  { threat }: RuleSettings,
  host: Host,
  newest: () => Promise<Instant | undefined>,
): Promise<Instant> {
  const given = request.now === undefined ? undefined : parseInstant(request.now);
  if (given !== undefined) return given;
  const found = request.exceptions === undefined && threat === undefined ? undefined : await newest();
  return found ?? { milliseconds: host.now(), nanoseconds: 0 };
}

/** Fields by whose values a cluster cannot put events together. */
function textNotes({ type, threshold, newTerms, suppression }: RuleSettings, context: LowerContext): readonly string[] {
  const cardinality = threshold?.cardinality === undefined ? [] : [threshold.cardinality.field];
  const suppressing = type === 'query' ? (suppression?.fields ?? []) : [];
  const names = new Set([...(threshold?.fields ?? []), ...cardinality, ...(newTerms?.fields ?? []), ...suppressing]);
  return [...names]
    .filter((name) => fieldFamily(fieldRef(name, context).type) === 'text')
    .map((name) => `\`${name}\` is analysed text, whose values a cluster cannot collect: there the rule fails, or finds nothing.`);
}

interface AppliedExceptions {
  readonly ok: true;
  readonly items: readonly ExceptionItem[];
  readonly notes: readonly string[];
}

async function readExceptions(
  request: AlertsRequest,
  { ruleId, exceptionLists }: RuleSettings,
  host: Host,
  now: Instant,
): Promise<AppliedExceptions | Refusal> {
  const files: ExceptionFile[] = [];
  for (const source of request.exceptions ?? []) {
    const text = await textOf(source, host);
    if (typeof text !== 'string') return text;
    files.push({ name: nameOf(source.uri), text });
  }
  const { items, notes, failure } = exceptionsFor(files, { ruleId, lists: exceptionLists, now: now.milliseconds });
  if (failure !== undefined) return refuse('failed', failure);
  return { ok: true, items, notes: [...notes, ...appliedNote(items, files.length)] };
}

interface LoweredExceptions {
  readonly ok: true;
  readonly tests: readonly EventTest[];
  readonly notes: readonly string[];
}

function lowerExceptions(items: readonly ExceptionItem[], context: LowerContext): LoweredExceptions | Refusal {
  const scope = createScope(context);
  const tests: EventTest[] = [];
  for (const { name, clause } of items) {
    const predicate = lowerDsl(clause, { start: 0, end: 0 }, scope);
    const problem = scope.problems[0];
    if (problem !== undefined) return refusedException(name, problem);
    const matches = compilePredicate(predicate);
    tests.push((view) => !matches(view));
  }
  return { ok: true, tests, notes: fidelityOf(scope) };
}

function appliedNote(items: readonly ExceptionItem[], files: number): readonly string[] {
  if (files === 0) return [];
  const [only] = items;
  if (items.length === 1 && only !== undefined) return [`The exception "${only.name}" is applied.`];
  return [items.length === 0 ? 'No exception applies to this rule.' : `${items.length} exceptions are applied.`];
}

function refusedException(name: string, { code, message }: Problem): Refusal {
  return refuse(code === 'RUN001' ? 'notEvaluated' : 'failed', `The exception "${name}" cannot be applied: ${message}.`);
}

async function textOf({ uri, text }: Source, host: Host): Promise<string | Refusal> {
  if (text !== undefined) return text;
  const read = await host.readText(uri);
  return read.ok ? read.value : refuse('failed', read.failure.message);
}

/** Events that take part in the query; of a sequence those of any item. */
function queryTest(query: LoweredQuery['query']): EventTest {
  if (query.kind === 'events') return compilePredicate(query.predicate);
  const until = query.kind === 'sequence' && query.until !== undefined ? [query.until] : [];
  const tests = [...query.items, ...until].map(({ predicate }) => compilePredicate(predicate));
  return (view) => tests.some((test) => test(view));
}

function filterTest({ filter: { predicate } }: LoweredQuery): readonly EventTest[] {
  return predicate === undefined ? [] : [compilePredicate(predicate)];
}

function allOf(tests: readonly EventTest[]): EventTest {
  return (view) => tests.every((test) => test(view));
}
