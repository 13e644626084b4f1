/** A rule file and event files to hits: what the command line and the editor's worker both call. */
import { grouped } from '../base/grouped.js';
import { nameOf } from '../base/fileName.js';
import { isCancelled, type CancelToken } from '../base/cancel.js';
import { succeed, type ByteStream, type Host, type Outcome } from '../base/host.js';
import { FieldTable } from '../events/event.js';
import type { EventMapper } from '../events/mapper.js';
import { mappingSentence } from '../events/mappingReport.js';
import { instantToIso, parseInstant, type Instant } from '../events/time.js';
import { openRule } from '../rule/openText.js';
import { catalogOf } from '../rule/ruleCatalog.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { FieldCatalog, Schemas } from '../schema/catalog.js';
import { defaultCategoryField } from './eql/lower.js';
import type { Engine } from './engine.js';
import { fieldRef, type LowerContext } from './lowering.js';
import { lowerQuery, type LoweredQuery } from './lowerQuery.js';
import { newestInstant } from './newest.js';
import { pickQuery, refuse, type PickedQuery, type Refusal } from './ruleQuery.js';
import type { RunSummary, RunUpdate } from './run.js';
import { both, type EventFile, type EventObserver, type RunEnd } from './eventPass.js';
import type { QuickAccess } from './fast/quickFile.js';
import { Explainer, wildcardsOf } from './explain/explainer.js';
import { runPlan } from './runPlan.js';
import { reportLimits, type ReportLimits } from './sequence/debug/report.js';
import { runSequence, type SequenceEnd } from './sequence/runSequence.js';
import { ExclusionCounter } from './variants/exclusions.js';
import { TimeCounter } from './timeCounter.js';
import { variantFinder } from './variants/finder.js';

/** A file by its URI; `text` instead of what is on disk where an editor holds unsaved text. */
export interface Source {
  readonly uri: string;
  readonly text?: string;
  /** For event files: what events of another shape go through. Cannot be copied between threads. */
  readonly mapper?: EventMapper | undefined;
}

export interface RunRequest {
  /** `offset`: in the rule that is meant, where the file has several. */
  readonly rule: Source & {
    readonly languageId?: string;
    readonly offset?: number;
    /** The rule itself, where it was opened before: many runs of one rule open it once. Cannot be copied between threads. */
    readonly opened?: RuleDocument;
  };
  readonly events: readonly Source[];
  /** ISO 8601 or epoch milliseconds; the newest event time of the sample when undefined. */
  readonly now?: string;
  /** Also count what each clause lets through, and find the nearest misses. */
  readonly explain?: boolean;
  /** `auto` where undefined. */
  readonly engine?: Engine;
  /** Of a sequence or sample: also find out where those that began came to their end. */
  readonly sequences?: boolean;
  /** Also count when the events happened. */
  readonly times?: boolean;
}

/** Runs the rule's query on the events. Never throws for what the user did: the summary says it. */
export type RunRule = (request: RunRequest, host: Host, schemas: Schemas, token: CancelToken) => AsyncIterable<RunUpdate>;

const defaultTimestampField = '@timestamp';

/** The search option `max_samples_per_key`, which no rule sets. */
export const defaultSamplesPerKey = 1;

