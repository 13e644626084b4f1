/** A rule on a cluster: the search that Kibana would make of it, its results as they come, and how it ended. Nothing is written there. */
import { instantToIso, type Instant } from '../events/time.js';
import { parseDateBound } from '../events/dateMath.js';
import type { CancelToken } from '../base/cancel.js';
import type { Host } from '../base/host.js';
import { settingsOf, type RuleSettings } from '../detect/settings.js';
import { matchUnit } from '../evaluate/matchUnit.js';
import { timestampOf } from '../evaluate/runRule.js';
import type { ClusterOutcome, ClusterRunSummary, ClusterRunUpdate } from '../protocol/cluster.js';
import { catalogOf } from '../rule/ruleCatalog.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import { stringAt } from '../rule/value.js';
import type { Schemas } from '../schema/catalog.js';
import type { Dsl } from '../translate/kqlToDsl.js';
import { requestFor, type SearchRequest } from '../translate/request.js';
import type { Cluster } from './cluster.js';
import { describeHits, type DescribeContext } from './describe.js';
import { engineNotes } from './engine.js';
import { searchEql } from './eqlSearch.js';
import { aggregatedTimeOf, groupNotes, searchThreshold, type GroupEnd } from './groups.js';
import { indicesOf } from './indices.js';
import { searchNewTerms } from './newTerms.js';
import { refusalOfEql } from './openSearch.js';
import { fieldsOfQuery, namesByPattern, withIndices } from './queryFields.js';
import { failedWith, searchAll } from './search.js';

export interface ClusterRunOptions {
  /** In the place of the rule's. */
  readonly indices?: readonly string[] | undefined;
  /** Date maths or dates; the rule's own look-back where they are left out, and a day for a file that is nothing but a query. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Matches to be fetched. */
  readonly size: number;
  /** Of these at first, where someone waits to see some; of events. */
  readonly first?: number | undefined;
  /** Milliseconds the whole run may take. */
  readonly timeout: number;
  /** What `now` means, in milliseconds since 1970. */
  readonly now: number;
}

export interface ClusterRunTools {
  readonly cluster: Cluster;
  readonly host: Host;
  readonly schemas: Schemas;
  readonly token: CancelToken;
}

export type OnClusterUpdate = (update: ClusterRunUpdate) => void;

/** A search that is ready to be sent. */
export interface PlannedSearch {
  /** As the user has it. */
  readonly given: RuleDocument;
  /** With the indices that are searched. */
  readonly rule: RuleDocument;
  readonly settings: RuleSettings;
  readonly request: SearchRequest;
  readonly indices: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
  readonly notes: readonly string[];
  readonly options: ClusterRunOptions;
}

const bareLookBack = 'now-24h';

/** The default indices of Kibana's security solution, where a rule names none. */
const kibanaIndices = [
  'apm-*-transaction*',
  'auditbeat-*',
  'endgame-*',
  'filebeat-*',
  'logs-*',
  'packetbeat-*',
  'traces-apm*',
  'winlogbeat-*',
  '-*elastic-cloud-logs-*',
];

const notRun: Readonly<Record<string, string>> = {
  esql: 'Rules of type esql are not run from here: Elasticsearch runs their query as it stands, in Kibana under Discover.',
  machine_learning: 'A rule of type machine_learning has no query: it alerts on the anomalies of its jobs.',
  saved_query: 'The query of a saved_query rule is kept in Kibana; put it into the rule to run it.',
  threat_match:
    'A threat_match rule compares events with indicators in many searches, which Kibana makes; give its query in a file of its own to see its events, or run rulewright alerts on files.',
};

