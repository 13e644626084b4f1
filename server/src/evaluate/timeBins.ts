/** When the events of a sample happened: counted in few bins of equal width, whatever the span of time. */

/** Times in milliseconds since the epoch. */
export interface TimeCounts {
  readonly earliest: number;
  readonly latest: number;
  readonly width: number;
  /** In order, those that have events; each from a multiple of the width to the next. */
  readonly bins: readonly { readonly time: number; readonly events: number }[];
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
    const bin = binOf(time, this.#width);
    this.#counts.set(bin, (this.#counts.get(bin) ?? 0) + 1);
  }

  /** Undefined where nothing was added. */
  counts(): TimeCounts | undefined {
    if (this.#counts.size === 0) return undefined;
    const bins = [...this.#counts].sort(([a], [b]) => a - b).map(([time, events]) => ({ time, events }));
    return { earliest: this.#earliest, latest: this.#latest, width: this.#width, bins };
  }

  #span(): number {
    return Math.floor(this.#latest / this.#width) - Math.floor(this.#earliest / this.#width) + 1;
  }

  #widen(): void {
    while (this.#span() > most) this.#width *= 2;
    const before = this.#counts;
    this.#counts = new Map();
    for (const [time, events] of before) {
      const bin = binOf(time, this.#width);
      this.#counts.set(bin, (this.#counts.get(bin) ?? 0) + events);
    }
  }
}

/** Where the bin of a time begins. */
export function binOf(time: number, width: number): number {
  return Math.floor(time / width) * width;
}
