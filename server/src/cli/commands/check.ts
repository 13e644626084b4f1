/** `rulewright check`: what is wrong with the rules of some files and folders. */
import { analyze, type AnalysisSettings } from '../../analysis/analyze.js';
import { updatedDateProblems } from '../../analysis/document/updatedDate.js';
import { factsOf, type RuleFacts } from '../../analysis/repository/facts.js';
import { createRepository, repositoryProblems, type Repository } from '../../analysis/repository/repository.js';
import type { VersionLock } from '../../analysis/repository/versionLock.js';
import { throwIfCancelled } from '../../base/cancel.js';
import { LineIndex } from '../../base/lines.js';
import type { Diagnostic, Severity } from '../../base/problem.js';
import { createProjects, type Project, type Projects } from '../../config/projects.js';
import { fixAll } from '../../features/fixAll.js';
import { testFileDiagnostics } from '../../features/testFileDiagnostics.js';
import { openRules } from '../../rule/openText.js';
import { emptyDocument } from '../../rule/openTree.js';
import { catalogOf } from '../../rule/ruleCatalog.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import { isTestFile } from '../../rule/testNames.js';
import { readTestFile } from '../../ruleTests/readTestFile.js';
import type { Schemas } from '../../schema/catalog.js';
import { loadSchemas } from '../../schema/load.js';
import type { CheckOptions } from '../args.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import { noRules, pathOf, uriOf } from '../files.js';
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
import type { EarlierFiles, FoundFiles, Terminal } from '../terminal.js';

export async function check(paths: readonly string[], options: CheckOptions, terminal: Terminal, writer: CheckWriter): Promise<ExitCode> {
  const shown = shownSeverities(options);
  const projects = createProjects(terminal.host, await loadSchemas(terminal.host));
  const earlier = options.since === undefined ? undefined : await terminal.openRevision(options.since);
  if (earlier?.ok === false) {
    writer.fault({ exitCode: exitCodes.notUsable, message: earlier.failure.message });
    return exitCodes.notUsable;
  }
  const report = await checkAll(paths.length === 0 ? ['.'] : paths, { options, terminal, projects, earlier: earlier?.value });
  const files = report.files.map((file) => ({ ...file, diagnostics: file.diagnostics.filter(({ severity }) => shown.has(severity)) }));
  writer.report({ ...report, files });
  return exitCodeOf(report, options);
}

interface CheckJob {
  readonly options: CheckOptions;
  readonly terminal: Terminal;
  readonly projects: Projects;
  readonly earlier: EarlierFiles | undefined;
}

interface Tally {
  readonly files: Map<string, OpenedFile>;
  /** Test files, with what is wrong with them. */
  readonly tests: Map<string, CheckedFile>;
  readonly unread: Map<string, UnreadFile>;
  repairs: CheckReport['repairs'];
}

interface OpenedFile {
  /** As `--fix` left it. */
  readonly rule: RuleFile;
  readonly project: Project;
}

/** Every rule that the paths name, once. A file that was only come across and is no rule is passed over. */
async function checkAll(paths: readonly string[], job: CheckJob): Promise<CheckReport> {
  const tally: Tally = { files: new Map(), tests: new Map(), unread: new Map(), repairs: { fixes: 0, files: 0 } };
  for (const pattern of paths) {
    const found = await job.terminal.findFiles(pattern);
    let isEmpty = true;
    for (const path of found.paths) {
      throwIfCancelled(job.terminal.token);
      if (await openPath(path, found.kind, tally, job)) isEmpty = false;
    }
    if (isEmpty) tally.unread.set(pattern, { path: pattern, message: noRules(pattern) });
  }
  const files = [...(await diagnoseAll([...tally.files.values()], job)), ...tally.tests.values()];
  return { files, unread: [...tally.unread.values()], repairs: tally.repairs };
}

/** Whether the file counts as one that is checked. */
async function openPath(path: string, kind: FoundFiles['kind'], tally: Tally, job: CheckJob): Promise<boolean> {
  const { files, unread } = tally;
  const { terminal, projects, options } = job;
  if (files.has(path) || tally.tests.has(path) || unread.has(path)) return true;
  const uri = uriOf(terminal.folder, path);
  const project = await projects.of(uri);
  for (const problem of project.problems) unread.set(problem.uri, { path: pathOf(problem.uri, terminal.folder), message: problem.message });
  if (kind === 'folder' && !project.isFound(uri)) return false;
  if (isTestFile(path)) return openTests(path, project, tally, job);
  const reading = await readRule(terminal, path);
  if (reading.kind === 'rule') {
    const { rule, fixes, unwritten } = options.fix === true ? await repair(reading.rule, project, job) : { rule: reading.rule, fixes: 0 };
    files.set(path, { rule, project });
    if (fixes > 0) tally.repairs = { fixes: tally.repairs.fixes + fixes, files: tally.repairs.files + 1 };
    if (unwritten !== undefined) unread.set(path, { path, message: unwritten });
    return true;
  }
  if (reading.kind === 'other' && kind !== 'file') return false;
  unread.set(path, { path, message: reading.message });
  return true;
}

