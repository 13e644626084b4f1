/** Near misses of a sequence or sample that no clause is to blame for: what may not happen did, it ended, took too long, or is not joined. */
import type { Span } from '../base/span.js';
import type { QueryItem, SampleQuery, SequenceQuery } from '../evaluate/sequence/query.js';
import { maxspanOf, type Draft } from './drafts.js';
import { conditionOf, filterOf, valuesFor, type SearchContext } from './items.js';
import { acceptedBy, type MadeValues } from './madeEvent.js';
import type { NearMissKind } from './synthesis.js';
import { usualValues } from './usualValues.js';

/** A match that was found. */
export interface DraftedMatch {
  readonly query: SequenceQuery | SampleQuery;
  /** Without missing events; `values` are those of each. */
  readonly items: readonly QueryItem[];
  readonly values: readonly MadeValues[];
  readonly drafts: readonly Draft[];
}

export interface OtherMiss {
  readonly fails: NearMissKind;
  /** In the query text. */
  readonly span: Span;
  /** Drafts that should not match; whoever uses them checks. */
  readonly choices: Iterable<readonly Draft[]>;
}

export function otherMisses(match: DraftedMatch, context: SearchContext): readonly OtherMiss[] {
  const { query, items } = match;
  const missing = query.items.flatMap((item, index) => (item.missing ? [happened(item, index, match, context)] : []));
  const until = query.kind === 'sequence' && query.until !== undefined ? [ended(query.until, match, context)] : [];
  const last = items.at(-1);
  if (last === undefined) return [...missing, ...until];
  if (match.drafts.filter(({ item }) => item !== undefined).length < 2) return [...missing, ...until];
  const late = maxspanOf(query) === undefined ? [] : [tookTooLong(last, match)];
  const apart = last.keys.some(({ field }) => field !== undefined) ? [notJoined(last, match, context)] : [];
  return [...missing, ...until, ...late, ...apart];
}

/** The event of a missing item happens where it may not. */
function happened(item: QueryItem, index: number, match: DraftedMatch, context: SearchContext): OtherMiss {
  const before = match.query.items.slice(0, index).filter(({ missing }) => !missing).length;
  const next = match.drafts.findIndex((draft) => draft.item === before);
  return { fails: 'missing', span: item.span, choices: inserted(item, next, match, context) };
}

/** What ends a sequence happens before its last event. */
function ended(until: QueryItem, match: DraftedMatch, context: SearchContext): OtherMiss {
  const last = match.drafts.findLastIndex(({ item }) => item !== undefined);
  return { fails: 'until', span: until.span, choices: inserted(until, last, match, context) };
}

/** An event of the item with the keys of the match, in time before the draft number `next`; after all events of the match where that is -1. */
function* inserted(
  item: QueryItem,
  next: number,
  match: DraftedMatch,
  context: SearchContext,
): Generator<readonly Draft[], void, undefined> {
  const { drafts } = match;
  const condition = conditionOf(item, filterOf(context));
  const found = valuesFor(condition, context);
  if (found === undefined) return;
  const accepts = acceptedBy(condition, context.fields);
  const values = joined(found, item, match);
  if (!accepts(values)) return;
  const [from, to] = [drafts[next === -1 ? drafts.length - 2 : next - 1]?.time, next === -1 ? undefined : drafts[next]?.time];
  const time = from === undefined ? (to ?? 0) - 1 : to === undefined ? from + 1 : Math.floor((from + to) / 2);
  yield [...drafts, { values, time, item: undefined }];
}

/** The item's keys have the values that the first event of the match has in its own. */
function joined(found: MadeValues, item: QueryItem, { items, values }: DraftedMatch): MadeValues {
  const merged = new Map(found.values);
  for (const [position, { field }] of item.keys.entries()) {
    const [key, first] = [items[0]?.keys[position]?.field, values[0]];
    const given = key === undefined ? undefined : first?.values.get(key.id);
    if (field !== undefined && given !== undefined) merged.set(field.id, given);
  }
  return { ...found, values: merged };
}

/** The last event comes after `maxspan` is over. */
function tookTooLong(last: QueryItem, { query, drafts, items }: DraftedMatch): OtherMiss {
  const late = (drafts[0]?.time ?? 0) + (maxspanOf(query) ?? 0) + 1000;
  const at = drafts.findLastIndex(({ item }) => item === items.length - 1);
  const shifted = drafts.map((draft, index) => (index >= at ? { ...draft, time: Math.max(draft.time, late + index - at) } : draft));
  return { fails: 'maxspan', span: last.span, choices: [shifted] };
}

/** The last event has another value in one of its keys. */
function notJoined(last: QueryItem, match: DraftedMatch, context: SearchContext): OtherMiss {
  return { fails: 'key', span: last.span, choices: otherKeys(last, match, context) };
}

function* otherKeys(
  last: QueryItem,
  { drafts, items }: DraftedMatch,
  { fields }: SearchContext,
): Generator<readonly Draft[], void, undefined> {
  const accepts = acceptedBy(conditionOf(last), fields);
  const at = drafts.findLastIndex(({ item }) => item === items.length - 1);
  const draft = drafts[at];
  if (draft === undefined) return;
  for (const { field } of last.keys) {
    if (field === undefined) continue;
    const before = draft.values.values.get(field.id) ?? [];
    for (const value of usualValues(field)) {
      if (before.includes(value)) continue;
      const values = { ...draft.values, values: new Map([...draft.values.values, [field.id, [value]]]) };
      if (accepts(values)) yield drafts.map((each, index) => (index === at ? { ...each, values } : each));
    }
  }
}
