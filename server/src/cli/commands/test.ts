/** `rulewright test`: whether rules do what the tests beside them expect. */
import { throwIfCancelled } from '../../base/cancel.js';
import { applyEdits } from '../../base/edit.js';
import { LineIndex } from '../../base/lines.js';
import { createProjects, type Project, type Projects } from '../../config/projects.js';
import { testFileDiagnostics } from '../../features/testFileDiagnostics.js';
import { wantedMapper } from '../../mapping/wanted.js';
import { openRules } from '../../rule/openText.js';
import { isTestFile, testFileOf } from '../../rule/testNames.js';
import { findRule } from '../../ruleTests/findRule.js';
import type { TestSurroundings } from '../../ruleTests/openTests.js';
import { readTestFile, type TestFileReading } from '../../ruleTests/readTestFile.js';
import { runTestFile, type RunTestsOptions } from '../../ruleTests/runTests.js';
import type { TestFault } from '../../ruleTests/testResult.js';
import { updateExpectations, type ExpectationChange } from '../../ruleTests/update.js';
import { loadSchemas } from '../../schema/load.js';
import { exitCodes, refuse, type ExitCode } from '../exitCodes.js';
import { pathOf, uriOf } from '../files.js';
import { wantedOption } from '../mapperOption.js';
import { createStatusLine, type StatusLine } from '../progress.js';
import { grouped } from '../../base/grouped.js';
import { counted } from '../printable.js';
import type { UnreadFile } from '../report.js';
import type { Terminal } from '../terminal.js';
import { limitsMissed, measureTests } from '../testMeasures.js';
import type { TestOptions } from '../testOptions.js';
import { isPassed, totalsOf, type TestedFile, type TestsWriter } from '../testReport.js';

export async function test(paths: readonly string[], options: TestOptions, terminal: Terminal, writer: TestsWriter): Promise<ExitCode> {
  const started = terminal.host.now();
  const projects = createProjects(terminal.host, await loadSchemas(terminal.host));
  const job: TestJob = { options, terminal, projects, mappers: new Map() };
  const { found, unread, untested } = await findTests(paths.length === 0 ? ['.'] : paths, job);
  const files = await testAll(found, job, createStatusLine(terminal));
  const nothing = unread.length === 0 ? nothingRan(files, paths, options) : undefined;
  if (nothing !== undefined) return refuse(writer, nothing);
  const pathTo = (uri: string): string => pathOf(uri, terminal.folder);
  const missed = limitsMissed(files, options);
  writer.report({ files, unread, untested, missed, milliseconds: terminal.host.now() - started, pathTo });
  if (unread.length > 0) return exitCodes.notUsable;
  return files.every(isPassed) && missed.length === 0 ? exitCodes.done : exitCodes.testsFail;
}

type Mapper = ReturnType<typeof wantedMapper>;

interface TestJob {
  readonly options: TestOptions;
  readonly terminal: Terminal;
  readonly projects: Projects;
  /** Of each project, what events of another shape go through, by the mapping that is asked for. */
  readonly mappers: Map<Project, Map<string, Mapper>>;
}

/** A run of no tests would look like one that passed. */
function nothingRan(files: readonly TestedFile[], paths: readonly string[], { filter, untested }: TestOptions): string | undefined {
  if (files.length > 0 || untested === true) return undefined;
  const where = paths.length === 0 ? 'this folder' : paths.join(', ');
  if (filter !== undefined) return `No test in ${where} has "${filter}" in its name.`;
  return `There are no tests in ${where}; those of a.toml stand in a.test.toml beside it.`;
}

interface FoundTests {
  /** Paths of test files. */
  readonly found: readonly string[];
  readonly unread: readonly UnreadFile[];
  readonly untested: readonly string[] | undefined;
}

