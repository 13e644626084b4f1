/** The arguments of the command line: what can be given, and the help that teaches it. */
import { Argument, Command, Option } from 'commander';
import { profiles, type Profile } from '../analysis/profile.js';
import { severities, type Severity } from '../base/problem.js';
import { limits } from '../base/limits.js';
import { engines, type Engine } from '../evaluate/engine.js';
import { ruleTypes, type RuleType } from '../rule/ruleDocument.js';
import { countOf, filledIn, lineOf, percentOf, timeOf } from './argumentValues.js';
import { alertFormats, alertsHelp, delayOf, type AlertsOptions } from './alertsOptions.js';
import { conversionTargets, type ConvertOptions } from './convertOptions.js';
import { addKibanaCommands, type KibanaActions } from './kibanaOptions.js';
import { addClusterCommands, connecting, type ClusterActions } from './clusterOptions.js';
import { allExitCodes, exitCodeHelp, runExitCodes } from './exitCodes.js';
import { defaultDiffLimit, diffFormats, diffHelp, type DiffOptions } from './diffOptions.js';
import { fieldsHelp, type FieldsOptions } from './fieldsOptions.js';
import { mappingOption, mappingsHelp, type MappingChoice, type MappingsOptions } from './mappingsOptions.js';
import { ruleSeverities, scanFormats, scanHelp, type ScanOptions } from './scanOptions.js';
import { testFormats, testHelp, type TestOptions } from './testOptions.js';
import { synthesisFormats, synthesizeHelp, type SynthesizeOptions } from './synthesizeOptions.js';

export type Format = 'text' | 'json';

export const checkFormats = ['text', 'json', 'sarif', 'junit', 'github'] as const;
export type CheckFormat = (typeof checkFormats)[number];

export interface CheckOptions {
  readonly format: CheckFormat;
  readonly severity: Severity;
  readonly quiet: boolean | undefined;
  /** More warnings than this are a failure too; undefined for any number. */
  readonly maxWarnings: number | undefined;
  /** Writes what can be repaired without asking back into the files first. */
  readonly fix: boolean | undefined;
  readonly profile: Profile | undefined;
  /** A revision of git that the files are compared with. */
  readonly since: string | undefined;
  readonly color: boolean | undefined;
}

export interface RunOptions extends MappingChoice {
  /** A `rule_id` or name. */
  readonly rule: string | undefined;
  readonly events: readonly string[] | undefined;
  readonly format: Format;
  readonly now: string | undefined;
  readonly limit: number;
  /** Parses every event, also those that cannot match. */
  readonly strict: boolean | undefined;
  /** For comparing: how the files are gone through. */
  readonly engine: Engine | undefined;
  readonly color: boolean | undefined;
}

export interface ExplainOptions extends MappingChoice {
  /** A `rule_id` or name. */
  readonly rule: string | undefined;
  readonly events: readonly string[] | undefined;
  /** Only the event on this line, counted from one. */
  readonly line: number | undefined;
  /** Each event. */
  readonly all: boolean | undefined;
  readonly format: Format;
  readonly now: string | undefined;
  readonly color: boolean | undefined;
}

export interface TranslateOptions {
  /** A `rule_id` or name. */
  readonly rule: string | undefined;
  readonly format: Format;
  readonly color: boolean | undefined;
}

export interface FormatOptions {
  /** Only says which files would change. */
  readonly check: boolean | undefined;
}

export interface NewOptions {
  readonly name: string;
  readonly author: string | undefined;
  readonly out: string | undefined;
  readonly force: boolean | undefined;
}

