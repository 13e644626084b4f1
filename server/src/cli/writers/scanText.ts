/** A scan for people: the rules that match as a table, then what could not be run, then all in one line. */
import { basename } from 'node:path';
import type { ScanHit } from '../../scan/scanResult.js';
import { grouped } from '../../base/grouped.js';
import { counted, printable, widthOf } from '../printable.js';
import { titleOf, type ScannedFileRule, type ScanReport, type ScanWriter } from '../scanReport.js';
import type { Terminal } from '../terminal.js';
import { coloursFor, type Colours } from './colours.js';
import { writeFault } from './human.js';

export function createHumanScanWriter(terminal: Terminal, colour: boolean): ScanWriter {
  const colours = coloursFor(colour);
  return {
    report(report) {
      const { summary, unread } = report;
      terminal.write(formatTable(report, colours));
      terminal.write(formatUnreadable(report, colours));
      terminal.write(formatNotes(report, colours));
      terminal.write(formatNotRun(report, colours));
      if (summary.status === 'finished' || summary.events > 0) terminal.write(`${colours.bold(summaryOf(report))}\n`);
      for (const { message } of unread) writeFault(terminal, colours, message);
      if (summary.message === undefined) return;
      if (summary.status === 'cancelled') terminal.writeError(`${summary.message}\n`);
      else writeFault(terminal, colours, summary.message);
    },
    fault: ({ message }) => writeFault(terminal, colours, message),
  };
}

const headings = ['rule', 'severity', 'matches', 'first match'] as const;

function formatTable(report: ScanReport, colours: Colours): string {
  const matching = matchingRules(report);
  if (matching.length === 0) return '';
  const rows = matching.map((rule) => [
    printable(titleOf(rule)),
    printable(rule.document.severity?.value ?? ''),
    matchesOf(rule),
    firstPlace(rule, report),
  ]);
  const widths = headings.map((heading, column) => Math.max(...[heading, ...rows.map((row) => row[column] ?? '')].map(widthOf)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const space = ' '.repeat((widths[column] ?? 0) - widthOf(cell));
        return column === 2 ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  const body = rows.flatMap((row, index) => [`  ${line(row)}\n`, ...furtherPlaces(matching[index], report)]);
  return `  ${colours.dim(line(headings))}\n${body.join('')}\n`;
}

/** Most matches first; rules with the same number by name. */
function matchingRules({ rules }: ScanReport): readonly ScannedFileRule[] {
  return rules
    .filter(({ result }) => result.matches > 0)
    .sort((a, b) => b.result.matches - a.result.matches || titleOf(a).localeCompare(titleOf(b), 'en'));
}

function matchesOf({ result: { matches, unit } }: ScannedFileRule): string {
  return unit === 'event' ? grouped(matches) : counted(matches, unit);
}

function firstPlace({ result: { hits } }: ScannedFileRule, report: ScanReport): string {
  const [first] = hits;
  return first === undefined ? '' : placeOf(first, report);
}

/** The other matches that are to be listed, by their first event. */
function furtherPlaces(rule: ScannedFileRule | undefined, report: ScanReport): readonly string[] {
  const hits = rule?.result.hits ?? [];
  const firsts = hits.filter((hit, index) => index > 0 && hit.match !== hits[index - 1]?.match);
  return firsts.map((hit) => `      ${[placeOf(hit, report), printable(hit.timestamp ?? '')].join('  ').trimEnd()}\n`);
}

function placeOf({ file, line }: ScanHit, { eventFiles }: ScanReport): string {
  return `${printable(basename(eventFiles[file] ?? ''))}:${line}`;
}

function formatUnreadable({ summary: { unreadable, unreadableCount, message }, eventFiles }: ScanReport, colours: Colours): string {
  const lines = unreadable
    .filter((event) => message?.endsWith(event.message) !== true)
    .map(
      (event) =>
        `${colours.yellow('warning:')} ${printable(eventFiles[event.file] ?? '')}:${event.line} is not read: ${printable(event.message)}\n`,
    );
  const more = unreadableCount - unreadable.length;
  return [...lines, ...(more > 0 ? [`${colours.yellow('warning:')} ${counted(more, 'more line')} not read\n`] : [])].join('');
}

/** Notes told at most; the JSON form has those of each rule. */
const mostNotes = 8;

/** What a cluster might do differently, of the rules that match: each sentence once, the most frequent first. */
function formatNotes(report: ScanReport, colours: Colours): string {
  const rules = new Map<string, number>();
  for (const { result } of matchingRules(report)) for (const note of result.fidelity) rules.set(note, (rules.get(note) ?? 0) + 1);
  const notes = [...rules].sort((a, b) => b[1] - a[1]);
  const lines = notes.slice(0, mostNotes).map(([note, count]) => {
    const of = count === 1 ? '' : ` (${grouped(count)} rules)`;
    return `${colours.dim('note:')} ${printable(note)}${of}\n`;
  });
  const more = notes.length - lines.length;
  return [...lines, ...(more > 0 ? [`${colours.dim('note:')} ${counted(more, 'more note')}; --format json has them\n`] : [])].join('');
}

/** Rules named with a reason that they share. */
const namedRules = 3;

/** Reasons that many rules share come once, with their number; those of single rules last, as they are what can be mended. */
function formatNotRun({ rules }: ScanReport, colours: Colours): string {
  const reasons = new Map<string, ScannedFileRule[]>();
  for (const rule of rules) {
    const { status, message } = rule.result;
    if (status === 'finished' || status === 'cancelled') continue;
    const known = reasons.get(message ?? '');
    if (known === undefined) reasons.set(message ?? '', [rule]);
    else known.push(rule);
  }
  const severe = ({ result }: ScannedFileRule): boolean => result.status !== 'notEvaluated';
  const ordered = [...reasons].sort((a, b) => Number(a[1].some(severe)) - Number(b[1].some(severe)) || b[1].length - a[1].length);
  return ordered
    .map(([message, of]) => {
      const label = of.some(severe) ? colours.red('error:') : colours.dim('not run:');
      const names = of.slice(0, namedRules).map(({ path }) => basename(path));
      const who =
        of.length === 1 ? (of[0]?.path ?? '') : `${grouped(of.length)} rules (${names.join(', ')}${of.length > namedRules ? ', …' : ''})`;
      return `${label} ${printable(who)}: ${printable(message)}\n`;
    })
    .join('');
}

/** `1,155 rules on 4,000 events: 37 rules match 1,204 events · 12 rules could not be run · 3.1 s` */
function summaryOf(report: ScanReport): string {
  const { rules, summary } = report;
  const matching = matchingRules(report).length;
  const ended = summary.status === 'finished' ? '' : ' so far';
  const found = `${counted(matching, 'rule')} ${matching === 1 ? 'matches' : 'match'} ${counted(summary.matchedEvents, 'event')}${ended}`;
  const parts = [
    `${counted(rules.length, 'rule')} on ${counted(summary.events, 'event')}: ${matching === 0 ? `no rule matches${ended}` : found}`,
  ];
  const notRun = rules.filter(({ result: { status } }) => status !== 'finished' && status !== 'cancelled').length;
  if (notRun > 0) parts.push(`${counted(notRun, 'rule')} could not be run`);
  if (summary.unreadableCount > 0) parts.push(`${counted(summary.unreadableCount, 'line')} not read`);
  parts.push(`${(summary.milliseconds / 1000).toFixed(1)} s`);
  return parts.join(' · ');
}
