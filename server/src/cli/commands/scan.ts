/** `rulewright scan`: which of many rules match some events. */
import { throwIfCancelled } from '../../base/cancel.js';
import { createProjects, type Project, type Projects } from '../../config/projects.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import { scanRules } from '../../scan/scanRules.js';
import type { ScanRequest, ScanSummary } from '../../scan/scanResult.js';
import { loadSchemas } from '../../schema/load.js';
import { eventFilesOf, standardInputUri } from '../eventFiles.js';
import { exitCodes, refuse, type ExitCode } from '../exitCodes.js';
import { noRules, uriOf } from '../files.js';
import { mapperFor } from '../mapperOption.js';
import { createProgressLine } from '../progress.js';
import { readingAhead } from '../readAhead.js';
import { readRule } from '../readRule.js';
import type { UnreadFile } from '../report.js';
import { listedMatches, ruleSeverities, type ScanOptions } from '../scanOptions.js';
import type { ScannedFileRule, ScanWriter } from '../scanReport.js';
import type { FoundFiles, Terminal } from '../terminal.js';
import { exitCodeOf } from './run.js';

export async function scan(paths: readonly string[], options: ScanOptions, terminal: Terminal, writer: ScanWriter): Promise<ExitCode> {
  const events = await eventFilesOf('', options.events, terminal);
  if (!events.ok) return refuse(writer, events.failure.message);
  const projects = createProjects(terminal.host, await loadSchemas(terminal.host));
  const { rules, unread } = await collectRules(paths, { options, terminal, projects });
  const [first] = rules;
  if (first === undefined) {
    return refuse(writer, [...unread.values()][0]?.message ?? `No rule is of severity ${options.minSeverity ?? 'low'} or above.`);
  }
  const mapper = await mapperFor(options.mapping, first.project, terminal);
  if (!mapper.ok) return refuse(writer, mapper.failure.message);
  const request: ScanRequest = {
    rules: rules.map(({ document, project: { schemas } }) => ({ document, schemas })),
    events: events.value.map(({ uri }) => ({ uri, mapper: mapper.value })),
    listed: options.limit ?? listedMatches[options.format],
    readOnce: events.value.some(({ uri }) => uri === standardInputUri),
    ...(options.strict === true ? { strict: true } : {}),
    ...(options.now === undefined ? {} : { now: options.now }),
  };
  const summary = await scanToEnd(request, terminal);
  const scanned = summary.rules.flatMap((result): ScannedFileRule[] => {
    const rule = rules[result.rule];
    return rule === undefined ? [] : [{ path: rule.path, document: rule.document, result }];
  });
  writer.report({ rules: scanned, eventFiles: events.value.map(({ path }) => path), unread: [...unread.values()], summary });
  return exitCodeOfScan(summary, unread.size);
}

interface ScanJob {
  readonly options: ScanOptions;
  readonly terminal: Terminal;
  readonly projects: Projects;
}

interface FoundRule {
  readonly path: string;
  readonly document: RuleDocument;
  readonly project: Project;
}

interface FoundRules {
  readonly rules: FoundRule[];
  readonly unread: Map<string, UnreadFile>;
}

/** Every rule that the paths name, once. A file that was only come across and is no rule is passed over. */
async function collectRules(paths: readonly string[], job: ScanJob): Promise<FoundRules> {
  const found: FoundRules = { rules: [], unread: new Map() };
  const seen = new Set<string>();
  for (const pattern of paths) {
    const files = await job.terminal.findFiles(pattern);
    const uris = files.paths.map((path) => uriOf(job.terminal.folder, path));
    const ahead = { ...job, terminal: { ...job.terminal, host: readingAhead(job.terminal.host, uris) } };
    let isEmpty = true;
    for (const path of files.paths) {
      throwIfCancelled(job.terminal.token);
      if (seen.has(path) || (await collectFile(path, files.kind, found, ahead))) isEmpty = false;
      seen.add(path);
    }
    if (isEmpty) found.unread.set(pattern, { path: pattern, message: noRules(pattern) });
  }
  return found;
}

/** Whether the file has rules, or should have. */
async function collectFile(path: string, kind: FoundFiles['kind'], { rules, unread }: FoundRules, job: ScanJob): Promise<boolean> {
  const { terminal, projects, options } = job;
  const uri = uriOf(terminal.folder, path);
  const project = await projects.of(uri);
  if (kind === 'folder' && !project.isFound(uri)) return false;
  const reading = await readRule(terminal, path);
  if (reading.kind !== 'rule') {
    if (reading.kind === 'other' && kind !== 'file') return false;
    unread.set(path, { path, message: reading.message });
    return true;
  }
  const documents = reading.rule.documents.filter(({ format }) => format !== 'exceptions' || kind === 'file');
  rules.push(...documents.filter((document) => isSevere(document, options)).map((document) => ({ path, document, project })));
  return documents.length > 0;
}

/** Rules that do not say how severe they are take part. */
function isSevere({ severity }: RuleDocument, { minSeverity }: ScanOptions): boolean {
  const rank = ruleSeverities.findIndex((each) => each === severity?.value);
  return minSeverity === undefined || rank < 0 || rank >= ruleSeverities.indexOf(minSeverity);
}

async function scanToEnd(request: ScanRequest, terminal: Terminal): Promise<ScanSummary> {
  const progress = createProgressLine(terminal);
  for await (const update of scanRules(request, terminal.host, terminal.token)) {
    if (update.kind === 'progress') progress.update(update.progress);
    else {
      progress.clear();
      return update.summary;
    }
  }
  throw new Error('a scan ended without a summary');
}

/** Rules that are valid and not run locally are expected among many: they fail a scan only where there are no others. */
function exitCodeOfScan(summary: ScanSummary, unread: number): ExitCode {
  if (summary.status !== 'finished') return exitCodeOf(summary);
  const statuses = new Set(summary.rules.map(({ status }) => status));
  if (unread > 0 || statuses.has('failed')) return exitCodes.notUsable;
  if (statuses.has('invalid')) return exitCodes.ruleHasErrors;
  return statuses.size === 1 && statuses.has('notEvaluated') ? exitCodes.notEvaluated : exitCodes.done;
}