export interface Actions extends ClusterActions {
  readonly kibana: KibanaActions;
  mappings(name: string | undefined, options: MappingsOptions): Promise<void>;
  serveLanguage(): Promise<void>;
  format(paths: readonly string[], options: FormatOptions): Promise<void>;
  create(type: RuleType, options: NewOptions): Promise<void>;
  fields(patterns: readonly string[], options: FieldsOptions): Promise<void>;
  convert(inputs: readonly string[], options: ConvertOptions): Promise<void>;
  check(paths: readonly string[], options: CheckOptions): Promise<void>;
  test(paths: readonly string[], options: TestOptions): Promise<void>;
  run(rule: string, options: RunOptions): Promise<void>;
  explain(rule: string, options: ExplainOptions): Promise<void>;
  alerts(rule: string, options: AlertsOptions): Promise<void>;
  diff(revisionsAndPaths: readonly string[], options: DiffOptions): Promise<void>;
  translate(rule: string, options: TranslateOptions): Promise<void>;
  scan(rules: readonly string[], options: ScanOptions): Promise<void>;
  synthesize(rule: string, options: SynthesizeOptions): Promise<void>;
}

const programHelp = `
Examples:
  rulewright check rules/                              every rule below rules/
  rulewright run rules/linux/a.toml --events a.ndjson  which events match, and why
  rulewright run rules/linux/a.toml                    on a.events.ndjson, beside the rule
${exitCodeHelp(allExitCodes)}

rulewright COMMAND --help tells more about a command.`;

const checkHelp = `
A path is a rule file (.toml, .eql, .kuery, or a rule or export of Kibana's in .json or .ndjson), a file of
tests (.test.toml), a folder, or a glob such as 'rules/**/*.toml'. A folder is searched for rules in .toml,
.eql and .kuery and for their tests; TOML files in it that are no rules are passed over.

What is checked and how strictly is told by rulewright.config.json in the folder of the rules or above it.

  text    as compilers print it        json    for other programs
  sarif   SARIF 2.1.0, for code scanning services
  junit   for CI servers that show tests
  github  annotations of GitHub Actions

Examples:
  rulewright check rules/ --quiet                       only errors, nothing when there are none
  rulewright check my.toml --severity warning           no hints, no information
  rulewright check rules/ --max-warnings 0              warnings fail too
  rulewright check rules/ --since origin/main           also finds changed rules without a new updated_date
  rulewright check rules/ --format sarif > rules.sarif  for code scanning
${exitCodeHelp({
  0: 'no errors',
  1: 'a rule has errors, or more warnings than --max-warnings allows',
  2: 'wrong usage, a file that cannot be read or is no rule, or a mistake in rulewright.config.json',
})}`;

const runHelp = `
RULE is a rule file (.toml, .eql, .kuery), or a rule or export of Kibana's in JSON. Each match is one row:
where the event stands, its time, and its values; those that made it match are bold, or between » and «
where there is no colour.
Without --events the file RULE.events.ndjson beside the rule is used (a.toml: a.events.ndjson).

Event files: one JSON event a line (NDJSON), a JSON array, one JSON object, an Elasticsearch search
response, a bulk request, CloudTrail's files, or the audit log of Linux; plain, gzip or zstd. A line that
cannot be read is reported, the rest runs. Raw Windows, auditd and CloudTrail events are mapped to ECS
(rulewright mappings), and it is said how many.

Examples:
  rulewright run a.toml --events monday.ndjson tuesday.ndjson.gz
  zcat audit.ndjson.gz | rulewright run a.eql --events -
  rulewright run a.toml --events audit.log.gz        the log of auditd as it is
  rulewright run a.toml --format json | jq '.hits[].line'
${exitCodeHelp(runExitCodes)}`;

const explainHelp = `
RULE is a rule file (.toml, .eql, .kuery), or a rule or export of Kibana's in JSON; event files as for run.
Without --line or --all: how many events each clause of the query lets through, and the events that come
nearest to matching, with what they have and why that is not enough. Of a sequence or sample also how far
those that began came, and what ended them.

Examples:
  rulewright explain a.toml --events monday.ndjson            where does the rule die?
  rulewright explain a.toml --events monday.ndjson --line 17  why does this event (not) match?
  rulewright explain a.toml --format json | jq '.parts[].nearest[0].line'
${exitCodeHelp(runExitCodes)}`;

