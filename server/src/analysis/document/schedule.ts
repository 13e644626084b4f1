/** SCH001 to SCH003, SCH009 and SCH010: how often a rule runs, and over which time. */
import type { Fix, Problem } from '../../base/problem.js';
import { quoted } from '../../base/quoted.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import { defaultSchedule, readAgo, readInterval, scheduleOf, writeDuration, type Schedule } from '../../rule/schedule.js';
import { entryOf, stringAt, tableAt, tablesAt, type RuleString, type RuleTable } from '../../rule/value.js';
import { includesProfile } from '../profile.js';
import { isDateText } from '../values.js';
import type { DocumentContext, FrameCheck, RuleFrame } from './check.js';
import { replacing, setting } from './repairs.js';

const minute = 60_000;
/** How long events usually take from their source to the index, with a margin. */
const usualDelay = 4 * minute;

export const checkSchedule: FrameCheck = (document, context) => {
  const { tree } = document;
  const rule = tree?.rule;
  if (tree === undefined || rule === undefined) return [];
  const schedule = scheduleOf(document);
  return [
    ...unreadable(tree, schedule, context),
    ...windowProblems(tree, rule, schedule),
    ...endpointProblems(document, tree, rule, schedule),
    ...historyProblems(tree, rule, schedule),
  ];
};

function unreadable(tree: RuleTree, { from, to, interval }: Schedule, { profile }: DocumentContext): readonly Problem[] {
  const bounds = [from, to].flatMap((bound) => (bound === undefined || isBound(bound.value) ? [] : [unreadableBound(tree, bound)]));
  const strict = includesProfile(profile, 'elastic');
  const unusual =
    strict && from !== undefined && isBound(from.value) && !/^now-\d+[yMwdhHms]$/.test(from.value)
      ? [{ code: 'SCH001', span: from.span, message: '`from` is written as `now-`, a number and a unit, such as `now-9m`' }]
      : [];
  if (interval === undefined || readInterval(interval.value) !== undefined) return [...bounds, ...unusual];
  const meant = readable(interval.value);
  const message = `${quoted(interval.value)} is no interval; it is a number and one of s, m, h, d, such as \`${defaultSchedule.interval}\``;
  return [
    ...bounds,
    ...unusual,
    { code: 'SCH001', span: interval.span, message, fixes: meant === undefined ? [] : replacing(tree, interval, meant) },
  ];
}

function isBound(text: string): boolean {
  return readAgo(text) !== undefined || (text !== '' && isDateText(text) && !/^[+-]?\d+$/.test(text));
}

function unreadableBound(tree: RuleTree, bound: RuleString): Problem {
  const length = readable(bound.value.replace(/^\s*now\s*-?/i, '').replace(/^-/, ''));
  const message = `${quoted(bound.value)} is no time that Elasticsearch can read; write it like \`${defaultSchedule.from}\``;
  return { code: 'SCH001', span: bound.span, message, fixes: length === undefined ? [] : replacing(tree, bound, `now-${length}`) };
}

/** `5 min`, `5M` or `1hour` → `5m`, `5m`, `1h`; undefined where it is not plain what is meant. */
function readable(text: string): string | undefined {
  const [, amount, unit] = /^\s*([1-9]\d*)\s*(s|m|h|d)(?:ec|in|our|ay|econd|inute)?s?\s*$/i.exec(text) ?? [];
  return amount === undefined || unit === undefined ? undefined : `${amount}${unit.toLowerCase()}`;
}

function windowProblems(tree: RuleTree, rule: RuleTable, schedule: Schedule): readonly Problem[] {
  const { from, interval, every, window, endsBefore } = schedule;
  const place = from?.span ?? interval?.span;
  if (every === undefined || window === undefined || place === undefined) return [];
  if (window - every >= minute) return [];
  const wanted = `now-${writeDuration(every + usualDelay + (endsBefore ?? 0))}`;
  const fixes = setting(tree, rule, 'from', wanted);
  const length = writeDuration(Math.max(window, 0));
  if (window < every) {
    const what = `Each run searches ${length}, but the rule runs every ${writeDuration(every)}`;
    return [{ code: 'SCH002', span: place, message: `${what}: events of the time between are never searched`, fixes }];
  }
  const message = `Each run searches ${length} and the rule runs every ${writeDuration(every)}: an event that arrives late is missed`;
  return [{ code: 'SCH003', span: place, message, fixes }];
}

function endpointProblems({ index }: RuleFrame, tree: RuleTree, rule: RuleTable, { from }: Schedule): readonly Problem[] {
  const pattern = index?.value.find(({ value }) => value === 'logs-endpoint.events.*');
  if (pattern === undefined || from !== undefined || entryOf(rule, 'from') !== undefined) return [];
  const message = 'Rules on the events of Elastic Defend say how far back they search, usually `from = "now-9m"`';
  return [{ code: 'SCH009', span: pattern.span, message, fixes: setting(tree, rule, 'from', 'now-9m') }];
}

/** How often the window has to fit into the history before a term that is new says something. */
const shortHistory = 10;

function historyProblems(tree: RuleTree, rule: RuleTable, { startsBefore, window }: Schedule): readonly Problem[] {
  const nested = tablesAt(tableAt(rule, 'new_terms'), 'history_window_start').flatMap((table) => stringAt(table, 'value') ?? []);
  const start = stringAt(rule, 'history_window_start') ?? nested[0];
  if (start === undefined) return [];
  const fixes = (): readonly Fix[] => replacing(tree, start, 'now-7d');
  const ago = readAgo(start.value);
  if (ago === undefined) {
    if (isBound(start.value)) return [];
    const message = `${quoted(start.value)} is no time that Elasticsearch can read; write it like \`now-7d\``;
    return [{ code: 'SCH010', span: start.span, message, fixes: fixes() }];
  }
  if (startsBefore === undefined || window === undefined) return [];
  if (ago <= startsBefore) {
    const message = `The history has to begin before the ${writeDuration(startsBefore)} that a run searches, or no term is known from before`;
    return [{ code: 'SCH010', span: start.span, message, fixes: fixes() }];
  }
  if (ago >= shortHistory * window) return [];
  const message = `The history is short beside the ${writeDuration(window)} that a run searches: terms are new that have been seen before`;
  return [{ code: 'SCH010', severity: 'hint', span: start.span, message, fixes: fixes() }];
}
