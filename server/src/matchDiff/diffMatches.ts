/** Two versions of a rule on the same events: which matches were gained, lost and kept. */
import { isCancelled, type CancelToken } from '../base/cancel.js';
import type { Host } from '../base/host.js';
import { FieldTable } from '../events/event.js';
import { matchUnit } from '../evaluate/matchUnit.js';
import type { RunProgress } from '../evaluate/run.js';
import { eventFile, prepare, type Prepared, type RunRequest, type Source } from '../evaluate/runRule.js';
import type { Refusal } from '../evaluate/ruleQuery.js';
import { openRule } from '../rule/openText.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { Schemas } from '../schema/catalog.js';
import { ruleChanges } from './changes.js';
import { diffCollected } from './collectedDiff.js';
import { diffEvents, type EventVersion } from './eventDiff.js';
import type { Compared, PassTools } from './pass.js';
import type { MatchDiff, Side, VersionOutcome } from './result.js';

/** One version of a rule, by its text. */
export type RuleVersion = RunRequest['rule'] & { readonly text: string };

export interface MatchDiffRequest {
  /** Undefined where the rule was added. */
  readonly before: RuleVersion | undefined;
  /** Undefined where the rule was deleted. */
  readonly after: RuleVersion | undefined;
  readonly events: readonly Source[];
  /** As for a run. */
  readonly now?: string | undefined;
  /** Matches of each kind that are listed; all are counted. */
  readonly limit?: number;
  readonly report?: (progress: RunProgress) => void;
}

const defaultLimit = 100;

/** The facts that need no run. */
type Head = Pick<MatchDiff, 'fate' | 'changes' | 'unit'>;

/** Never throws for what the user did: the status says it. At least one version is given. */
export async function diffMatches(request: MatchDiffRequest, host: Host, schemas: Schemas, token: CancelToken): Promise<MatchDiff> {
  const started = host.now();
  const [old, current] = [openVersion(request.before), openVersion(request.after)];
  const head: Head = {
    fate: request.before === undefined ? 'added' : request.after === undefined ? 'deleted' : 'changed',
    changes: ruleChanges(old, current),
    unit: matchUnit(current ?? old),
  };
  const taken = (diff: MatchDiff): MatchDiff => ({ ...diff, milliseconds: host.now() - started });
  if (head.fate === 'changed' && !head.changes.some(({ decides }) => decides) && old?.format === current?.format) {
    return taken(ended(request, head, 'sameMatching', 'Nothing was changed that decides which events match.'));
  }
  if (request.events.length === 0) return taken(ended(request, head, 'noEvents', 'There are no events to compare the versions on.'));
  try {
    return taken(await compare(request, head, { host, schemas, token }));
  } catch (error) {
    if (!isCancelled(error)) throw error;
    return taken(ended(request, head, 'cancelled', 'The comparison was cancelled.'));
  }
}

function openVersion(version: RuleVersion | undefined): RuleDocument | undefined {
  return version === undefined ? undefined : openRule(version.text, version);
}

interface Tools {
  readonly host: Host;
  readonly schemas: Schemas;
  readonly token: CancelToken;
}

type PreparedSides = Readonly<Record<Side, Prepared | Refusal | undefined>>;

async function compare(request: MatchDiffRequest, head: Head, { host, schemas, token }: Tools): Promise<MatchDiff> {
  const files = request.events.map((source) => eventFile(source, host));
  const fields = new FieldTable();
  const prepareSide = async (version: RuleVersion | undefined): Promise<Prepared | Refusal | undefined> =>
    version === undefined ? undefined : prepare(requestOf(version, request), host, schemas, files, token, fields);
  const sides: PreparedSides = { before: await prepareSide(request.before), after: await prepareSide(request.after) };
  const [before, after] = [runnable(sides.before), runnable(sides.after)];
  if (before === undefined && after === undefined) return refusedDiff(request, head, sides);
  const tools: PassTools = { clock: () => host.now(), token, report: request.report ?? (() => undefined) };
  const limit = request.limit ?? defaultLimit;
  const events = { before: eventVersion(before), after: eventVersion(after) };
  const isOnePass = (before === undefined) === (events.before === undefined) && (after === undefined) === (events.after === undefined);
  const withRequest = (prepared: Prepared | undefined, version: RuleVersion | undefined) =>
    prepared === undefined || version === undefined ? undefined : { prepared, request: requestOf(version, request) };
  const compared = isOnePass
    ? await diffEvents(events, files, limit, tools)
    : await diffCollected(
        { before: withRequest(before, request.before), after: withRequest(after, request.after) },
        { ...tools, files, limit, host, schemas },
      );
  return diffOf(request, head, sides, compared);
}

