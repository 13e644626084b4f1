/** Counts in a run when its events happened. */
import type { FieldId, FieldTable } from '../events/event.js';
import { parseInstant } from '../events/time.js';
import type { EventObserver, SeenEvent } from './eventPass.js';
import { TimeBins, type TimeCounts } from './timeBins.js';

/** Counts every event that has a time. Numbers its field in `fields`; make it before the first event is read. */
export class TimeCounter implements EventObserver {
  readonly #bins = new TimeBins();
  readonly #field: FieldId;

  constructor(timestampField: string, fields: FieldTable) {
    this.#field = fields.intern(timestampField);
  }

  observe({ view }: SeenEvent): void {
    const [value] = view.values(this.#field);
    const instant = value === undefined ? undefined : parseInstant(value);
    if (instant !== undefined) this.#bins.add(instant.milliseconds);
  }

  counts(): TimeCounts | undefined {
    return this.#bins.counts();
  }
}
