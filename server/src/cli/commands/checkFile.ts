/** `rulewright check`, one file by itself: read, repaired where that is wanted, judged. What comes out is plain data, whichever thread made it. */
import { analyze, withProblems, type AnalysisSettings } from '../../analysis/analyze.js';
import { updatedDateProblems } from '../../analysis/document/updatedDate.js';
import type { Profile } from '../../analysis/profile.js';
import { factsOf, type RuleFacts } from '../../analysis/repository/facts.js';
import { throwIfCancelled, type CancelToken } from '../../base/cancel.js';
import { LineIndex } from '../../base/lines.js';
import type { Diagnostic } from '../../base/problem.js';
import type { Project, Projects } from '../../config/projects.js';
import { fixAll } from '../../features/fixAll.js';
import { testFileDiagnostics } from '../../features/testFileDiagnostics.js';
import { openRules } from '../../rule/openText.js';
import { emptyDocument } from '../../rule/openTree.js';
import { catalogOf } from '../../rule/ruleCatalog.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import { isTestFile } from '../../rule/testNames.js';
import { readTestFile } from '../../ruleTests/readTestFile.js';
import type { Schemas } from '../../schema/catalog.js';
import { uriOf } from '../files.js';
import { readingAhead } from '../readAhead.js';
import { readRule } from '../readRule.js';
import type { RuleFile, RuleHead } from '../report.js';
import type { EarlierFiles, Terminal } from '../terminal.js';

export interface JudgeJob {
  readonly terminal: Pick<Terminal, 'host' | 'folder' | 'writeFile'>;
  readonly projects: Projects;
  readonly earlier: EarlierFiles | undefined;
  readonly profile: Profile | undefined;
  /** `YYYY-MM-DD`, the same for all files. */
  readonly today: string;
  /** Whether files are repaired first. */
  readonly fix: boolean;
}

/** What became of a file. `other` is a file that can be read but is no rule. */
export type Verdict =
  | JudgedFile
  | { readonly kind: 'tests'; readonly document: RuleHead; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'other' | 'unread'; readonly message: string };

export interface JudgedFile {
  readonly kind: 'rules';
  /** The first rule, as the repairs left it. */
  readonly document: RuleHead;
  readonly rules: readonly JudgedRule[];
  /** How many repairs were made. */
  readonly fixes: number;
  /** Why the repaired text could not be written. */
  readonly unwritten: string | undefined;
}

export interface JudgedRule extends Pick<RuleDocument, 'suppressions'> {
  readonly diagnostics: readonly Diagnostic[];
  readonly settings: AnalysisSettings;
  /** Undefined for files that are nothing but a query. */
  readonly facts: RuleFacts | undefined;
}

/** One for each of the paths. Throws `Cancelled` between files. */
export async function judgeFiles(paths: readonly string[], job: JudgeJob, token: CancelToken): Promise<readonly Verdict[]> {
  const { host, folder, writeFile } = job.terminal;
  const uris = paths.map((path) => uriOf(folder, path));
  const ahead = { ...job, terminal: { host: readingAhead(host, uris), folder, writeFile } };
  const verdicts: Verdict[] = [];
  for (const [at, path] of paths.entries()) {
    throwIfCancelled(token);
    verdicts.push(await judgeFile(path, uris[at] ?? '', ahead));
  }
  return verdicts;
}

async function judgeFile(path: string, uri: string, job: JudgeJob): Promise<Verdict> {
  const project = await job.projects.of(uri);
  if (isTestFile(path)) return judgeTests(uri, project, job);
  const reading = await readRule(job.terminal, path, uri);
  if (reading.kind !== 'rule') return reading;
  const { rule, fixes, unwritten } = job.fix ? await repair(reading.rule, project, job) : unrepaired(reading.rule);
  const earlier = await job.earlier?.(path);
  return { kind: 'rules', document: headOf(rule.document), rules: judgeRules(rule, project, job, earlier), fixes, unwritten };
}

/** A test file is judged as such, and never as a rule. */
async function judgeTests(uri: string, project: Project, job: JudgeJob): Promise<Verdict> {
  const { host } = job.terminal;
  const text = await host.readText(uri);
  if (!text.ok) return { kind: 'unread', message: text.failure.message };
  const surroundings = { schemas: project.schemas, projects: job.projects, host };
  const diagnostics = await testFileDiagnostics(readTestFile(uri, text.value), surroundings, settingsIn(project, job));
  return { kind: 'tests', document: headOf(emptyDocument(text.value, 'other', uri)), diagnostics };
}

interface Repair extends Pick<JudgedFile, 'fixes' | 'unwritten'> {
  readonly rule: RuleFile;
}

function unrepaired(rule: RuleFile, unwritten?: string): Repair {
  return { rule, fixes: 0, unwritten };
}

async function repair(rule: RuleFile, project: Project, job: JudgeJob): Promise<Repair> {
  const source = { uri: rule.document.uri };
  const { text, fixes } = fixAll(rule.document.text, source, project.schemas, settingsIn(project, job));
  if (fixes === 0) return unrepaired(rule);
  const written = await job.terminal.writeFile(rule.path, text, true);
  if (!written.ok) return unrepaired(rule, written.failure.message);
  const documents = openRules(text, source);
  return { rule: { path: rule.path, document: documents[0], documents }, fixes, unwritten: undefined };
}

function settingsIn(project: Project, { profile, today }: JudgeJob): (document: RuleDocument) => AnalysisSettings {
  const own = { today, ...(profile === undefined ? {} : { profile }) };
  return (document) => project.settingsFor(document, own);
}

/** Each rule by itself: what is found is kept, what it was found in is not. `earlier` is the text that its file had, where it was another. */
function judgeRules(
  { document, documents }: RuleFile,
  project: Project,
  job: JudgeJob,
  earlier: string | undefined,
): readonly JudgedRule[] {
  const settingsOf = settingsIn(project, job);
  const lines = new LineIndex(document.text);
  return documents.map((each) => {
    const settings = settingsOf(each);
    const found = diagnose(each, project.schemas, settings);
    const dated = earlier === undefined ? found : withProblems(found, updatedDateProblems(each, earlier, job.today), each, settings);
    return { suppressions: each.suppressions, settings, facts: factsOf(each, lines), diagnostics: dated };
  });
}

function diagnose(document: RuleDocument, schemas: Schemas, settings: AnalysisSettings): readonly Diagnostic[] {
  return analyze(document, { catalog: catalogOf(document, schemas), schemas }, settings);
}

function headOf({ uri, text, name, type, severity, riskScore, queries }: RuleDocument): RuleHead {
  return { uri, text, name, type, severity, riskScore, queries: queries.map(({ language }) => ({ language })) };
}
