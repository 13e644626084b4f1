/** A rule file and event files to hits: what the command line and the editor's worker both call. */
import { isCancelled, type CancelToken } from '../base/cancel.js';
import { succeed, type ByteStream, type Host, type Outcome } from '../base/host.js';
import { FieldTable } from '../events/event.js';
import { instantToIso, parseInstant, type Instant } from '../events/time.js';
import { openRule } from '../rule/openText.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { FieldCatalog, Schemas } from '../schema/catalog.js';
import { defaultCategoryField } from './eql/lower.js';
import { fieldRef, type LowerContext } from './lowering.js';
import { lowerQuery, type LoweredQuery } from './lowerQuery.js';
import { newestInstant } from './newest.js';
import { pickQuery, refuse, type PickedQuery, type Refusal } from './ruleQuery.js';
import type { RunSummary, RunUpdate } from './run.js';
import type { EventFile, RunEnd } from './eventPass.js';
import { runPlan } from './runPlan.js';
import { runSequence, type SequenceEnd } from './sequence/runSequence.js';

/** A file by its URI; `text` instead of what is on disk where an editor holds unsaved text. */
export interface Source {
  readonly uri: string;
  readonly text?: string;
}

export interface RunRequest {
  readonly rule: Source & { readonly languageId?: string };
  readonly events: readonly Source[];
  /** ISO 8601 or epoch milliseconds; the newest event time of the sample when undefined. */
  readonly now?: string;
}

/** Runs the rule's query on the events. Never throws for what the user did: the summary says it. */
export type RunRule = (request: RunRequest, host: Host, schemas: Schemas, token: CancelToken) => AsyncIterable<RunUpdate>;

const defaultTimestampField = '@timestamp';

/** The search option `max_samples_per_key`, which no rule sets. */
const defaultSamplesPerKey = 1;

export const runRule: RunRule = async function* (request, host, schemas, token) {
  const started = host.now();
  const files = request.events.map((source) => eventFile(source, host));
  const summarise = (end: RunEnd, fidelity: readonly string[]): RunUpdate => ({
    kind: 'summary',
    summary: { ...end, fidelity, milliseconds: host.now() - started },
  });
  try {
    const prepared = await prepare(request, host, schemas, files, token);
    if (!prepared.ok) {
      yield summarise(notRun(prepared.status, prepared.message), []);
      return;
    }
    const { end, notes } = yield* runPrepared(prepared, files, host, token);
    yield summarise(end, [...prepared.query.fidelity, ...notes]);
  } catch (error) {
    if (!isCancelled(error)) throw error;
    yield summarise(notRun('cancelled', 'The run was cancelled.'), []);
  }
};

async function* runPrepared(
  { query: { query }, fields, rule, catalog }: Prepared,
  files: readonly EventFile[],
  host: Host,
  token: CancelToken,
): AsyncGenerator<RunUpdate, SequenceEnd, undefined> {
  const shown = { fields, timestampField: timestampOf(rule), categoryField: categoryOf(rule) };
  const clock = (): number => host.now();
  if (query.kind === 'events') return { end: yield* runPlan({ ...query, ...shown }, files, clock, token), notes: [] };
  const tiebreaker =
    rule.tiebreakerField === undefined ? undefined : fieldRef(rule.tiebreakerField.value, { catalog, fields, now: undefined });
  return yield* runSequence({ ...shown, query, tiebreaker, samplesPerKey: defaultSamplesPerKey }, files, clock, token);
}

function notRun(status: RunSummary['status'], message: string): RunEnd {
  return { status, message, events: 0, matches: 0, unreadable: [], unreadableCount: 0 };
}

function timestampOf(rule: RuleDocument): string {
  return rule.timestampField?.value ?? defaultTimestampField;
}

function categoryOf(rule: RuleDocument): string {
  return rule.eventCategoryOverride?.value ?? defaultCategoryField;
}

interface Prepared {
  readonly ok: true;
  readonly rule: RuleDocument;
  readonly query: LoweredQuery;
  readonly fields: FieldTable;
  readonly catalog: FieldCatalog;
}

async function prepare(
  request: RunRequest,
  host: Host,
  schemas: Schemas,
  files: readonly EventFile[],
  token: CancelToken,
): Promise<Prepared | Refusal> {
  const text = request.rule.text === undefined ? await host.readText(request.rule.uri) : succeed(request.rule.text);
  if (!text.ok) return refuse('failed', text.failure.message);
  const rule = openRule(text.value, request.rule);
  const picked = pickQuery(rule, nameOf(request.rule.uri));
  if (!picked.ok) return picked;
  if (files.length === 0) return refuse('failed', 'No event file was given; name a file of sample events.');
  const given = request.now === undefined ? undefined : parseInstant(request.now);
  if (request.now !== undefined && given === undefined) {
    return refuse('invalid', `"${request.now}" is not a time; write ISO 8601 or milliseconds since 1970.`);
  }
  return lowerWithNow(rule, picked, schemas, given, {
    newest: (fields) => newestInstant(files, timestampOf(rule), fields, token),
    clock: () => host.now(),
  });
}

/** Where `now` can be learnt from. */
interface Clocks {
  readonly newest: (fields: FieldTable) => Promise<Instant | undefined>;
  readonly clock: () => number;
}

/** Lowers once without `now`; only a query that asks for it makes the sample be read twice. */
async function lowerWithNow(
  rule: RuleDocument,
  picked: PickedQuery,
  schemas: Schemas,
  given: Instant | undefined,
  clocks: Clocks,
): Promise<Prepared | Refusal> {
  const catalog = schemas.catalogFor(rule.index?.value.map(({ value }) => value) ?? []);
  const fields = new FieldTable();
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
  if (!lowered.ok || !asked) return lowered.ok ? { ok: true, rule, query: lowered, fields, catalog } : lowered;
  const newest = given ?? (await clocks.newest(fields));
  const now = newest ?? { milliseconds: clocks.clock(), nanoseconds: 0 };
  const again = lowerQuery(rule, picked, { catalog, fields, now });
  if (!again.ok) return again;
  const origin = given !== undefined ? 'as given' : newest === undefined ? 'the time of the run' : 'the time of the newest event';
  const note = `\`now\` is ${instantToIso(now)}, ${origin}.`;
  return { ok: true, rule, query: { ...again, fidelity: [...again.fidelity, note] }, fields, catalog };
}

function eventFile({ uri, text }: Source, host: Host): EventFile {
  const open = text === undefined ? () => host.openStream(uri) : () => Promise.resolve(textStream(text));
  return { name: nameOf(uri), open };
}

function textStream(text: string): Outcome<ByteStream> {
  const bytes = new TextEncoder().encode(text);
  async function* chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    yield bytes;
  }
  return succeed({ size: bytes.length, chunks: chunks() });
}

/** The file's own name, as people know it. */
function nameOf(uri: string): string {
  const last =
    uri
      .replace(/[?#].*$/, '')
      .split('/')
      .pop() ?? uri;
  try {
    return decodeURIComponent(last);
  } catch {
    return last; // A percent sign that encodes nothing.
  }
}
