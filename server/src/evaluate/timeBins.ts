/** When the events of a sample happened: counted in few bins of equal width, whatever the span of time. */
import type { FieldId, FieldTable } from '../events/event.js';
import { parseInstant } from '../events/time.js';
import type { EventObserver, SeenEvent } from './eventPass.js';

/** Events from `time` on, in milliseconds since the epoch, until the next bin that could be. */
export interface TimeBin {
  readonly time: number;
  readonly width: number;
  readonly events: number;
}

const most = 512;

/** Bins begin at multiples of their width, which doubles as often as it takes. */
export class TimeBins {
  #width = 1;
  #counts = new Map<number, number>();
  #earliest = Infinity;
  #latest = -Infinity;

  /** `time`: milliseconds since the epoch. */
  add(time: number): void {
    this.#earliest = Math.min(this.#earliest, time);
    this.#latest = Math.max(this.#latest, time);
    if (this.#span() > most) this.#widen();
    const bin = this.binOf(time);
    this.#counts.set(bin, (this.#counts.get(bin) ?? 0) + 1);
  }

  binOf(time: number): number {
    return Math.floor(time / this.#width) * this.#width;
  }

  /** In order; empty ones are left out. */
  bins(): readonly TimeBin[] {
    return [...this.#counts].sort(([a], [b]) => a - b).map(([time, events]) => ({ time, width: this.#width, events }));
  }

  #span(): number {
    return Math.floor(this.#latest / this.#width) - Math.floor(this.#earliest / this.#width) + 1;
  }

  #widen(): void {
    while (this.#span() > most) this.#width *= 2;
    const before = this.#counts;
    this.#counts = new Map();
    for (const [time, events] of before) this.#counts.set(this.binOf(time), (this.#counts.get(this.binOf(time)) ?? 0) + events);
  }
}

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

  bins(): readonly TimeBin[] {
    return this.#bins.bins();
  }
}