const convertHelp = `
INPUT is a rule in TOML, a rule or an export of Kibana's in JSON, a folder or glob of such files, or the
text of a rule's documentation page. What the new form has no place for is said on standard error.

  toml    a rule file; of several rules one file each, in the folder that --out names
  ndjson  an export that Kibana imports: one rule on each line, and a summary
  json    one object, or a list of them

Examples:
  rulewright convert rules/ --to ndjson --out export.ndjson
  rulewright convert export.ndjson --to toml --out rules/
  rulewright convert page.txt --to toml --out rules/linux/new.toml
${exitCodeHelp({ 0: 'converted', 2: 'wrong usage, a file that cannot be read or written, or a rule that cannot be converted' })}`;

const translateHelp = `
RULE is a rule file (.toml, .eql, .kuery), or a rule or export of Kibana's in JSON. What is printed can be
pasted into the console of Kibana's Dev Tools: the query (KQL as Query DSL), the filters and the time
window of the rule, as the detection engine sends them. Comments say what Kibana may send otherwise.

Examples:
  rulewright translate rules/linux/a.toml
  rulewright translate a.toml --format json | jq '.request.body.query'
${exitCodeHelp({ ...runExitCodes, 0: 'translated', 3: 'the rule has no query to translate' })}`;

const formatHelp = `
Queries get their one layout; in TOML the spaces around = and at the ends of lines are set right too.
Comments, blank lines, the order of keys and everything damaged stay as they are.

Examples:
  rulewright format rules/            every rule below rules/
  rulewright format --check rules/    only say which files would change; exit code 1 when there are some
${exitCodeHelp({
  0: 'done; with --check: every file is laid out',
  1: 'with --check: a file would change',
  2: 'wrong usage, or a file that cannot be read or written',
})}`;

const newHelp = `
Examples:
  rulewright new eql --name "Shell from web server" --out rules/linux/execution_shell_from_web_server.toml
  rulewright new new_terms --name "First use of a tool" > rule.toml
${exitCodeHelp({ 0: 'written', 2: 'wrong usage, or a file that cannot be written' })}`;

type AddCommands = (program: Command, actions: Actions) => void;

/** The commands, in the order in which help lists them, with what adds them. */
const commands: readonly (readonly [names: readonly string[], add: AddCommands])[] = [
  [['check'], addCheck],
  [['run'], addRun],
  [['explain'], addExplain],
  [['alerts'], addAlerts],
  [['test'], addTest],
  [['diff'], addDiff],
  [['scan'], addScan],
  [['translate'], addTranslate],
  [['synthesize'], addSynthesize],
  [['convert'], addConvert],
  [['format'], addFormat],
  [['new'], addNew],
  [['fields'], addFields],
  [['mappings'], addMappings],
  [['search', 'sample', 'compare'], (program, actions) => addClusterCommands(program, actions, common, described)],
  [['kibana'], (program, actions) => addKibanaCommands(program, actions.kibana, common, described)],
  [['lsp'], addLsp],
];

/** The parser of the arguments; it calls one of the actions. Where the first argument is a command, it knows only this one. */
export function buildProgram(version: string, actions: Actions, first = ''): Command {
  const program = new Command('rulewright')
    .description('Checks Elastic detection rules in EQL and KQL, and runs them on sample events. Not affiliated with Elastic.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', programHelp)
    .showHelpAfterError('Run rulewright --help for the commands and examples.');
  const own = commands.filter(([names]) => names.includes(first));
  for (const [, add] of own.length === 0 ? commands : own) add(program, actions);
  return program;
}

function addCheck(program: Command, actions: Actions): void {
  common(program.command('check'), checkHelp, checkFormats)
    .summary('say what is wrong with rules')
    .description('Says what is wrong with rules: syntax, unknown fields, values that cannot match.')
    .argument('[paths...]', 'rule files, folders or globs (default: this folder)')
    .addOption(new Option('--severity <level>', 'the least severe problems to show').choices([...severities]).default('hint'))
    .option('-q, --quiet', 'show errors only, and nothing when there are none')
    .option('--max-warnings <count>', 'fail when there are more warnings than this', countOf)
    .option('--fix', 'first repair what can be repaired without asking, in the files')
    .addOption(new Option('--profile <profile>', 'how strictly rules are judged (default: as the repository says)').choices([...profiles]))
    .option('--since <revision>', 'also compare the rules with their files at this revision of git')
    .action((paths: string[], options: CheckOptions) => actions.check(paths, options));
}