/** Finds out what would be searched; sends nothing. */
export function planSearch(given: RuleDocument, schemas: Schemas, options: ClusterRunOptions): ClusterOutcome<PlannedSearch> {
  const reason = notRun[given.type?.value ?? ''];
  if (reason !== undefined) return failedWith('notRun', reason);
  const settings = settingsOf(given);
  if (!settings.ok) return failedWith('query', settings.message);
  const indices = plannedIndices(given, options);
  if (!indices.ok) return indices;
  const rule = withIndices(given, indices.value.patterns);
  const now: Instant = { milliseconds: options.now, nanoseconds: 0 };
  const fromText = options.from ?? (rule.tree === undefined ? bareLookBack : settings.from);
  const from = parseDateBound(fromText, 'down', now);
  const to = parseDateBound(options.to ?? settings.to, 'up', now);
  if (from === undefined || to === undefined) {
    return failedWith(
      'query',
      `"${from === undefined ? fromText : (options.to ?? settings.to)}" is no time; write a date in ISO 8601, or date maths such as now-7d.`,
    );
  }
  const overrides = { indices: indices.value.patterns, from: instantToIso(from), to: instantToIso(to), size: options.size };
  const request = requestFor(rule, catalogOf(rule, schemas), { overrides });
  if (!request.ok) return failedWith(request.status === 'invalid' ? 'query' : 'notRun', `${request.message}.`);
  const notes = [...indices.value.notes, ...request.notes, ...exceptionNotes(rule)];
  return { ok: true, value: { given, rule, settings, request, indices: indices.value.patterns, from, to, notes, options } };
}

function exceptionNotes({ narrowedBy }: RuleDocument): readonly string[] {
  return narrowedBy.includes('exceptions_list')
    ? ['Kibana takes out the exceptions of the rule, which it keeps itself; this run does not.']
    : [];
}

function plannedIndices(
  { index, tree }: RuleDocument,
  { indices }: ClusterRunOptions,
): ClusterOutcome<{ readonly patterns: readonly string[]; readonly notes: readonly string[] }> {
  const own = indices ?? (index?.value ?? []).map(({ value }) => value);
  if (own.length > 0) return { ok: true, value: { patterns: own, notes: [] } };
  if (tree === undefined)
    return failedWith('query', 'A file that is nothing but a query names no indices; say which to search with --index.');
  const view = stringAt(tree.rule, 'data_view_id')?.value;
  if (view !== undefined)
    return failedWith('query', `The indices of the rule are those of the data view ${view} in Kibana; name them with --index.`);
  return {
    ok: true,
    value: { patterns: kibanaIndices, notes: ["The rule names no index: Kibana's default security indices were searched."] },
  };
}

/** Runs to the end. Never throws for what the cluster does: the summary, which is also the last update, says it. */
export async function runOnCluster(
  rule: RuleDocument,
  options: ClusterRunOptions,
  tools: ClusterRunTools,
  onUpdate: OnClusterUpdate,
): Promise<ClusterRunSummary> {
  const started = tools.host.now();
  const planned = planSearch(rule, tools.schemas, options);
  const plan = planned.ok ? planned.value : undefined;
  const came = new Came(unitOf(plan?.settings, rule));
  const found = planned.ok
    ? await runPlanned(planned.value, tools, (update) => {
        came.see(update);
        onUpdate(update);
      })
    : planned;
  const summary = summaryOf(found, plan, came, tools.host.now() - started);
  onUpdate({ kind: 'summary', summary });
  return summary;
}

/** What came of a run until it ended. */
class Came {
  matches = 0;
  total: number | undefined;

  constructor(readonly unit: ClusterRunSummary['matchesWhat']) {}

  see(update: ClusterRunUpdate): void {
    if (update.kind === 'progress') this.total = update.total ?? this.total;
    else if (update.kind === 'groups') this.matches += update.groups.length;
    else if (update.kind === 'hits' && this.unit === 'event') this.matches += update.hits.length;
    else if (update.kind === 'hits') this.matches = Math.max(this.matches, (update.hits.at(-1)?.sequence?.index ?? -1) + 1);
  }

  /** Of a run that ended before everything was fetched. */
  get left(): boolean {
    return this.matches > 0 && (this.total === undefined || this.total > this.matches);
  }
}