/** The test files that the paths name, each once; a rule stands for its tests. */
async function findTests(paths: readonly string[], job: TestJob): Promise<FoundTests> {
  const { terminal, options } = job;
  const found = new Set<string>();
  const unread: UnreadFile[] = [];
  const untested: string[] = [];
  for (const pattern of paths) {
    const { kind, paths: below } = await terminal.findFiles(pattern);
    for (const path of below) {
      throwIfCancelled(terminal.token);
      if (isTestFile(path)) {
        if (kind !== 'folder' || (await isInProject(path, job))) found.add(path);
        continue;
      }
      if (kind === 'folder' && options.untested !== true) continue;
      const tests = testFileOf(path);
      const isTested = await terminal.host.exists(uriOf(terminal.folder, tests));
      if (isTested) found.add(tests);
      else if (kind === 'file') unread.push({ path, message: await whyUntested(path, tests, terminal) });
      else if (options.untested === true && (await isRule(path, job))) untested.push(path);
    }
  }
  return { found: [...found], unread, untested: options.untested === true ? untested : undefined };
}

async function whyUntested(path: string, tests: string, { folder, host }: Terminal): Promise<string> {
  const isThere = await host.exists(uriOf(folder, path));
  return isThere ? `${path} has no tests; they stand in ${tests}` : `There is no file ${path}; check the path.`;
}

/** What is left out as a rule has no tests to run either. */
async function isInProject(path: string, { terminal, projects }: TestJob): Promise<boolean> {
  const uri = uriOf(terminal.folder, path);
  const project = await projects.of(uri);
  return project.isFound(uri) || project.isFound(await findRule(readTestFile(uri, '').file, terminal.host));
}

async function isRule(path: string, { terminal, projects }: TestJob): Promise<boolean> {
  const uri = uriOf(terminal.folder, path);
  if (!(await projects.of(uri)).isFound(uri)) return false;
  const text = await terminal.host.readText(uri);
  if (!text.ok) return false;
  const { format } = openRules(text.value, { uri })[0];
  return format !== 'other' && format !== 'exceptions';
}

/** Files that are read ahead of the one whose tests run. */
const ahead = 8;

/** In the order of the paths. */
async function testAll(paths: readonly string[], job: TestJob, line: StatusLine): Promise<readonly TestedFile[]> {
  const files: TestedFile[] = [];
  const loading = paths.slice(0, ahead).map((path) => load(path, job));
  for (const index of paths.keys()) {
    throwIfCancelled(job.terminal.token);
    const loaded = await loading[index];
    const later = paths[index + ahead];
    if (later !== undefined) loading.push(load(later, job));
    if (loaded === undefined) continue;
    const file = 'undone' in loaded ? loaded.undone : await testAndMeasure(loaded, job);
    if (file !== undefined) files.push(file);
    line.show(() => progressText(files, paths.length));
  }
  line.clear();
  return files;
}

/** `41 of 200 files · 410 tests · 2 not passed` */
function progressText(files: readonly TestedFile[], all: number): string {
  const { tests, passed } = totalsOf(files);
  const failures = tests === passed ? '' : ` · ${grouped(tests - passed)} not passed`;
  return `${grouped(files.length)} of ${counted(all, 'file')} · ${counted(tests, 'test')}${failures}`;
}

interface LoadedTests {
  readonly path: string;
  readonly reading: TestFileReading;
  /** The URI of the rule, and its text where it can be read. */
  readonly rule: string;
  readonly ruleText: string | undefined;
  readonly project: Project;
  readonly surroundings: TestSurroundings;
}