function addRun(program: Command, actions: Actions): void {
  common(program.command('run'), runHelp)
    .summary('run a rule on sample events')
    .description("Runs a rule's query on sample events and shows which match, with the values that made them match.")
    .argument('<rule>', 'the rule file')
    .option('-e, --events <files...>', 'event files, or - for standard input; name the rule first')
    .option(...mappingOption)
    .option('--rule <id>', 'the rule to run where the file has several, by its rule_id or name')
    .option('--now <time>', 'what "now" means in the query: ISO 8601 or epoch milliseconds (default: the newest event)', timeOf)
    .option('--limit <count>', 'list at most this many matches; all are counted', countOf, limits.keptHits)
    .option('--strict', 'parse every event of large files too, also those that cannot match, and tell mistakes in them')
    .addOption(new Option('--engine <engine>', 'how files are gone through').choices([...engines]).hideHelp())
    .action((rule: string, options: RunOptions) => actions.run(rule, options));
}

function addExplain(program: Command, actions: Actions): void {
  common(program.command('explain'), explainHelp)
    .summary('say why events match a rule or not')
    .description('Judges sample events by each clause of a query: what lets them through, what does not, and why.')
    .argument('<rule>', 'the rule file')
    .option('-e, --events <files...>', 'event files, or - for standard input; name the rule first')
    .option(...mappingOption)
    .option('--rule <id>', 'the rule that is meant where the file has several, by its rule_id or name')
    .addOption(new Option('--line <number>', 'only the event on this line of the file').argParser(lineOf).conflicts('all'))
    .option('--all', 'each event, up to the first 1,000')
    .option('--now <time>', 'what "now" means in the query: ISO 8601 or epoch milliseconds (default: the newest event)', timeOf)
    .action((rule: string, options: ExplainOptions) => actions.explain(rule, options));
}

function addAlerts(program: Command, actions: Actions): void {
  common(program.command('alerts'), `${alertsHelp}${exitCodeHelp(runExitCodes)}`, alertFormats)
    .summary('show the alerts of a rule on sample events')
    .description('Shows the alerts that a rule would create on sample events, and why some would be missing.')
    .argument('<rule>', 'the rule file')
    .option('-e, --events <files...>', 'event files, or - for standard input; name the rule first')
    .option('--history <files...>', 'events of before: what they hold is known to a new_terms rule')
    .option('--split <time>', 'events up to this time are history', timeOf)
    .option('--indicators <files...>', 'indicators, for a threat_match rule')
    .option('--exceptions <files...>', 'exception lists: an export, or TOML with [[exceptions]]')
    .option('--replay', "run the rule's schedule instead of one window over all events")
    .option('--ingest-delay <time>', 'when replaying: how long after its time an event can be searched, such as 30s', delayOf)
    .option(...mappingOption)
    .option('--rule <id>', 'the rule to run where the file has several, by its rule_id or name')
    .option('--now <time>', 'what "now" means: ISO 8601 or epoch milliseconds (default: the newest event)', timeOf)
    .option('--limit <count>', 'list at most this many alerts; all are counted', countOf, limits.keptHits)
    .action((rule: string, options: AlertsOptions) => actions.alerts(rule, options));
}

