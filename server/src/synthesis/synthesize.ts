/** Makes events for the query of a rule: those that it matches, and for each clause those that only this clause keeps from matching. */
import { throwIfCancelled, type CancelToken } from '../base/cancel.js';
import type { Span } from '../base/span.js';
import { FieldTable } from '../events/event.js';
import { parseInstant } from '../events/time.js';
import { wildcardsOf } from '../evaluate/explain/explainer.js';
import type { EventSearch } from '../evaluate/lowerQuery.js';
import { lowerQuery } from '../evaluate/lowerQuery.js';
import { pickQuery, type Refusal } from '../evaluate/ruleQuery.js';
import { timestampOf } from '../evaluate/runRule.js';
import type { SampleQuery, SequenceQuery } from '../evaluate/sequence/query.js';
import { catalogOf } from '../rule/ruleCatalog.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { Schemas } from '../schema/catalog.js';
import { inCategory } from './categories.js';
import { countMatches, type RunnableRule } from './confirm.js';
import { draftMatch, maxspanOf, writeDrafts, type Draft, type Writing } from './drafts.js';
import { fieldsRead } from './fieldsRead.js';
import { allOf, filterOf, findItems, valuesFor, withKeysOf, type SearchContext } from './items.js';
import { acceptedBy, type MadeValues } from './madeEvent.js';
import { marksBeside, type Mark } from './mark.js';
import { missedClauses } from './nearMisses.js';
import type { TestHead } from './sampleText.js';
import { otherMisses, type DraftedMatch } from './sequenceMisses.js';
import type { MadeSample, NearMiss, NearMissKind, NoSampleReason, Sample, Synthesis } from './synthesis.js';
import { defaultBaseTime } from './usualValues.js';

/** A rule whose query was lowered for synthesis. */
export interface PreparedSynthesis extends RunnableRule {
  readonly ok: true;
  /** Of the query. */
  readonly text: string;
  /** The time of the first event, and what `now` is; milliseconds since 1970. */
  readonly base: number;
}

/** `name` is how messages call the rule's file; `base` is ISO 8601 or epoch milliseconds. */
export function prepareSynthesis(rule: RuleDocument, name: string, schemas: Schemas, base = defaultBaseTime): PreparedSynthesis | Refusal {
  const picked = pickQuery(rule, name);
  if (!picked.ok) return picked;
  const now = parseInstant(base);
  if (now === undefined)
    return { ok: false, status: 'invalid', message: `"${base}" is not a time; write ISO 8601 or milliseconds since 1970.` };
  const catalog = catalogOf(rule, schemas);
  const fields = new FieldTable();
  const query = lowerQuery(rule, picked, { catalog, fields, now });
  return query.ok ? { ok: true, rule, query, fields, catalog, text: picked.parsed.text, base: now.milliseconds } : query;
}

/** The same for the same rule on every machine. Each sample was run before it is handed out. */
export async function synthesize(prepared: PreparedSynthesis, token: CancelToken): Promise<Synthesis> {
  const maker = makerOf(prepared, token);
  const { query } = prepared.query;
  return query.kind === 'events' ? forEvents(query, maker) : forItems(query, maker);
}

/** What making the samples of one rule needs at every step. */
export interface Maker {
  readonly prepared: PreparedSynthesis;
  readonly context: SearchContext;
  readonly token: CancelToken;
  readonly writing: Writing;
  readonly marks: readonly Mark[];
}

function makerOf(prepared: PreparedSynthesis, token: CancelToken): Maker {
  const { query, fields, catalog, text, rule } = prepared;
  const context = { fields, names: catalog.names, text, filter: query.filter.predicate };
  const timestampFields = [...new Set(['@timestamp', timestampOf(rule)])];
  return { prepared, context, token, writing: { fields, timestampFields }, marks: marksBeside(fieldsRead(query)) };
}

async function forEvents({ predicate }: EventSearch, maker: Maker): Promise<Synthesis> {
  const { prepared, context } = maker;
  const whole = allOf([predicate, ...filterOf(context)]);
  const found = valuesFor(whole, context);
  const match = found === undefined ? undefined : inCategory(found, context.fields, prepared.catalog, acceptedBy(whole, context.fields));
  const draft = (values: MadeValues): readonly Draft[] => [{ values, time: prepared.base, item: 0 }];
  const positive = match === undefined ? none(predicate.kind === 'fixed' ? 'fixed' : 'notFound') : await positiveOf(draft(match), maker);
  const condition = { predicate, match, variants: (values: MadeValues) => [values], wildcards: wildcardsOf(prepared.rule) };
  const missed = missedClauses(condition, context);
  const nearMisses: NearMiss[] = [];
  for (const { clause, choices, fixed } of missed) {
    const about = { fails: 'clause' as const, span: clause.span };
    nearMisses.push(await nearMissOf(about, fixed ? 'fixed' : 'notFound', drafted(choices, draft), maker));
  }
  return { positive, nearMisses };
}

async function forItems(query: SequenceQuery | SampleQuery, maker: Maker): Promise<Synthesis> {
  const match = await matchOfItems(query, maker);
  if (match.kind === 'none') return { positive: match, nearMisses: [] };
  const nearMisses: NearMiss[] = [];
  for (const { about, reason, choices } of [...clauseMisses(match, maker), ...eventMisses(match, maker)]) {
    const later = laterBy(query, nearMisses.length + 1);
    nearMisses.push(await nearMissOf(about, reason, drafted(choices, later), maker));
  }
  return { positive: match.positive, nearMisses };
}

interface FoundMatch extends DraftedMatch {
  readonly kind: 'found';
  readonly positive: MadeSample;
}

