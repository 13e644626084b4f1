/** `rulewright diff`: which matches changed rules gain and lose, compared with a revision of git. */
import path from 'node:path';
import picomatch from 'picomatch/posix.js';
import { throwIfCancelled } from '../../base/cancel.js';
import { fail, succeed, type Outcome } from '../../base/host.js';
import { createProjects, type Projects } from '../../config/projects.js';
import { diffMatches, type RuleVersion } from '../../matchDiff/diffMatches.js';
import { joinMoved, pairRules, type RulePair } from '../../matchDiff/pairs.js';
import { openRules } from '../../rule/openText.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import { testFileSuffix } from '../../rule/testNames.js';
import { loadSchemas } from '../../schema/load.js';
import type { DiffOptions } from '../diffOptions.js';
import { eventFilesOf, type EventFile } from '../eventFiles.js';
import { exitCodes, refuse, type ExitCode } from '../exitCodes.js';
import { globFrom, relativePath, uriOf } from '../files.js';
import { mapperFor } from '../mapperOption.js';
import { createProgressLine } from '../progress.js';
import type { ComparedRule, DiffReport, DiffWriter, UnreadFile } from '../report.js';
import type { ChangedFile, RevisionDiff, Terminal, WantedRevisions } from '../terminal.js';

export async function diff(args: readonly string[], options: DiffOptions, terminal: Terminal, writer: DiffWriter): Promise<ExitCode> {
  const job = await prepareDiff(args, options, terminal);
  if (!job.ok) return refuse(writer, job.failure.message);
  const { changes } = job.value;
  const found = await changedRules(job.value);
  const rules: ComparedRule[] = [];
  for (const pair of found.pairs) {
    throwIfCancelled(terminal.token);
    const compared = await compareRule(pair, job.value);
    if (!compared.ok) return refuse(writer, compared.failure.message);
    rules.push(compared.value);
  }
  throwIfCancelled(terminal.token);
  const report: DiffReport = { from: changes.from, to: changes.to, rules, unread: found.unread };
  writer.report(report);
  return exitCodeOf(report, options);
}

interface DiffJob {
  readonly options: DiffOptions;
  readonly terminal: Terminal;
  readonly projects: Projects;
  readonly changes: RevisionDiff;
  readonly paths: readonly string[];
  /** Undefined where each rule has its own. */
  readonly events: readonly EventFile[] | undefined;
}

async function prepareDiff(args: readonly string[], options: DiffOptions, terminal: Terminal): Promise<Outcome<DiffJob>> {
  if (options.events?.includes('-') === true)
    return fail('unsupported', 'The events are read once for each rule, and standard input only once; save them to a file and name that.');
  const scope = await scopeOf(args, terminal);
  if (!scope.ok) return scope;
  const { revisions, paths } = scope.value;
  const changes = await terminal.compareRevisions(revisions);
  if (!changes.ok) return changes;
  const events = options.events === undefined ? succeed(undefined) : await eventFilesOf('', options.events, terminal);
  if (!events.ok) return events;
  const projects = createProjects(terminal.host, await loadSchemas(terminal.host));
  return succeed({ options, terminal, projects, changes: changes.value, paths, events: events.value });
}

interface Scope {
  readonly revisions: WantedRevisions;
  readonly paths: readonly string[];
}

/** Revisions come first, paths after them. */
async function scopeOf(args: readonly string[], terminal: Terminal): Promise<Outcome<Scope>> {
  const isPath = await Promise.all(args.map((arg) => namesPath(arg, terminal)));
  const first = isPath.indexOf(true);
  const names = first < 0 ? args : args.slice(0, first);
  const lost = args.find((_, index) => index >= names.length && isPath[index] === false);
  if (lost !== undefined) return fail('missing', `There is no file or folder ${lost}; name revisions of git before the paths.`);
  const revisions = revisionsOf(names);
  if (revisions === undefined)
    return fail('missing', `${names.join(', ')}: there are two revisions to compare at most, and no files of these names.`);
  return succeed({ revisions, paths: args.slice(names.length) });
}

/** What is there, what only a file would be called, and patterns. */
async function namesPath(arg: string, { host, folder, findFiles }: Terminal): Promise<boolean> {
  if (isRuleName(arg) || /\.(?:json|ndjson)$/i.test(arg)) return true;
  if ((await findFiles(arg)).kind !== 'file') return true;
  return host.exists(uriOf(folder, arg));
}

/** `A`, `A B`, `A..B`, `A...B`; HEAD where one is left out. */
function revisionsOf(names: readonly string[]): WantedRevisions | undefined {
  const [first = 'HEAD', second, third] = names;
  const range = /^(.*?)(\.{2,3})(.*)$/.exec(first);
  if (range === null) return third === undefined ? { from: first, to: second, sinceCommonCommit: false } : undefined;
  const [, from = '', dots = '', to = ''] = range;
  if (second !== undefined) return undefined;
  return { from: from || 'HEAD', to: to || 'HEAD', sinceCommonCommit: dots === '...' };
}

function isRuleName(file: string): boolean {
  return /\.(?:toml|eql|kuery)$/i.test(file) && !file.endsWith(testFileSuffix);
}

/** One version of one rule. */
interface Version {
  readonly path: string;
  readonly document: RuleDocument;
}

