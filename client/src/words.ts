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

/** The line at the query: the count, and what is to be known about it. */
export function ruleLabel(result: RunResult, stale: boolean): string {
  const parts = [matchCount(result)];
  if (result.status === 'cancelled') parts.push('cancelled');
  if (result.unreadableCount > 0) parts.push(`${count(result.unreadableCount, 'line')} unreadable`);
  if (stale) parts.push('before the last edit');
  return parts.join(' · ');
}

/** The line above the list of events: what was run on what, and how it ended. A sample named after the rule goes without saying. */
export function panelMessage(result: RunResult, names: { readonly rule: string; readonly sample: string }, stale: boolean): string {
  if (!hasCounts(result)) return `${names.rule}: ${result.message ?? 'not run'}`;
  const place = result.cluster !== undefined || ruleNamesOf(names.sample).includes(names.rule) ? '' : ` in ${names.sample}`;
  const parts = [`${names.rule}: ${matchCount(result)}${place}`, seconds(result.milliseconds)];
  if (result.status === 'cancelled') parts.push('cancelled');
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

/** Whether the run got as far as looking at events. */
export function hasCounts(result: RunResult): boolean {
  return result.status === 'finished' || result.status === 'cancelled';
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
