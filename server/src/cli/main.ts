/** The command line: arguments to a command, its outcome to an exit code. Nothing else is decided here. */
import { CommanderError, type OutputConfiguration } from 'commander';
import { isCancelled } from '../base/cancel.js';
import type { AlertsOptions } from './alertsOptions.js';
import type { DiffOptions } from './diffOptions.js';
import { buildProgram, type Actions, type CheckOptions, type ExplainOptions, type RunOptions, type TranslateOptions } from './args.js';
import { alerts } from './commands/alerts.js';
import { check } from './commands/check.js';
import { clusterFields } from './commands/clusterFields.js';
import { compare } from './commands/compare.js';
import { convert } from './commands/convert.js';
import { diff } from './commands/diff.js';
import { exportRules } from './commands/kibanaExport.js';
import { diffRules, importRules } from './commands/kibanaImport.js';
import { previewRule } from './commands/kibanaPreview.js';
import { explain } from './commands/explain.js';
import { fields } from './commands/fields.js';
import { format } from './commands/format.js';
import { createRule } from './commands/new.js';
import { mappings } from './commands/mappings.js';
import { run } from './commands/run.js';
import { sample } from './commands/sample.js';
import { scan } from './commands/scan.js';
import { search } from './commands/search.js';
import { synthesizeSamples } from './commands/synthesize.js';
import { test } from './commands/test.js';
import { translate } from './commands/translate.js';
import { exitCodes, type ExitCode } from './exitCodes.js';
import type { AlertsWriter, CheckWriter, DiffWriter, ExplainWriter, RunWriter, TranslationWriter } from './report.js';
import type { SearchOptions } from './clusterOptions.js';
import type { ScanOptions } from './scanOptions.js';
import type { ScanWriter } from './scanReport.js';
import type { Terminal } from './terminal.js';
import { createHumanExplainWriter } from './writers/explanation.js';
import { createJsonExplainWriter } from './writers/explanationJson.js';
import { createDocumentWriter, createHumanAlertsWriter, createJsonAlertsWriter } from './writers/alerts.js';
import { createEventLinesWriter, createHumanClusterWriter, createJsonClusterWriter, type ClusterRunWriter } from './writers/clusterRun.js';
import { createJsonDiffWriter } from './writers/diffJson.js';
import { createMarkdownDiffWriter } from './writers/diffMarkdown.js';
import { createHumanDiffWriter } from './writers/diffText.js';
import { createGithubCheckWriter } from './writers/github.js';
import { createHumanCheckWriter, createHumanRunWriter, createHumanTranslationWriter } from './writers/human.js';
import { createJsonCheckWriter, createJsonRunWriter, createJsonTranslationWriter, writeJsonFault } from './writers/json.js';
import { createJunitCheckWriter } from './writers/junit.js';
import { createSarifCheckWriter } from './writers/sarif.js';
import { createJsonScanWriter } from './writers/scanJson.js';
import { createSarifScanWriter } from './writers/scanSarif.js';
import { createHumanScanWriter } from './writers/scanText.js';
import { createJsonTestsWriter } from './writers/testsJson.js';
import { createJunitTestsWriter } from './writers/testsJunit.js';
import { createHumanTestsWriter } from './writers/testsText.js';
import type { TestOptions } from './testOptions.js';
import type { TestsWriter } from './testReport.js';

/** Runs the command that `args` (without the names of node and the script) give. Never throws; the result is the process's exit code. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: ExitCode = exitCodes.done;
  let complaint = '';
  const program = buildProgram(terminal.version, {
    check: async (paths, options) => {
      exitCode = await check(paths, options, terminal, checkWriter(terminal, options));
    },
    format: async (paths, options) => {
      exitCode = await format(paths, options, terminal);
    },
    create: async (type, options) => {
      exitCode = await createRule(type, options, terminal);
    },
    fields: async (patterns, options) => {
      exitCode = options.cluster === undefined ? await fields(patterns, options, terminal) : await clusterFields(options, terminal);
    },
    serveLanguage: () => terminal.startLanguageServer(),
    ...clusterActions(terminal, (code) => void (exitCode = code)),
    mappings: async (name, options) => {
      exitCode = await mappings(name, options, terminal);
    },
    convert: async (inputs, options) => {
      exitCode = await convert(inputs, options, terminal);
    },
    run: async (rule, options) => {
      exitCode = await run(rule, options, terminal, runWriter(terminal, options));
    },
    explain: async (rule, options) => {
      exitCode = await explain(rule, options, terminal, explainWriter(terminal, options));
    },
    alerts: async (rule, options) => {
      exitCode = await alerts(rule, options, terminal, alertsWriter(terminal, options));
    },
    test: async (paths, options) => {
      exitCode = await test(paths, options, terminal, testsWriter(terminal, options));
    },
    diff: async (revisionsAndPaths, options) => {
      exitCode = await diff(revisionsAndPaths, options, terminal, diffWriter(terminal, options));
    },
    synthesize: async (rule, options) => {
      exitCode = await synthesizeSamples(rule, options, terminal);
    },
    scan: async (rules, options) => {
      exitCode = await scan(rules, options, terminal, scanWriter(terminal, options));
    },
    translate: async (rule, options) => {
      exitCode = await translate(rule, options, terminal, translationWriter(terminal, options));
    },
  });
  const output = outputOf(terminal, (text) => void (complaint += text));
  for (const command of [program, ...program.commands.flatMap((each) => [each, ...each.commands])])
    command.exitOverride().configureOutput(output);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error, complaint, args, terminal);
  }
}

/** The commands that speak to Elasticsearch or Kibana. */
function clusterActions(
  terminal: Terminal,
  finish: (exitCode: ExitCode) => void,
): Pick<Actions, 'search' | 'sample' | 'compare' | 'kibana'> {
  return {
    search: async (rule, options) => finish(await search(rule, options, terminal, clusterWriter(terminal, options))),
    sample: async (rule, options) => finish(await sample(rule, options, terminal)),
    compare: async (rule, options) => finish(await compare(rule, options, terminal)),
    kibana: {
      exportRules: async (options) => finish(await exportRules(options, terminal)),
      diffRules: async (rules, options) => finish(await diffRules(rules, options, terminal)),
      importRules: async (rules, options) => finish(await importRules(rules, options, terminal)),
      previewRule: async (rule, options) => finish(await previewRule(rule, options, terminal)),
    },
  };
}