interface Found {
  readonly matches: number;
  readonly total: number | undefined;
  readonly more: boolean;
  readonly partial: string | undefined;
  readonly indices: number;
  readonly notes: readonly string[];
}

async function runPlanned(plan: PlannedSearch, tools: ClusterRunTools, onUpdate: OnClusterUpdate): Promise<ClusterOutcome<Found>> {
  const { cluster, token } = tools;
  onUpdate({ kind: 'progress', text: 'looking for the indices', matches: 0 });
  const timestamps = timestampsOf(plan);
  const queried = await fieldsOfQuery(plan.rule, tools.schemas, tools.host, token);
  const names = namesByPattern(plan.rule) ? 'all' : [...new Set([...timestamps, ...queried])];
  const indices = await indicesOf(plan.indices, names, cluster, token);
  if (!indices.ok) return indices;
  const { fields, count } = indices.value;
  // How KQL is sent depends on the types of its fields: those of the indices count.
  const typed = { ...tools, schemas: tools.schemas.withFields([fields]) };
  const typedPlan = planSearch(plan.given, typed.schemas, plan.options);
  if (!typedPlan.ok) return typedPlan;
  const refusal = refusalOfEql(typedPlan.value.rule, cluster, typed.schemas);
  if (refusal !== undefined) return refusal;
  onUpdate({ kind: 'progress', text: 'searching', matches: 0 });
  const found = await search(typedPlan.value, typed, onUpdate);
  if (!found.ok) return found;
  const ran = [...groupNotes(typedPlan.value.settings, cluster.info), ...engineNotes(cluster.info)];
  const notes = fields.fields.some(({ name }) => timestamps.includes(name))
    ? []
    : [`None of these indices has the field ${timestamps.join(' or ')}, by which the time is chosen, so nothing can match.`];
  return { ok: true, value: { ...found.value, indices: count, notes: [...notes, ...typedPlan.value.notes, ...ran] } };
}

/** The fields by which the time of an event is known: an override first. */
function timestampsOf({ settings, rule }: PlannedSearch): readonly string[] {
  const { field, fallback } = settings.timestamp;
  return [...new Set(fallback ? [field, timestampOf(rule)] : [field])];
}

type Search = (
  plan: PlannedSearch,
  tools: ClusterRunTools,
  onUpdate: OnClusterUpdate,
) => Promise<ClusterOutcome<Omit<Found, 'indices' | 'notes'>>>;

const search: Search = (plan, tools, onUpdate) => {
  const { threshold, newTerms } = plan.settings;
  if (threshold !== undefined || newTerms !== undefined) return searchGroups(plan, tools, onUpdate);
  return plan.request.path.includes('/_eql/') ? searchForEql(plan, tools, onUpdate) : searchForEvents(plan, tools, onUpdate);
};

const searchForEql: Search = async (plan, tools, onUpdate) => {
  const { request, options } = plan;
  const found = await searchEql({ ...request, size: options.size, timeout: options.timeout }, tools.cluster, tools.token, (seconds) =>
    onUpdate({ kind: 'progress', text: `searching for ${Math.round(seconds)} s`, matches: 0 }),
  );
  if (!found.ok) return found;
  onUpdate({ kind: 'hits', hits: await describeHits(found.value.hits, contextOf(plan, tools)) });
  return found;
};

const searchForEvents: Search = async (plan, tools, onUpdate) => {
  const { request, options, indices } = plan;
  const { query, sort } = request.body;
  let matches = 0;
  const paged = { indices, query: query as Dsl, sort: sort ?? [], size: options.size, first: options.first };
  const sending = { timeout: options.timeout, purpose: 'the search' };
  const end = await searchAll(paged, tools.cluster, tools.token, sending, async (hits, total) => {
    matches += hits.length;
    onUpdate({ kind: 'hits', hits: await describeHits(hits, contextOf(plan, tools)) });
    onUpdate({ kind: 'progress', text: `${matches} of ${total} events fetched`, matches, total });
  });
  if (!end.ok) return end;
  const { events, total, partial } = end.value;
  return { ok: true, value: { matches: events, total, more: total > events, partial } };
};