function requestOf(rule: RuleVersion, { events, now }: MatchDiffRequest): RunRequest {
  return { rule, events, ...(now === undefined ? {} : { now }) };
}

function runnable(side: Prepared | Refusal | undefined): Prepared | undefined {
  return side?.ok === true ? side : undefined;
}

/** A version whose events can be tested one by one. */
function eventVersion(prepared: Prepared | undefined): EventVersion | undefined {
  const query = prepared?.query.query;
  if (prepared === undefined || query?.kind !== 'events' || query.pipes.length > 0) return undefined;
  return { prepared, predicate: query.predicate };
}

function ended({ before, after }: MatchDiffRequest, head: Head, status: MatchDiff['status'], message: string): MatchDiff {
  const outcome = (version: RuleVersion | undefined): VersionOutcome =>
    version === undefined ? absent : { state: 'notRun', matches: undefined, message };
  return {
    ...head,
    ...{ status, message, before: outcome(before), after: outcome(after), lists: undefined },
    ...{ events: 0, unreadable: [], unreadableCount: 0, fidelity: [], milliseconds: 0 },
  };
}

const absent: VersionOutcome = { state: 'absent', matches: undefined, message: undefined };

/** Where none of the versions can be run. */
function refusedDiff(request: MatchDiffRequest, head: Head, sides: PreparedSides): MatchDiff {
  const diff = ended(request, head, 'notCompared', notRunMessage(sides));
  return { ...diff, before: refusedOutcome(sides.before), after: refusedOutcome(sides.after) };
}

function refusedOutcome(side: PreparedSides[Side]): VersionOutcome {
  return side?.ok === false ? { state: 'notRun', matches: undefined, message: side.message } : absent;
}

/** Of the version that is to be, if that is the one. */
function notRunMessage({ before, after }: PreparedSides): string {
  if (after?.ok === false) return `The version after cannot be run: ${after.message}`;
  return before?.ok === false ? `The version before cannot be run: ${before.message}` : '';
}

function diffOf(request: MatchDiffRequest, head: Head, sides: PreparedSides, compared: Compared): MatchDiff {
  const { status, message, failed, lists, events, unreadable, unreadableCount, notes } = compared;
  if (status === 'cancelled') return ended(request, head, 'cancelled', 'The comparison was cancelled.');
  const facts = { ...head, events, unreadable, unreadableCount, milliseconds: 0 };
  if (status !== 'finished') {
    const why = message ?? 'The versions were not run.';
    const diff =
      failed === undefined
        ? ended(request, head, 'eventsUnread', why)
        : ended(request, head, 'notCompared', `The version ${failed} cannot be run: ${why}`);
    return { ...diff, ...facts };
  }
  const kept = lists.of('kept').count;
  const outcome = (side: Side): VersionOutcome =>
    sides[side]?.ok === true
      ? { state: 'ran', matches: kept + lists.of(side === 'before' ? 'lost' : 'gained').count, message: undefined }
      : refusedOutcome(sides[side]);
  const [before, after] = [outcome('before'), outcome('after')];
  const isCompared = before.state !== 'notRun' && after.state !== 'notRun';
  return {
    ...facts,
    status: isCompared ? 'compared' : 'notCompared',
    message: isCompared ? undefined : notRunMessage(sides),
    before,
    after,
    lists: isCompared ? lists.all() : undefined,
    fidelity: fidelityOf(sides, notes),
  };
}

function fidelityOf(sides: PreparedSides, notes: readonly string[]): readonly string[] {
  const told = [runnable(sides.before), runnable(sides.after)];
  const kinds = told.map((side) => side?.query.query.kind);
  const [before, after] = kinds;
  const differ = before !== undefined && after !== undefined && before !== after;
  const kindNote = differ
    ? [
        `Matches were ${before === 'events' ? before : `${before}s`} and are ${after === 'events' ? after : `${after}s`} now, so that none can be the same.`,
      ]
    : [];
  return [...new Set([...kindNote, ...told.flatMap((side) => side?.query.fidelity ?? []), ...notes])];
}
