/** The matches of a rule against those of an earlier text of it, from request to the text that the editor shows. It happens in a worker, like runs. */
import { grouped } from '../base/grouped.js';
import type { CancelToken } from '../base/cancel.js';
import { createProjects } from '../config/projects.js';
import type { Hit, RunProgress } from '../evaluate/run.js';
import { nameOf } from '../base/fileName.js';
import { diffMatches, type RuleVersion } from '../matchDiff/diffMatches.js';
import { pairRules } from '../matchDiff/pairs.js';
import type { ComparedMatch, MatchDiff, MatchKind } from '../matchDiff/result.js';
import { changeLines, countsText, fieldsOfHit, matchKinds, whyLines } from '../matchDiff/sentences.js';
import type { MatchDiffParams, MatchDiffPlace, MatchDiffReport } from '../protocol/matchDiff.js';
import { openRules, ruleAt } from '../rule/openText.js';
import { sourceMapper } from './eventMapper.js';
import { eventRange } from './eventRange.js';
import { withoutMatchDiff } from './matchDiffReport.js';
import type { RunJob, RunTools } from './run.js';

/** What is compared on what. Plain data: it crosses to the worker. */
export interface MatchDiffJob extends Pick<RunJob, 'rule' | 'ruleVersion' | 'sample'>, Pick<MatchDiffParams, 'before' | 'beforeName'> {}

/** Matches of each kind that are listed. */
const listed = 200;

export async function matchDiffJob(
  job: MatchDiffJob,
  { host, schemas: known }: RunTools,
  report: (progress: RunProgress) => void,
  token: CancelToken,
): Promise<MatchDiffReport> {
  const { rule, sample } = job;
  const project = await createProjects(host, known).of(rule.uri);
  const { schemas } = project;
  const { mapped, notes } = await sourceMapper(project, host);
  const versions = { before: earlierVersion(job), after: rule };
  const diff = await diffMatches({ ...versions, events: [mapped(sample)], limit: listed, report }, host, schemas, token);
  const head = { rule: rule.uri, ruleVersion: job.ruleVersion, sample: sample.uri };
  const isTold = diff.status === 'compared' || diff.status === 'sameMatching';
  if (!isTold) return { ...withoutMatchDiff(rule.uri, statusOf(diff), diff.message ?? 'The versions were not compared.'), ...head };
  const { gained, lost, kept } = diff.lists ?? {};
  const counts =
    gained === undefined || lost === undefined || kept === undefined
      ? undefined
      : { gained: gained.count, lost: lost.count, kept: kept.count };
  return { status: 'finished', message: undefined, ...head, ...textOf({ ...diff, fidelity: [...notes, ...diff.fidelity] }, job), counts };
}

function statusOf({ status }: MatchDiff): MatchDiffReport['status'] {
  return status === 'cancelled' ? 'cancelled' : status === 'notCompared' ? 'invalid' : 'failed';
}

/** The same rule in the earlier text. */
function earlierVersion({ before, rule }: MatchDiffJob): RuleVersion | undefined {
  if (before === undefined) return undefined;
  const source = { uri: rule.uri, ...(rule.languageId === undefined ? {} : { languageId: rule.languageId }) };
  const current = openRules(rule.text, source);
  const meant = ruleAt(current, rule.offset) ?? current[0];
  const pairs = pairRules(
    openRules(before, source).map((document) => ({ document })),
    current.map((document) => ({ document })),
  );
  const earlier = pairs.find(({ after }) => after?.document === meant)?.before?.document;
  return earlier === undefined ? undefined : { ...source, text: before, offset: earlier.tree?.root.span.start ?? 0 };
}

const headings: Readonly<Record<MatchKind, readonly [sign: string, title: string]>> = {
  gained: ['+', 'Gained'],
  lost: ['-', 'Lost'],
  kept: ['=', 'Kept'],
};

/** A text being written, with the events that it names. */
class Text {
  readonly lines: string[] = [];
  readonly places: MatchDiffPlace[] = [];

  add(line: string): void {
    // Text of rules and events stays on its line.
    this.lines.push(line.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu, ' ').trimEnd());
  }

  addHit(sign: string, hit: Hit): void {
    const place = `line ${hit.line}`;
    const fields = fieldsOfHit(hit).map(({ field, values }) => `${field} ${values}`);
    const start = { line: this.lines.length, character: sign.length + 1 };
    const range = { start, end: { ...start, character: start.character + place.length } };
    this.places.push({ range, event: eventRange(hit) });
    this.add([`${sign} ${place}`, ...(hit.timestamp === undefined ? [] : [hit.timestamp]), ...fields].join('  '));
  }
}

function textOf(diff: MatchDiff, { rule, sample, beforeName }: MatchDiffJob): Pick<MatchDiffReport, 'text' | 'places'> {
  const text = new Text();
  const { lists, events, fidelity, unreadableCount } = diff;
  text.add(`${nameOf(rule.uri)}: matches compared with ${beforeName}, on ${nameOf(sample.uri)}`);
  text.add(lists === undefined ? countsText(diff) : `${countsText(diff)} in ${grouped(events)} events`);
  for (const line of changeLines(diff)) text.add(line);
  if (unreadableCount > 0)
    text.add(
      `warning: ${grouped(unreadableCount)} ${unreadableCount === 1 ? 'line of the sample is' : 'lines of the sample are'} not read`,
    );
  for (const kind of lists === undefined ? [] : matchKinds) addList(text, kind, diff, beforeName);
  if (fidelity.length > 0) text.add('');
  for (const note of fidelity) text.add(`note: ${note}`);
  return { text: `${text.lines.join('\n')}\n`, places: text.places };
}

function addList(text: Text, kind: MatchKind, { lists }: MatchDiff, beforeName: string): void {
  const list = lists?.[kind];
  if (list === undefined || list.count === 0) return;
  const [sign, title] = headings[kind];
  text.add('');
  text.add(title);
  for (const match of list.matches) addMatch(text, sign, match, beforeName);
  const more = list.count - list.matches.length;
  if (more > 0) text.add(`${sign} … and ${grouped(more)} more`);
}

function addMatch(text: Text, sign: string, match: ComparedMatch, beforeName: string): void {
  for (const [index, hit] of match.hits.entries()) text.addHit(index === 0 ? sign : ' ', hit);
  const version = match.why?.side === 'before' ? beforeName : 'now';
  for (const { indent, about, clause, reasons } of whyLines(match)) {
    const parts = [...(about === '' ? [] : [about]), ...(clause === undefined ? [] : [`✘ ${clause}`]), ...reasons];
    text.add(`    ${version}: ${'  '.repeat(indent)}${parts.join(' · ')}`);
  }
}
