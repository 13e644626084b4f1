/** Finds the conditions that could be true for an event by what the event has, without looking at each of them. */
import { invariant } from '../base/invariant.js';
import type { EventView, FieldId, Value } from '../events/event.js';
import { foldAscii } from '../evaluate/text.js';
import type { Access } from './access.js';
import type { EventBytes, FieldLists, Program } from './eventBytes.js';
import type { LiteralScanner } from './literals.js';

/** Numbers of conditions. */
type Conditions = number[];

type Look = (conditions: readonly number[]) => void;

const none: readonly number[] = Object.freeze([]);

/** The conditions that a field leads to. */
class FieldIndex implements FieldLists {
  readonly texts = new Map<string, Conditions>();
  readonly numbers = new Map<number, Conditions>();
  /** By number of a literal. */
  readonly parts: Conditions[] = [];
  /** Those that only ask for a value, whichever it is. */
  readonly present: Conditions = [];
  /** Those that ask for some value, for values that are neither a text nor a whole number. */
  readonly others: Conditions = [];
  /** Answers for values as they stand, without folding them each time. */
  readonly #known = new Map<string, readonly number[]>();

  constructor(readonly field: FieldId) {}

  ofText(text: string): readonly number[] {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const found = this.texts.get(foldAscii(text)) ?? none;
    if (this.#known.size < mostKnown && text.length < longestKnown) this.#known.set(text, found);
    return found;
  }
}

const mostKnown = 2000;
const longestKnown = 200;

export class AccessIndex {
  readonly #fields: FieldIndex[] = [];
  readonly #byField = new Map<FieldId, FieldIndex>();
  /** The index as it can be looked up in bytes; all is added before the first event. */
  #program: Program<FieldIndex> | undefined;
  #isWritten = false;

  constructor(private readonly literals: LiteralScanner) {}

  /** Conditions for which nothing must be there. */
  readonly always: Conditions = [];

  add(condition: number, access: Access | undefined): void {
    if (access === undefined) {
      this.always.push(condition);
      return;
    }
    for (const { field, value, isPart } of access) {
      const index = this.#index(field);
      const part = isPart === true && typeof value === 'string' ? this.literals.numberOf(field, value) : undefined;
      if (part !== undefined) push((index.parts[part] ??= []), condition);
      else if (value === undefined || isPart === true) push(index.present, condition);
      else {
        push(index.others, condition);
        if (typeof value === 'string') addTo(index.texts, value, condition);
        else addTo(index.numbers, value, condition);
      }
    }
  }

  /**
   * Calls `look` with lists that hold every condition that could be true for the event, some of them more than once. `bytes`: of the event,
   * where they tell of it.
   */
  find(view: EventView, bytes: EventBytes | undefined, look: Look): void {
    if (this.always.length > 0) look(this.always);
    if (bytes !== undefined && this.#findInBytes(view, bytes, look)) return;
    for (const index of this.#fields) this.#findField(index, view, look);
  }

  #findInBytes(view: EventView, bytes: EventBytes, look: Look): boolean {
    if (!this.#isWritten) this.#program = bytes.program(this.#fields, (field) => this.literals.automaton(field, bytes));
    this.#isWritten = true;
    return this.#program !== undefined && bytes.find(this.#program, look, (index) => this.#findField(index, view, look));
  }

  #findField(index: FieldIndex, view: EventView, look: Look): void {
    const { field, parts, present, others } = index;
    const values = view.values(field);
    if (values.length === 0) return;
    if (present.length > 0) look(present);
    if (others.length > 0) for (const value of values) findValue(index, value, look);
    if (parts.length === 0) return;
    for (const part of this.literals.found(field, view)) {
      const conditions = parts[part];
      if (conditions !== undefined) look(conditions);
    }
  }

  #index(field: FieldId): FieldIndex {
    let index = this.#byField.get(field);
    if (index === undefined) {
      index = new FieldIndex(field);
      this.#byField.set(field, index);
      this.#fields.push(index);
    }
    return index;
  }
}

/** Numeric fields also read texts, and fields without a known type numbers: such values lead to all conditions of the other kind. */
function findValue(index: FieldIndex, value: Value, look: Look): void {
  const { texts, numbers, others } = index;
  if (typeof value === 'string' && numbers.size === 0) {
    const found = index.ofText(value);
    if (found.length > 0) look(found);
  } else if (typeof value === 'number' && Number.isSafeInteger(value) && texts.size === 0) {
    const found = numbers.get(value);
    if (found !== undefined) look(found);
  } else look(others);
}

function addTo<K>(lists: Map<K, Conditions>, key: K, condition: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [condition]);
  else push(list, condition);
}

/** Conditions are added one after the other, so one that is there already is the last. */
function push(list: Conditions, condition: number): void {
  invariant(list.length === 0 || (list[list.length - 1] ?? 0) <= condition, 'conditions are added in order');
  if (list[list.length - 1] !== condition) list.push(condition);
}
