/** The local run beside the cluster's, on the same events with the cluster's field types: where they differ, and why as far as that is known. */
import { instantToIso } from '../events/time.js';
import { compilePath, valuesAt } from '../events/fieldPath.js';
import type { JsonObject } from '../events/json.js';
import type { Hit, RunSummary } from '../evaluate/run.js';
import { runRule } from '../evaluate/runRule.js';
import type { ClusterHit, ClusterOutcome } from '../protocol/cluster.js';
import { catalogOf } from '../rule/ruleCatalog.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { FieldCatalog, Schemas } from '../schema/catalog.js';
import { familyOf } from '../schema/fieldType.js';
import { hitLine, type RawHit } from './describe.js';
import { engineNotes } from './engine.js';
import { fieldsOf, ignoreAboveOf } from './indices.js';
import { refusalOfEql } from './openSearch.js';
import { fieldsOfQuery } from './queryFields.js';
import { planSearch, runOnCluster, type ClusterRunOptions, type ClusterRunTools, type PlannedSearch } from './run.js';
import { asEvents } from './samples.js';
import { failedWith, searchAll } from './search.js';

export interface Comparison {
  /** Events that both sides ran on. */
  readonly events: number;
  /** Of the time window; more than `events` where not all were fetched. */
  readonly total: number;
  readonly cluster: number;
  readonly local: number;
  /** Matches that both found. */
  readonly same: number;
  readonly differences: readonly Difference[];
  readonly notes: readonly string[];
}

/** A match that one side has and the other has not. */
export interface Difference {
  readonly foundBy: 'cluster' | 'local';
  /** `index/id` of its events, of a sequence in their order. */
  readonly events: readonly string[];
  /** Why, as far as it is known: one sentence each. */
  readonly reasons: readonly string[];
}

/** Runs the rule's query on both sides; `most` events are fetched. */
export async function compareRuns(
  given: RuleDocument,
  most: number,
  options: Omit<ClusterRunOptions, 'size'>,
  tools: ClusterRunTools,
): Promise<ClusterOutcome<Comparison>> {
  const planned = planSearch(asEvents(given), tools.schemas, { ...options, size: most });
  if (!planned.ok) return planned;
  const { rule } = planned.value;
  const fields = await fieldsOf(planned.value.indices, tools.cluster, tools.token);
  if (!fields.ok) return fields;
  const schemas = tools.schemas.withFields([fields.value]);
  const refusal = refusalOfEql(rule, tools.cluster, schemas);
  if (refusal !== undefined) return refusal;
  // The window is fixed, so that both sides and all requests mean the same time.
  const window = { ...options, from: instantToIso(planned.value.from), to: instantToIso(planned.value.to), indices: planned.value.indices };
  const fetched = await fetchEvents(planned.value, most, tools);
  if (!fetched.ok) return fetched;
  const { events, total } = fetched.value;
  const cluster = await clusterMatches(rule, { ...window, size: most }, { ...tools, schemas });
  if (!cluster.ok) return cluster;
  const local = await localMatches(rule, events, schemas, instantToIso(planned.value.to), tools);
  if (!local.ok) return local;
  if (total > events.length && [...cluster.value.matches, ...local.value.matches].some(({ length }) => length > 1)) {
    return failedWith(
      'query',
      `The time window has ${total} events, and sequences can be compared only where all are fetched; choose a shorter time with --from, or raise --events.`,
    );
  }
  const explain = await reasonsFor(rule, planned.value, schemas, tools);
  return {
    ok: true,
    value: {
      ...compared(events, cluster.value.matches, local.value.matches, explain),
      total,
      notes: [...notesOf(cluster.value, local.value, events, total), ...engineNotes(tools.cluster.info)],
    },
  };
}

