/** The last step of a sequence or sample: reads the events of the first matches again, for what is shown of them. */
import { throwIfCancelled, type CancelToken } from '../../base/cancel.js';
import { succeed, type Outcome } from '../../base/host.js';
import type { EventBatch, FieldTable } from '../../events/event.js';
import { parseEvent } from '../../events/json.js';
import { applyMapper, FileMapper, type EventMapper } from '../../events/mapper.js';
import { readEvents } from '../../events/read.js';
import { createView } from '../../events/view.js';
import type { EventFile } from '../eventPass.js';
import { openPlaces, type QuickFile } from '../fast/quickFile.js';
import { compileHit, type ShownFields } from '../hit.js';
import type { Hit } from '../run.js';
import type { CandidatePlace } from './candidates.js';
import type { QueryItem } from './query.js';

/** An event in the role of an item. */
export interface Wanted {
  readonly event: number;
  readonly item: number;
  readonly place: CandidatePlace;
}

export interface DetailPlan extends ShownFields {
  readonly items: readonly QueryItem[];
  readonly fields: FieldTable;
}

export interface Details {
  /** Undefined for an event that was not asked for, or is no longer where it was. */
  readonly hit: (event: number, item: number) => Hit | undefined;
  /** Why files could not be read again. */
  readonly failures: readonly string[];
}

/** Throws `Cancelled`. */
export async function readDetails(
  wanted: readonly Wanted[],
  { items, fields, ...shown }: DetailPlan,
  files: readonly EventFile[],
  token: CancelToken,
): Promise<Details> {
  const hitOf = items.map(({ predicate }) => compileHit(predicate, fields, shown));
  const found = new Map<number, Map<number, Hit>>();
  const failures: string[] = [];
  const view = createView(fields);
  for (const [file, open] of files.entries()) {
    const ofFile = groupByOffset(wanted.filter(({ place }) => place.file === file));
    let left = ofFile.size;
    if (left === 0) continue;
    const opened = await openForDetails(open, [...ofFile.values()], token);
    if (!opened.ok) {
      failures.push(opened.failure.message);
      continue;
    }
    const fileMapper = new FileMapper(opened.value.mapper);
    for await (const { bytes, events } of opened.value.batches) {
      const mapper = fileMapper.for({ bytes, events });
      for (const slice of events) {
        const here = ofFile.get(slice.offset);
        const parsed = here === undefined ? undefined : parseEvent(bytes, slice);
        if (here === undefined || parsed?.ok !== true) continue;
        left--;
        view.reset(applyMapper(parsed, mapper).event, parsed.metadata);
        for (const { event, item } of here) {
          const hit = hitOf[item]?.({ view, slice, bytes, file }, true);
          if (hit !== undefined) known(found, event).set(item, hit);
        }
      }
      throwIfCancelled(token);
      if (left === 0) break;
    }
  }
  return { hit: (event, item) => found.get(event)?.get(item), failures };
}

interface DetailSource {
  readonly mapper: EventMapper | undefined;
  readonly batches: AsyncIterable<EventBatch>;
}

/** Only the places that are wanted where the file can be read so, else all of it. */
async function openForDetails(
  { open, quick, mapper }: EventFile,
  wanted: readonly (readonly Wanted[])[],
  token: CancelToken,
): Promise<Outcome<DetailSource>> {
  const places = wanted.flatMap(([first]) => (first === undefined ? [] : [first.place]));
  const file = quick === undefined ? undefined : await openPlaces(quick, places, mapper, token);
  if (file !== undefined) return succeed({ mapper: undefined, batches: closing(file, token) });
  const opened = await open();
  return opened.ok ? succeed({ mapper, batches: readEvents(opened.value.chunks, token) }) : opened;
}

async function* closing(file: QuickFile, token: CancelToken): AsyncGenerator<EventBatch, void, undefined> {
  try {
    yield* file.batches(token);
  } finally {
    file.close();
  }
}

function groupByOffset(wanted: readonly Wanted[]): ReadonlyMap<number, readonly Wanted[]> {
  const groups = new Map<number, Wanted[]>();
  for (const each of wanted) {
    const group = groups.get(each.place.offset);
    if (group === undefined) groups.set(each.place.offset, [each]);
    else group.push(each);
  }
  return groups;
}

function known(found: Map<number, Map<number, Hit>>, event: number): Map<number, Hit> {
  let ofEvent = found.get(event);
  if (ofEvent === undefined) {
    ofEvent = new Map();
    found.set(event, ofEvent);
  }
  return ofEvent;
}
