/** How often the values that rules ask for occur in the events, learnt from some of them: what makes one way to a condition cheaper than another. */
import type { EventView, FieldId } from '../events/event.js';
import { foldAscii } from '../evaluate/text.js';
import type { Atom, AtomCost } from './access.js';
import type { LiteralScanner } from './literals.js';

interface FieldCounts {
  /** Events with a value. */
  present: number;
  readonly values: Map<string | number, number>;
  /** By number of the literal. */
  readonly parts: number[];
  /** Different values, asked for or not, up to a few: fields with hardly any divide events into kinds. */
  readonly seen: Set<string>;
}

/** More different values than this are not told apart. */
const mostSeen = 48;

/** Fields are counted under the atoms that are asked about, so that memory does not grow with the events. */
export class Frequencies {
  readonly #fields = new Map<FieldId, FieldCounts>();
  #events = 0;

  constructor(private readonly literals: LiteralScanner) {}

  watch({ field, value, isPart }: Atom): void {
    let counts = this.#fields.get(field);
    if (counts === undefined) this.#fields.set(field, (counts = { present: 0, values: new Map(), parts: [], seen: new Set() }));
    if (isPart === true && typeof value === 'string') this.literals.add(field, value);
    else if (value !== undefined && !counts.values.has(value)) counts.values.set(value, 0);
  }

  observe(view: EventView): void {
    this.#events++;
    for (const [field, counts] of this.#fields) {
      const values = view.values(field);
      if (values.length === 0) continue;
      counts.present++;
      for (const number of this.literals.found(field, view)) counts.parts[number] = (counts.parts[number] ?? 0) + 1;
      for (const value of values) {
        const key = typeof value === 'number' ? value : foldAscii(String(value));
        const known = counts.values.get(key);
        if (known !== undefined) counts.values.set(key, known + 1);
        if (counts.seen.size <= mostSeen) counts.seen.add(String(key));
      }
    }
  }

  /** Before anything was observed: values are rare, and fields often there. */
  readonly cost: AtomCost = ({ field, value, isPart }) => {
    if (this.#events === 0) return value === undefined ? 0.5 : 0.05;
    const counts = this.#fields.get(field);
    const number = isPart === true && typeof value === 'string' ? this.literals.numberOf(field, value) : undefined;
    const count = number !== undefined ? counts?.parts[number] : value === undefined ? counts?.present : counts?.values.get(value);
    return (count ?? 0) / this.#events;
  };

  /** The field is in most events, and has a few different values. */
  isTelling(field: FieldId): boolean {
    const counts = this.#fields.get(field);
    return counts !== undefined && counts.seen.size <= mostSeen && counts.present * 3 > this.#events;
  }
}
