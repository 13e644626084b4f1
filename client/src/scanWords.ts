/** What is said of a scan, apart from where it is shown. */
import type { ScannedRuleRow, ScanReport } from '../../server/src/protocol/scan.js';

/** `3 of 120 rules match 14 of 4,000 events · 12 rules could not be run` */
export function scanTitle({ ruleCount, events, matchedEvents, matching, notRun }: ScanReport): string {
  const found = `${grouped(matching.length)} of ${counted(ruleCount, 'rule')} ${matching.length === 1 ? 'matches' : 'match'}`;
  const parts = [`${found} ${grouped(matchedEvents)} of ${counted(events, 'event')}`];
  if (notRun.length > 0) parts.push(`${counted(notRun.length, 'rule')} could not be run`);
  return parts.join(' · ');
}

/** `12 events · high · first on line 31` */
export function ruleDescription({ matches, unit, severity, first }: ScannedRuleRow): string {
  const place = first === undefined ? undefined : `first on line ${grouped(first.start.line + 1)}`;
  return [counted(matches, unit), severity, place].filter((part) => part !== undefined).join(' · ');
}

function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}