interface Matches {
  /** The events of each match, as `index/id`. */
  readonly matches: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

function notesOf(cluster: Matches, local: Matches, events: readonly RawHit[], total: number): readonly string[] {
  const part =
    total > events.length
      ? [`Only the first ${events.length} of ${total} events of the time window were compared; --events sets how many.`]
      : [];
  return [...part, ...cluster.notes, ...local.notes];
}

async function fetchEvents(
  { settings, from, to, indices, options }: PlannedSearch,
  most: number,
  { cluster, token }: ClusterRunTools,
): Promise<ClusterOutcome<{ readonly events: readonly RawHit[]; readonly total: number }>> {
  const { field } = settings.timestamp;
  const range = { range: { [field]: { gte: instantToIso(from), lte: instantToIso(to), format: 'strict_date_optional_time' } } };
  const events: RawHit[] = [];
  const sort = [{ [field]: { order: 'asc', unmapped_type: 'date' } }];
  const search = { indices, query: { bool: { filter: [range] } }, sort, size: most };
  const end = await searchAll(
    search,
    cluster,
    token,
    { timeout: options.timeout, purpose: 'fetching the events' },
    async (hits) => void events.push(...hits),
  );
  return end.ok ? { ok: true, value: { events, total: end.value.total } } : end;
}

async function clusterMatches(rule: RuleDocument, options: ClusterRunOptions, tools: ClusterRunTools): Promise<ClusterOutcome<Matches>> {
  const hits: ClusterHit[] = [];
  const summary = await runOnCluster(rule, options, tools, (update) => {
    if (update.kind === 'hits') hits.push(...update.hits);
  });
  if (summary.failure !== undefined) return { ok: false, failure: summary.failure };
  const notes = summary.more ? [`The cluster has more matches than the ${summary.matches} that were compared.`] : [];
  return {
    ok: true,
    value: { matches: grouped(hits.map((hit) => ({ key: `${hit.index}/${hit.id}`, match: hit.sequence?.index }))), notes },
  };
}

async function localMatches(
  rule: RuleDocument,
  events: readonly RawHit[],
  schemas: Schemas,
  now: string,
  { host, token }: ClusterRunTools,
): Promise<ClusterOutcome<Matches>> {
  const text = events.map((event) => `${hitLine(event)}\n`).join('');
  const found: Hit[] = [];
  let summary: RunSummary | undefined;
  const request = { rule: { uri: rule.uri, opened: rule }, events: [{ uri: 'cluster:events.ndjson', text }], now };
  for await (const update of runRule(request, host, schemas, token)) {
    if (update.kind === 'hits') found.push(...update.hits);
    else if (update.kind === 'summary') summary = update.summary;
  }
  if (summary?.status === 'cancelled') return failedWith('cancelled', 'Cancelled.');
  if (summary?.status !== 'finished') return failedWith('notRun', `The local run failed: ${summary?.message ?? ''}`);
  const keyOf = ({ line }: Hit): string => keyOfEvent(events[line - 1]);
  return {
    ok: true,
    value: { matches: grouped(found.map((hit) => ({ key: keyOf(hit), match: hit.sequence?.index }))), notes: summary.fidelity },
  };
}

function keyOfEvent(event: RawHit | undefined): string {
  return event === undefined ? '' : `${event.index}/${event.id}`;
}

function grouped(hits: readonly { readonly key: string; readonly match: number | undefined }[]): readonly (readonly string[])[] {
  const matches: string[][] = [];
  let last: number | undefined;
  for (const { key, match } of hits) {
    if (match !== undefined && match === last) matches.at(-1)?.push(key);
    else matches.push([key]);
    last = match;
  }
  return matches;
}

type Explain = (event: JsonObject) => readonly string[];

function compared(
  events: readonly RawHit[],
  onCluster: Matches['matches'],
  here: Matches['matches'],
  explain: Explain,
): Omit<Comparison, 'total' | 'notes'> {
  const sources = new Map(events.map((event) => [keyOfEvent(event), event.source]));
  // What was not fetched could not match here.
  const among = onCluster.filter((match) => match.every((key) => sources.has(key)));
  const left = new Map<string, readonly string[]>(among.map((match) => [match.join(' '), match]));
  const clusterCount = left.size;
  const onlyHere = here.filter((match) => !left.delete(match.join(' ')));
  const difference = (foundBy: Difference['foundBy'], match: readonly string[]): Difference => ({
    foundBy,
    events: match,
    reasons: [...new Set(match.flatMap((key) => explain(sources.get(key) ?? {})))],
  });
  const differences = [
    ...[...left.values()].map((match) => difference('cluster', match)),
    ...onlyHere.map((match) => difference('local', match)),
  ];
  return { events: events.length, cluster: clusterCount, local: here.length, same: clusterCount - left.size, differences };
}

/** What is known to make a cluster see other values than stand in the event, for the fields of the query. */
async function reasonsFor(
  rule: RuleDocument,
  { indices }: PlannedSearch,
  schemas: Schemas,
  { cluster, token, host }: ClusterRunTools,
): Promise<Explain> {
  const names = await fieldsOfQuery(rule, schemas, host, token);
  const longest = names.length === 0 ? undefined : await ignoreAboveOf(indices, names, cluster, token);
  const catalog = catalogOf(rule, schemas);
  const fields = names.map((name) => ({ name, path: compilePath(catalog.field(name)?.multiFieldOf ?? name) }));
  const limits = longest?.ok === true ? longest.value : new Map<string, number>();
  return (event) => fields.flatMap(({ name, path }) => reasonOf(name, valuesAt(event, path).map(String), catalog, limits.get(name)));
}

function reasonOf(name: string, values: readonly string[], catalog: FieldCatalog, longest: number | undefined): readonly string[] {
  const field = catalog.field(name);
  if (field === undefined)
    return values.length === 0 ? [] : [`${name} is in the event, but the cluster has not mapped it, so that no query finds it.`];
  if (values.length === 0) {
    return [
      `${name} is mapped, but not in the source of the event: the cluster has its value from elsewhere (a constant, a runtime field, an alias), or none.`,
    ];
  }
  const most = longest ?? field.ignoreAbove;
  const tooLong = most === undefined ? undefined : values.find((value) => value.length > most);
  if (tooLong !== undefined)
    return [
      `A value of ${name} has ${tooLong.length} characters; the cluster indexes up to ${most ?? 0} (ignore_above), so that no query finds it.`,
    ];
  if (field.typeUncertain === true) return [`The indices map ${name} in different ways, or as an alias.`];
  return familyOf(field.type) === 'text' ? [`${name} is ${field.type}: the cluster compares its words as its analyser makes them.`] : [];
}
