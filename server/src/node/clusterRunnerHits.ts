/** What a cluster found as the editor shows it: an event file made of its events, and a run result whose places are in that file. */
import { noCancel } from '../base/cancel.js';
import type { Host } from '../base/host.js';
import type { Hit, MatchedStage, StageOutline } from '../evaluate/run.js';
import { runRule } from '../evaluate/runRule.js';
import { hitLine } from '../elastic/describe.js';
import { rawOf } from '../elastic/samples.js';
import { toRange } from '../features/convert.js';
import { ListBuilder, type Lists } from '../features/listing.js';
import type { RuleModel } from '../features/ruleModel.js';
import { toRunResult } from '../features/runResult.js';
import type { ClusterHit, ClusterRunSummary } from '../protocol/cluster.js';
import type { ClusterRunAnswer } from '../protocol/clusterWork.js';
import type { RunResult } from '../protocol/protocol.js';

export interface FoundOnCluster {
  readonly hits: readonly ClusterHit[];
  readonly groups: ClusterRunAnswer['groups'];
  readonly summary: ClusterRunSummary;
}

interface ShownIn {
  readonly model: RuleModel;
  readonly ruleVersion: number | undefined;
  /** URI of the event file. */
  readonly sample: string;
  readonly host: Host;
  readonly lists: Lists | undefined;
}

export async function asRunAnswer({ hits, groups, summary }: FoundOnCluster, shown: ShownIn): Promise<ClusterRunAnswer> {
  const lines = hits.map((hit) => hitLine(rawOf(hit)));
  const events = lines.map((line) => `${line}\n`).join('');
  const known = await localHits(events, summary.to, shown);
  const stages = stagesOf(shown.model);
  const found = hits.map((hit, at) => asHit(hit, at, lines[at] ?? '', stages, known.get(at + 1)));
  return { result: resultOf(found, { hits, groups, summary }, shown), events, groups, from: summary.from, to: summary.to };
}

/** The same events run here tell which clauses they satisfy; by line. Empty where the rule cannot be run here. */
async function localHits(text: string, now: string, { model, host }: ShownIn): Promise<ReadonlyMap<number, Hit>> {
  const found = new Map<number, Hit>();
  if (text === '') return found;
  const { document, schemas, uri } = model;
  const request = { rule: { uri, opened: document }, events: [{ uri: 'cluster:events.ndjson', text }], now };
  for await (const update of runRule(request, host, schemas, noCancel)) {
    if (update.kind === 'hits') for (const hit of update.hits) if (!found.has(hit.line)) found.set(hit.line, hit);
  }
  return found;
}

function asHit(hit: ClusterHit, at: number, text: string, stages: readonly StageOutline[], known: Hit | undefined): Hit {
  const place = { file: 0, line: at + 1, column: 0, offset: 0, length: text.length };
  const shown = { text, timestamp: hit.timestamp, clauses: known?.clauses ?? [], columns: hit.columns };
  const sequence = sequenceOf(hit, stages);
  return { ...known, ...place, ...shown, ...(sequence === undefined ? {} : { sequence }) };
}

function sequenceOf({ sequence }: ClusterHit, stages: readonly StageOutline[]): MatchedStage | undefined {
  return sequence === undefined ? undefined : { kind: 'sequence', stages, ...sequence };
}

/** As the query is written, `runs` repeated. */
function stagesOf({ document }: RuleModel): readonly StageOutline[] {
  const parsed = document.queries.find(({ key }) => key === 'query')?.parsed;
  if (parsed?.language !== 'eql') return [];
  const { body } = parsed.tree;
  if (body.kind !== 'sequence' && body.kind !== 'sample') return [];
  return body.items.flatMap((item) => {
    const stage = { span: item.span, missing: item.missingEvent };
    return Array.from({ length: item.runs?.count ?? 1 }, () => stage);
  });
}

function resultOf(found: readonly Hit[], { groups, summary }: FoundOnCluster, { model, ruleVersion, sample, lists }: ShownIn): RunResult {
  const { matchesWhat, milliseconds } = summary;
  const isGrouped = matchesWhat === 'group' || matchesWhat === 'new value';
  const fidelity = [...notesOf(summary), ...groups.map((group) => groupInWords(group))];
  const result = toRunResult({
    ...{ model, ruleVersion, sample, hits: found },
    summary: {
      status: summary.status === 'partial' ? 'finished' : summary.status,
      message: summary.status === 'partial' ? undefined : summary.message?.replace(/\.$/, ''),
      // What was searched through is not known: only what was found.
      events: found.length,
      matches: isGrouped ? found.length : summary.matches,
      ...{ unreadable: [], unreadableCount: 0, fidelity, milliseconds },
    },
  });
  const query = model.document.queries.find(({ key }) => key === 'query');
  const queryRange = query === undefined ? undefined : toRange(model.lines, query.map.span);
  if (lists === undefined || query === undefined || found.length === 0) return { ...result, queryRange };
  const list = new ListBuilder();
  list.add(found);
  return { ...result, queryRange, listed: lists.keep(list.finish(query.map.text, undefined)) };
}

function notesOf({ status, message, notes, more, matches, total, from, to, indices }: ClusterRunSummary): readonly string[] {
  const some = more ? [`${matches} of ${total ?? 'more'} matches were fetched`] : [];
  const partial = status === 'partial' && message !== undefined ? [message] : [];
  const where = indices === 0 ? [] : [`Searched ${indices} ${indices === 1 ? 'index' : 'indices'} from ${from} to ${to}`];
  return [...partial, ...some, ...where, ...notes];
}

/** `host.name = web-1, user.name = root: 12 events from … to …` */
function groupInWords({ terms, count, first, last }: ClusterRunAnswer['groups'][number]): string {
  const values = terms.map(({ field, value }) => `${field} = ${String(value)}`).join(', ');
  const times = first === undefined ? '' : first === last || last === undefined ? ` at ${first}` : ` from ${first} to ${last}`;
  return `${values === '' ? 'All events' : values}: ${count} ${count === 1 ? 'event' : 'events'}${times}`;
}
