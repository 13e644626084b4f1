/** The newest event of a sample: what `now` means in a local run. */
import { throwIfCancelled, type CancelToken } from '../base/cancel.js';
import type { FieldTable } from '../events/event.js';
import { parseEvent } from '../events/json.js';
import { applyMapper, FileMapper } from '../events/mapper.js';
import { readEvents } from '../events/read.js';
import { compareInstants, parseInstant, type Instant } from '../events/time.js';
import { createView } from '../events/view.js';
import type { EventFile } from './eventPass.js';

/** Undefined when no event has a time. Files that cannot be read are passed over: the run itself reports them. Throws `Cancelled`. */
export async function newestInstant(
  files: readonly EventFile[],
  timestampField: string,
  fields: FieldTable,
  token: CancelToken,
): Promise<Instant | undefined> {
  const timestamp = fields.intern(timestampField);
  const view = createView(fields);
  let newest: Instant | undefined;
  for (const file of files) {
    throwIfCancelled(token);
    const opened = await file.open();
    if (!opened.ok) continue;
    const fileMapper = new FileMapper(file.mapper);
    for await (const { bytes, events } of readEvents(opened.value.chunks, token)) {
      const mapper = fileMapper.for({ bytes, events });
      for (const slice of events) {
        const parsed = parseEvent(bytes, slice);
        if (!parsed.ok) continue;
        view.reset(applyMapper(parsed, mapper).event, parsed.metadata);
        const at = parseInstant(view.values(timestamp)[0] ?? '');
        if (at !== undefined && (newest === undefined || compareInstants(at, newest) > 0)) newest = at;
      }
    }
  }
  return newest;
}