function addTest(program: Command, actions: Actions): void {
  common(program.command('test'), testHelp, testFormats)
    .summary('run the tests of rules')
    .description('Runs the tests that stand beside rules: which events match, and how many alerts there are.')
    .argument('[paths...]', 'test files, rules, folders or globs (default: this folder)')
    .option('--filter <text>', 'only tests with this in their name')
    .option(...mappingOption)
    .option('--update', 'write what the rules do into the expectations that differ')
    .option('--untested', 'also list the rules that have no tests')
    .option('--coverage', 'also tell which clauses and listed values of the rules no test exercises')
    .option('--min-coverage <percent>', 'exit with 1 where the tests of a rule exercise less of its clauses', percentOf)
    .option('--mutate', 'also tell what of the rules could be changed without a test noticing')
    .option('--max-survivors <count>', 'exit with 1 where more changes of the rules go unnoticed', countOf)
    .action((paths: string[], options: TestOptions) => actions.test(paths, options));
}

function addDiff(program: Command, actions: Actions): void {
  common(program.command('diff'), diffHelp, diffFormats)
    .summary('say which matches changed rules gain and lose')
    .description('Compares the matches of changed rules with those that they had at a revision of git, on the same events.')
    .argument('[revision|path...]', 'one or two revisions, then rule files, folders or globs (default: HEAD, this folder)')
    .option('-e, --events <files...>', 'event files for all rules; name revisions and paths first')
    .option(...mappingOption)
    .option('--now <time>', 'what "now" means in the queries: ISO 8601 or epoch milliseconds (default: the newest event)', timeOf)
    .option('--limit <count>', 'list at most this many matches of each kind of a rule; all are counted', countOf, defaultDiffLimit)
    .option('--exit-code', 'exit with 1 when matches were gained or lost')
    .action((args: string[], options: DiffOptions) => actions.diff(args, options));
}

function addScan(program: Command, actions: Actions): void {
  common(program.command('scan'), scanHelp, scanFormats)
    .summary('find out which of many rules match sample events')
    .description('Runs many rules on sample events in one pass and shows which of them match.')
    .argument('<rules...>', 'rule files, folders or globs')
    .requiredOption('-e, --events <files...>', 'event files, or - for standard input; name the rules first')
    .option(...mappingOption)
    .addOption(new Option('--min-severity <severity>', 'leave out rules of a lower severity').choices([...ruleSeverities]))
    .option('--now <time>', 'what "now" means in the queries: ISO 8601 or epoch milliseconds (default: the newest event)', timeOf)
    .option('--limit <count>', 'list at most this many matches of each rule; all are counted (default: 1, in json and sarif 100)', countOf)
    .option('--strict', 'parse every event of large files too, also those that cannot match, and tell mistakes in them')
    .action((paths: string[], options: ScanOptions) => actions.scan(paths, options));
}

function addTranslate(program: Command, actions: Actions): void {
  common(program.command('translate'), translateHelp)
    .summary('show the Elasticsearch request of a rule')
    .description('Shows the search request that Kibana makes of a rule.')
    .argument('<rule>', 'the rule file')
    .option('--rule <id>', 'the rule that is meant where the file has several, by its rule_id or name')
    .action((rule: string, options: TranslateOptions) => actions.translate(rule, options));
}

function addSynthesize(program: Command, actions: Actions): void {
  described(program.command('synthesize'), synthesizeHelp)
    .summary('make sample events for a rule')
    .description('Makes events that a rule matches, and events that one clause alone keeps from matching.')
    .argument('<rule>', 'the rule file')
    .option('--near-misses', 'also one sample for each clause, which only this clause keeps from matching')
    .addOption(new Option('--format <format>', 'what to write').choices([...synthesisFormats]).default('ndjson'))
    .option('-o, --out <file>', 'the file to write (default: standard output)')
    .option('--force', 'overwrite a file that exists')
    .option('--rule <id>', 'the rule that is meant where the file has several, by its rule_id or name')
    .option('--base <time>', 'the time of the first event, and "now": ISO 8601 or epoch milliseconds', timeOf)
    .action((rule: string, options: SynthesizeOptions) => actions.synthesize(rule, options));
}

