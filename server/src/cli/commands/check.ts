/** `rulewright check`: what is wrong with the rules of some files and folders. */
import { withProblems } from '../../analysis/analyze.js';
import type { RuleFacts } from '../../analysis/repository/facts.js';
import { createRepository, repositoryProblems, type Repository } from '../../analysis/repository/repository.js';
import type { VersionLock } from '../../analysis/repository/versionLock.js';
import { throwIfCancelled } from '../../base/cancel.js';
import { grouped } from '../../base/grouped.js';
import { assertNever } from '../../base/invariant.js';
import { severities, type Diagnostic, type Severity } from '../../base/problem.js';
import { configFileName } from '../../config/configNames.js';
import { createProjects, type Project } from '../../config/projects.js';
import { loadSchemas } from '../../schema/load.js';
import type { CheckOptions } from '../args.js';
import { exitCodes, refuse, type ExitCode } from '../exitCodes.js';
import { noRules, pathOf, uriOf } from '../files.js';
import { counted } from '../printable.js';
import { countBySeverity, type CheckedFile, type CheckReport, type CheckWriter, type UnreadFile } from '../report.js';
import type { FoundFiles, Terminal } from '../terminal.js';
import type { JudgedFile, JudgedRule, JudgeJob, Verdict } from './checkFile.js';
import { verdictsOf, type Verdicts } from './checkShared.js';

export async function check(paths: readonly string[], options: CheckOptions, terminal: Terminal, writer: CheckWriter): Promise<ExitCode> {
  const shown = shownSeverities(options);
  const projects = createProjects(terminal.host, await loadSchemas(terminal.host));
  const earlier = options.since === undefined ? undefined : await terminal.openRevision(options.since);
  if (earlier?.ok === false) return refuse(writer, earlier.failure.message);
  const today = new Date(terminal.host.now()).toISOString().slice(0, 10);
  const job = {
    terminal,
    projects,
    earlier: earlier?.value,
    since: options.since,
    profile: options.profile,
    today,
    fix: options.fix === true,
  };
  const report = await checkAll(paths.length === 0 ? ['.'] : paths, job);
  const files = report.files.map((file) => ({ ...file, diagnostics: file.diagnostics.filter(({ severity }) => shown.has(severity)) }));
  writer.report({ ...report, files, milder: problemCount(report.files) - problemCount(files) });
  const { error, warning } = countBySeverity(report.files.flatMap(({ diagnostics }) => diagnostics));
  const most = options.maxWarnings ?? Number.POSITIVE_INFINITY;
  if (warning > most) terminal.writeError(tooManyWarnings(warning, most));
  if (report.unread.length > 0) return exitCodes.notUsable;
  return error > 0 || warning > most ? exitCodes.ruleHasErrors : exitCodes.done;
}

function problemCount(files: readonly CheckedFile[]): number {
  return files.reduce((count, { diagnostics }) => count + diagnostics.length, 0);
}

/** In every format, and also where no warning is shown: the exit code alone would not say it. */
function tooManyWarnings(warnings: number, most: number): string {
  return `error: ${counted(warnings, 'warning')}, and --max-warnings allows ${grouped(most)}; mend ${warnings === 1 ? 'it' : 'them'}, or allow more.\n`;
}

type Found = Omit<CheckReport, 'milder'>;

interface CheckJob extends JudgeJob {
  readonly terminal: Terminal;
  readonly since: string | undefined;
}

/** A path that the user gave, and the files that it names. */
interface Search {
  readonly pattern: string;
  readonly kind: FoundFiles['kind'];
  readonly files: readonly FoundFile[];
}

interface FoundFile {
  readonly path: string;
  readonly project: Project;
  /** Its project does not search for it. */
  readonly isLeftOut: boolean;
}

interface Tally {
  readonly files: Map<string, JudgedFile & FoundFile>;
  /** Test files, with what is wrong with them. */
  readonly tests: Map<string, CheckedFile>;
  /** Files that are no rules, with what to say where the user named one. */
  readonly others: Map<string, string>;
  readonly unread: Map<string, UnreadFile>;
  repairs: CheckReport['repairs'];
}

/** Every rule that the paths name, once. A file that was only come across and is no rule is passed over. */
async function checkAll(paths: readonly string[], job: CheckJob): Promise<Found> {
  const searches = await searchAll(paths, job);
  const wanted = new Set(searches.flatMap(({ files }) => files.filter(({ isLeftOut }) => !isLeftOut).map(({ path }) => path)));
  const verdicts = verdictsOf([...wanted], job, job.since, job.terminal);
  try {
    return await collect(searches, verdicts, job.terminal);
  } finally {
    verdicts.dispose();
  }
}

