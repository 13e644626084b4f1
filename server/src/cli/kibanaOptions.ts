/** The options of `rulewright kibana`, and the help that teaches them. Secrets are not among them: arguments are seen by everyone. */
import { exitCodeHelp } from './exitCodes.js';
import { Option, type Command } from 'commander';
import { conversionTargets, type ConvertOptions } from './convertOptions.js';
import { countOf, timeOf } from './argumentValues.js';
import { connecting, profileOption, secondsOf, type ClusterChoice } from './clusterOptions.js';

/** How to reach Kibana. */
export interface KibanaChoice extends ClusterChoice {
  readonly kibanaUrl?: string | undefined;
  readonly space?: string | undefined;
  /** Milliseconds one request may take. */
  readonly timeout: number;
}

export interface KibanaExportOptions extends KibanaChoice, Pick<ConvertOptions, 'to' | 'out' | 'force'> {
  readonly id: readonly string[] | undefined;
  readonly tag: readonly string[] | undefined;
  readonly only: 'custom' | 'prebuilt' | undefined;
}

export interface KibanaDiffOptions extends KibanaChoice {
  /** Tell by the exit code that rules differ. */
  readonly exitCode: boolean | undefined;
  readonly format: 'text' | 'json';
  readonly color: boolean | undefined;
}

export interface KibanaImportOptions extends KibanaChoice {
  readonly dryRun: boolean | undefined;
  readonly overwrite: boolean | undefined;
  readonly yes: boolean | undefined;
  readonly format: 'text' | 'json';
  readonly color: boolean | undefined;
}

export interface KibanaPreviewOptions extends KibanaChoice {
  /** A `rule_id` or name. */
  readonly rule: string | undefined;
  readonly invocations: number;
  readonly end: string | undefined;
  readonly limit: number;
  readonly format: 'text' | 'json';
  readonly color: boolean | undefined;
}

export interface KibanaActions {
  exportRules(options: KibanaExportOptions): Promise<void>;
  diffRules(rules: readonly string[], options: KibanaDiffOptions): Promise<void>;
  importRules(rules: readonly string[], options: KibanaImportOptions): Promise<void>;
  previewRule(rule: string, options: KibanaPreviewOptions): Promise<void>;
}

const connectionHelp = `
Connection: --kibana-url, or --cluster NAME of clusters.json in ~/.config/rulewright, which holds
{"NAME": {"kibanaUrl": "https://host:5601", "space": "soc"}} and no secrets; a cloud id tells the address
too. Without any of these RULEWRIGHT_KIBANA_URL and RULEWRIGHT_KIBANA_SPACE count.
Secrets: as for rulewright search: RULEWRIGHT_ES_API_KEY and the like, or credentials.json.`;

const refused = 'wrong usage, or Kibana cannot be reached or refuses';
const kibanaExitCodes = exitCodeHelp({ 0: 'done', 2: refused });

const exportHelp = `
Reads the rules of a space, all or those that are named, and changes nothing. What Kibana adds by itself
(versions, times, users) is left out in TOML. Exception lists stay in Kibana; rules keep their references.
${connectionHelp}

Examples:
  rulewright kibana export --cluster prod --only custom --out rules/
  rulewright kibana export --cluster prod --id 3f1c… --out rules/shell.toml
  rulewright kibana export --cluster prod --tag 'Team: SOC' --to ndjson --out backup.ndjson
${kibanaExitCodes}`;

const diffHelp = `
Compares rules of files with those of Kibana that have the same rule_id, key by key, and changes nothing.
What Kibana adds by itself and the defaults it writes out are no differences; what is managed in Kibana
(switched on or off, actions, exceptions) counts only where the file says something of it.
${connectionHelp}

Examples:
  rulewright kibana diff rules/ --cluster prod
  rulewright kibana diff rules/ --cluster prod --exit-code           1 when a rule differs or is not there
  rulewright kibana diff a.toml --format json | jq '.rules[].changes[].key'
${exitCodeHelp({ 0: 'compared', 1: 'with --exit-code: a rule differs or is not there', 2: refused })}`;