function addConvert(program: Command, actions: Actions): void {
  described(program.command('convert'), convertHelp)
    .summary('turn rules from TOML into JSON of Kibana and back')
    .description('Turns rules in TOML into what Kibana imports, and rules from Kibana or a documentation page into TOML.')
    .argument('<inputs...>', 'rule files, exports, pages, folders or globs')
    .addOption(new Option('--to <form>', 'what to write').choices([...conversionTargets]).makeOptionMandatory())
    .option('-o, --out <path>', 'the file to write, or a folder (default: standard output)')
    .option('--force', 'overwrite files that exist')
    .option('--keep-metadata', 'keep what Kibana has no place for below "meta", for the way back')
    .action((inputs: string[], options: ConvertOptions) => actions.convert(inputs, options));
}

function addFormat(program: Command, actions: Actions): void {
  described(program.command('format'), formatHelp)
    .summary('lay rules out')
    .description('Gives rules their usual layout.')
    .argument('[paths...]', 'rule files, folders or globs (default: this folder)')
    .option('--check', 'change nothing; fail when a file is not laid out')
    .action((paths: string[], options: FormatOptions) => actions.format(paths, options));
}

function addNew(program: Command, actions: Actions): void {
  described(program.command('new'), newHelp)
    .summary('begin a new rule')
    .description('Writes a new rule in TOML, with all that its type needs, to fill in.')
    .addArgument(new Argument('<type>', 'the type of the rule').choices([...ruleTypes]))
    .requiredOption('--name <name>', 'the name of the rule', filledIn)
    .option('--author <author>', 'who wrote it')
    .option('-o, --out <file>', 'the file to write (default: standard output)')
    .option('--force', 'overwrite a file that exists')
    .action((type: RuleType, options: NewOptions) => actions.create(type, options));
}

function addFields(program: Command, actions: Actions): void {
  connecting(common(program.command('fields'), fieldsHelp))
    .summary('look up fields')
    .description('Lists the fields that a rule can use, with their types.')
    .argument('[names...]', 'parts of names, or patterns with *')
    .option('--rule <file>', 'only those of the index patterns of this rule')
    .option('--index <patterns...>', 'only those of these index patterns')
    .option('--cluster [name]', 'print the fields that the indices have on a cluster, as a file for the configuration')
    .option('--refresh', 'with --cluster: ask the cluster, also where it was asked within a day')
    .option('--infer <events>', 'guess the types of fields that only these events have, and print them as a file for the configuration')
    .action((patterns: string[], options: FieldsOptions) => actions.fields(patterns, options));
}

function addMappings(program: Command, actions: Actions): void {
  described(program.command('mappings'), mappingsHelp)
    .summary('show how events of other shapes become ECS')
    .description('Lists the mappings of events to ECS, or shows what one of them does.')
    .argument('[name]', 'a mapping, or a mapping file')
    .addOption(new Option('--format <format>', 'how to write the result').choices(['text', 'json']).default('text'))
    .action((name: string | undefined, options: MappingsOptions) => actions.mappings(name, options));
}

const lspHelp = `
The server speaks the Language Server Protocol over standard input and output. Editors start it: docs/editors.md
has the set-up for Neovim, Helix and others.

Examples:
  rulewright lsp --stdio
`;

function addLsp(program: Command, actions: Actions): void {
  described(program.command('lsp'), lspHelp)
    .summary('check, complete and explain rules in an editor')
    .description('Starts the language server for an editor.')
    .option('--stdio', 'over standard input and output, as without it')
    .action(() => actions.serveLanguage());
}

function common(command: Command, help: string, formats: readonly string[] = ['text', 'json']): Command {
  return described(command, help)
    .addOption(new Option('--format <format>', 'how to write the result').choices([...formats]).default('text'))
    .option('--color', 'use colours although the output is no terminal')
    .option('--no-color', 'use no colours');
}

/** A command with its own help, which wrong usage of it names. */
function described(command: Command, help: string): Command {
  const group = command.parent?.parent === null ? undefined : command.parent?.name();
  const name = group === undefined ? command.name() : `${group} ${command.name()}`;
  return command
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError(`Run rulewright ${name} --help for the options and examples.`)
    .addHelpText('after', help);
}
