/**
 * Texts that conditions need somewhere in a value, looked for all at once: one walk over the values of a field tells which of the texts
 * of all patterns on that field occur.
 */
import type { EventView, FieldId, Value } from '../events/event.js';
import type { WildcardPattern } from '../evaluate/predicate.js';
import type { Automaton } from '../events/kernels/lookups.js';
import { foldAscii } from '../evaluate/text.js';
import { buildAutomaton, walk } from './automaton.js';
import type { EventBytes } from './eventBytes.js';

/** Shorter texts occur nearly everywhere. */
const shortest = 2;
const asciiRuns = /[\x00-\x7f]+/g;

/** A text in lower case that each value matching the pattern has, whatever the case of its ASCII letters; undefined where there is none. */
export function literalOf(pattern: WildcardPattern): string | undefined {
  let longest = '';
  for (const piece of pattern) {
    if (piece.kind !== 'text') continue;
    for (const run of piece.text.match(asciiRuns) ?? []) if (run.length > longest.length) longest = run;
  }
  return longest.length < shortest ? undefined : foldAscii(longest);
}

/** Looks for literals in the fields of one event after the other. Literals are numbered; all are added before the first event. */
export class LiteralScanner {
  readonly #fields = new Map<FieldId, FieldLiterals>();
  #bytes: EventBytes | undefined;

  add(field: FieldId, literal: string): void {
    const known = this.#fields.get(field) ?? new FieldLiterals();
    this.#fields.set(field, known);
    known.add(literal);
  }

  /** The number of the literal among those of the field. */
  numberOf(field: FieldId, literal: string): number | undefined {
    return this.#fields.get(field)?.numberOf(literal);
  }

  /** What was found is about another event from now on. `bytes`: of the event, where they tell of it. */
  nextEvent(bytes: EventBytes | undefined): void {
    this.#bytes = bytes;
    for (const field of this.#fields.values()) field.forget();
  }

  /** The numbers of the literals that the values of the field have. */
  found(field: FieldId, view: EventView): readonly number[] {
    return this.#fields.get(field)?.find(view, field, this.#bytes) ?? nothing;
  }

  /** Whether one of these literals occurs. */
  hasAny(field: FieldId, numbers: ReadonlySet<number | undefined>, view: EventView): boolean {
    return this.#fields.get(field)?.hasAny(numbers, view, field, this.#bytes) ?? false;
  }
}

const nothing: readonly number[] = Object.freeze([]);

class FieldLiterals {
  readonly #numbers = new Map<string, number>();
  readonly #found: number[] = [];
  #has: Uint8Array = new Uint8Array(0);
  #automaton: Automaton | undefined;
  /** Its address, once it was made; -1 where it cannot be. */
  #inBytes: number | undefined;
  #isFound = false;

  add(literal: string): void {
    if (!this.#numbers.has(literal)) this.#numbers.set(literal, this.#numbers.size);
  }

  numberOf(literal: string): number | undefined {
    return this.#numbers.get(literal);
  }

  forget(): void {
    this.#isFound = false;
  }

  find(view: EventView, field: FieldId, bytes: EventBytes | undefined): readonly number[] {
    if (this.#isFound) return this.#found;
    for (const number of this.#found) this.#has[number] = 0;
    this.#found.length = 0;
    this.#isFound = true;
    if (this.#has.length === 0) this.#has = new Uint8Array(this.#numbers.size);
    if (bytes === undefined || !this.#findInBytes(bytes, field)) this.#findInValues(view.values(field));
    return this.#found;
  }

  #findInBytes(bytes: EventBytes, field: FieldId): boolean {
    this.#inBytes ??= bytes.literals([...this.#numbers.keys()]) ?? -1;
    const numbers = this.#inBytes < 0 ? undefined : bytes.findLiterals(this.#inBytes, field);
    if (numbers === undefined) return false;
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at] as number;
      this.#has[number] = 1;
      this.#found.push(number);
    }
    return true;
  }

  #findInValues(values: readonly Value[]): void {
    if (values.length === 0) return;
    this.#automaton ??= buildAutomaton([...this.#numbers.keys()]);
    for (const value of values) walk(this.#automaton, typeof value === 'string' ? value : String(value), this.#has, this.#found);
  }

  hasAny(numbers: ReadonlySet<number | undefined>, view: EventView, field: FieldId, bytes: EventBytes | undefined): boolean {
    for (const number of this.find(view, field, bytes)) if (numbers.has(number)) return true;
    return false;
  }
}