/** A test file is judged as such, and never as a rule. */
async function openTests(path: string, project: Project, { tests, unread }: Tally, job: CheckJob): Promise<boolean> {
  const { host, folder } = job.terminal;
  const uri = uriOf(folder, path);
  const text = await host.readText(uri);
  if (!text.ok) {
    unread.set(path, { path, message: text.failure.message });
    return true;
  }
  const document = emptyDocument(text.value, 'other', uri);
  const diagnostics = await testFileDiagnostics(readTestFile(uri, text.value), project.schemas, settingsIn(project, job), host);
  tests.set(path, { path, document, documents: [document], diagnostics });
  return true;
}

interface Repair {
  readonly rule: RuleFile;
  readonly fixes: number;
  /** Why the repaired text could not be written. */
  readonly unwritten?: string;
}

async function repair(rule: RuleFile, project: Project, job: CheckJob): Promise<Repair> {
  const source = { uri: rule.document.uri };
  const { text, fixes } = fixAll(rule.document.text, source, project.schemas, settingsIn(project, job));
  if (fixes === 0) return { rule, fixes };
  const written = await job.terminal.writeFile(rule.path, text, true);
  if (!written.ok) return { rule, fixes: 0, unwritten: written.failure.message };
  const documents = openRules(text, source);
  return { rule: { path: rule.path, document: documents[0], documents }, fixes };
}

function settingsIn(project: Project, { options, terminal }: CheckJob): (document: RuleDocument) => AnalysisSettings {
  const today = new Date(terminal.host.now()).toISOString().slice(0, 10);
  const own = { today, ...(options.profile === undefined ? {} : { profile: options.profile }) };
  return (document) => project.settingsFor(document, own);
}

/** Each rule by itself, and beside the others of its project that are checked. */
async function diagnoseAll(files: readonly OpenedFile[], job: CheckJob): Promise<readonly CheckedFile[]> {
  const factsOfRule = new Map<RuleDocument, RuleFacts>();
  const facts = new Map<string | undefined, RuleFacts[]>();
  for (const { rule, project } of files) {
    const known = facts.get(project.folder) ?? [];
    facts.set(project.folder, known);
    const lines = new LineIndex(rule.document.text);
    for (const document of rule.documents) {
      const found = factsOf(document, lines);
      if (found === undefined) continue;
      known.push(found);
      factsOfRule.set(document, found);
    }
  }
  const locks = new Map<string | undefined, VersionLock | undefined>();
  for (const { project } of files) if (!locks.has(project.folder)) locks.set(project.folder, await project.lock());
  const repositories = new Map([...facts].map(([folder, known]) => [folder, createRepository(known, locks.get(folder))]));
  const checked: CheckedFile[] = [];
  for (const { rule, project } of files) {
    throwIfCancelled(job.terminal.token);
    const repository = repositories.get(project.folder) ?? createRepository([]);
    const settingsOf = settingsIn(project, job);
    const earlier = await job.earlier?.(rule.path);
    const diagnostics = rule.documents.flatMap((document) =>
      diagnose(document, { schemas: project.schemas, facts: factsOfRule.get(document), repository, earlier }, settingsOf(document)),
    );
    checked.push({ ...rule, diagnostics });
  }
  return checked;
}

interface Surroundings {
  readonly schemas: Schemas;
  /** Of the rule itself; undefined for files that are nothing but a query. */
  readonly facts: RuleFacts | undefined;
  readonly repository: Repository;
  /** The text that its file had, where it was another. */
  readonly earlier: string | undefined;
}

function diagnose(
  document: RuleDocument,
  { schemas, facts, repository, earlier }: Surroundings,
  settings: AnalysisSettings,
): readonly Diagnostic[] {
  const { profile = 'any', today } = settings;
  const beside = [
    ...(facts === undefined ? [] : repositoryProblems(facts, repository, profile)),
    ...(earlier === undefined || today === undefined ? [] : updatedDateProblems(document, earlier, today)),
  ];
  return analyze(document, { catalog: catalogOf(document, schemas), schemas, beside }, settings);
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