/** Where events of a match spoil it, because they end it or may not happen, others are looked for. */
async function matchOfItems(query: SequenceQuery | SampleQuery, maker: Maker): Promise<FoundMatch | Extract<Sample, { kind: 'none' }>> {
  for (const apart of [false, true]) {
    const found = findItems(query, maker.context, apart);
    if (!found.ok) return none(apart ? 'notConfirmed' : found.reason);
    const drafts = draftMatch(query, found.items, found.values, maker.prepared.base);
    const positive = await positiveOf(drafts, maker);
    if (positive.kind === 'made') return { kind: 'found', query, items: found.items, values: found.values, drafts, positive };
  }
  return none('notConfirmed');
}

/** A near miss that is wanted of a sequence or sample. `reason`: where there are no choices. */
interface WantedMiss {
  readonly about: Pick<NearMiss, 'fails' | 'span'>;
  readonly reason: 'fixed' | 'notFound';
  readonly choices: Iterable<readonly Draft[]>;
}

/** One for each clause of each item: the last event of the item has other values. */
function clauseMisses({ items, values, drafts }: FoundMatch, { prepared, context }: Maker): readonly WantedMiss[] {
  return items.flatMap((item, index) => {
    const match = values[index];
    if (match === undefined) return [];
    // With the join keys of the match; with others only where the clause is about a key.
    const variants = (made: MadeValues): readonly MadeValues[] => [withKeysOf(made, item, match), made];
    const condition = { predicate: item.predicate, match, variants, wildcards: wildcardsOf(prepared.rule) };
    return missedClauses(condition, context).map(({ clause, choices, fixed }): WantedMiss => ({
      about: { fails: 'clause', span: clause.span },
      reason: fixed ? 'fixed' : 'notFound',
      choices: drafted(choices, (made) => withLastOf(drafts, index, made)),
    }));
  });
}

function eventMisses(match: FoundMatch, { context }: Maker): readonly WantedMiss[] {
  return otherMisses(match, context).map(({ fails, span, choices }) => ({ about: { fails, span }, reason: 'notFound', choices }));
}

/** The samples of a query lie so far apart that those with a `maxspan` do not mix when they stand in one file. */
function laterBy(query: SequenceQuery | SampleQuery, number: number): (drafts: readonly Draft[]) => readonly Draft[] {
  const shift = number * ((maxspanOf(query) ?? 0) + day);
  return (drafts) => drafts.map((draft) => ({ ...draft, time: draft.time + shift }));
}

const day = 24 * 3600 * 1000;

/** One by one: the first that a run confirms is enough. */
function* drafted<T>(choices: Iterable<T>, draft: (choice: T) => readonly Draft[]): Generator<readonly Draft[], void, undefined> {
  for (const choice of choices) yield draft(choice);
}

/** The last event of the item has other values. */
function withLastOf(drafts: readonly Draft[], item: number, values: MadeValues): readonly Draft[] {
  const last = drafts.findLastIndex((draft) => draft.item === item);
  return drafts.map((draft, index) => (index === last ? { ...draft, values } : draft));
}

function none(reason: NoSampleReason): Extract<Sample, { kind: 'none' }> {
  return { kind: 'none', reason };
}

async function positiveOf(drafts: readonly Draft[], maker: Maker): Promise<Sample> {
  return (await confirmed(drafts, undefined, (matches) => matches > 0, maker)) ?? none('notConfirmed');
}

/** The first of the choices that does not match when it is run. `reason`: where there are no choices. */
async function nearMissOf(
  { fails, span }: Pick<NearMiss, 'fails' | 'span'>,
  reason: 'fixed' | 'notFound',
  choices: Iterable<readonly Draft[]>,
  maker: Maker,
): Promise<NearMiss> {
  const text = clauseText(maker.prepared.text, span);
  let why: NoSampleReason = reason;
  for (const drafts of reason === 'fixed' ? [] : choices) {
    throwIfCancelled(maker.token);
    const sample = await confirmed(drafts, failure[fails](text), (matches) => matches === 0, maker);
    if (sample !== undefined) return { fails, span, text, sample };
    why = 'notConfirmed';
  }
  return { fails, span, text, sample: none(why) };
}

/** What the label of a near miss says of it. */
const failure: Readonly<Record<NearMissKind, (text: string) => string>> = {
  clause: (text) => text,
  missing: (text) => text,
  until: (text) => `until ${text}`,
  maxspan: () => 'maxspan',
  key: () => 'join key',
};

/** The events with the first mark with which a run of the query says what it should. */
async function confirmed(
  drafts: readonly Draft[],
  fails: string | undefined,
  isRight: (matches: number) => boolean,
  { prepared, token, writing, marks }: Maker,
): Promise<MadeSample | undefined> {
  for (const mark of marks) {
    const events = writeDrafts(drafts, writing, mark, fails);
    const matches = await countMatches(prepared, events, token);
    if (matches !== undefined && isRight(matches)) return { kind: 'made', events, matches };
  }
  return undefined;
}

/** Longer clauses are cut. */
const longestText = 200;

function clauseText(query: string, { start, end }: Span): string {
  const text = query.slice(start, end).replace(/\s+/g, ' ').trim();
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
}

/** What a test file of the rule says first. `path`: of the rule, for one without a name. */
export function testHeadOf({ rule, text, base }: PreparedSynthesis, path: string, hasOthers: boolean): TestHead {
  return {
    title: rule.name?.value ?? path,
    ruleName: hasOthers ? (rule.ruleId?.value ?? rule.name?.value) : undefined,
    now: /\bnow\b/.test(text) ? new Date(base).toISOString() : undefined,
  };
}
