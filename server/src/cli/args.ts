/** The arguments of the command line: what can be given, and the help that teaches it. */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Severity } from '../base/problem.js';
import { limits } from '../base/limits.js';
import { parseInstant } from '../events/time.js';
import { severities } from './report.js';

export type Format = 'text' | 'json';

export interface CheckOptions {
  readonly format: Format;
  readonly severity: Severity;
  readonly quiet: boolean | undefined;
  readonly color: boolean | undefined;
}

export interface RunOptions {
  readonly events: readonly string[] | undefined;
  readonly format: Format;
  readonly now: string | undefined;
  readonly limit: number;
  readonly color: boolean | undefined;
}

export interface Actions {
  check(paths: readonly string[], options: CheckOptions): Promise<void>;
  run(rule: string, options: RunOptions): Promise<void>;
}

const exitCodeHelp = `
Exit codes:
  0    done: check found no errors; run ran, however many events match
  1    the rule has errors
  2    wrong usage, a file that cannot be read, or a search that would fail on a cluster too
  3    the rule is valid, but cannot be evaluated locally (ES|QL, Lucene, machine learning)
  130  cancelled with Ctrl+C`;

const programHelp = `
Examples:
  rulewright check rules/                              every rule below rules/
  rulewright run rules/linux/a.toml --events a.ndjson  which events match, and why
  rulewright run rules/linux/a.toml                    on a.events.ndjson, beside the rule
${exitCodeHelp}

rulewright COMMAND --help tells more about a command.`;

const checkHelp = `
A path is a rule file (.toml, .eql, .kuery), a folder, or a glob such as 'rules/**/*.toml'.
A folder is searched for rules; TOML files in it that are no rules are passed over.

Examples:
  rulewright check rules/ --quiet                       only errors, nothing when there are none
  rulewright check my.toml --severity warning           no hints, no information
  rulewright check rules/ --format json > report.json   for other programs
${exitCodeHelp}`;

const runHelp = `
RULE is a rule file (.toml, .eql, .kuery). Each match is one row: where the event stands, its time, and
its values; those that made it match are bold, or between » and « where there is no colour.
Without --events the file RULE.events.ndjson beside the rule is used (a.toml: a.events.ndjson).

Event files: one JSON event a line (NDJSON), a JSON array, one JSON object, an Elasticsearch search
response or a bulk request; plain, gzip or zstd. A line that cannot be read is reported, the rest runs.

Examples:
  rulewright run a.toml --events monday.ndjson tuesday.ndjson.gz
  zcat audit.ndjson.gz | rulewright run a.eql --events -
  rulewright run a.toml --format json | jq '.hits[].line'
${exitCodeHelp}`;

/** The parser of the arguments; it calls one of the actions. */
export function buildProgram(version: string, actions: Actions): Command {
  const program = new Command('rulewright')
    .description('Checks Elastic detection rules in EQL and KQL, and runs them on sample events. Not affiliated with Elastic.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', programHelp)
    .showHelpAfterError('Run rulewright --help for the commands and examples.');
  addCheck(program, actions);
  addRun(program, actions);
  return program;
}

function addCheck(program: Command, actions: Actions): void {
  common(program.command('check'), checkHelp)
    .summary('say what is wrong with rules')
    .description('Says what is wrong with rules: syntax, unknown fields, values that cannot match.')
    .argument('<paths...>', 'rule files, folders or globs')
    .addOption(new Option('--severity <level>', 'the least severe problems to show').choices([...severities]).default('hint'))
    .option('-q, --quiet', 'show errors only, and nothing when there are none')
    .action((paths: string[], options: CheckOptions) => actions.check(paths, options));
}

function addRun(program: Command, actions: Actions): void {
  common(program.command('run'), runHelp)
    .summary('run a rule on sample events')
    .description("Runs a rule's query on sample events and shows which match, with the values that made them match.")
    .argument('<rule>', 'the rule file')
    .option('-e, --events <files...>', 'event files, or - for standard input; name the rule first')
    .option('--now <time>', 'what "now" means in the query: ISO 8601 or epoch milliseconds (default: the newest event)', timeOf)
    .option('--limit <count>', 'list at most this many matches; all are counted', countOf, limits.keptHits)
    .action((rule: string, options: RunOptions) => actions.run(rule, options));
}

function common(command: Command, help: string): Command {
  return command
    .helpOption('-h, --help', 'print this help')
    .addOption(new Option('--format <format>', 'how to write the result').choices(['text', 'json']).default('text'))
    .option('--color', 'use colours although the output is no terminal')
    .option('--no-color', 'use no colours')
    .showHelpAfterError(`Run rulewright ${command.name()} --help for the options and examples.`)
    .addHelpText('after', help);
}

function countOf(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number, such as 20; 0 lists none.');
  return Number(text);
}

function timeOf(text: string): string {
  if (parseInstant(text) === undefined)
    throw new InvalidArgumentError('It must be ISO 8601, such as 2026-03-02T10:00:00Z, or epoch milliseconds.');
  return text;
}
