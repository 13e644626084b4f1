/** Which events of a case have a part in the matches of a sequence or sample: only there they exercise what an item asks. */
import type { CancelToken } from '../../base/cancel.js';
import type { Host } from '../../base/host.js';
import type { EventFile } from '../../evaluate/eventPass.js';
import type { Hit } from '../../evaluate/run.js';
import { runPrepared, type Prepared } from '../../evaluate/runRule.js';
import type { SampleQuery, SequenceQuery } from '../../evaluate/sequence/query.js';
import type { TestSurroundings } from '../openTests.js';
import type { KeptEvent } from './caseEvents.js';
import type { QueryPart } from './parts.js';

export interface StageEvents {
  /** Whether the event, satisfying the part, decides on a match there. */
  readonly has: (part: QueryPart, event: KeptEvent) => boolean;
}

/** Undefined for a query of single events, where every event decides for itself. Throws `Cancelled`. */
export async function stageEvents(
  prepared: Prepared,
  files: readonly EventFile[],
  { host, token }: TestSurroundings,
): Promise<StageEvents | undefined> {
  const { query } = prepared.query;
  if (query.kind === 'events') return undefined;
  const run = async (changed: SequenceQuery | SampleQuery): Promise<readonly Hit[]> =>
    hitsOf({ ...prepared, query: { ...prepared.query, query: changed } }, files, host, token);
  const hits = await run(query);
  const taking = new Set(hits.map((hit) => `${itemOf(hit)} ${hit.file} ${hit.offset}`));
  const deciding = query.kind === 'sequence' ? await decidingParts(query, hits, run) : new Set<number>();
  return {
    has: (part, { file, offset }) =>
      part.role === 'item' ? taking.has(`${part.span.start} ${file} ${offset}`) : deciding.has(part.span.start),
  };
}

/** Items are told apart by where they are written. */
function itemOf({ sequence }: Hit): number {
  return sequence?.stages[sequence.stage]?.span.start ?? -1;
}

/** The missing events, and `until`, without which the events of the case would match otherwise. */
async function decidingParts(
  query: SequenceQuery,
  hits: readonly Hit[],
  run: (changed: SequenceQuery) => Promise<readonly Hit[]>,
): Promise<ReadonlySet<number>> {
  const before = matchText(hits);
  const deciding = new Set<number>();
  const variants: readonly (readonly [number, SequenceQuery])[] = [
    ...query.items
      .filter(({ missing }) => missing)
      .map((item) => [item.span.start, { ...query, items: query.items.filter((other) => other !== item) }] as const),
    ...(query.until === undefined ? [] : [[query.until.span.start, { ...query, until: undefined }] as const]),
  ];
  for (const [start, variant] of variants) {
    if (matchText(await run(variant)) !== before) deciding.add(start);
  }
  return deciding;
}

function matchText(hits: readonly Hit[]): string {
  return hits.map((hit) => `${hit.sequence?.index ?? 0} ${itemOf(hit)} ${hit.file} ${hit.offset}`).join('\n');
}

async function hitsOf(prepared: Prepared, files: readonly EventFile[], host: Host, token: CancelToken): Promise<readonly Hit[]> {
  const hits: Hit[] = [];
  const updates = runPrepared(prepared, { observer: undefined, debug: undefined }, files, host, token);
  let next = await updates.next();
  for (; next.done !== true; next = await updates.next()) if (next.value.kind === 'hits') hits.push(...next.value.hits);
  return hits;
}
