/** `rulewright check`: what is wrong with the rules of some files and folders. */
import { analyze } from '../../analysis/analyze.js';
import { throwIfCancelled } from '../../base/cancel.js';
import type { Diagnostic, Severity } from '../../base/problem.js';
import { createProjects, type Project, type Projects } from '../../config/projects.js';
import { fixAll } from '../../features/fixAll.js';
import { openRules } from '../../rule/openText.js';
import { catalogOf } from '../../rule/ruleCatalog.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import { loadSchemas } from '../../schema/load.js';
import type { CheckOptions } from '../args.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import { uriOf } from '../files.js';
import { readRule } from '../readRule.js';
import {
  countBySeverity,
  severities,
  type CheckedFile,
  type CheckReport,
  type CheckWriter,
  type RuleFile,
  type UnreadFile,
} from '../report.js';
import type { FoundFiles, Terminal } from '../terminal.js';

export async function check(paths: readonly string[], options: CheckOptions, terminal: Terminal, writer: CheckWriter): Promise<ExitCode> {
  const shown = shownSeverities(options);
  const projects = createProjects(terminal.host, await loadSchemas(terminal.host));
  const report = await checkAll(paths.length === 0 ? ['.'] : paths, { options, terminal, projects });
  const files = report.files.map((file) => ({ ...file, diagnostics: file.diagnostics.filter(({ severity }) => shown.has(severity)) }));
  writer.report({ ...report, files });
  return exitCodeOf(report, options);
}

interface CheckJob {
  readonly options: CheckOptions;
  readonly terminal: Terminal;
  readonly projects: Projects;
}

interface Tally {
  readonly files: Map<string, CheckedFile>;
  readonly unread: Map<string, UnreadFile>;
  repairs: CheckReport['repairs'];
}

/** Every rule that the paths name, once. A file that was only come across and is no rule is passed over. */
async function checkAll(paths: readonly string[], job: CheckJob): Promise<CheckReport> {
  const tally: Tally = { files: new Map(), unread: new Map(), repairs: { fixes: 0, files: 0 } };
  for (const pattern of paths) {
    const found = await job.terminal.findFiles(pattern);
    let isEmpty = true;
    for (const path of found.paths) {
      throwIfCancelled(job.terminal.token);
      if (await checkPath(path, found.kind, tally, job)) isEmpty = false;
    }
    if (isEmpty) tally.unread.set(pattern, { path: pattern, message: noRules(pattern) });
  }
  return { files: [...tally.files.values()], unread: [...tally.unread.values()], repairs: tally.repairs };
}

/** Whether the file counts as one that was checked. */
async function checkPath(path: string, kind: FoundFiles['kind'], tally: Tally, job: CheckJob): Promise<boolean> {
  const { files, unread } = tally;
  const { terminal, projects } = job;
  if (files.has(path) || unread.has(path)) return true;
  const uri = uriOf(terminal.folder, path);
  const project = await projects.of(uri);
  for (const problem of project.problems) unread.set(problem.uri, { path: pathOf(problem.uri, terminal), message: problem.message });
  if (kind === 'folder' && !project.isFound(uri)) return false;
  const reading = await readRule(terminal, path);
  if (reading.kind === 'rule') {
    const { file, fixes, unwritten } = await checkFile(reading.rule, project, job);
    files.set(path, file);
    if (fixes > 0) tally.repairs = { fixes: tally.repairs.fixes + fixes, files: tally.repairs.files + 1 };
    if (unwritten !== undefined) unread.set(path, { path, message: unwritten });
    return true;
  }
  if (reading.kind === 'other' && kind !== 'file') return false;
  unread.set(path, { path, message: reading.message });
  return true;
}

interface FileCheck {
  readonly file: CheckedFile;
  readonly fixes: number;
  /** Why the repaired text could not be written. */
  readonly unwritten?: string;
}

async function checkFile(rule: RuleFile, project: Project, { options, terminal }: CheckJob): Promise<FileCheck> {
  const today = new Date(terminal.host.now()).toISOString().slice(0, 10);
  const own = { today, ...(options.profile === undefined ? {} : { profile: options.profile }) };
  const settingsOf = (document: RuleDocument) => project.settingsFor(document, own);
  const diagnose = (documents: readonly RuleDocument[]): readonly Diagnostic[] =>
    documents.flatMap((document) =>
      analyze(document, { catalog: catalogOf(document, project.schemas), schemas: project.schemas }, settingsOf(document)),
    );
  if (options.fix !== true) return { file: { ...rule, diagnostics: diagnose(rule.documents) }, fixes: 0 };
  const source = { uri: rule.document.uri };
  const { text, fixes } = fixAll(rule.document.text, source, project.schemas, settingsOf);
  if (fixes === 0) return { file: { ...rule, diagnostics: diagnose(rule.documents) }, fixes };
  const written = await terminal.writeFile(rule.path, text, true);
  if (!written.ok) return { file: { ...rule, diagnostics: diagnose(rule.documents) }, fixes: 0, unwritten: written.failure.message };
  const documents = openRules(text, source);
  return { file: { path: rule.path, document: documents[0], documents, diagnostics: diagnose(documents) }, fixes };
}

/** A file below the folder the command runs in as a user would write it. */
function pathOf(uri: string, { folder }: Terminal): string {
  const below = `${uriOf(folder, '.').replace(/\/$/, '')}/`;
  return decodeURIComponent(uri.startsWith(below) ? uri.slice(below.length) : uri.replace(/^file:\/\//, ''));
}

function noRules(pattern: string): string {
  return `There are no rules in ${pattern}; name rule files (.toml, .eql, .kuery), or a folder or glob that has some.`;
}

function shownSeverities({ severity, quiet }: CheckOptions): ReadonlySet<Severity> {
  return new Set(severities.slice(0, severities.indexOf(quiet === true ? 'error' : severity) + 1));
}

function exitCodeOf({ files, unread }: CheckReport, { maxWarnings }: CheckOptions): ExitCode {
  if (unread.length > 0) return exitCodes.notUsable;
  const counts = countBySeverity(files.flatMap((file) => file.diagnostics));
  const failed = counts.error > 0 || (maxWarnings !== undefined && counts.warning > maxWarnings);
  return failed ? exitCodes.ruleHasErrors : exitCodes.done;
}
