/**
 * Tells without parsing which lines of a file may hold an event that satisfies a predicate: those with the texts that a match needs,
 * and of these the ones whose fields, picked out of the bytes, satisfy it. What it leaves out cannot match.
 */
import type { FieldId, FieldTable } from '../../events/event.js';
import { createKernel, type FoundLine, type Kernel, type LineCounts } from '../../events/kernels/kernel.js';
import type { Literal } from '../../events/kernels/tables.js';
import { createLazyView, NeedsParsing, type LazyView } from '../../events/lazyView.js';
import { compilePredicate, type EventTest } from '../compile.js';
import { EvaluationError, type Predicate } from '../predicate.js';
import { chooseLiterals, literalsIn, type LiteralSet } from '../prefilter/choose.js';
import { spellingsOf } from '../prefilter/fragments.js';
import { needsOf, type Needs } from '../prefilter/needs.js';
import { fieldsIn, relax } from './relax.js';

/** What to look for. Plain data but for `predicate`, whose computed leaves hold functions. */
export interface SkimPlan {
  readonly needs: Needs;
  /** Asks for values of fields only. */
  readonly predicate: Predicate;
  readonly fields: ReadonlyMap<FieldId, string>;
}

/** For events that are only wanted where they satisfy the predicate, or where judging them fails. */
export function skimPlan(wanted: Predicate, fields: FieldTable): SkimPlan {
  const predicate = relax(wanted);
  const ids = fieldsIn(predicate).map(({ id }) => id);
  return { needs: needsOf(wanted, fields), predicate, fields: new Map(ids.map((id) => [id, fields.names[id] ?? ''])) };
}

/** A set that lets more lines through is not worth looking for. */
const highestRate = 0.6;
/** Literals that are measured; a query with more goes without. */
const mostMeasured = 400;
/** Bytes at the start of a stretch that the measuring looks at. */
const measuredBytes = 256 * 1024;
/** Lines after which a choice is looked at again. */
const linesOnTrial = 4096;

/** Undefined where there is no kernel. */
export function createSkimmer(plan: SkimPlan, inputBytes: number): Skimmer | undefined {
  const kernel = createKernel(inputBytes);
  return kernel === undefined ? undefined : new Skimmer(plan, kernel);
}

/** So many bytes gone through, V8 compiles anew and thoroughly what goes through them. */
const warmingBytes = 256 * 1024;

/** A kernel that is compiled as thoroughly as V8 does what has run for a while: for a thread that has nothing to do yet. */
export function warmKernel(inputBytes: number): Kernel | undefined {
  const kernel = createKernel(Math.max(inputBytes, warmingBytes));
  if (kernel === undefined) return undefined;
  kernel.input[warmingBytes - 1] = 0x0a; // A line ends there.
  kernel.setLiterals([{ text: 'warm', folds: false }]);
  kernel.lines(0, warmingBytes, () => undefined);
  return kernel;
}

export class Skimmer {
  /** Its input is what `lines` goes through. */
  readonly kernel: Kernel;
  readonly #needs: Needs;
  readonly #measured: readonly Literal[];
  readonly #test: EventTest;
  readonly #view: LazyView | undefined;
  /** Undefined before lines have been seen; `literals` is undefined where looking for some does not pay. */
  #chosen: { readonly literals: readonly Literal[] | undefined; readonly rate: number } | undefined;
  #lines = 0;
  #passed = 0;

  constructor({ needs, predicate, fields }: SkimPlan, kernel: Kernel) {
    this.kernel = kernel;
    this.#needs = needs;
    const literals = literalsIn(needs);
    this.#measured = literals.length > mostMeasured ? [] : literals;
    this.#test = compilePredicate(predicate);
    this.#view = fields.size === 0 ? undefined : createLazyView(kernel, fields);
  }

  /** Whether fields can be picked out, so that `mayMatch` can tell. */
  get picksOut(): boolean {
    return this.#view !== undefined;
  }

  /** Whether the event there in the kernel's input may satisfy the predicate, by its fields. */
  mayMatch(start: number, end: number): boolean {
    if (this.#view?.reset(start, end) !== true) return true;
    try {
      return this.#test(this.#view);
    } catch (error) {
      if (error instanceof NeedsParsing || error instanceof EvaluationError) return true;
      throw error;
    }
  }

  /** Calls `found` for each line of the input's stretch that may match or is no event at first sight. The stretch ends after a newline. */
  lines(from: number, to: number, found: (line: FoundLine) => void): LineCounts {
    this.#review(from, to);
    const counts = this.kernel.lines(from, to, (line) => {
      if (!line.looksLikeEvent) {
        found(line);
        return;
      }
      this.#passed++;
      if (this.mayMatch(line.start, line.end)) found(line);
    });
    this.#lines += counts.lines;
    return counts;
  }

  /** Chooses anew where the choice turns out to let through far more than it promised. */
  #review(from: number, to: number): void {
    const disappoints =
      this.#chosen?.literals !== undefined && this.#lines >= linesOnTrial && this.#passed / this.#lines > 3 * this.#chosen.rate + 0.05;
    if (this.#chosen !== undefined && !disappoints) return;
    const best = this.#measure(from, to);
    const literals = best !== undefined && best.rate <= highestRate ? best.literals : undefined;
    this.kernel.setLiterals(literals);
    this.#chosen = { literals, rate: best?.rate ?? 1 };
    this.#lines = 0;
    this.#passed = 0;
  }

  /** How many of the lines hold each of the literals decides which are looked for, and with them other spellings. */
  #measure(from: number, to: number): LiteralSet | undefined {
    if (this.#measured.length === 0) return undefined;
    const newline = this.kernel.input.indexOf(0x0a, Math.min(to - 1, from + measuredBytes));
    const end = newline === -1 ? to : newline + 1;
    const rates = new Map(this.#measured.map((literal) => [literal, this.#rateOf([literal], from, end)]));
    const best = chooseLiterals(this.#needs, (literal) => rates.get(literal) ?? 1);
    if (best === undefined) return undefined;
    const literals = [...best.literals, ...spellingsOf(best.literals)];
    return { literals, rate: this.#rateOf(literals, from, end) };
  }

  /** The share of events there that hold one of the literals; of all where they are too many to look for. */
  #rateOf(literals: readonly Literal[], from: number, to: number): number {
    let hits = 0;
    this.kernel.setLiterals(literals);
    const { events } = this.kernel.lines(from, to, (line) => {
      if (line.looksLikeEvent) hits++;
    });
    return events === 0 ? 0 : hits / events;
  }
}
