/**
 * What a rule would have found: Kibana's preview runs it over its schedule and keeps the alerts in an index of its own for a while. Nothing
 * of the rules is changed. https://www.elastic.co/docs/api/doc/kibana/operation/operation-rulepreview
 */
import type { CancelToken } from '../base/cancel.js';
import { isJsonObject, type Json, type JsonObject } from '../events/json.js';
import type { ClusterOutcome } from '../protocol/cluster.js';
import type { PreviewReport } from '../protocol/kibana.js';
import type { PlainRecord } from '../rule/plain.js';
import type { Cluster } from './cluster.js';
import type { Kibana } from './kibana.js';
import { creationOf } from './kibanaCompare.js';

export interface PreviewWanted {
  /** How often the rule runs. */
  readonly invocations: number;
  /** When the last run is; ISO 8601. */
  readonly end: string;
  /** Milliseconds that all runs together may take. */
  readonly timeout: number;
}

export async function previewRule(
  kibana: Kibana,
  rule: PlainRecord,
  { invocations, end, timeout }: PreviewWanted,
  token: CancelToken,
): Promise<ClusterOutcome<PreviewReport>> {
  const body = { ...creationOf(rule), enabled: false, actions: [], invocationCount: invocations, timeframeEnd: end };
  const request = { method: 'POST' as const, path: '/api/detection_engine/rules/preview', body };
  const answer = await kibana.send(request, token, { timeout, purpose: 'the preview' });
  return answer.ok ? { ok: true, value: reportOf(answer.value) } : answer;
}

function reportOf({ previewId, logs, isAborted }: JsonObject): PreviewReport {
  const executions = Array.isArray(logs) ? (logs as readonly Json[]).filter(isJsonObject) : [];
  const sentences = (key: 'errors' | 'warnings'): readonly string[] => {
    const all = executions.flatMap((log) => (Array.isArray(log[key]) ? (log[key] as readonly Json[]) : []));
    return [...new Set(all.map(String))];
  };
  return {
    previewId: typeof previewId === 'string' ? previewId : undefined,
    executions: executions.length,
    isAborted: isAborted === true,
    errors: sentences('errors'),
    warnings: sentences('warnings'),
    milliseconds: executions.reduce((sum, { duration }) => sum + (typeof duration === 'number' ? duration : 0), 0),
  };
}

/** The alerts of a preview, oldest first, where the credentials may read their index. */
export interface PreviewAlerts {
  readonly total: number;
  /** Each as Elasticsearch has it. */
  readonly alerts: readonly JsonObject[];
}

/** `size`: how many at most. */
export async function alertsOfPreview(
  cluster: Cluster,
  { previewId, space, size }: { readonly previewId: string; readonly space: string; readonly size: number },
  token: CancelToken,
): Promise<ClusterOutcome<PreviewAlerts>> {
  const path = `/${encodeURIComponent(`.preview.alerts-security.alerts-${space}`)}/_search`;
  const query = { bool: { filter: [{ term: { 'kibana.alert.rule.uuid': previewId } }] } };
  const body = { size, track_total_hits: true, query, sort: [{ '@timestamp': 'asc' }] };
  const answer = await cluster.send({ method: 'POST', path, body }, token, { purpose: "the preview's alerts" });
  if (!answer.ok) return answer;
  const found = isJsonObject(answer.value['hits']) ? answer.value['hits'] : {};
  const hits = Array.isArray(found['hits']) ? (found['hits'] as readonly Json[]) : [];
  const total = isJsonObject(found['total']) ? found['total']['value'] : undefined;
  const alerts = hits.flatMap((hit) => (isJsonObject(hit) && isJsonObject(hit['_source']) ? [hit['_source']] : []));
  return { ok: true, value: { total: typeof total === 'number' ? total : alerts.length, alerts } };
}
