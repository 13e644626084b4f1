/**
 * Versions whose matches are known only after all events: sequences, samples, and queries with pipes. Each is run by itself; of the first
 * only which events make up its matches is kept, and it is run once more where some of its matches are to be listed.
 */
import type { Host } from '../base/host.js';
import { passOver, type EventConsumer, type EventFile, type SeenEvent } from '../evaluate/eventPass.js';
import type { Hit, RunSummary } from '../evaluate/run.js';
import { runRule, type Prepared, type RunRequest } from '../evaluate/runRule.js';
import { grouped } from '../base/grouped.js';
import type { Schemas } from '../schema/catalog.js';
import { MatchLists } from './lists.js';
import type { Compared, PassTools } from './pass.js';
import type { ComparedMatch, MatchKind, Side, Why } from './result.js';
import { compileFailing, itemOf, whyOf, type Failing } from './why.js';

/** A version that can be run; both with the same field table. */
export interface CollectedVersion {
  readonly prepared: Prepared;
  readonly request: RunRequest;
}

export interface CollectedParts extends PassTools {
  readonly files: readonly EventFile[];
  readonly limit: number;
  readonly host: Host;
  readonly schemas: Schemas;
}

type Versions = Readonly<Record<Side, CollectedVersion | undefined>>;

/** Matches whose events are kept to be compared. */
const mostMatches = 2_000_000;

const onlyIn = { before: 'lost', after: 'gained' } as const satisfies Record<Side, MatchKind>;

/** One of the versions may be missing; then all matches are gained, or lost. */
export async function diffCollected(versions: Versions, parts: CollectedParts): Promise<Compared> {
  const lists = new MatchLists(parts.limit);
  const ends: RunSummary[] = [];
  const finished = (failed?: Side, message?: string): Compared => comparedOf(lists, ends, failed, message);
  const first = bounded(versions);
  const second: Side = first === 'before' ? 'after' : 'before';
  const comparable = areComparable(versions);
  const left = new Map<string, number>();
  let keys = 0;
  const collected = await runOnce(versions[first], parts, (key, hits) => {
    if (comparable) left.set(key, (left.get(key) ?? 0) + 1);
    else take(lists, onlyIn[first], { hits, why: undefined });
    return (keys += 1) <= mostMatches || !comparable;
  });
  if (collected !== undefined) ends.push(collected);
  if (comparable && keys > mostMatches) return finished(first, tooMany);
  if (collected !== undefined && collected.status !== 'finished') {
    // What both fail on are the events.
    const other = await runOnce(versions[second], parts, () => true);
    return finished(other?.message === collected.message || other === undefined ? undefined : first);
  }
  const compared = await runOnce(versions[second], parts, (key, hits) => {
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    take(lists, count > 0 ? 'kept' : onlyIn[second], { hits, why: undefined });
    return true;
  });
  if (compared !== undefined) ends.push(compared);
  if (compared !== undefined && compared.status !== 'finished') return finished(collected === undefined ? undefined : second);
  if (comparable) await listRest(versions[first], onlyIn[first], left, lists, parts);
  await explain(versions, lists, parts);
  return finished();
}

const tooMany = `The version has more than ${grouped(mostMatches)} matches, too many to compare; compare on fewer events.`;

/** The one with the smaller result where that is known: pipes bound it. */
function bounded({ before, after }: Versions): Side {
  const query = before?.prepared.query.query;
  const isPlain = query?.kind === 'events' && query.pipes.length === 0;
  return isPlain && after !== undefined ? 'after' : 'before';
}

/** Matches of different kinds are never the same. */
function areComparable({ before, after }: Versions): boolean {
  return before !== undefined && after !== undefined && before.prepared.query.query.kind === after.prepared.query.query.kind;
}

/** Undefined without a version. `onMatch` returns whether it wants more. */
async function runOnce(
  version: CollectedVersion | undefined,
  { host, schemas, token, report }: CollectedParts,
  onMatch: (key: string, hits: readonly Hit[]) => boolean,
): Promise<RunSummary | undefined> {
  if (version === undefined) return undefined;
  for await (const update of runRule(version.request, host, schemas, token)) {
    if (update.kind === 'progress') report(update.progress);
    else if (update.kind === 'summary') return update.summary;
    else for (const hits of matchesOf(update.hits)) if (!onMatch(keyOf(hits), hits)) return undefined;
  }
  throw new Error('a run ended without a summary');
}

/** Hits of one match come together. */
function* matchesOf(hits: readonly Hit[]): Generator<readonly Hit[], void, undefined> {
  let from = 0;
  for (let at = 1; at <= hits.length; at++) {
    const index = hits[at]?.sequence?.index;
    if (at < hits.length && index !== undefined && index === hits[from]?.sequence?.index) continue;
    yield hits.slice(from, at);
    from = at;
  }
}