function outputOf(terminal: Terminal, complain: (text: string) => void): OutputConfiguration {
  const helpWidth = (): number => terminal.width ?? 100;
  return { writeOut: (text) => terminal.write(text), writeErr: complain, getOutHelpWidth: helpWidth, getErrHelpWidth: helpWidth };
}

function checkWriter(terminal: Terminal, options: CheckOptions): CheckWriter {
  switch (options.format) {
    case 'json':
      return createJsonCheckWriter(terminal);
    case 'sarif':
      return createSarifCheckWriter(terminal);
    case 'junit':
      return createJunitCheckWriter(terminal);
    case 'github':
      return createGithubCheckWriter(terminal);
    case 'text':
      return createHumanCheckWriter(terminal, options.color ?? terminal.colour, options.quiet === true);
  }
}

function runWriter(terminal: Terminal, options: RunOptions): RunWriter {
  return options.format === 'json' ? createJsonRunWriter(terminal) : createHumanRunWriter(terminal, options.color ?? terminal.colour);
}

function explainWriter(terminal: Terminal, options: ExplainOptions): ExplainWriter {
  return options.format === 'json'
    ? createJsonExplainWriter(terminal)
    : createHumanExplainWriter(terminal, options.color ?? terminal.colour);
}

function alertsWriter(terminal: Terminal, options: AlertsOptions): AlertsWriter {
  if (options.format === 'text') return createHumanAlertsWriter(terminal, options.color ?? terminal.colour, options.limit);
  return options.format === 'json' ? createJsonAlertsWriter(terminal, options.limit) : createDocumentWriter(terminal);
}

function diffWriter(terminal: Terminal, options: DiffOptions): DiffWriter {
  switch (options.format) {
    case 'json':
      return createJsonDiffWriter(terminal);
    case 'markdown':
      return createMarkdownDiffWriter(terminal, options.limit);
    case 'text':
      return createHumanDiffWriter(terminal, options.color ?? terminal.colour);
  }
}

function testsWriter(terminal: Terminal, options: TestOptions): TestsWriter {
  switch (options.format) {
    case 'json':
      return createJsonTestsWriter(terminal);
    case 'junit':
      return createJunitTestsWriter(terminal);
    case 'text':
      return createHumanTestsWriter(terminal, options.color ?? terminal.colour);
  }
}

function scanWriter(terminal: Terminal, options: ScanOptions): ScanWriter {
  if (options.format === 'text') return createHumanScanWriter(terminal, options.color ?? terminal.colour);
  return options.format === 'json' ? createJsonScanWriter(terminal) : createSarifScanWriter(terminal);
}

function clusterWriter(terminal: Terminal, options: SearchOptions): ClusterRunWriter {
  switch (options.format) {
    case 'json':
      return createJsonClusterWriter(terminal);
    case 'ndjson':
      return createEventLinesWriter(terminal);
    case 'text':
      return createHumanClusterWriter(terminal, options.color ?? terminal.colour);
  }
}

function translationWriter(terminal: Terminal, options: TranslateOptions): TranslationWriter {
  return options.format === 'json'
    ? createJsonTranslationWriter(terminal)
    : createHumanTranslationWriter(terminal, options.color ?? terminal.colour);
}

/** `complaint` is what the parser of the arguments said about them. */
function exitCodeOf(error: unknown, complaint: string, args: readonly string[], terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    if (wantsJson(args))
      writeJsonFault(terminal, undefined, { exitCode: exitCodes.notUsable, message: complaint.replace(/^error: /, '').trim() });
    else terminal.writeError(complaint);
    return exitCodes.notUsable;
  }
  if (isCancelled(error)) {
    terminal.writeError('cancelled\n');
    return exitCodes.cancelled;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.writeError(
    `internal error: ${details}\nThis is a bug in rulewright ${terminal.version}: report it with the command and the files you used.\n`,
  );
  return exitCodes.internalError;
}

/** Arguments that could not be parsed may still say how the complaint is to be written. */
function wantsJson(args: readonly string[]): boolean {
  return args.some((arg, index) => arg === '--format=json' || (arg === '--format' && args[index + 1] === 'json'));
}
