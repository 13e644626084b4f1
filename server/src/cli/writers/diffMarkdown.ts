/**
 * A comparison with a revision as a review comment: a table of the changed rules, below it what each gained and lost. Texts of rules and
 * events stand in code only, where nothing of them counts as Markdown or HTML, and the whole is no longer than GitHub takes.
 * https://github.github.com/gfm/
 */
import type { Hit } from '../../evaluate/run.js';
import type { ComparedMatch, MatchKind } from '../../matchDiff/result.js';
import { changeLines, fieldsOfHit, whyLines, type WhyLine } from '../../matchDiff/sentences.js';
import { grouped } from '../../base/grouped.js';
import { printable } from '../printable.js';
import type { ComparedRule, DiffReport, DiffWriter } from '../report.js';
import type { Revision, Terminal } from '../terminal.js';
import { pathText, placeText, summaryText } from './diffText.js';
import { writeFault } from './human.js';
import { coloursFor } from './colours.js';

/** GitHub takes 65,536 characters in a comment. */
const mostCharacters = 65_000;

/** For the table, so that something of the events is seen too. */
const mostOfTable = 40_000;

/** Matches of each kind and rule, and lines of why for each of them. */
const mostMatches = 5;
const mostWhy = 4;

/** Longer texts are cut. */
const longest = 160;

export function createMarkdownDiffWriter(terminal: Terminal, limit: number): DiffWriter {
  return {
    report: (report) => terminal.write(diffMarkdown(report, limit)),
    fault: ({ message }) => writeFault(terminal, coloursFor(false), message),
  };
}

/** `limit`: matches of each kind that are listed of a rule, of which no more than a few are. */
export function diffMarkdown(report: DiffReport, limit: number): string {
  const { from, to, rules, unread } = report;
  const upTo = to === undefined ? '' : `, and ${revisionCode(to)}`;
  const head = `### Rulewright: matches compared with ${revisionCode(from)}${upTo}\n\n${summaryText(report)}.\n`;
  const rows = fitting(
    [...rules.map(tableRow), ...unread.map(({ path, message }) => `| ${htmlCode(path)} | | | | | | ${htmlCode(message)} |\n`)],
    mostOfTable,
  );
  const cutRows = rows.left === 0 ? '' : `\n${grouped(rows.left)} more rules are left out here, for a comment has no room for them.\n`;
  const header = '\n| Rule | Before | After | Gained | Lost | Kept | |\n|---|---:|---:|---:|---:|---:|---|\n';
  const table = rows.text === '' ? '' : `${header}${rows.text}${cutRows}`;
  const blocks = rules.filter(({ diff: { lists } }) => lists !== undefined && lists.gained.count + lists.lost.count > 0);
  const tail = (count: number): string =>
    `\nThe events of ${grouped(count)} more rules are left out here, for a comment has no room for them.\n`;
  const room = mostCharacters - head.length - table.length - tail(blocks.length).length;
  const details = fitting(
    blocks.map((rule) => detailsOf(rule, Math.min(limit, mostMatches))),
    room,
  );
  return `${head}${table}${details.text}${details.left === 0 ? '' : tail(details.left)}`;
}

/** The first of the texts that have room together, and how many have not. */
function fitting(texts: readonly string[], room: number): { readonly text: string; readonly left: number } {
  let [length, count] = [0, 0];
  while (count < texts.length && length + (texts[count]?.length ?? 0) <= room) length += texts[count++]?.length ?? 0;
  return { text: texts.slice(0, count).join(''), left: texts.length - count };
}

function tableRow(rule: ComparedRule): string {
  const { diff } = rule;
  const { lists, before, after, message } = diff;
  const matches = (count: number | undefined): string => (count === undefined ? '' : grouped(count));
  const moved = (kind: 'gained' | 'lost'): string => {
    const count = lists?.[kind].count;
    return count === undefined || count === 0 ? matches(count) : `**${grouped(count)}**`;
  };
  const facts = [...(message === undefined ? [] : [message]), ...changeLines(diff)].map(htmlCode).join(' ');
  const cells = [
    htmlCode(pathText(rule)),
    matches(before.matches),
    matches(after.matches),
    moved('gained'),
    moved('lost'),
    matches(lists?.kept.count),
  ];
  return `| ${[...cells, facts].join(' | ')} |\n`;
}

function detailsOf(rule: ComparedRule, most: number): string {
  const { lists } = rule.diff;
  if (lists === undefined) return '';
  const summary = `${htmlCode(pathText(rule))}: ${grouped(lists.gained.count)} gained, ${grouped(lists.lost.count)} lost`;
  const bodies = (['gained', 'lost'] as const).map((kind) => listOf(rule, kind, most));
  return `\n<details><summary>${summary}</summary>\n${bodies.join('')}\n</details>\n`;
}

function listOf({ diff: { lists }, eventFiles }: ComparedRule, kind: MatchKind, most: number): string {
  const list = lists?.[kind];
  if (list === undefined || list.count === 0) return '';
  const listed = list.matches.slice(0, most);
  const more = list.count - listed.length;
  const lines = listed.flatMap((match) => matchLines(match, eventFiles));
  return `\n**${kind === 'gained' ? 'Gained' : 'Lost'}**\n\n${lines.join('')}${more > 0 ? `- and ${grouped(more)} more\n` : ''}`;
}

function matchLines(match: ComparedMatch, eventFiles: readonly string[]): readonly string[] {
  const [first, ...others] = match.hits;
  const why = whyLines(match);
  const side = match.why?.side ?? '';
  return [
    ...(first === undefined ? [] : [`- ${hitText(first, eventFiles)}\n`]),
    ...others.map((hit) => `  - ${hitText(hit, eventFiles)}\n`),
    ...why.slice(0, mostWhy).map((line) => `  - ${side}: ${whyText(line)}\n`),
    ...(why.length > mostWhy ? [`  - and ${why.length - mostWhy} more lines\n`] : []),
  ];
}

function hitText(hit: Hit, eventFiles: readonly string[]): string {
  const fields = fieldsOfHit(hit).map(({ field, values }) => `${field} ${values}`);
  return [placeText(hit, eventFiles), ...(hit.timestamp === undefined ? [] : [hit.timestamp]), ...fields].map(code).join(' · ');
}

function whyText({ about, clause, reasons }: WhyLine): string {
  return [...(about === '' ? [] : [about]), ...(clause === undefined ? [] : [clause]), ...reasons].map(code).join(' · ');
}

function revisionCode({ name, commit }: Revision): string {
  return `${code(name)} (${code(commit.slice(0, 10))})`;
}

/** Inline code that holds any text: the fence is longer than the longest run of backquotes inside. */
function code(text: string): string {
  const shown = shortened(text);
  if (shown.trim() === '') return '(empty)';
  const run = Math.max(0, ...(shown.match(/`+/g) ?? []).map((each) => each.length));
  const fence = '`'.repeat(run + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Code for tables and summaries, where backquotes do not hold a `|`, or do not count. */
function htmlCode(text: string): string {
  return `<code>${shortened(text).replace(/[^\p{L}\p{N} /-]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`)}</code>`;
}

function shortened(text: string): string {
  const characters = [...printable(text)];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : characters.join('');
}
