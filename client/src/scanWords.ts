/** What is said of a scan, apart from where it is shown. */
import type { ScannedRuleRow, ScanReport } from '../../server/src/protocol/scan.js';
import { count, number } from './words.js';

/** `3 of 120 rules match 14 of 4,000 events · 12 rules could not be run` */
export function scanTitle({ ruleCount, events, matchedEvents, matching, notRun }: ScanReport): string {
  const found = `${number(matching.length)} of ${count(ruleCount, 'rule')} ${matching.length === 1 ? 'matches' : 'match'}`;
  const parts = [`${found} ${number(matchedEvents)} of ${count(events, 'event')}`];
  if (notRun.length > 0) parts.push(`${count(notRun.length, 'rule')} could not be run`);
  return parts.join(' · ');
}

/** `12 events · high · first on line 31` */
export function ruleDescription({ matches, unit, severity, first }: ScannedRuleRow): string {
  const place = first === undefined ? undefined : `first on line ${number(first.start.line + 1)}`;
  return [count(matches, unit), severity, place].filter((part) => part !== undefined).join(' · ');
}

/** Below a rule its file, where the rule is not called like it. */
export function rulePlace(name: string, path: string): { readonly detail?: string } {
  return name === path ? {} : { detail: path };
}
