/** What a cluster found as the editor shows it: an event file made of its events, and a run result whose places are in that file. */
import { noCancel } from '../base/cancel.js';
import type { Host } from '../base/host.js';
import { limits } from '../base/limits.js';
import { parseInstant } from '../events/time.js';
import type { Hit, MatchedStage, RunSummary, StageOutline } from '../evaluate/run.js';
import { runRule } from '../evaluate/runRule.js';
import { TimeBins } from '../evaluate/timeBins.js';
import { hitLine } from '../elastic/describe.js';
import { rawOf } from '../elastic/samples.js';
import { ListBuilder, type Lists } from '../features/listing.js';
import type { RuleModel } from '../features/ruleModel.js';
import { toRunResult } from '../features/runResult.js';
import type { ClusterGroup, ClusterHit, ClusterRunSummary } from '../protocol/cluster.js';
import type { ClusterRunAnswer, ClusterRunBatch } from '../protocol/clusterWork.js';
import type { ListedRun, RunResult } from '../protocol/protocol.js';
import type { QueryRegion } from '../rule/ruleDocument.js';

interface ShownIn {
  readonly model: RuleModel;
  readonly ruleVersion: number | undefined;
  /** URI of the event file. */
  readonly sample: string;
  readonly host: Host;
  readonly lists: Lists | undefined;
  readonly onBatch: (batch: ClusterRunBatch) => void;
}

/** Takes what a run finds and hands it on as it comes: what is done for some matches does not depend on how many came before. */
export class ShownRun {
  readonly #groups: ClusterGroup[] = [];
  readonly #list = new ListBuilder();
  readonly #times = new TimeBins();
  readonly #stages: readonly StageOutline[];
  readonly #query: QueryRegion | undefined;
  readonly #started: number;
  #listed: ListedRun | undefined;
  #events = 0;
  #matches = 0;
  #coming: Promise<void> = Promise.resolve();

  constructor(private readonly shown: ShownIn) {
    const { model, host } = shown;
    this.#stages = stagesOf(model);
    this.#query = model.document.queries.find(({ key }) => key === 'query');
    this.#started = host.now();
  }

  /** Of a search that ends at `to`. They are handed on in the order in which they are taken. */
  take(hits: readonly ClusterHit[], to: string): void {
    if (hits.length === 0) return;
    this.#coming = this.#coming.then(() => this.#show(hits, to));
    // Who asks for the answer hears of the failure.
    this.#coming.catch(() => undefined);
  }

  takeGroups(groups: readonly ClusterGroup[]): void {
    this.#groups.push(...groups);
  }

  /** After all that was taken was handed on. */
  async answer(summary: ClusterRunSummary): Promise<ClusterRunAnswer> {
    await this.#coming;
    const { status, message, matchesWhat, from, to, milliseconds } = summary;
    const isGrouped = matchesWhat === 'group' || matchesWhat === 'new value';
    const matches = isGrouped ? this.#events : summary.matches;
    const result = this.#result([], {
      status: status === 'partial' ? 'finished' : status,
      message: status === 'partial' ? undefined : message?.replace(/\.$/, ''),
      ...{ matches, milliseconds, fidelity: [...notesOf(summary), ...this.#groups.map(groupInWords)] },
    });
    const listed = this.#kept((list, text) => list.finish(text, this.#times.counts()));
    const failure = status === 'failed' ? summary.failure : undefined;
    return { result: { ...result, ...listed }, failure, groups: this.#groups, from, to };
  }

  async #show(hits: readonly ClusterHit[], to: string): Promise<void> {
    const before = this.#events;
    const lines = hits.map((hit) => hitLine(rawOf(hit)));
    const events = lines.map((line) => `${line}\n`).join('');
    const known = await localHits(events, to, this.shown);
    const found = hits.map((hit, at) => asHit(hit, before + at, lines[at] ?? '', this.#stages, known.get(at + 1)));
    this.#count(found);
    const facts = { status: 'finished', message: undefined, matches: this.#matches, fidelity: [] } as const;
    const kept = found.slice(0, Math.max(0, limits.keptHits - before));
    const result = this.#result(kept, { ...facts, milliseconds: this.shown.host.now() - this.#started });
    this.#list.add(found);
    const listed = this.#kept((list, text) => list.soFar(text, this.#times.counts()));
    this.shown.onBatch({ before, events, result: { ...result, ...listed } });
  }

  #count(found: readonly Hit[]): void {
    this.#events += found.length;
    const last = found.at(-1)?.sequence?.index;
    this.#matches = last === undefined ? this.#events : last + 1;
    for (const { timestamp } of found) {
      const time = timestamp === undefined ? undefined : parseInstant(timestamp);
      if (time !== undefined) this.#times.add(time.milliseconds);
    }
  }

  #result(hits: readonly Hit[], facts: Pick<RunSummary, 'status' | 'message' | 'matches' | 'fidelity' | 'milliseconds'>): RunResult {
    const { model, ruleVersion, sample } = this.shown;
    // What was searched through is not known: only what was found.
    const summary = { ...facts, events: this.#events, unreadable: [], unreadableCount: 0 };
    return toRunResult({ model, ruleVersion, sample, hits, summary });
  }

  #kept(listOf: (list: ListBuilder, text: string) => Parameters<Lists['keep']>[0]): Pick<RunResult, 'listed'> {
    const { lists } = this.shown;
    if (lists === undefined || this.#query === undefined || this.#events === 0) return {};
    this.#listed = lists.keep(listOf(this.#list, this.#query.map.text), this.#listed);
    return { listed: this.#listed };
  }
}

/** The same events run here tell which clauses they satisfy; by line. Empty where the rule cannot be run here. */
async function localHits(text: string, now: string, { model, host }: Pick<ShownIn, 'model' | 'host'>): Promise<ReadonlyMap<number, Hit>> {
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

function notesOf({ status, message, notes, more, matches, total, from, to, indices }: ClusterRunSummary): readonly string[] {
  const some = more ? [`${matches} of ${total ?? 'more'} matches were fetched`] : [];
  const partial = status === 'partial' && message !== undefined ? [message] : [];
  const where = indices === 0 ? [] : [`Searched ${indices} ${indices === 1 ? 'index' : 'indices'} from ${from} to ${to}`];
  return [...partial, ...some, ...where, ...notes];
}

/** `host.name = web-1, user.name = root: 12 events from … to …` */
function groupInWords({ terms, count, first, last }: ClusterGroup): string {
  const values = terms.map(({ field, value }) => `${field} = ${String(value)}`).join(', ');
  const times = first === undefined ? '' : first === last || last === undefined ? ` at ${first}` : ` from ${first} to ${last}`;
  return `${values === '' ? 'All events' : values}: ${count} ${count === 1 ? 'event' : 'events'}${times}`;
}
