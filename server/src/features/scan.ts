/** All rules of a workspace on one sample, from request to what the editor shows. It happens in a worker, like runs. */
import type { CancelToken } from '../base/cancel.js';
import { LineIndex } from '../base/lines.js';
import { createProjects } from '../config/projects.js';
import type { RunProgress } from '../evaluate/run.js';
import { nameOf } from '../base/fileName.js';
import type { Source } from '../evaluate/runRule.js';
import type { ScannedRuleRow, ScanReport } from '../protocol/scan.js';
import { openRules } from '../rule/openText.js';
import { scanRules } from '../scan/scanRules.js';
import type { RuleScan, ScannedRule, ScanSummary } from '../scan/scanResult.js';
import { sourceMapper } from './eventMapper.js';
import { eventRange } from './eventRange.js';
import type { RunTools } from './run.js';

/** What is run on what. Plain data: it crosses to the worker. */
export interface ScanJob {
  /** Files with rules; `text` where the editor holds them open. */
  readonly rules: readonly (Source & { readonly languageId?: string })[];
  readonly sample: Source;
}

export async function scanJob(
  job: ScanJob,
  tools: RunTools,
  report: (progress: RunProgress) => void,
  token: CancelToken,
): Promise<ScanReport> {
  const { host, schemas } = tools;
  const rules = await openAll(job, tools);
  const { mapped } = await sourceMapper(await createProjects(host, schemas).of(job.sample.uri), host);
  let summary: ScanSummary | undefined;
  for await (const update of scanRules({ rules, events: [mapped(job.sample)], listed: 1 }, host, token)) {
    if (update.kind === 'progress') report(update.progress);
    else summary = update.summary;
  }
  if (summary === undefined) throw new Error('a scan ended without a summary');
  return reportOf(job, rules, summary);
}

/** Files that can no longer be read have no rules. */
async function openAll({ rules }: ScanJob, { host, schemas: known }: RunTools): Promise<readonly ScannedRule[]> {
  const projects = createProjects(host, known);
  const opened: ScannedRule[] = [];
  for (const source of rules) {
    const text = source.text === undefined ? await host.readText(source.uri) : { ok: true as const, value: source.text };
    if (!text.ok) continue;
    const { schemas } = await projects.of(source.uri);
    for (const document of openRules(text.value, source)) {
      if (document.format !== 'other' && document.format !== 'exceptions') opened.push({ document, schemas });
    }
  }
  return opened;
}

function reportOf({ sample }: ScanJob, rules: readonly ScannedRule[], summary: ScanSummary): ScanReport {
  const { status, message, events, matchedEvents, milliseconds } = summary;
  const rows = summary.rules.map((result) => ({ result, row: rowOf(rules[result.rule], result) }));
  const matching = rows.filter(({ row }) => row.matches > 0).map(({ row }) => row);
  return {
    status,
    message,
    sample: sample.uri,
    events,
    matchedEvents,
    ruleCount: rules.length,
    matching: matching.sort((a, b) => b.matches - a.matches || a.name.localeCompare(b.name, 'en')),
    notRun: rows.filter(({ result }) => result.status !== 'finished' && result.status !== 'cancelled').map(({ row }) => row),
    milliseconds,
  };
}

function rowOf(rule: ScannedRule | undefined, { status, message, unit, matches, hits: [first] }: RuleScan): ScannedRuleRow {
  const document = rule?.document;
  const uri = document?.uri ?? '';
  return {
    rule: uri,
    position: new LineIndex(document?.text ?? '').positionAt(document?.tree?.root.span.start ?? 0),
    name: document?.name?.value ?? nameOf(uri),
    severity: document?.severity?.value,
    matches,
    unit,
    first: first === undefined ? undefined : eventRange({ ...first, text: undefined }),
    message: status === 'finished' ? undefined : message,
  };
}
