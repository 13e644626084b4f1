/** A comparison with a revision for people: what each changed rule gained and lost, and why. */
import { basename } from 'node:path';
import type { Hit } from '../../evaluate/run.js';
import type { ComparedMatch, MatchKind } from '../../matchDiff/result.js';
import { changeLines, countsText, fieldsOfHit, whyLines, type WhyLine } from '../../matchDiff/sentences.js';
import { grouped } from '../../base/grouped.js';
import { counted, printable } from '../printable.js';
import type { ComparedRule, DiffReport, DiffWriter } from '../report.js';
import type { Revision, Terminal } from '../terminal.js';
import { coloursFor, type Colours } from './colours.js';
import { diffTotals } from './diffTotals.js';
import { writeFault } from './human.js';

/** Notes that hold for several rules are told once, and no more than these. */
const mostNotes = 10;

export function createHumanDiffWriter(terminal: Terminal, colour: boolean): DiffWriter {
  const colours = coloursFor(colour);
  return {
    report(report) {
      terminal.write(
        `${colours.dim(`${revisionText(report.from)} → ${report.to === undefined ? 'the files as they are now' : revisionText(report.to)}`)}\n`,
      );
      for (const rule of report.rules) terminal.write(formatRule(rule, colours));
      const notes = [...new Set(report.rules.flatMap(({ diff }) => diff.fidelity))];
      if (report.rules.length > 0) terminal.write('\n');
      for (const note of notes.slice(0, mostNotes)) terminal.write(`${colours.dim('note:')} ${printable(note)}\n`);
      if (notes.length > mostNotes)
        terminal.write(`${colours.dim('note:')} ${counted(notes.length - mostNotes, 'more note')} in --format json\n`);
      for (const { path, message } of report.unread) writeFault(terminal, colours, `${path}: ${message}`);
      terminal.write(`${colours.bold(summaryText(report))}\n`);
    },
    fault: ({ message }) => writeFault(terminal, colours, message),
  };
}

/** `HEAD (1a2b3c4d5e)` */
function revisionText({ name, commit }: Revision): string {
  const short = commit.slice(0, 10);
  return commit.startsWith(name) && name.length >= 7 ? short : `${printable(name)} (${short})`;
}

/** `3 rules compared: 1 match gained, 2 lost, 20 kept; 1 rule without events` */
export function summaryText({ rules, unread }: DiffReport): string {
  const { compared, gained, lost, kept, sameMatching, noEvents, notCompared } = diffTotals(rules);
  if (rules.length === 0 && unread.length === 0) return 'no rules were changed';
  return [
    `${counted(compared, 'rule')} compared${compared === 0 ? '' : `: ${counted(gained, 'match', 'matches')} gained, ${grouped(lost)} lost, ${grouped(kept)} kept`}`,
    ...(sameMatching === 0 ? [] : [`${counted(sameMatching, 'rule')} with the same query`]),
    ...(noEvents === 0 ? [] : [`${counted(noEvents, 'rule')} without events`]),
    ...(notCompared === 0 ? [] : [`${grouped(notCompared)} not compared`]),
    ...(unread.length === 0 ? [] : [`${counted(unread.length, 'file')} not read`]),
  ].join('; ');
}

/** The path, and where it was. */
export function pathText({ path, beforePath }: ComparedRule): string {
  return beforePath === undefined ? path : `${beforePath} → ${path}`;
}

function formatRule(rule: ComparedRule, colours: Colours): string {
  const { diff, document } = rule;
  const name = document?.name?.value;
  const head = `${colours.bold(printable(pathText(rule)))}${name === undefined ? '' : ` ${colours.dim(printable(name))}`}`;
  const facts = changeLines(diff).map((line) => `  ${colours.dim(printable(line))}\n`);
  const counts = `  ${printable(countsText(diff))}${diff.lists === undefined ? '' : ` in ${counted(diff.events, 'event')}`}\n`;
  const bad = diff.unreadableCount === 0 ? '' : `  ${colours.yellow('warning:')} ${counted(diff.unreadableCount, 'line')} not read\n`;
  const sides = (['before', 'after'] as const).flatMap((side) => {
    const { matches } = diff[side];
    return diff.status !== 'notCompared' || matches === undefined
      ? []
      : [`  the version ${side} has ${counted(matches, 'match', 'matches')}\n`];
  });
  return [
    '\n',
    `${head}\n`,
    ...facts,
    counts,
    ...sides,
    bad,
    formatMatches(rule, 'gained', colours),
    formatMatches(rule, 'lost', colours),
  ].join('');
}

function formatMatches({ diff: { lists }, eventFiles }: ComparedRule, kind: MatchKind, colours: Colours): string {
  const list = lists?.[kind];
  if (list === undefined || list.count === 0) return '';
  const sign = kind === 'gained' ? colours.green('+') : colours.red('-');
  const lines = list.matches.flatMap((match) => formatMatch(match, sign, eventFiles, colours));
  const more = list.count - list.matches.length;
  return [...lines, ...(more > 0 ? [`  ${sign} … and ${grouped(more)} more ${kind}; --limit sets how many are listed\n`] : [])].join('');
}

function formatMatch(match: ComparedMatch, sign: string, eventFiles: readonly string[], colours: Colours): readonly string[] {
  return [
    ...match.hits.map((hit, index) => `  ${index === 0 ? sign : ' '} ${hitText(hit, eventFiles)}\n`),
    ...whyLines(match).map((line) => `      ${colours.dim(`${match.why?.side ?? ''}:`)} ${whyText(line, colours)}\n`),
  ];
}

function hitText(hit: Hit, eventFiles: readonly string[]): string {
  const fields = fieldsOfHit(hit).map(({ field, values }) => `${field} ${values}`);
  return [placeText(hit, eventFiles), ...(hit.timestamp === undefined ? [] : [hit.timestamp]), ...fields].map(printable).join('  ');
}

/** `line 17`, `monday.ndjson:17` where there are several files. */
export function placeText({ file, line }: Hit, eventFiles: readonly string[]): string {
  return eventFiles.length > 1 ? `${basename(eventFiles[file] ?? '')}:${line}` : `line ${line}`;
}

function whyText({ indent, about, clause, reasons }: WhyLine, colours: Colours): string {
  const parts = [...(about === '' ? [] : [about]), ...(clause === undefined ? [] : [clause]), ...reasons].map(printable);
  return `${'  '.repeat(indent)}${clause === undefined ? '' : `${colours.red('✘')} `}${parts.join(' · ')}`;
}