function keyOf(hits: readonly Hit[]): string {
  return hits.map(placeKey).join(' ');
}

function placeKey({ file, offset }: { readonly file: number; readonly offset: number }): string {
  return `${file}:${offset}`;
}

function take(lists: MatchLists, kind: MatchKind, match: ComparedMatch): void {
  lists.count(kind);
  if (lists.hasRoom(kind)) lists.keep(kind, match);
}

/** Counts the matches of the first version that the second has not, and lists the first of them in the order of that version. */
async function listRest(
  version: CollectedVersion | undefined,
  kind: MatchKind,
  left: Map<string, number>,
  lists: MatchLists,
  parts: CollectedParts,
): Promise<void> {
  let rest = 0;
  for (const count of left.values()) rest += count;
  lists.count(kind, rest);
  if (rest === 0 || !lists.hasRoom(kind)) return;
  let unlisted = rest;
  await runOnce(version, { ...parts, report: () => undefined }, (key, hits) => {
    const count = left.get(key) ?? 0;
    if (count === 0) return true;
    left.set(key, count - 1);
    lists.keep(kind, { hits, why: undefined });
    unlisted--;
    return unlisted > 0 && lists.hasRoom(kind);
  });
}

/** Looks up in the events of gained and lost matches what the other version finds wrong with them. */
async function explain(versions: Versions, lists: MatchLists, { files, clock, token }: CollectedParts): Promise<void> {
  const { before, after } = versions;
  if (before === undefined || after === undefined) return;
  const failures: Record<Side, Map<string, Failing>> = { before: new Map(), after: new Map() };
  const wanted = new Map<string, ((event: SeenEvent) => void)[]>();
  for (const side of ['before', 'after'] as const) {
    const [own, other] = side === 'before' ? [after, before] : [before, after];
    const failing = compileFailing(other.prepared);
    for (const { hits } of lists.of(onlyIn[side === 'before' ? 'after' : 'before']).matches) {
      for (const [index, hit] of hits.entries()) {
        const item = itemOf(hit, own.prepared.query.query, other.prepared.query.query);
        const key = placeKey(hit);
        const looks = wanted.get(key) ?? [];
        looks.push((event) => failures[side].set(`${keyOf(hits)} ${index}`, failing(event, index, item)));
        wanted.set(key, looks);
      }
    }
  }
  if (wanted.size === 0) return;
  const consumer: EventConsumer = {
    matches: 0,
    takeHits: () => [],
    take: (event) => wanted.get(placeKey({ file: event.file, offset: event.slice.offset }))?.forEach((look) => look(event)),
  };
  const pass = passOver(files, after.prepared.fields, consumer, clock, token);
  while ((await pass.next()).done !== true);
  for (const side of ['before', 'after'] as const) {
    const other = side === 'before' ? before : after;
    const otherwise = otherReason(versions, other);
    lists.amend(onlyIn[side === 'before' ? 'after' : 'before'], ({ hits }) => ({
      hits,
      why: whyFrom(side, hits, failures[side], otherwise),
    }));
  }
}

function whyFrom(side: Side, hits: readonly Hit[], failures: ReadonlyMap<string, Failing>, otherwise: string): Why {
  const key = keyOf(hits);
  const found = hits.flatMap((_, index) => failures.get(`${key} ${index}`) ?? []);
  return whyOf(side, found, otherwise);
}

/** Why events that fail no clause are still no match. */
function otherReason({ before, after }: Versions, { prepared }: CollectedVersion): string {
  const { kind } = prepared.query.query;
  if (before?.prepared.query.query.kind !== after?.prepared.query.query.kind)
    return `a match of that version is ${kind === 'events' ? 'an event' : `a ${kind}`}`;
  if (kind === 'events') return 'it passes the query, and the pipes leave it out';
  return kind === 'sample'
    ? 'its events satisfy the items; their join keys, or an earlier sample, decide'
    : 'its events satisfy the items; order, join keys, `maxspan`, `until` or a missing event decide';
}

function comparedOf(lists: MatchLists, ends: readonly RunSummary[], failed: Side | undefined, message: string | undefined): Compared {
  const last = ends.at(-1);
  return {
    status: message === undefined ? (last?.status ?? 'finished') : 'failed',
    message: message ?? last?.message,
    failed,
    lists,
    events: last?.events ?? 0,
    unreadable: last?.unreadable ?? [],
    unreadableCount: last?.unreadableCount ?? 0,
    notes: [...new Set(ends.flatMap(({ fidelity }) => fidelity))],
  };
}
