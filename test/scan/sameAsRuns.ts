/** Compares a scan of many rules with a run of each of them alone. */
import { noCancel } from '../../server/src/base/cancel.js';
import type { Host } from '../../server/src/base/host.js';
import type { Hit, RunSummary } from '../../server/src/evaluate/run.js';
import { runRule, type Source } from '../../server/src/evaluate/runRule.js';
import { scanRules, type ScanLimits } from '../../server/src/scan/scanRules.js';
import type { RuleScan, ScanRequest, ScannedRule, ScanSummary } from '../../server/src/scan/scanResult.js';

/** What both tell of a rule. */
export interface Told {
  readonly rule: string;
  readonly status: string;
  readonly message: string | undefined;
  readonly matches: number;
  /** File, offset, length, line and column of each event; undefined for a search that failed, of which it does not matter how many were told before. */
  readonly places: readonly (readonly number[])[] | undefined;
  readonly fidelity: readonly string[];
}

type EventPlaceInFile = Pick<Hit, 'file' | 'offset' | 'length' | 'line' | 'column'>;

export async function scan(
  rules: readonly ScannedRule[],
  events: readonly Source[],
  host: Host,
  limits?: ScanLimits,
  more: Partial<ScanRequest> = {},
): Promise<ScanSummary> {
  let summary: ScanSummary | undefined;
  for await (const update of scanRules({ rules, events, listed: Infinity, ...more }, host, noCancel, limits)) {
    if (update.kind === 'summary') summary = update.summary;
  }
  if (summary === undefined) throw new Error('no summary');
  return summary;
}

export function toldByScan({ document }: ScannedRule, result: RuleScan): Told {
  const { status, message, matches, hits, fidelity } = result;
  return { rule: document.uri, status, message, matches, places: placesOf(hits, status), fidelity };
}

export async function toldByRun({ document, schemas }: ScannedRule, events: readonly Source[], host: Host): Promise<Told> {
  const hits: Hit[] = [];
  let summary: RunSummary | undefined;
  const request = { rule: { uri: document.uri, text: document.text, opened: document }, events };
  for await (const update of runRule(request, host, schemas, noCancel)) {
    if (update.kind === 'hits') hits.push(...update.hits);
    else if (update.kind === 'summary') summary = update.summary;
  }
  if (summary === undefined) throw new Error('no summary');
  const { status, message, matches, fidelity } = summary;
  return { rule: document.uri, status, message, matches, places: placesOf(hits, status), fidelity };
}

function placesOf(hits: readonly EventPlaceInFile[], status: string): Told['places'] {
  if (status === 'failed') return undefined;
  return hits.map(({ file, offset, length, line, column }) => [file, offset, length, line, column]);
}
