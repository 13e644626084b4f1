/** What comparing two versions of a rule found, as people read it, the same in the editor and in the terminal. */
import { grouped } from '../base/grouped.js';
import type { Value } from '../events/event.js';
import { quoted } from '../evaluate/explain/sentences.js';
import type { Hit } from '../evaluate/run.js';
import type { RuleChange } from './changes.js';
import type { ComparedMatch, FailedClause, MatchDiff, MatchKind } from './result.js';

export const matchKinds: readonly MatchKind[] = ['gained', 'lost', 'kept'];

/** `1 gained · 2 lost · 20 kept`; where nothing could be compared, why. */
export function countsText({ lists, message }: MatchDiff): string {
  if (lists === undefined) return message ?? '';
  return matchKinds.map((kind) => `${grouped(lists[kind].count)} ${kind}`).join(' · ');
}

/** Values longer than this are not quoted in full. */
const longestValue = 60;

/** `query changed`, `index: ["a-*"] → ["b-*"]`, `also changed: note, tags`; nothing of a rule that was added or deleted. */
export function changeLines({ fate, changes }: Pick<MatchDiff, 'fate' | 'changes'>): readonly string[] {
  if (fate !== 'changed') return [`rule ${fate}`];
  const others = changes.filter(({ decides }) => !decides).map(({ key }) => key);
  const deciding = changes.filter(({ decides }) => decides).map(changeText);
  return [...deciding, ...(others.length === 0 ? [] : [`${deciding.length === 0 ? '' : 'also '}changed: ${others.join(', ')}`])];
}

function changeText({ key, before, after }: RuleChange): string {
  if (before === undefined) return `${key} added`;
  if (after === undefined) return `${key} removed`;
  const isShort = key !== 'query' && Math.max(before.length, after.length) <= longestValue;
  return isShort ? `${key}: ${before} → ${after}` : `${key} changed`;
}

/** Values of one field that are shown. */
const mostValues = 3;

/** `host.name "web-1" · process.args "-c", "id"` */
export function fieldsOfHit({ columns }: Hit): readonly { readonly field: string; readonly values: string }[] {
  return columns.map(({ field, values }) => ({ field, values: valuesText(values) }));
}

function valuesText(values: readonly Value[]): string {
  const more = values.length - mostValues;
  return [...values.slice(0, mostValues).map(quoted), ...(more > 0 ? [`… ${more} more`] : [])].join(', ');
}

/** Clauses longer than this are cut. */
const longestClause = 160;

/** One line of why a version does not have a match. */
export interface WhyLine {
  readonly indent: number;
  /** `item 2, line 17`: of a sequence the part and the event; empty otherwise. */
  readonly about: string;
  /** Text of the rule; undefined where it is no matter of a clause. */
  readonly clause: string | undefined;
  /** What the event has, and why that is not enough. May hold text of the event. */
  readonly reasons: readonly string[];
}

export function whyLines({ hits, why }: ComparedMatch): readonly WhyLine[] {
  if (why === undefined) return [];
  const note = why.note === undefined ? [] : [{ indent: 0, about: '', clause: undefined, reasons: [why.note] }];
  const left = why.left === 0 ? [] : [{ indent: 0, about: '', clause: undefined, reasons: [`and ${why.left} more clauses`] }];
  return [...note, ...why.clauses.map((clause) => clauseLine(clause, hits)), ...left];
}

function clauseLine({ hit, part, indent, clause, values, reason }: FailedClause, hits: readonly Hit[]): WhyLine {
  return {
    indent,
    about: part === undefined ? '' : `${part}, line ${hits[hit]?.line ?? 0}`,
    clause: clause.length > longestClause ? `${clause.slice(0, longestClause - 1)}…` : clause,
    reasons: [values, reason ?? ''].filter((text) => text !== ''),
  };
}
