/** Work on a cluster or in Kibana for the editor, in the run worker: connects, does it, and closes the connection whatever happens. */
import { createHash, randomBytes } from 'node:crypto';
import type { CancelToken } from '../base/cancel.js';
import { createProjects } from '../config/projects.js';
import type { Cluster } from '../elastic/cluster.js';
import { compareRuns } from '../elastic/compare.js';
import { connect, defaultTimeout } from '../elastic/connect.js';
import type { OpenClient } from '../elastic/client.js';
import { knownFields, type CacheFiles } from '../elastic/fieldCache.js';
import { valuesOf } from '../elastic/indices.js';
import type { KeptConnections } from '../elastic/keptConnections.js';
import { connectKibana, type Kibana } from '../elastic/kibana.js';
import { comparedTexts } from '../elastic/kibanaCompare.js';
import type { OpenKibana } from '../elastic/kibanaHttp.js';
import { planRules, writeRule, type PlannedRule } from '../elastic/kibanaRules.js';
import { compileRedaction } from '../elastic/redact.js';
import { planSearch, runOnCluster, type ClusterRunOptions } from '../elastic/run.js';
import { fetchSamples } from '../elastic/samples.js';
import { instantToIso } from '../events/time.js';
import type { RunProgress } from '../evaluate/run.js';
import type { RunTools } from '../features/run.js';
import { createRuleModel, type RuleModel } from '../features/ruleModel.js';
import type { ClusterJob } from '../lsp/clusterJob.js';
import type { ClusterFailure, ClusterOutcome } from '../protocol/cluster.js';
import type { ClusterRunBatch, ClusterWindow, ClusterWork, ClusterWorkAnswer, ClusterWorkResults } from '../protocol/clusterWork.js';
import { toKibana } from '../rule/export/toKibana.js';
import { customSchemaText } from '../schema/import/customSchema.js';
import { ShownRun } from './clusterRunnerHits.js';

/** The bundle with the connections. */
export type LoadElastic = () => Promise<{ readonly openClient: OpenClient; readonly openKibana: OpenKibana }>;

interface Working {
  readonly job: ClusterJob;
  readonly tools: RunTools;
  readonly load: LoadElastic;
  /** Where fields that were asked for are kept, for the command line too. */
  readonly kept: CacheFiles;
  /** For what is asked again and again while someone types. */
  readonly connections: KeptConnections;
  readonly report: (progress: RunProgress) => void;
  /** Hears what a run finds, as it comes. */
  readonly onBatch: (batch: ClusterRunBatch) => void;
  readonly token: CancelToken;
}

type Outcome<Kind extends ClusterWork['kind']> = Promise<ClusterOutcome<ClusterWorkResults[Kind]>>;

/** Never rejects for what the cluster does. */
export async function runClusterJob(working: Working): Promise<ClusterWorkAnswer> {
  const { work } = working.job;
  switch (work.kind) {
    case 'connect':
      return whoAnswers(working);
    case 'run':
      return runOn(working, work);
    case 'samples':
      return samplesFrom(working, work);
    case 'fields':
      return fieldsFrom(working);
    case 'values':
      return valuesFrom(working, work);
    case 'compare':
      return compareWith(working, work);
    case 'kibanaCompare':
      return compareKibana(working);
    case 'kibanaWrite':
      return writeKibana(working, work);
  }
}

function connectTo({ job: { profile, secrets }, load, token }: Working, timeout: number): Promise<ClusterOutcome<Cluster>> {
  return connect(profile, secrets, { loadClient: async () => (await load()).openClient, token, timeout });
}

async function onCluster<T>(working: Working, work: (cluster: Cluster) => Promise<ClusterOutcome<T>>): Promise<ClusterOutcome<T>> {
  const connected = await connectTo(working, defaultTimeout);
  if (!connected.ok) return connected;
  try {
    return await work(connected.value);
  } finally {
    await connected.value.close();
  }
}

async function onKibana<T>(
  { job, load, token }: Working,
  work: (kibana: Kibana) => Promise<ClusterOutcome<T>>,
): Promise<ClusterOutcome<T>> {
  const { profile, secrets } = job;
  const connected = await connectKibana(profile, secrets, { loadKibana: async () => (await load()).openKibana, token });
  if (!connected.ok) return connected;
  try {
    return await work(connected.value);
  } finally {
    await connected.value.close();
  }
}

async function whoAnswers(working: Working): Outcome<'connect'> {
  const { url, cloudId, kibanaUrl } = working.job.profile;
  const hasCluster = url !== undefined || cloudId !== undefined;
  const cluster = hasCluster ? await onCluster(working, async ({ info }) => ({ ok: true, value: info })) : undefined;
  if (cluster?.ok === false) return cluster;
  const kibana = kibanaUrl === undefined ? undefined : await onKibana(working, async ({ info }) => ({ ok: true, value: info }));
  if (kibana?.ok === false) return kibana;
  return { ok: true, value: { cluster: cluster?.value, kibana: kibana?.value } };
}

async function modelOf({ job: { rule }, tools }: Working): Promise<RuleModel> {
  const { schemas } = await createProjects(tools.host, tools.schemas).of(rule.uri);
  return createRuleModel(rule.text, rule, schemas);
}

function optionsOf({ from, to, timeout }: ClusterWindow, size: number, { tools }: Working): ClusterRunOptions {
  return { from, to, timeout, size, now: tools.host.now() };
}

/** Few, so that there is something to look at soon. */
const firstPage = 100;

