/** The writer that the options of a command ask for; its module is loaded then. */
import type { AlertsOptions } from '../alertsOptions.js';
import type { CheckOptions, ExplainOptions, RunOptions, TranslateOptions } from '../args.js';
import type { SearchOptions } from '../clusterOptions.js';
import type { DiffOptions } from '../diffOptions.js';
import type { AlertsWriter, CheckWriter, DiffWriter, ExplainWriter, RunWriter, TranslationWriter } from '../report.js';
import type { ScanOptions } from '../scanOptions.js';
import type { ScanWriter } from '../scanReport.js';
import type { Terminal } from '../terminal.js';
import type { TestOptions } from '../testOptions.js';
import type { TestsWriter } from '../testReport.js';
import type { ClusterRunWriter } from './clusterRun.js';

export async function checkWriter(terminal: Terminal, options: CheckOptions): Promise<CheckWriter> {
  switch (options.format) {
    case 'json':
      return (await import('./json.js')).createJsonCheckWriter(terminal);
    case 'sarif':
      return (await import('./sarif.js')).createSarifCheckWriter(terminal);
    case 'junit':
      return (await import('./junit.js')).createJunitCheckWriter(terminal);
    case 'github':
      return (await import('./github.js')).createGithubCheckWriter(terminal);
    case 'text':
      return (await import('./human.js')).createHumanCheckWriter(terminal, options.color ?? terminal.colour, options.quiet === true);
  }
}

export async function runWriter(terminal: Terminal, options: RunOptions): Promise<RunWriter> {
  return options.format === 'json'
    ? (await import('./json.js')).createJsonRunWriter(terminal)
    : (await import('./human.js')).createHumanRunWriter(terminal, options.color ?? terminal.colour);
}

export async function explainWriter(terminal: Terminal, options: ExplainOptions): Promise<ExplainWriter> {
  return options.format === 'json'
    ? (await import('./explanationJson.js')).createJsonExplainWriter(terminal)
    : (await import('./explanation.js')).createHumanExplainWriter(terminal, options.color ?? terminal.colour);
}

export async function alertsWriter(terminal: Terminal, options: AlertsOptions): Promise<AlertsWriter> {
  const writers = await import('./alerts.js');
  if (options.format === 'text') return writers.createHumanAlertsWriter(terminal, options.color ?? terminal.colour, options.limit);
  return options.format === 'json' ? writers.createJsonAlertsWriter(terminal, options.limit) : writers.createDocumentWriter(terminal);
}

export async function diffWriter(terminal: Terminal, options: DiffOptions): Promise<DiffWriter> {
  switch (options.format) {
    case 'json':
      return (await import('./diffJson.js')).createJsonDiffWriter(terminal);
    case 'markdown':
      return (await import('./diffMarkdown.js')).createMarkdownDiffWriter(terminal, options.limit);
    case 'text':
      return (await import('./diffText.js')).createHumanDiffWriter(terminal, options.color ?? terminal.colour);
  }
}

export async function testsWriter(terminal: Terminal, options: TestOptions): Promise<TestsWriter> {
  switch (options.format) {
    case 'json':
      return (await import('./testsJson.js')).createJsonTestsWriter(terminal);
    case 'junit':
      return (await import('./testsJunit.js')).createJunitTestsWriter(terminal);
    case 'text':
      return (await import('./testsText.js')).createHumanTestsWriter(terminal, options.color ?? terminal.colour);
  }
}

export async function scanWriter(terminal: Terminal, options: ScanOptions): Promise<ScanWriter> {
  if (options.format === 'text') return (await import('./scanText.js')).createHumanScanWriter(terminal, options.color ?? terminal.colour);
  return options.format === 'json'
    ? (await import('./scanJson.js')).createJsonScanWriter(terminal)
    : (await import('./scanSarif.js')).createSarifScanWriter(terminal);
}

export async function clusterWriter(terminal: Terminal, options: SearchOptions): Promise<ClusterRunWriter> {
  const writers = await import('./clusterRun.js');
  switch (options.format) {
    case 'json':
      return writers.createJsonClusterWriter(terminal);
    case 'ndjson':
      return writers.createEventLinesWriter(terminal);
    case 'text':
      return writers.createHumanClusterWriter(terminal, options.color ?? terminal.colour);
  }
}

export async function translationWriter(terminal: Terminal, options: TranslateOptions): Promise<TranslationWriter> {
  return options.format === 'json'
    ? (await import('./json.js')).createJsonTranslationWriter(terminal)
    : (await import('./human.js')).createHumanTranslationWriter(terminal, options.color ?? terminal.colour);
}