/** Undone where the file, or what its events go through, cannot be read. */
async function load(path: string, job: TestJob): Promise<LoadedTests | { readonly undone: TestedFile }> {
  const { host, folder, token } = job.terminal;
  const uri = uriOf(folder, path);
  const text = await host.readText(uri);
  if (!text.ok) return { undone: unrun(path, '', { message: text.failure.message, span: undefined }) };
  const reading = readTestFile(uri, text.value);
  const rule = await findRule(reading.file, host);
  const ruleText = await host.readText(rule);
  const project = await job.projects.of(rule);
  const mapper = await mapperOf(project, reading, job);
  if (!mapper.ok) {
    const span = job.options.mapping === undefined ? reading.file.mapping?.span : undefined;
    return { undone: unrun(path, text.value, { message: mapper.failure.message, span }) };
  }
  const surroundings = { host, token, schemas: project.schemas, mapper: mapper.value };
  return { path, reading, rule, ruleText: ruleText.ok ? ruleText.value : undefined, project, surroundings };
}

/** The mappings are read once for all files that ask for the same. */
function mapperOf(project: Project, { file }: TestFileReading, { mappers, options, terminal }: TestJob): Mapper {
  const wanted = wantedOption(options.mapping, terminal) ?? file.mapping?.value;
  const known = mappers.get(project) ?? new Map<string, Mapper>();
  mappers.set(project, known);
  const key = wanted === undefined ? '' : JSON.stringify(wanted);
  const mapper = known.get(key) ?? wantedMapper(terminal.host, project.mappingFiles, wanted);
  known.set(key, mapper);
  return mapper;
}

/** Undefined where no test of the file is asked for. */
async function testAndMeasure(loaded: LoadedTests, job: TestJob): Promise<TestedFile | undefined> {
  const tested = await testFile(loaded, job);
  if (tested === undefined) return undefined;
  const file = { ...loaded.reading.file, rule: loaded.rule };
  const measured = await measureTests(file, tested.ran, loaded.ruleText, job.options, loaded.surroundings);
  return { ...tested, ...measured };
}

async function testFile(loaded: LoadedTests, job: TestJob): Promise<TestedFile | undefined> {
  const { path, reading } = loaded;
  const { terminal, options } = job;
  const names = options.filter === undefined ? undefined : namesWith(options.filter, reading);
  if (names?.size === 0) return undefined;
  const ran = await runLoaded(loaded, names, job);
  if (options.update !== true) return ran;
  const { edits, changes } = updateExpectations(reading.file, ran.ran);
  if (edits.length === 0) return { ...ran, changes };
  const { uri, text } = reading.file;
  const updated = applyEdits(text, edits);
  const written = await terminal.writeFile(path, updated, true);
  if (!written.ok) return { ...ran, fault: { message: written.failure.message, span: undefined } };
  return { ...(await runLoaded({ ...loaded, reading: readTestFile(uri, updated) }, names, job)), changes };
}

async function runLoaded(
  { path, reading, rule, ruleText, project, surroundings }: LoadedTests,
  names: RunTestsOptions['names'],
  { projects, terminal: { folder } }: TestJob,
): Promise<TestedFile> {
  const file = { ...reading.file, rule };
  const { result, ran } = await runTestFile(file, surroundings, { names, ruleText });
  const problems = await testFileDiagnostics(reading, { ...surroundings, projects }, (document) => project.settingsFor(document, {}));
  // That the rule is missing is told where it is named.
  const isTold = ruleText === undefined && problems.some(({ code }) => code === 'REP005');
  return {
    path,
    lines: new LineIndex(file.text),
    rulePath: pathOf(result.rule, folder),
    ruleText,
    title: result.title,
    problems,
    fault: isTold ? undefined : result.fault,
    ran,
    changes: noChanges,
    milliseconds: result.milliseconds,
  };
}

const noChanges: readonly ExpectationChange[] = [];

function unrun(path: string, text: string, fault: TestFault): TestedFile {
  const nothing = { ruleText: undefined, problems: [], ran: [], changes: noChanges, milliseconds: 0 };
  return { path, lines: new LineIndex(text), rulePath: path, title: path, fault, ...nothing };
}

function namesWith(filter: string, { file }: TestFileReading): ReadonlySet<string> {
  const wanted = filter.toLowerCase();
  return new Set(file.cases.map(({ name }) => name).filter((name) => name.toLowerCase().includes(wanted)));
}
