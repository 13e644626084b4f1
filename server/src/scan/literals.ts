/**
 * Texts that conditions need somewhere in a value, looked for all at once: one walk over the values of a field tells which of the texts
 * of all patterns on that field occur.
 */
import type { EventView, FieldId, Value } from '../events/event.js';
import type { WildcardPattern } from '../evaluate/predicate.js';
import type { Automaton, WrittenAutomaton } from '../events/kernels/lookups.js';
import { foldAscii } from '../evaluate/text.js';
import { buildAutomaton, endMark, marks, notAscii, startMark, walk } from './automaton.js';
import type { EventBytes } from './eventBytes.js';

/** Shorter texts occur nearly everywhere, but for these characters. */
const shortest = 2;
const rare = /^[!-+:-@[\]^`{-~]$/;
const notLiteral = new RegExp(`[${marks.join('')}]`, 'g');
const marked = /[\x02-\x7f]+/g;
const beyondAscii = /[^\x00-\x7f]/;

/** Whether something stands at the start and at the end of the values. */
export interface Edges {
  readonly start: boolean;
  readonly end: boolean;
}

/** A text in lower case that each value matching the pattern has, whatever the case of its ASCII letters; undefined where there is none. */
export function literalOf(pattern: WildcardPattern): string | undefined {
  const literals = pattern.map((piece, at) =>
    piece.kind === 'text' ? literalIn(piece.text, { start: at === 0, end: at === pattern.length - 1 }) : undefined,
  );
  return mostTelling(literals, weight);
}

/** The same for values that have the text, at their edges or anywhere. */
export function literalIn(text: string, { start, end }: Edges): string | undefined {
  const clean = text.replace(notLiteral, '\0');
  const runs = `${start ? startMark : ''}${clean}${end ? endMark : ''}`.match(marked) ?? [];
  const literal = mostTelling(runs, weight);
  if (literal !== undefined && (literal.length >= shortest || rare.test(literal))) return foldAscii(literal);
  return beyondAscii.test(text) ? notAscii : undefined;
}

/** How much a literal tells. That something stands at the end tells little: so many values end alike. */
export function weight(literal: string): number {
  return literal.endsWith(endMark) ? literal.length - 1 : literal.length;
}

/** The first of those with the greatest weight. */
export function mostTelling<T>(choices: readonly (T | undefined)[], weightOf: (choice: T) => number): T | undefined {
  let best: T | undefined;
  for (const choice of choices) if (choice !== undefined && (best === undefined || weightOf(choice) > weightOf(best))) best = choice;
  return best;
}

/** The event that is looked at. */
interface Looked {
  /** Its number. */
  event: number;
  /** Its bytes, where they tell of it. */
  bytes: EventBytes | undefined;
}

/** Looks for literals in the fields of one event after the other. Literals are numbered; all are added before the first event. */
export class LiteralScanner {
  readonly #fields = new Map<FieldId, FieldLiterals>();
  readonly #looked: Looked = { event: 0, bytes: undefined };

  add(field: FieldId, literal: string): void {
    const known = this.#fields.get(field) ?? new FieldLiterals(field, this.#looked);
    this.#fields.set(field, known);
    known.add(literal);
  }

  /** The number of the literal among those of the field. */
  numberOf(field: FieldId, literal: string): number | undefined {
    return this.#fields.get(field)?.numberOf(literal);
  }

  /** What was found is about another event from now on. `bytes`: of the event, where they tell of it. */
  nextEvent(bytes: EventBytes | undefined): void {
    this.#looked.event++;
    this.#looked.bytes = bytes;
  }

  /** The numbers of the literals that the values of the field have. */
  found(field: FieldId, view: EventView): readonly number[] {
    return this.#fields.get(field)?.find(view) ?? nothing;
  }

  /** What finds the literals of the field in bytes; undefined where nothing can. */
  automaton(field: FieldId, bytes: EventBytes): WrittenAutomaton | undefined {
    return this.#fields.get(field)?.automatonIn(bytes);
  }

  /** Whether one of these literals of the field occurs, as a test of events. */
  anyOf(field: FieldId, literals: readonly string[]): (view: EventView) => boolean {
    const own = this.#fields.get(field);
    const numbers = literals.flatMap((literal) => own?.numberOf(literal) ?? []);
    return (view) => own?.hasAny(numbers, view) ?? false;
  }
}

const nothing: readonly number[] = Object.freeze([]);

class FieldLiterals {
  readonly #numbers = new Map<string, number>();
  readonly #found: number[] = [];
  #has: Uint8Array = new Uint8Array(0);
  #automaton: Automaton | undefined;
  #inBytes: WrittenAutomaton | undefined;
  #isWritten = false;
  /** The event that `#found` is about. */
  #event = 0;

  constructor(
    private readonly field: FieldId,
    private readonly looked: Looked,
  ) {}

  add(literal: string): void {
    if (!this.#numbers.has(literal)) this.#numbers.set(literal, this.#numbers.size);
  }

  numberOf(literal: string): number | undefined {
    return this.#numbers.get(literal);
  }

  automatonIn(bytes: EventBytes): WrittenAutomaton | undefined {
    if (!this.#isWritten) this.#inBytes = bytes.automaton([...this.#numbers.keys()]);
    this.#isWritten = true;
    return this.#inBytes;
  }

  find(view: EventView): readonly number[] {
    if (this.#event === this.looked.event) return this.#found;
    for (const number of this.#found) this.#has[number] = 0;
    this.#found.length = 0;
    const values = view.values(this.field);
    if (values.length > 0) this.#walk(values);
    this.#event = this.looked.event;
    return this.#found;
  }

  #walk(values: readonly Value[]): void {
    if (this.#has.length === 0) this.#has = new Uint8Array(this.#numbers.size);
    this.#automaton ??= buildAutomaton([...this.#numbers.keys()]);
    for (const value of values) walk(this.#automaton, typeof value === 'string' ? value : String(value), this.#has, this.#found);
  }

  hasAny(numbers: readonly number[], view: EventView): boolean {
    const { bytes } = this.looked;
    const automaton = bytes && this.automatonIn(bytes);
    const isThere = automaton && bytes.hasAny(automaton, this.field, numbers);
    if (isThere !== undefined) return isThere;
    this.find(view);
    return numbers.some((number) => this.#has[number] === 1);
  }
}
