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

/** A character written as its number: any text may be spelled so. */
const anySpelling: Literal = { text: '\\u00', folds: false };

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
    const isWorthwhile = best !== undefined && best.rate <= highestRate;
    const literals = isWorthwhile ? [...best.literals, anySpelling] : undefined;
    const fits = this.kernel.setLiterals(literals);
    if (!fits) this.kernel.setLiterals(undefined);
    this.#chosen = { literals: fits ? literals : undefined, rate: best?.rate ?? 1 };
    this.#lines = 0;
    this.#passed = 0;
  }

  /** How many of the lines hold each of the literals decides which are looked for. */
  #measure(from: number, to: number): LiteralSet | undefined {
    const newline = this.kernel.input.indexOf(0x0a, Math.min(to - 1, from + measuredBytes));
    const end = newline === -1 ? to : newline + 1;
    const rates = new Map<Literal, number>();
    for (const literal of [anySpelling, ...this.#measured]) {
      let hits = 0;
      this.kernel.setLiterals([literal]);
      const { events } = this.kernel.lines(from, end, (line) => {
        if (line.looksLikeEvent) hits++;
      });
      rates.set(literal, events === 0 ? 0 : hits / events);
    }
    const best = this.#measured.length === 0 ? undefined : chooseLiterals(this.#needs, (literal) => rates.get(literal) ?? 1);
    return best === undefined ? undefined : { ...best, rate: best.rate + (rates.get(anySpelling) ?? 0) };
  }
}