const importHelp = `
Shows what each rule would change in Kibana, key by key, and asks before anything is written. Rules that
Kibana has are replaced only with --overwrite; what is managed there (switched on or off, actions,
exceptions) stays as it is where the file says nothing of it. New rules are made switched off, unless the
file says otherwise. A rule that was changed in Kibana in the meantime is left alone.
--yes does not ask, for pipelines: the files then have to be named one by one.
${connectionHelp}

Examples:
  rulewright kibana import rules/ --cluster prod --dry-run           only say what would change
  rulewright kibana import rules/linux/a.toml --cluster prod --overwrite
  rulewright kibana import $(git diff --name-only main rules/) --overwrite --yes
${kibanaExitCodes}`;

const previewHelp = `
Runs the rule in Kibana over its schedule without saving it, as the preview of Kibana's rule editor does:
--invocations runs, the last one at --end. The alerts are kept by Kibana in an index of their own; they
are listed where Elasticsearch is named too (--url, --cloud-id, or the profile).
${connectionHelp}

Examples:
  rulewright kibana preview a.toml --cluster prod --invocations 12      an hour of a rule that runs every 5m
  rulewright kibana preview a.toml --cluster prod --end 2026-03-02T10:00:00Z
${kibanaExitCodes}`;

type Described = (command: Command, help: string, formats?: readonly string[]) => Command;

/** Adds the commands; `common` gives one a format and colours, `described` its help. */
export function addKibanaCommands(program: Command, actions: KibanaActions, common: Described, described: Described): void {
  const kibana = described(program.command('kibana'), '\nrulewright kibana COMMAND --help tells more about a command.')
    .helpCommand(false)
    .summary('compare and exchange rules with Kibana')
    .description('Compares rules with those of Kibana, fetches, previews and imports them. Nothing is changed without being asked for.');
  addExport(kibana, actions, described);
  reaching(common(kibana.command('diff'), diffHelp))
    .summary('say where rules differ from Kibana')
    .description('Says which keys of rules differ from those of the same rules in Kibana.')
    .argument('<rules...>', 'rule files, folders or globs')
    .option('--exit-code', 'exit with 1 when a rule differs, or is not in Kibana')
    .action((rules: string[], options: KibanaDiffOptions) => actions.diffRules(rules, options));
  reaching(common(kibana.command('import'), importHelp))
    .summary('bring rules into Kibana')
    .description('Makes rules in Kibana, and with --overwrite replaces them, after showing what changes.')
    .argument('<rules...>', 'rule files, folders or globs')
    .option('--dry-run', 'only show what would change')
    .option('--overwrite', 'replace rules that Kibana has')
    .addOption(new Option('-y, --yes', 'do not ask; the files have to be named one by one').conflicts('dryRun'))
    .action((rules: string[], options: KibanaImportOptions) => actions.importRules(rules, options));
  reaching(common(kibana.command('preview'), previewHelp))
    .summary('run a rule in Kibana without saving it')
    .description('Runs a rule in Kibana over its schedule, without saving it, and tells what came of it.')
    .argument('<rule>', 'the rule file')
    .option('--rule <id>', 'the rule that is meant where the file has several, by its rule_id or name')
    .option('--invocations <count>', 'how often it runs', countOf, 1)
    .option('--end <time>', 'when it runs last: ISO 8601 or epoch milliseconds (default: now)', timeOf)
    .option('--limit <count>', 'list at most this many alerts', countOf, 20)
    .action((rule: string, options: KibanaPreviewOptions) => actions.previewRule(rule, options));
}

function addExport(kibana: Command, actions: KibanaActions, described: Described): void {
  reaching(described(kibana.command('export'), exportHelp))
    .summary('fetch rules from Kibana')
    .description('Fetches rules from Kibana into files.')
    .option('--id <ids...>', 'only these rules, by their rule_id')
    .option('--tag <tags...>', 'only rules that have all of these tags')
    .addOption(new Option('--only <origin>', "only your own rules, or only Elastic's").choices(['custom', 'prebuilt']))
    .addOption(new Option('--to <notation>', 'what to write').choices([...conversionTargets]).default('toml'))
    .option('-o, --out <path>', 'the file to write, or a folder (default: standard output)')
    .option('--force', 'overwrite files that exist')
    .action((options: KibanaExportOptions) => actions.exportRules(options));
}

function reaching(command: Command): Command {
  return connecting(command)
    .option(...profileOption)
    .option('--kibana-url <url>', 'the address of Kibana, such as https://localhost:5601')
    .option('--space <id>', 'the space, by its id (default: the default one)')
    .addOption(new Option('--timeout <seconds>', 'how long one request may take').argParser(secondsOf).default(60_000, '60'));
}
