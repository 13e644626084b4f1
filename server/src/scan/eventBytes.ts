/**
 * The bytes of an event, in which values and literals are looked up without being decoded. What they do not tell is left to the view of the
 * event, which tells the same.
 */
import type { FieldId } from '../events/event.js';
import { mostFound, type Kernel } from '../events/kernels/kernel.js';
import { collide, writeAutomaton, writeProgram, written } from '../events/kernels/lookups.js';
import { orUndefined } from '../events/kernels/tables.js';
import { buildAutomaton } from './automaton.js';

/** The conditions, by number, that the values of a field lead to. */
export interface FieldLists {
  readonly field: FieldId;
  /** Those that any value leads to. */
  readonly present: readonly number[];
  /** Those that values lead to which are neither a text nor a whole number. */
  readonly others: readonly number[];
  /** In lower case. */
  readonly texts: ReadonlyMap<string, readonly number[]>;
  readonly numbers: ReadonlyMap<number, readonly number[]>;
}

/** Fields with their lists, written down for the kernel. */
export interface Program<F extends FieldLists = FieldLists> {
  readonly address: number;
  readonly fields: readonly F[];
  /** By the number that the kernel gives. */
  readonly lists: readonly (readonly number[])[];
  /** Fields of which the bytes tell nothing. */
  readonly others: readonly F[];
}

const isUnclear = 0x80000000;

export class EventBytes {
  readonly #kernel: Kernel;
  readonly #slots: ReadonlyMap<FieldId, number>;

  constructor(kernel: Kernel, slots: ReadonlyMap<FieldId, number>) {
    this.#kernel = kernel;
    this.#slots = slots;
  }

  /** Undefined where there is no room for it. */
  program<F extends FieldLists>(fields: readonly F[]): Program<F> | undefined {
    const known = fields.filter(
      ({ field, texts, numbers }) => this.#slots.has(field) && !collide([...texts.keys(), ...numbers.keys()].map(String)),
    );
    const lists: (readonly number[])[] = [[]];
    const numberOf = (list: readonly number[]): number => (list.length === 0 ? 0 : lists.push(list) - 1);
    const lookups = known.map(({ field, present, others, texts, numbers }) => ({
      slot: this.#slots.get(field) ?? 0,
      present: numberOf(present),
      others: numberOf(others),
      // Numeric fields also read texts, and fields without a known type numbers.
      texts: texts.size === 0 || numbers.size > 0 ? undefined : mapped(texts, numberOf),
      numbers: numbers.size === 0 || texts.size > 0 ? undefined : mapped(numbers, numberOf),
    }));
    const address = orUndefined(() => writeProgram(this.#kernel.lookups, lookups));
    if (address === undefined) return undefined;
    return { address, fields: known, lists, others: fields.filter((each) => !known.includes(each)) };
  }

  /** Calls `look` with the lists that the values of the event lead to, and `unclear` for fields that have to be asked otherwise. False where they are too many. */
  find<F extends FieldLists>(program: Program<F>, look: (list: readonly number[]) => void, unclear: (field: F) => void): boolean {
    const { kernel, found } = { kernel: this.#kernel, found: this.#kernel.found.lists };
    const count = kernel.probe(program.address);
    for (let at = 0; at < count; at++) {
      const answer = found[at] as number;
      if (answer < isUnclear) look(program.lists[answer] as readonly number[]);
      else unclear(program.fields[answer - isUnclear] as F);
    }
    for (const field of program.others) unclear(field);
    return count >= 0;
  }

  /** Literals in lower case to the address of what finds them; undefined where there is no room for it. */
  literals(literals: readonly string[]): number | undefined {
    if (literals.length > mostFound) return undefined;
    return orUndefined(() => writeAutomaton(this.#kernel.lookups, buildAutomaton(literals.map(written)), literals.length));
  }

  /** The numbers of the literals that the field has, until the next call; undefined where that is not clear. */
  findLiterals(automaton: number, field: FieldId): Uint32Array | undefined {
    const slot = this.#slots.get(field);
    const count = slot === undefined ? -1 : this.#kernel.findLiterals(automaton, slot);
    return count < 0 ? undefined : this.#kernel.found.literals.subarray(0, count);
  }
}

function mapped<K>(lists: ReadonlyMap<K, readonly number[]>, numberOf: (list: readonly number[]) => number): ReadonlyMap<K, number> {
  return new Map([...lists].map(([key, list]) => [key, numberOf(list)]));
}