export const runRule: RunRule = async function* (request, host, schemas, token) {
  const started = host.now();
  const files = request.events.map((source) => eventFile(source, host, request.engine));
  const summarise = (
    end: RunEnd,
    fidelity: readonly string[],
    more: Pick<RunSummary, 'explanation' | 'unmet' | 'exclusions' | 'sequences' | 'times'> = {},
  ): RunUpdate => ({
    kind: 'summary',
    summary: { ...end, fidelity: [...mappingNotes(end), ...fidelity], milliseconds: host.now() - started, ...more },
  });
  try {
    const prepared = await prepare(request, host, schemas, files, token);
    if (!prepared.ok) {
      yield summarise(notRun(prepared.status, prepared.message), []);
      return;
    }
    const explainer = request.explain === true ? new Explainer(prepared.query, prepared.fields, wildcardsOf(prepared.rule)) : undefined;
    const finder = request.explain === true ? variantFinder(prepared) : undefined;
    const counter = request.explain === true ? new ExclusionCounter(prepared.query) : undefined;
    const times = request.times === true ? new TimeCounter(timestampOf(prepared.rule), prepared.fields) : undefined;
    const watched = {
      observer: both(both(explainer, times), both(finder, counter)),
      debug: request.sequences === true ? reportLimits : undefined,
    };
    const { end, notes, sequences } = yield* runPrepared(prepared, watched, files, host, token);
    const counted = times?.counts();
    yield summarise(end, [...prepared.query.fidelity, ...notes, ...skippedNotes(end)], {
      ...(explainer === undefined ? {} : { explanation: explainer.explanation() }),
      ...(finder === undefined ? {} : { unmet: finder.unmet() }),
      ...(counter === undefined ? {} : { exclusions: counter.counts() }),
      ...(sequences === undefined ? {} : { sequences }),
      ...(counted === undefined ? {} : { times: counted }),
    });
  } catch (error) {
    if (!isCancelled(error)) throw error;
    yield summarise(notRun('cancelled', 'The run was cancelled.'), []);
  }
};

/** Runs the query of a rule that is ready; what is yielded and returned leaves out what the rule itself adds to the summary. */
export async function* runPrepared(
  { query: { query, filter }, fields, rule, catalog }: Prepared,
  { observer, debug }: { readonly observer: EventObserver | undefined; readonly debug: ReportLimits | undefined },
  files: readonly EventFile[],
  host: Host,
  token: CancelToken,
): AsyncGenerator<RunUpdate, SequenceEnd, undefined> {
  const tiebreaker =
    rule.tiebreakerField === undefined ? undefined : fieldRef(rule.tiebreakerField.value, { catalog, fields, now: undefined });
  const [timestampField, categoryField] = [timestampOf(rule), categoryOf(rule)];
  const shown = { observer, filter: filter.predicate, fields, timestampField, tiebreaker, categoryField };
  const clock = (): number => host.now();
  if (query.kind === 'events') return { end: yield* runPlan({ ...query, ...shown }, files, clock, token), notes: [] };
  return yield* runSequence({ ...shown, debug, query, samplesPerKey: defaultSamplesPerKey }, files, clock, token);
}

function skippedNotes({ skipped }: RunEnd): readonly string[] {
  if (skipped === undefined) return [];
  return [
    `${grouped(skipped)} events cannot match by what their lines hold: they were counted, not parsed, so mistakes in their JSON are not told (--strict parses all).`,
  ];
}

/** What is told of the mapping of events, where there was one. */
export function mappingNotes({ mapping }: Pick<RunEnd, 'mapping'>): readonly string[] {
  const sentence = mapping === undefined ? undefined : mappingSentence(mapping);
  return sentence === undefined ? [] : [`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`];
}

/** The end of a run that never looked at an event; `message` says why and what to do next. */
export function notRun(status: RunSummary['status'], message: string): RunEnd {
  return { status, message, events: 0, matches: 0, unreadable: [], unreadableCount: 0 };
}

/** The field by which the rule's events are ordered. */
export function timestampOf(rule: RuleDocument): string {
  return rule.timestampField?.value ?? defaultTimestampField;
}

/** The field that the word before `where` is compared with. */
export function categoryOf(rule: RuleDocument): string {
  return rule.eventCategoryOverride?.value ?? defaultCategoryField;
}

/** A rule whose query can be run. */
export interface Prepared {
  readonly ok: true;
  readonly rule: RuleDocument;
  readonly query: LoweredQuery;
  readonly fields: FieldTable;
  readonly catalog: FieldCatalog;
  /** What `now` is was asked for: with other events the query can be another. */
  readonly usesNow: boolean;
}

