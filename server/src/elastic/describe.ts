/** Events of a cluster as hits: with the fields that tell most about each, as the local run chooses them. */
import { noCancel } from '../base/cancel.js';
import type { Host } from '../base/host.js';
import { compilePath, valuesAt } from '../events/fieldPath.js';
import { isJsonObject, type Json, type JsonObject } from '../events/json.js';
import type { Hit } from '../evaluate/run.js';
import { runRule, timestampOf } from '../evaluate/runRule.js';
import type { ClusterHit } from '../protocol/cluster.js';
import { jsonText } from '../rule/jsonWriter.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { Schemas } from '../schema/catalog.js';

/** A hit of `_search` or `_eql/search` that has an event. */
export interface RawHit {
  readonly index: string;
  readonly id: string;
  readonly source: JsonObject;
  readonly sequence?: ClusterHit['sequence'];
}

export interface DescribeContext {
  readonly rule: RuleDocument;
  readonly host: Host;
  readonly schemas: Schemas;
  /** ISO 8601. */
  readonly now: string;
}

/** Undefined for a missing event of a sequence, and for what has no source. */
export function rawHitOf(value: Json | undefined, sequence?: ClusterHit['sequence']): RawHit | undefined {
  if (!isJsonObject(value)) return undefined;
  const { _index: index, _id: id, _source: source } = value;
  if (typeof index !== 'string' || typeof id !== 'string' || !isJsonObject(source)) return undefined;
  return { index, id, source, ...(sequence === undefined ? {} : { sequence }) };
}

/** The event as a search hit on one line, as event files may hold it. */
export function hitLine({ index, id, source }: Pick<RawHit, 'index' | 'id' | 'source'>): string {
  return jsonText({ _index: index, _id: id, _source: source });
}

/** Runs the rule on the hits to learn what to show of each; those that do not match here have the usual fields. */
export async function describeHits(hits: readonly RawHit[], context: DescribeContext): Promise<readonly ClusterHit[]> {
  if (hits.length === 0) return [];
  const columns = new Map<number, Hit['columns']>();
  for (const hit of await localHits(hits, context)) columns.set(hit.line - 1, hit.columns);
  const timestamp = compilePath(timestampOf(context.rule));
  return hits.map(({ index, id, source, sequence }, at) => {
    const [time] = valuesAt(source, timestamp);
    return {
      ...{ index, id, text: jsonText(source) },
      timestamp: time === undefined ? undefined : String(time),
      columns: columns.get(at) ?? usualColumns(source),
      ...(sequence === undefined ? {} : { sequence }),
    };
  });
}

const usual = ['event.category', 'event.action', 'host.name', 'user.name', 'process.command_line'].map((field) => ({
  field,
  path: compilePath(field),
}));

function usualColumns(source: JsonObject): ClusterHit['columns'] {
  return usual.map(({ field, path }) => ({ field, values: valuesAt(source, path) })).filter(({ values }) => values.length > 0);
}

/** The hits of a local run on these events, one on each line; none where the query cannot be run here. */
async function localHits(hits: readonly RawHit[], { rule, host, schemas, now }: DescribeContext): Promise<readonly Hit[]> {
  const text = hits.map((hit) => `${hitLine(hit)}\n`).join('');
  const request = { rule: { uri: rule.uri, opened: rule }, events: [{ uri: 'cluster:events.ndjson', text }], now };
  const found: Hit[] = [];
  for await (const update of runRule(request, host, schemas, noCancel)) if (update.kind === 'hits') found.push(...update.hits);
  return found;
}
