/**
 * The bytes of an event, in which values and literals are looked up without being decoded. What they do not tell is left to the view of the
 * event, which tells the same.
 */
import type { FieldId } from '../events/event.js';
import type { Kernel } from '../events/kernels/kernel.js';
import {
  addKind,
  keptTexts,
  TextHashes,
  writeAutomaton,
  writeKindTable,
  writeProgram,
  written,
  type FieldLookup,
  type KindTable,
  type WrittenAutomaton,
} from '../events/kernels/lookups.js';
import { orUndefined } from '../events/kernels/tables.js';
import { buildAutomaton, marks } from './automaton.js';

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
  /** By number of a literal. */
  readonly parts: readonly (readonly number[] | undefined)[];
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
const quote = 0x22;

export class EventBytes {
  readonly #kernel: Kernel;
  readonly #slots: ReadonlyMap<FieldId, number>;
  readonly #hashes = new TextHashes();
  #keptTexts: number | undefined;

  constructor(kernel: Kernel, slots: ReadonlyMap<FieldId, number>) {
    this.#kernel = kernel;
    this.#slots = slots;
  }

  /** Undefined where there is no room for it. `automatonOf`: what finds the literals of a field. */
  program<F extends FieldLists>(
    fields: readonly F[],
    automatonOf: (field: FieldId) => WrittenAutomaton | undefined,
  ): Program<F> | undefined {
    const lists: (readonly number[])[] = [[]];
    const numberOf = (list: readonly number[]): number => (list.length === 0 ? 0 : lists.push(list) - 1);
    const known: F[] = [];
    const lookups: FieldLookup[] = [];
    for (const each of fields) {
      const { field, present, others, texts, numbers, parts } = each;
      const slot = this.#slots.get(field);
      const automaton = parts.length === 0 ? undefined : automatonOf(field);
      if (slot === undefined || this.#areAlike(each) || (parts.length > 0 && automaton === undefined)) continue;
      known.push(each);
      lookups.push({
        slot,
        present: numberOf(present),
        others: numberOf(others),
        // Numeric fields also read texts, and fields without a known type numbers.
        texts: texts.size === 0 || numbers.size > 0 ? undefined : mapped(texts, numberOf),
        numbers: numbers.size === 0 || texts.size > 0 ? undefined : mapped(numbers, numberOf),
        literals: automaton && { automaton, lists: Array.from(parts, (list) => list && numberOf(list)) },
      });
    }
    const address = orUndefined(() => writeProgram(this.#kernel.lookups, lookups, lists.length, this.#hashes));
    if (address === undefined) return undefined;
    return { address, fields: known, lists, others: fields.filter((each) => !known.includes(each)) };
  }

  /** Whether the kernel could take two of the values for each other. */
  #areAlike({ texts, numbers }: FieldLists): boolean {
    return this.#hashes.collide(texts.keys()) || this.#hashes.collide(Array.from(numbers.keys(), String));
  }

  /** Calls `look` with the lists that the values of the event lead to, and `unclear` for fields that have to be asked otherwise. False where they are too many. */
  find<F extends FieldLists>(program: Program<F>, look: (list: readonly number[]) => void, unclear: (field: F) => void): boolean {
    const { found } = this.#kernel;
    const count = this.#kernel.probe(program.address);
    for (let at = 0; at < count; at++) {
      const answer = found[at] as number;
      if (answer < isUnclear) look(program.lists[answer] as readonly number[]);
      else unclear(program.fields[answer - isUnclear] as F);
    }
    for (const field of program.others) unclear(field);
    return count >= 0;
  }

  /** Whether the field has a text of at most so many characters; undefined where that is not clear. */
  hasText(field: FieldId, longest: number): boolean | undefined {
    const slot = this.#slots.get(field);
    if (slot === undefined) return undefined;
    const kind = this.#kernel.slotKind(slot);
    if (kind === undefined) return false;
    const bytes = this.#kernel.slotEnd(slot) - this.#kernel.slotStart(slot) - 2;
    return kind === quote && bytes <= longest ? true : undefined;
  }

  /** Finds literals in lower case, each once; undefined where there is no room for it. */
  automaton(literals: readonly string[]): WrittenAutomaton | undefined {
    const { lookups } = this.#kernel;
    return orUndefined(() => {
      this.#keptTexts ??= keptTexts(lookups);
      return writeAutomaton(lookups, buildAutomaton(literals.map(writtenBetweenMarks)), literals.length, this.#keptTexts);
    });
  }

  /** Whether the field has one of these literals, by their numbers; undefined where that is not clear. */
  hasAny(automaton: WrittenAutomaton, field: FieldId, literals: readonly number[]): boolean | undefined {
    const slot = this.#slots.get(field);
    if (slot === undefined || !this.#kernel.findLiterals(automaton, slot)) return undefined;
    for (const literal of literals) if (this.#kernel.hasLiteral(automaton, literal)) return true;
    return false;
  }

  /** Tells events apart that have different bytes in the fields; undefined where there is no room for it, or a field is not read. */
  kindTable(fields: readonly FieldId[], most: number): KindTable | undefined {
    const slots = fields.map((field) => this.#slots.get(field)).filter((slot) => slot !== undefined);
    return slots.length < fields.length ? undefined : orUndefined(() => writeKindTable(this.#kernel.lookups, slots, most));
  }

  /** The number that was given to events with these bytes; 0 where none was. */
  kindOf(table: KindTable): number {
    return this.#kernel.kindOf(table);
  }

  /** Gives a number, from 1, to events with the bytes that `kindOf` last looked at. */
  addKind(table: KindTable, kind: number): void {
    orUndefined(() => addKind(this.#kernel.lookups, table, kind));
  }
}

const betweenMarks = new RegExp(`[^${marks.join('')}]+`, 'g');

function writtenBetweenMarks(literal: string): string {
  return literal.replace(betweenMarks, written);
}

function mapped<K>(lists: ReadonlyMap<K, readonly number[]>, numberOf: (list: readonly number[]) => number): ReadonlyMap<K, number> {
  return new Map([...lists].map(([key, list]) => [key, numberOf(list)]));
}