const searchGroups: Search = async (plan, tools, onUpdate) => {
  const { request, settings, options } = plan;
  const asked = {
    path: request.path,
    query: request.body['query'] as Dsl,
    time: aggregatedTimeOf(settings, tools.cluster.info),
    size: options.size,
  };
  const sending = { cluster: tools.cluster, token: tools.token, options: { timeout: options.timeout, purpose: 'the aggregation' } };
  const report = async (
    groups: Parameters<Parameters<typeof searchThreshold>[3]>[0],
    hits: Parameters<typeof describeHits>[0],
  ): Promise<void> => {
    if (groups.length > 0) onUpdate({ kind: 'groups', groups });
    if (hits.length > 0) onUpdate({ kind: 'hits', hits: await describeHits(hits, contextOf(plan, tools)) });
  };
  const { threshold } = settings;
  const end =
    threshold === undefined
      ? await newTermsOf(plan, tools, asked, sending, report)
      : await searchThreshold(asked, threshold, sending, report);
  if (!end.ok) return end;
  const { groups, more, partial } = end.value;
  return { ok: true, value: { matches: groups, total: more ? undefined : groups, more, partial } };
};

async function newTermsOf(
  plan: PlannedSearch,
  tools: ClusterRunTools,
  asked: Parameters<typeof searchNewTerms>[0],
  sending: Parameters<typeof searchNewTerms>[3],
  report: Parameters<typeof searchNewTerms>[4],
): Promise<ClusterOutcome<GroupEnd>> {
  const { settings, options, from } = plan;
  if (settings.newTerms === undefined) return failedWith('query', 'The rule names no fields whose values could be new.');
  // Kibana counts it back from the end of the time that is searched.
  const historyStart = parseDateBound(settings.newTerms.historyStart, 'down', plan.to);
  if (historyStart === undefined)
    return failedWith('query', `"${settings.newTerms.historyStart}" in history_window_start is no time; write it like now-7d.`);
  const history = planSearch(plan.rule, tools.schemas, { ...options, from: instantToIso(historyStart), to: instantToIso(plan.to) });
  if (!history.ok) return history;
  const window = { start: from.milliseconds, historyQuery: history.value.request.body['query'] as Dsl };
  return searchNewTerms(asked, settings.newTerms, window, sending, report);
}

function contextOf({ rule, to }: PlannedSearch, { host, schemas }: ClusterRunTools): DescribeContext {
  return { rule, host, schemas, now: instantToIso(to) };
}

function summaryOf(found: ClusterOutcome<Found>, plan: PlannedSearch | undefined, came: Came, milliseconds: number): ClusterRunSummary {
  const window = {
    from: plan === undefined ? '' : instantToIso(plan.from),
    to: plan === undefined ? '' : instantToIso(plan.to),
    matchesWhat: came.unit,
    milliseconds,
  };
  if (!found.ok) {
    const { failure } = found;
    const status = failure.kind === 'cancelled' ? 'cancelled' : 'failed';
    const message = status === 'cancelled' ? 'The run was cancelled; what the cluster kept for it was deleted.' : failure.message;
    const until = { matches: came.matches, total: came.total, more: came.left, indices: 0, notes: plan?.notes ?? [] };
    return { ...window, ...until, status, message, failure };
  }
  const { partial, notes, ...facts } = found.value;
  return {
    ...window,
    ...facts,
    status: partial === undefined ? 'finished' : 'partial',
    message: partial,
    failure: partial === undefined ? undefined : { kind: 'shards', message: partial },
    notes,
  };
}

function unitOf(settings: RuleSettings | undefined, rule: RuleDocument): ClusterRunSummary['matchesWhat'] {
  if (settings?.threshold !== undefined) return 'group';
  return settings?.newTerms === undefined ? matchUnit(rule) : 'new value';
}
