/** Sample events from a cluster: those that match a rule, those that one clause alone keeps from matching, or any. */
import { instantToIso } from '../events/time.js';
import { isJsonObject, parseJson, type JsonObject } from '../events/json.js';
import type { ClusterHit, ClusterOutcome } from '../protocol/cluster.js';
import { openRule } from '../rule/openText.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import { indicesPath } from '../translate/requestParts.js';
import { hitLine, rawHitOf, type RawHit } from './describe.js';
import { indicesOf } from './indices.js';
import { recordAt, recordsAt } from './read.js';
import type { Redact } from './redact.js';
import { planSearch, runOnCluster, type ClusterRunOptions, type ClusterRunTools } from './run.js';
import { failedWith, partialReason } from './search.js';

export interface SampleRequest {
  readonly kind: 'matches' | 'near' | 'random';
  readonly redact: Redact;
}

export interface Samples {
  /** Search hits, one on each line. */
  readonly lines: readonly string[];
  /** What could not be fetched, or only in part: one sentence each. */
  readonly notes: readonly string[];
}

/** `options.size` events; of `near` as many for each clause. */
export async function fetchSamples(
  rule: RuleDocument,
  { kind, redact }: SampleRequest,
  options: ClusterRunOptions,
  tools: ClusterRunTools,
): Promise<ClusterOutcome<Samples>> {
  const events = asEvents(rule);
  const found =
    kind === 'matches'
      ? await matching(events, options, tools)
      : kind === 'near'
        ? await nearly(events, options, tools)
        : await random(events, options, tools);
  if (!found.ok) return found;
  const { hits, notes } = found.value;
  return { ok: true, value: { lines: hits.map((hit) => hitLine({ ...hit, source: redact(hit.source) })), notes } };
}

interface Fetched {
  readonly hits: readonly RawHit[];
  readonly notes: readonly string[];
}

/** The rule by the events of its query, whatever it makes of them. */
export function asEvents(rule: RuleDocument): RuleDocument {
  const type = rule.type?.value ?? '';
  const span = rule.type?.span ?? { start: 0, end: 0 };
  return ['threshold', 'new_terms', 'threat_match'].includes(type) ? { ...rule, type: { value: 'query', span } } : rule;
}

async function matching(rule: RuleDocument, options: ClusterRunOptions, tools: ClusterRunTools): Promise<ClusterOutcome<Fetched>> {
  const hits: ClusterHit[] = [];
  const summary = await runOnCluster(rule, options, tools, (update) => {
    if (update.kind === 'hits') hits.push(...update.hits);
  });
  if (summary.failure !== undefined && summary.status !== 'partial') return { ok: false, failure: summary.failure };
  return {
    ok: true,
    value: { hits: hits.map(rawOf), notes: summary.message === undefined ? summary.notes : [...summary.notes, summary.message] },
  };
}

export function rawOf({ index, id, text }: ClusterHit): RawHit {
  const source = parseJson(text);
  return { index, id, source: isJsonObject(source) ? source : {} };
}

async function nearly(rule: RuleDocument, options: ClusterRunOptions, tools: ClusterRunTools): Promise<ClusterOutcome<Fetched>> {
  const variants = nearVariants(rule);
  if (variants.length === 0)
    return failedWith('notRun', 'Near misses are made of queries for single events with clauses joined by and; this one has none.');
  const hits: RawHit[] = [];
  const notes: string[] = [];
  for (const { clause, rule: variant } of variants) {
    const found = await matching(variant, options, tools);
    if (!found.ok) return found;
    if (found.value.hits.length === 0) notes.push(`No event fails only on ${clause}.`);
    for (const hit of found.value.hits) hits.push({ ...hit, source: { ...hit.source, labels: labelled(hit.source, clause) } });
  }
  return { ok: true, value: { hits, notes } };
}

function labelled(source: JsonObject, clause: string): JsonObject {
  return { ...recordAt(source, 'labels'), fails: clause };
}

interface NearVariant {
  /** In the words of the query. */
  readonly clause: string;
  readonly rule: RuleDocument;
}

/** The rule once for each clause of its query, with that clause the other way round. */
function nearVariants(rule: RuleDocument): readonly NearVariant[] {
  const region = rule.queries.find(({ key }) => key === 'query');
  const parsed = region?.parsed;
  if (region === undefined || parsed === undefined) return [];
  const { body } = parsed.tree;
  const isEvents = parsed.language === 'kuery' || (parsed.tree.body.kind === 'eventQuery' && parsed.tree.pipes.length === 0);
  if (body === undefined || !isEvents) return [];
  const text = region.map.text;
  const slice = ({ span }: { readonly span: { readonly start: number; readonly end: number } }): string => text.slice(span.start, span.end);
  const head = body.kind === 'eventQuery' ? `${slice(body.category)} where ` : '';
  const clauses = operandsOf(body.kind === 'eventQuery' ? body.condition : body).map(slice);
  return clauses.map((clause, at) => {
    const others = clauses.filter((_, other) => other !== at).map((other) => `(${other})`);
    const query = `${head}${[...others, `not (${clause})`].join(' and ')}`;
    const opened = openRule(query, { uri: parsed.language === 'eql' ? 'near.eql' : 'near.kuery' });
    return { clause: clause.replace(/\s+/g, ' '), rule: { ...rule, queries: opened.queries } };
  });
}

interface Tree {
  readonly kind: string;
  readonly span: { readonly start: number; readonly end: number };
  readonly operands?: readonly Tree[];
  readonly inner?: Tree;
}

function operandsOf(node: Tree): readonly Tree[] {
  if (node.kind === 'group' && node.inner !== undefined) return operandsOf(node.inner);
  return node.kind === 'and' ? (node.operands ?? []) : [node];
}

/** https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-function-score-query */
async function random(rule: RuleDocument, options: ClusterRunOptions, tools: ClusterRunTools): Promise<ClusterOutcome<Fetched>> {
  const { cluster, token } = tools;
  const planned = planSearch(rule, tools.schemas, options);
  if (!planned.ok) return planned;
  const { indices, settings, from, to } = planned.value;
  const field = settings.timestamp.field;
  const there = await indicesOf(indices, [field], cluster, token);
  if (!there.ok) return there;
  const range = { range: { [field]: { gte: instantToIso(from), lte: instantToIso(to), format: 'strict_date_optional_time' } } };
  const body = { size: options.size, query: { function_score: { query: { bool: { filter: [range] } }, random_score: {} } } };
  const path = `/${indicesPath(indices)}/_search?allow_no_indices=true&ignore_unavailable=true`;
  const answer = await cluster.send({ method: 'POST', path, body }, token, { timeout: options.timeout, purpose: 'the search' });
  if (!answer.ok) return answer;
  const hits = recordsAt(recordAt(answer.value, 'hits'), 'hits').flatMap((hit) => rawHitOf(hit) ?? []);
  const partial = partialReason(answer.value, cluster);
  return { ok: true, value: { hits, notes: partial === undefined ? [] : [partial] } };
}