interface ChangedRules {
  readonly pairs: readonly RulePair<Version>[];
  readonly unread: readonly UnreadFile[];
}

async function changedRules(job: DiffJob): Promise<ChangedRules> {
  const isWanted = wantedFiles(job);
  const pairs: RulePair<Version>[] = [];
  const unread: UnreadFile[] = [];
  for (const file of job.changes.files) {
    throwIfCancelled(job.terminal.token);
    if (!(await isWanted(file))) continue;
    const [before, after] = await Promise.all([versionsOf(file.before, 'before', job), versionsOf(file.after, 'after', job)]);
    for (const side of [before, after]) if (!side.ok) unread.push({ path: file.after ?? file.before ?? '', message: side.failure.message });
    if (before.ok && after.ok) pairs.push(...pairRules(before.value, after.value).filter(isChanged));
  }
  return { pairs: joinMoved(pairs), unread };
}

/** Of a file with several rules most are as they were. */
function isChanged({ before, after }: RulePair<Version>): boolean {
  return before === undefined || after === undefined || before.path !== after.path || ruleText(before) !== ruleText(after);
}

function ruleText({ document }: Version): string {
  const span = document.tree?.root.span;
  return span === undefined ? document.text : document.text.slice(span.start, span.end);
}

/** Rules in the folder, but for those that the project leaves out; or whatever the paths name. */
function wantedFiles({ paths, terminal, projects }: DiffJob): (file: ChangedFile) => Promise<boolean> {
  const whole = (name: string): string => path.resolve(terminal.folder, name);
  const scopes = (paths.length === 0 ? ['.'] : paths).map((name) => {
    const { start, rest } = globFrom(terminal.folder, name);
    const isMatch = rest === '' ? () => false : picomatch(rest);
    return { name: whole(name), matches: (file: string) => isMatch(relativePath(start, whole(file))) };
  });
  const isNamed = (file: string): boolean => scopes.some(({ name }) => name === whole(file));
  const isIn = (file: string): boolean =>
    scopes.some(({ name, matches }) => whole(file).startsWith(path.join(name, path.sep)) || matches(file));
  const isFound = async (file: string): Promise<boolean> => {
    if (!isRuleName(file) || !isIn(file)) return false;
    const uri = uriOf(terminal.folder, file);
    return (await projects.of(uri)).isFound(uri);
  };
  return async ({ before, after }) => {
    for (const file of [after, before]) if (file !== undefined && (isNamed(file) || (await isFound(file)))) return true;
    return false;
  };
}

async function versionsOf(file: string | undefined, side: 'before' | 'after', job: DiffJob): Promise<Outcome<readonly Version[]>> {
  if (file === undefined) return succeed([]);
  const { changes, terminal } = job;
  const commit = side === 'before' ? changes.from.commit : changes.to?.commit;
  const uri = uriOf(terminal.folder, file);
  const text = commit === undefined ? await terminal.host.readText(uri) : await changes.read(commit, file);
  if (!text.ok) return text;
  return succeed(openRules(text.value, { uri }).map((document) => ({ path: file, document })));
}

async function compareRule({ before, after }: RulePair<Version>, job: DiffJob): Promise<Outcome<ComparedRule>> {
  const { terminal, projects, options } = job;
  const file = after?.path ?? before?.path ?? '';
  const eventFiles = job.events ?? (await eventsBeside([file, before?.path ?? file], terminal));
  const project = await projects.of(uriOf(terminal.folder, file));
  const mapper = await mapperFor(options.mapping, project, terminal);
  if (!mapper.ok) return mapper;
  const progress = createProgressLine(terminal);
  const compared = await diffMatches(
    {
      before: textOf(before),
      after: textOf(after),
      events: eventFiles.map(({ uri }) => ({ uri, mapper: mapper.value })),
      now: options.now,
      limit: options.limit,
      report: (update) => progress.update(update),
    },
    terminal.host,
    project.schemas,
    terminal.token,
  );
  progress.clear();
  const beforePath = before === undefined || before.path === file ? undefined : before.path;
  return succeed({
    path: file,
    beforePath,
    document: after?.document ?? before?.document,
    eventFiles: eventFiles.map((each) => each.path),
    diff: compared,
  });
}

function textOf(version: Version | undefined): RuleVersion | undefined {
  if (version === undefined) return undefined;
  const { uri, text, tree } = version.document;
  return { uri, text, offset: tree?.root.span.start ?? 0 };
}

/** Those of the first path that has some. */
async function eventsBeside(rules: readonly string[], terminal: Terminal): Promise<readonly EventFile[]> {
  for (const rule of rules) {
    const found = await eventFilesOf(rule, undefined, terminal);
    if (found.ok) return found.value;
  }
  return [];
}

function exitCodeOf({ rules, unread }: DiffReport, options: DiffOptions): ExitCode {
  if (unread.length > 0 || rules.some(({ diff: { status } }) => status === 'eventsUnread')) return exitCodes.notUsable;
  const moved = rules.some(({ diff: { lists } }) => lists !== undefined && lists.gained.count + lists.lost.count > 0);
  return options.exitCode === true && moved ? exitCodes.matchesDiffer : exitCodes.done;
}
