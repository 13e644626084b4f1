/** `rulewright check`: what is wrong with the rules of some files and folders. */
import { analyze, withProblems, type AnalysisSettings } from '../../analysis/analyze.js';
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
import { readingAhead } from '../readAhead.js';
import { readRule } from '../readRule.js';
import {
  countBySeverity,
  severities,
  type CheckedFile,
  type CheckReport,
  type CheckWriter,
  type RuleFile,
  type RuleHead,
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
  readonly files: Map<string, JudgedFile>;
  /** Test files, with what is wrong with them. */
  readonly tests: Map<string, CheckedFile>;
  readonly unread: Map<string, UnreadFile>;
  repairs: CheckReport['repairs'];
}

/** A file judged by itself. */
interface JudgedFile {
  readonly path: string;
  readonly project: Project;
  /** As `--fix` left it. */
  readonly document: RuleHead;
  readonly rules: readonly JudgedRule[];
}

interface JudgedRule extends Pick<RuleDocument, 'text' | 'suppressions'> {
  readonly diagnostics: readonly Diagnostic[];
  readonly settings: AnalysisSettings;
  /** Undefined for files that are nothing but a query. */
  readonly facts: RuleFacts | undefined;
}

/** Every rule that the paths name, once. A file that was only come across and is no rule is passed over. */
async function checkAll(paths: readonly string[], job: CheckJob): Promise<CheckReport> {
  const tally: Tally = { files: new Map(), tests: new Map(), unread: new Map(), repairs: { fixes: 0, files: 0 } };
  for (const pattern of paths) {
    const found = await job.terminal.findFiles(pattern);
    const { terminal } = job;
    const uris = found.paths.map((path) => uriOf(terminal.folder, path));
    const ahead = { ...job, terminal: { ...terminal, host: readingAhead(terminal.host, uris) } };
    let isEmpty = true;
    for (const path of found.paths) {
      throwIfCancelled(terminal.token);
      if (await openPath(path, found.kind, tally, ahead)) isEmpty = false;
    }
    if (isEmpty) tally.unread.set(pattern, { path: pattern, message: noRules(pattern) });
  }
  const files = [...(await besideOthers([...tally.files.values()])), ...tally.tests.values()];
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
    files.set(path, await judge(rule, project, job));
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
  tests.set(path, { path, document, diagnostics });
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

/** Each rule by itself: what is found is kept, what it was found in is not. */
async function judge({ path, document, documents }: RuleFile, project: Project, job: CheckJob): Promise<JudgedFile> {
  const settingsOf = settingsIn(project, job);
  const earlier = await job.earlier?.(path);
  const lines = new LineIndex(document.text);
  const rules = documents.map((each): JudgedRule => {
    const settings = settingsOf(each);
    const { text, suppressions } = each;
    return { text, suppressions, settings, facts: factsOf(each, lines), diagnostics: diagnose(each, project.schemas, earlier, settings) };
  });
  return { path, project, document: headOf(document), rules };
}

/** `earlier` is the text that its file had, where it was another. */
function diagnose(
  document: RuleDocument,
  schemas: Schemas,
  earlier: string | undefined,
  settings: AnalysisSettings,
): readonly Diagnostic[] {
  const { today } = settings;
  const diagnostics = analyze(document, { catalog: catalogOf(document, schemas), schemas }, settings);
  if (earlier === undefined || today === undefined) return diagnostics;
  return withProblems(diagnostics, updatedDateProblems(document, earlier, today), document, settings);
}

function headOf({ uri, text, name, type, severity, riskScore, queries }: RuleDocument): RuleHead {
  return { uri, text, name, type, severity, riskScore, queries: queries.map(({ language }) => ({ language })) };
}

/** What is wrong with each rule beside the others of its project that are checked is added. */
async function besideOthers(files: readonly JudgedFile[]): Promise<readonly CheckedFile[]> {
  const facts = new Map<string | undefined, RuleFacts[]>();
  const locks = new Map<string | undefined, VersionLock | undefined>();
  for (const { rules, project } of files) {
    const known = facts.get(project.folder) ?? [];
    facts.set(project.folder, known);
    known.push(...rules.flatMap((rule) => rule.facts ?? []));
    if (!locks.has(project.folder)) locks.set(project.folder, await project.lock());
  }
  const repositories = new Map([...facts].map(([folder, known]) => [folder, createRepository(known, locks.get(folder))]));
  return files.map(({ path, document, rules, project }) => {
    const repository = repositories.get(project.folder);
    return { path, document, diagnostics: rules.flatMap((rule) => besideRepository(rule, repository)) };
  });
}

function besideRepository(rule: JudgedRule, repository: Repository | undefined): readonly Diagnostic[] {
  const { diagnostics, facts, settings } = rule;
  if (facts === undefined || repository === undefined) return diagnostics;
  return withProblems(diagnostics, repositoryProblems(facts, repository, settings.profile ?? 'any'), rule, settings);
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