/** Opens the rule and lowers its query; refuses where it cannot be run, or where no events are named. Rules that share `fields` can share a pass. */
export async function prepare(
  request: RunRequest,
  host: Host,
  schemas: Schemas,
  files: readonly EventFile[],
  token: CancelToken,
  fields = new FieldTable(),
): Promise<Prepared | Refusal> {
  const opened = request.rule.opened === undefined ? await openSource(request.rule, host) : succeed(request.rule.opened);
  if (!opened.ok) return refuse('failed', opened.failure.message);
  const rule = opened.value;
  const picked = pickQuery(rule, nameOf(request.rule.uri));
  if (!picked.ok) return picked;
  if (files.length === 0) return refuse('failed', 'No event file was given; name a file of sample events.');
  const given = request.now === undefined ? undefined : parseInstant(request.now);
  if (request.now !== undefined && given === undefined) {
    return refuse('invalid', `"${request.now}" is not a time; write ISO 8601 or milliseconds since 1970.`);
  }
  return lowerWithNow(rule, picked, schemas, fields, given, {
    newest: () => newestInstant(files, timestampOf(rule), fields, token),
    clock: () => host.now(),
  });
}

async function openSource(source: RunRequest['rule'], host: Host): Promise<Outcome<RuleDocument>> {
  const text = source.text === undefined ? await host.readText(source.uri) : succeed(source.text);
  return text.ok ? succeed(openRule(text.value, source)) : text;
}

/** Where `now` can be learnt from. */
export interface Clocks {
  readonly newest: () => Promise<Instant | undefined>;
  readonly clock: () => number;
}

/** Lowers once without `now`; only a query that asks for it makes the sample be read twice. */
export async function lowerWithNow(
  rule: RuleDocument,
  picked: PickedQuery,
  schemas: Schemas,
  fields: FieldTable,
  given: Instant | undefined,
  clocks: Clocks,
): Promise<Prepared | Refusal> {
  const catalog = catalogOf(rule, schemas);
  let asked = false;
  const context: LowerContext = {
    catalog,
    fields,
    get now() {
      asked = true;
      return given;
    },
  };
  const lowered = lowerQuery(rule, picked, context);
  if (!lowered.ok || !asked) return lowered.ok ? { ok: true, rule, query: lowered, fields, catalog, usesNow: false } : lowered;
  const newest = given ?? (await clocks.newest());
  const now = newest ?? { milliseconds: clocks.clock(), nanoseconds: 0 };
  const again = lowerQuery(rule, picked, { catalog, fields, now });
  if (!again.ok) return again;
  const origin = given !== undefined ? 'as given' : newest === undefined ? 'the time of the run' : 'the time of the newest event';
  const note = `\`now\` is ${instantToIso(now)}, ${origin}.`;
  return {
    ok: true,
    rule,
    query: { ...again, fidelity: [...again.fidelity, note], queryFidelity: [...again.queryFidelity, note] },
    fields,
    catalog,
    usesNow: true,
  };
}

/** Where the events of a source are read: from its text where it has one, else from its file. */
export function eventFile({ uri, text, mapper }: Source, host: Host, engine: Engine = 'auto'): EventFile {
  const open = text === undefined ? () => host.openStream(uri) : () => Promise.resolve(textStream(text));
  return { name: nameOf(uri), open, mapper, quick: text === undefined ? quickAccess(uri, host, engine) : undefined };
}

/** Files from which going through them quickly is worth what it leaves unsaid, in bytes. */
const largeFile = 16 * 1024 * 1024;

function quickAccess(uri: string, host: Host, engine: Engine): QuickAccess | undefined {
  const open = host.openRandomAccess?.bind(host);
  if (open === undefined || engine === 'plain') return undefined;
  return { open: () => open(uri), leastBytes: engine === 'fast' ? 0 : largeFile };
}

function textStream(text: string): Outcome<ByteStream> {
  const bytes = new TextEncoder().encode(text);
  async function* chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    yield bytes;
  }
  return succeed({ size: bytes.length, chunks: chunks() });
}
