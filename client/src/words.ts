/** The sentences that results are shown in; in one place, so that the rule, the event file, the panel and the status bar agree. */
import type { RunResult } from '../../server/src/protocol/protocol.js';
import { ruleNamesOf } from './names.js';

/** `3 of 120 events match`, `2 sequences in 120 events` */
export function matchCount(result: RunResult): string {
  if (result.cluster !== undefined)
    return `${count(result.matches, result.unit ?? 'match', result.unit === undefined ? 'matches' : undefined)} on ${result.cluster}`;
  if (result.unit !== undefined) return `${count(result.matches, result.unit)} in ${count(result.events, 'event')}`;
  return `${number(result.matches)} of ${count(result.events, 'event')} ${result.matches === 1 ? 'matches' : 'match'}`;
}

/** How far a result is that of the texts as they are. */
interface Freshness {
  readonly stale: boolean;
  /** More of its matches are on their way. */
  readonly isComing?: boolean;
}

/** The line at the query: the count, and what is to be known about it. */
export function ruleLabel(result: RunResult, { stale, isComing = false }: Freshness): string {
  const parts = [isComing ? `${matchCount(result)} so far` : matchCount(result), ...endWords(result)];
  if (result.unreadableCount > 0) parts.push(`${count(result.unreadableCount, 'line')} unreadable`);
  if (stale) parts.push('before the last edit');
  return parts.join(' · ');
}

function endWords({ status }: RunResult): readonly string[] {
  return status === 'cancelled' ? ['cancelled'] : status === 'failed' ? ['ended early'] : [];
}

/** The line above the list of events: what was run on what, and how it ended. A sample named after the rule goes without saying. */
export function panelMessage(
  result: RunResult,
  names: { readonly rule: string; readonly sample: string },
  { stale, isComing = false }: Freshness,
): string {
  if (!hasCounts(result)) return `${names.rule}: ${result.message ?? 'not run'}`;
  const place = result.cluster !== undefined || ruleNamesOf(names.sample).includes(names.rule) ? '' : ` in ${names.sample}`;
  const found = `${names.rule}: ${matchCount(result)}${place}`;
  const parts = [isComing ? `${found} so far` : found, seconds(result.milliseconds), ...endWords(result)];
  if (stale) parts.push('before the last edit');
  return parts.join(' · ');
}

/** `3/120 · events.ndjson`, `2 sequences · events.ndjson`, a long name without its middle. */
export function statusText(result: RunResult, sample: string): string {
  const found = result.unit === undefined ? `${number(result.matches)}/${number(result.events)}` : count(result.matches, result.unit);
  return `${found} · ${shortened(sample, 32)}`;
}

function shortened(name: string, length: number): string {
  if (name.length <= length) return name;
  const half = (length - 1) / 2;
  return `${name.slice(0, Math.ceil(half))}…${name.slice(-Math.floor(half))}`;
}

/** Whether the run got as far as looking at events; on a cluster, as finding some. */
export function hasCounts({ status, cluster, matches }: RunResult): boolean {
  return status === 'finished' || status === 'cancelled' || (status === 'failed' && cluster !== undefined && matches > 0);
}

/** `1 event`, `1,234 events` */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${number(amount)} ${amount === 1 ? one : many}`;
}

export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** `0.08 s` */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 0)} s`;
}

/** What was done, and what was lost where that is one thing; of more, how many. `done` ends with a full stop. */
export function outcome(done: string, notes: readonly string[]): string {
  const [only, ...more] = notes;
  if (only === undefined) return done;
  return more.length === 0 ? `${done} ${only.replace(/\.$/, '')}.` : `${done} ${notes.length} things are not in it; the log lists them.`;
}

/** What became of the rules of an export: `2 rules are written to rules; 1 is there already and was left alone.` */
export function importedFiles(written: number, all: number, folder: string): string {
  const done = `${count(written, 'rule')} ${written === 1 ? 'is' : 'are'} written to ${folder}`;
  const left = all - written;
  return left === 0
    ? `${done}.`
    : `${done}; ${number(left)} ${left === 1 ? 'is' : 'are'} there already and ${left === 1 ? 'was' : 'were'} left alone.`;
}
