/** A run of a rule on its sample, from request to what the editor shows. It happens in a worker, away from the server's own thread. */
import type { CancelToken } from '../base/cancel.js';
import type { Host } from '../base/host.js';
import { limits } from '../base/limits.js';
import { createProjects } from '../config/projects.js';
import { readEvents } from '../events/read.js';
import { collectSample, type EventSample } from '../events/sample.js';
import type { Hit, RunProgress, RunSummary } from '../evaluate/run.js';
import { runRule, type Source } from '../evaluate/runRule.js';
import type { RunResult } from '../protocol/protocol.js';
import type { Schemas } from '../schema/catalog.js';
import { sourceMapper } from './eventMapper.js';
import { ListBuilder, type Lists } from './listing.js';
import { createRuleModel } from './ruleModel.js';
import { toRunResult } from './runResult.js';

/** What is run on what; texts as the editor holds them. Plain data: it crosses to the worker. */
export interface RunJob {
  readonly rule: { readonly uri: string; readonly text: string; readonly languageId?: string; readonly offset?: number };
  /** Of the rule's text; undefined when it was read from disk. */
  readonly ruleVersion: number | undefined;
  readonly sample: Source;
  /** Also count what each clause lets through, and find the nearest misses. */
  readonly explain?: boolean;
  /** Also keep the matches as rows, to be asked for in pages. */
  readonly list?: boolean;
}

/** What a run needs of its surroundings. `schemas`: those that every project has. */
export interface RunTools {
  readonly host: Host;
  readonly schemas: Schemas;
  /** Where rows are kept; without it none are. */
  readonly lists?: Lists;
}

/** Never throws for what the user did: the status and message of the result say it. */
export async function runJob(
  job: RunJob,
  { host, schemas: known, lists }: RunTools,
  report: (progress: RunProgress) => void,
  token: CancelToken,
): Promise<RunResult> {
  const project = await createProjects(host, known).of(job.rule.uri);
  const { schemas } = project;
  const { mapped, notes } = await sourceMapper(project, host);
  const hits: Hit[] = [];
  const list = lists === undefined || job.list !== true ? undefined : new ListBuilder();
  let summary: RunSummary | undefined;
  const request = { rule: job.rule, events: [mapped(job.sample)], explain: job.explain === true, times: list !== undefined };
  for await (const update of runRule(request, host, schemas, token)) {
    if (update.kind === 'hits') {
      hits.push(...update.hits.filter((hit, index) => isKept(hit, hits.length + index)));
      list?.add(update.hits);
    } else if (update.kind === 'progress') report(update.progress);
    else summary = update.summary;
  }
  if (summary === undefined) throw new Error('a run ended without a summary');
  const model = createRuleModel(job.rule.text, job.rule, schemas);
  const result = toRunResult({
    model,
    ruleVersion: job.ruleVersion,
    sample: job.sample.uri,
    hits,
    summary: { ...summary, fidelity: [...notes, ...summary.fidelity] },
  });
  const query = model.document.queries.find(({ key }) => key === 'query');
  if (list === undefined || lists === undefined || query === undefined || summary.events === 0) return result;
  return { ...result, listed: lists.keep(list.finish(query.map.text, summary.times)) };
}

/** Of a sequence all events are kept, or none. `number` is that of the hit among all that came. */
function isKept({ sequence }: Hit, number: number): boolean {
  if (sequence === undefined) return number < limits.keptHits;
  const events = sequence.stages.filter(({ missing }) => !missing).length;
  return (sequence.index + 1) * events <= limits.keptHits;
}

/** Enough to complete from, and read in a moment. */
const sampled = { events: 5000, values: 200 };

/** What the sample holds, for completion; undefined when it cannot be read (a run says why). */
export async function readSample(source: Source, { host, schemas }: RunTools, token: CancelToken): Promise<EventSample | undefined> {
  const { mapped } = await sourceMapper(await createProjects(host, schemas).of(source.uri), host);
  const { mapper } = mapped(source);
  if (source.text !== undefined) return collectSample(readEvents(once(new TextEncoder().encode(source.text)), token), sampled, mapper);
  const stream = await host.openStream(source.uri);
  return stream.ok ? collectSample(readEvents(stream.value.chunks, token), sampled, mapper) : undefined;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
