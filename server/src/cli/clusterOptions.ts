/** The options of the commands that speak to a cluster, and the help that teaches them. Secrets are not among them: arguments are seen by everyone. */
import { exitCodeHelp } from './exitCodes.js';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { limits } from '../base/limits.js';
import { countOf } from './argumentValues.js';

/** How to reach the cluster. */
export interface ClusterChoice {
  /** A profile of the file of profiles. */
  readonly cluster?: string | undefined;
  readonly url?: string | undefined;
  readonly cloudId?: string | undefined;
  readonly caFile?: string | undefined;
  readonly caFingerprint?: string | undefined;
  readonly proxy?: string | undefined;
  /** A file with secrets. */
  readonly credentials?: string | undefined;
}

/** What is searched. */
interface SearchChoice extends ClusterChoice {
  /** A `rule_id` or name. */
  readonly rule?: string | undefined;
  readonly index?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Milliseconds. */
  readonly timeout: number;
}

export const searchFormats = ['text', 'json', 'ndjson'] as const;

export interface SearchOptions extends SearchChoice {
  readonly limit: number;
  readonly format: (typeof searchFormats)[number];
  readonly color: boolean | undefined;
}

export const sampleKinds = ['matches', 'near', 'random'] as const;
export type SampleKind = (typeof sampleKinds)[number];

export interface SampleOptions extends SearchChoice {
  readonly kind: SampleKind;
  readonly limit: number;
  /** Standard output without it. */
  readonly out: string | undefined;
  readonly force: boolean | undefined;
  /** Patterns of fields. */
  readonly remove: readonly string[] | undefined;
  readonly hash: readonly string[] | undefined;
}

export interface CompareOptions extends SearchChoice {
  /** Events that are fetched to be run on here. */
  readonly events: number;
  readonly format: 'text' | 'json';
  readonly color: boolean | undefined;
}

export interface ClusterActions {
  search(rule: string, options: SearchOptions): Promise<void>;
  sample(rule: string, options: SampleOptions): Promise<void>;
  compare(rule: string, options: CompareOptions): Promise<void>;
}

const connectionHelp = `
Connection: --url or --cloud-id, or --cluster NAME of clusters.json in ~/.config/rulewright, which holds
{"NAME": {"url": "https://host:9200", "caFile": "http_ca.crt"}} and no secrets. Without any of these
RULEWRIGHT_ES_URL and RULEWRIGHT_ES_CLOUD_ID count, or the only profile there is.
Secrets: RULEWRIGHT_ES_API_KEY, or RULEWRIGHT_ES_USERNAME and RULEWRIGHT_ES_PASSWORD, or
RULEWRIGHT_ES_BEARER_TOKEN, or credentials.json beside clusters.json: {"NAME": {"apiKey": "…"}}, a file that
only its owner may read. They are never taken from arguments. Nothing is written to the cluster.`;

const clusterExitCodes = exitCodeHelp({
  0: 'done',
  1: 'the rule or query is refused',
  2: 'wrong usage, a cluster that cannot be reached or answers in part, or no events for sample',
  3: 'not run from here (ES|QL, indicator match, machine learning; EQL on OpenSearch)',
});

const searchHelp = `
RULE is a rule file (.toml, .eql, .kuery), or a rule or export of Kibana's in JSON. It is searched as the
detection engine does: EQL by the EQL search API, KQL and Lucene as Query DSL, threshold and new_terms by
their aggregations; in the indices and over the look-back of the rule where nothing else is said.
OpenSearch has no EQL; all else runs there too.
${connectionHelp}

  text    one row for each match      json    one object in the end
  ndjson  the matching events as they come, an event file for run and explain

Examples:
  rulewright search a.toml --cluster prod --from now-7d
  rulewright search a.eql --url https://localhost:9200 --ca-file http_ca.crt --index 'logs-*'
${clusterExitCodes}`;