function runOn(working: Working, work: Extract<ClusterWork, { kind: 'run' }>): Outcome<'run'> {
  const { tools, token, report, onBatch, job } = working;
  return onCluster(working, async (cluster) => {
    const model = await modelOf(working);
    const options = { ...optionsOf(work, work.size, working), first: firstPage };
    const search = planSearch(model.document, model.schemas, options);
    const to = search.ok ? instantToIso(search.value.to) : '';
    const { host, lists } = tools;
    const shown = new ShownRun({ model, ruleVersion: job.ruleVersion, sample: work.sample, host, lists, onBatch });
    const running = { cluster, host, schemas: model.schemas, token };
    const summary = await runOnCluster(model.document, options, running, (update) => {
      if (update.kind === 'hits') shown.take(update.hits, to);
      else if (update.kind === 'groups') shown.takeGroups(update.groups);
      else if (update.kind === 'progress') report({ events: 0, matches: update.matches, bytesRead: 0, totalBytes: undefined });
    });
    const { status, matches, failure } = summary;
    if (status === 'failed' && matches === 0 && failure !== undefined) return { ok: false, failure };
    return { ok: true, value: await shown.answer(summary) };
  });
}

function samplesFrom(working: Working, work: Extract<ClusterWork, { kind: 'samples' }>): Outcome<'samples'> {
  const { tools, token } = working;
  return onCluster(working, async (cluster) => {
    const { document, schemas } = await modelOf(working);
    const salt = createHash('sha256').update(randomBytes(32)).digest('hex');
    const redact = compileRedaction({ remove: work.remove, hash: work.hash, salt });
    const options = optionsOf(work, work.size, working);
    const found = await fetchSamples(document, { kind: work.which, redact }, options, { cluster, host: tools.host, schemas, token });
    if (!found.ok) return found;
    const { lines, notes } = found.value;
    return { ok: true, value: { text: lines.map((line) => `${line}\n`).join(''), count: lines.length, notes } };
  });
}

async function fieldsFrom(working: Working): Outcome<'fields'> {
  const { job, tools, token, kept } = working;
  const { document } = await modelOf(working);
  const patterns = (document.index?.value ?? []).map(({ value }) => value);
  if (patterns.length === 0) return refuse('query', 'The rule names no index, so it is not known whose fields are meant; add index to it.');
  const asking = { profile: job.profile, files: kept, connect: () => connectTo(working, defaultTimeout), now: tools.host.now(), token };
  const known = await knownFields(patterns, asking, true);
  if (!known.ok) return known;
  const { fields, source } = known.value.fields;
  return { ok: true, value: { text: customSchemaText(patterns, fields), count: fields.length, source, patterns } };
}

/** Milliseconds that one request for what is being typed may take. */
const whileTyping = 3000;

function valuesFrom(working: Working, { patterns, field, prefix }: Extract<ClusterWork, { kind: 'values' }>): Outcome<'values'> {
  const ask = async (cluster: Cluster) =>
    cluster.info.engine === 'opensearch'
      ? refuse('product', 'OpenSearch does not list the values of a field.')
      : valuesOf(patterns, { field, prefix }, cluster, working.token);
  const { connections, job } = working;
  return connections.ask(JSON.stringify([job.profile, job.secrets]), (token) => connectTo({ ...working, token }, whileTyping), ask);
}

function compareWith(working: Working, work: Extract<ClusterWork, { kind: 'compare' }>): Outcome<'compare'> {
  const { tools, token } = working;
  return onCluster(working, async (cluster) => {
    const { document, schemas } = await modelOf(working);
    return compareRuns(document, work.events, optionsOf(work, work.events, working), { cluster, host: tools.host, schemas, token });
  });
}

async function planned(working: Working, kibana: Kibana): Promise<ClusterOutcome<PlannedRule>> {
  const { document } = await modelOf(working);
  const { tree } = document;
  if (tree?.rule === undefined) return refuse('query', 'This is only a query; Kibana has whole rules.');
  const { value } = toKibana(tree, { keepMetadata: false });
  const id = value['rule_id'];
  if (typeof id !== 'string' || id === '') return refuse('query', 'The rule has no rule_id, by which Kibana knows it; add one first.');
  const plans = await planRules(kibana, [value], working.token);
  if (!plans.ok) return plans;
  const [plan] = plans.value;
  return plan === undefined ? refuse('answer', 'Kibana said nothing about the rule.') : { ok: true, value: plan };
}

function compareKibana(working: Working): Outcome<'kibanaCompare'> {
  return onKibana(working, async (kibana) => {
    const plan = await planned(working, kibana);
    if (!plan.ok) return plan;
    const { comparison, local, deployed } = plan.value;
    return { ok: true, value: { kibana: kibana.info, comparison, ...comparedTexts(deployed, local) } };
  });
}

/** Only what the user was shown is written. */
function writeKibana(working: Working, { shown }: Extract<ClusterWork, { kind: 'kibanaWrite' }>): Outcome<'kibanaWrite'> {
  return onKibana(working, async (kibana) => {
    const plan = await planned(working, kibana);
    if (!plan.ok) return plan;
    if (JSON.stringify(plan.value.comparison) !== JSON.stringify(shown)) {
      return refuse('exists', 'The rule is not what was compared any more, here or in Kibana; nothing was written. Compare again.');
    }
    return { ok: true, value: await writeRule(kibana, plan.value, working.token) };
  });
}

function refuse(kind: ClusterFailure['kind'], message: string): { readonly ok: false; readonly failure: ClusterFailure } {
  return { ok: false, failure: { kind, message } };
}