async function searchAll(paths: readonly string[], { terminal, projects }: CheckJob): Promise<readonly Search[]> {
  const searches: Search[] = [];
  // `a.toml` and `./a.toml` are one file.
  const namedFirst = new Map<string, string>();
  for (const pattern of paths) {
    const { kind, paths: found } = await terminal.findFiles(pattern);
    const files: FoundFile[] = [];
    for (const named of found) {
      const uri = uriOf(terminal.folder, named);
      const path = namedFirst.get(uri) ?? named;
      namedFirst.set(uri, path);
      const project = await projects.of(uri);
      files.push({ path, project, isLeftOut: kind === 'folder' && !project.isFound(uri) });
    }
    searches.push({ pattern, kind, files });
  }
  return searches;
}

async function collect(searches: readonly Search[], verdicts: Verdicts, terminal: Terminal): Promise<Found> {
  const tally: Tally = { files: new Map(), tests: new Map(), others: new Map(), unread: new Map(), repairs: { fixes: 0, files: 0 } };
  for (const project of new Set(searches.flatMap(({ files }) => files.map((file) => file.project)))) {
    for (const [uri, unread] of await faultsOf(project, terminal)) tally.unread.set(uri, unread);
  }
  for (const { pattern, kind, files } of searches) {
    let isEmpty = true;
    for (const file of files) {
      throwIfCancelled(terminal.token);
      if (await take(file, kind, verdicts, tally)) isEmpty = false;
    }
    if (isEmpty) tally.unread.set(pattern, { path: pattern, message: noRules(pattern) });
  }
  const checked = [...(await besideOthers([...tally.files.values()])), ...tally.tests.values()];
  return { files: checked, unread: [...tally.unread.values()], repairs: tally.repairs };
}

/** What is wrong with a project's configuration and the files that it names, by their URIs. */
async function faultsOf({ problems, mappingFiles }: Project, { host, folder }: Terminal): Promise<ReadonlyMap<string, UnreadFile>> {
  const faults = new Map<string, UnreadFile>();
  const ofMappings = mappingFiles.length === 0 ? [] : await (await import('../../mapping/wanted.js')).mappingFaults(host, mappingFiles);
  for (const { uri, message } of [...problems, ...ofMappings]) {
    const path = pathOf(uri, folder);
    const earlier = faults.get(uri)?.message;
    // Of the configuration a message names the place, of other files the file.
    const first = uri.endsWith(configFileName) ? `${path}: ${message}` : message;
    faults.set(uri, { path, message: earlier === undefined ? first : `${earlier}; ${message}` });
  }
  return faults;
}

function isTold({ path }: FoundFile, { files, tests, unread }: Tally): boolean {
  return files.has(path) || tests.has(path) || unread.has(path);
}

/** Whether the file counts as one that is checked. */
async function take(file: FoundFile, kind: FoundFiles['kind'], verdicts: Verdicts, tally: Tally): Promise<boolean> {
  const { path, isLeftOut } = file;
  if (isTold(file, tally)) return true;
  if (isLeftOut) return false;
  if (!tally.others.has(path)) tell(file, await verdicts.of(path), tally);
  const other = tally.others.get(path);
  if (other === undefined) return true;
  if (kind !== 'file') return false;
  tally.unread.set(path, { path, message: other });
  return true;
}

function tell(file: FoundFile, verdict: Verdict, tally: Tally): void {
  const { path } = file;
  switch (verdict.kind) {
    case 'rules':
      tally.files.set(path, { ...verdict, ...file });
      if (verdict.fixes > 0) tally.repairs = { fixes: tally.repairs.fixes + verdict.fixes, files: tally.repairs.files + 1 };
      if (verdict.unwritten !== undefined) tally.unread.set(path, { path, message: verdict.unwritten });
      return;
    case 'tests':
      tally.tests.set(path, { path, document: verdict.document, diagnostics: verdict.diagnostics });
      return;
    case 'other':
      tally.others.set(path, verdict.message);
      return;
    case 'unread':
      tally.unread.set(path, { path, message: verdict.message });
      return;
    default:
      assertNever(verdict);
  }
}

/** What is wrong with each rule beside the others of its project that are checked is added. */
async function besideOthers(files: readonly (JudgedFile & FoundFile)[]): Promise<readonly CheckedFile[]> {
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
    return { path, document, diagnostics: rules.flatMap((rule) => besideRepository(rule, document.text, repository)) };
  });
}

function besideRepository(rule: JudgedRule, text: string, repository: Repository | undefined): readonly Diagnostic[] {
  const { diagnostics, facts, settings, suppressions } = rule;
  if (facts === undefined || repository === undefined) return diagnostics;
  return withProblems(diagnostics, repositoryProblems(facts, repository, settings.profile ?? 'any'), { text, suppressions }, settings);
}

function shownSeverities({ severity, quiet }: CheckOptions): ReadonlySet<Severity> {
  return new Set(severities.slice(0, severities.indexOf(quiet === true ? 'error' : severity) + 1));
}