const sampleHelp = `
Fetches events of the cluster into an event file, as search hits on one line each.

  matches  events that match the rule
  near     for each clause of the query, events that only this clause keeps from matching; labels.fails
           says which
  random   events of the indices, chosen at random

Patterns of fields: user.* is all fields below user. A hashed value stays the same for the same value of
one run, and cannot be looked up.
${connectionHelp}

Examples:
  rulewright sample a.toml --cluster prod --out a.events.ndjson --remove message --hash 'user.*' host.name
  rulewright sample a.toml --cluster prod --kind near --limit 20 --from now-7d
${clusterExitCodes}`;

const compareHelp = `
Runs the rule on the cluster and here, on the same events: those of the time window, fetched up to
--events. Where the two differ the matches are listed, with the reason where it is known. The field types
of the cluster decide about the local run.
${connectionHelp}

Examples:
  rulewright compare a.toml --cluster prod --from now-1h
  rulewright compare a.toml --cluster prod --format json | jq '.differences[].reasons'
${clusterExitCodes}`;

type Described = (command: Command, help: string, formats?: readonly string[]) => Command;

/** Adds the commands; `common` gives one a format and colours, `described` its help. */
export function addClusterCommands(program: Command, actions: ClusterActions, common: Described, described: Described): void {
  searching(common(program.command('search'), searchHelp, searchFormats))
    .summary('run a rule on a cluster')
    .description('Runs a rule on Elasticsearch or OpenSearch, which does the work, and shows what it found.')
    .option('--limit <count>', 'fetch at most this many matches', countOf, 100)
    .action((rule: string, options: SearchOptions) => actions.search(rule, options));
  searching(described(program.command('sample'), sampleHelp))
    .summary('fetch sample events from a cluster')
    .description('Fetches events that a rule matches, nearly matches, or any, into an event file.')
    .addOption(new Option('--kind <kind>', 'which events').choices([...sampleKinds]).default('matches'))
    .option('--limit <count>', 'fetch at most this many events; of near as many for each clause', countOf, 100)
    .option('-o, --out <file>', 'the file to write (default: standard output)')
    .option('--force', 'overwrite a file that exists')
    .option('--remove <fields...>', 'leave out these fields')
    .option('--hash <fields...>', 'put a hash in the place of the values of these fields')
    .action((rule: string, options: SampleOptions) => actions.sample(rule, options));
  searching(common(program.command('compare'), compareHelp))
    .summary('say where the local run and a cluster differ')
    .description('Runs a rule on a cluster and here on the same events, and says where the results differ and why.')
    .option('--events <count>', 'fetch at most this many events', countOf, 10 * limits.keptHits)
    .action((rule: string, options: CompareOptions) => actions.compare(rule, options));
}

function searching(command: Command): Command {
  return connecting(command)
    .option(...profileOption)
    .argument('<rule>', 'the rule file')
    .option('--rule <id>', 'the rule that is meant where the file has several, by its rule_id or name')
    .option('--index <patterns...>', 'search these indices in the place of those of the rule')
    .option('--from <time>', 'begin at this time: a date, or date maths such as now-7d (default: as the rule says)')
    .option('--to <time>', 'end at this time (default: as the rule says)')
    .addOption(new Option('--timeout <seconds>', 'how long it may take').argParser(secondsOf).default(300_000, '300'));
}

/** By the name of a profile; a command that means more by `--cluster` has an option of its own. */
export const profileOption = ['--cluster <name>', 'a profile of clusters.json'] as const;

/** Adds how to reach a cluster, but for the name of a profile. */
export function connecting(command: Command): Command {
  return command
    .option('--url <url>', 'the address of Elasticsearch, such as https://localhost:9200')
    .option('--cloud-id <id>', 'the cloud id of a deployment')
    .option('--ca-file <file>', "the certificate of the authority that signed the cluster's")
    .option('--ca-fingerprint <sha256>', 'the SHA-256 fingerprint of that certificate')
    .option('--proxy <url>', 'a proxy (default: HTTPS_PROXY, unless NO_PROXY names the host)')
    .option('--credentials <file>', 'a file with secrets (default: credentials.json in ~/.config/rulewright)');
}

export function secondsOf(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of seconds, such as 60.');
  return Number(text) * 1000;
}
