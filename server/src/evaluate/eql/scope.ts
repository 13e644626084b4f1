/** What the parts of the lowering share: the context, and where they leave problems and notes. */
import type { Problem } from '../../base/problem.js';
import { bySpan, type Span } from '../../base/span.js';
import type { LowerContext } from '../lowering.js';
import type { Fixed } from '../predicate.js';

export class Scope {
  readonly #problems = new Map<string, Problem>();
  readonly #notes = new Set<string>();
  readonly #unknownFields = new Set<string>();

  constructor(readonly context: LowerContext) {}

  /** The same problem at the same place is kept once. */
  report(problem: Problem): void {
    this.#problems.set(`${problem.code} ${problem.span.start} ${problem.span.end} ${problem.message}`, problem);
  }

  note(sentence: string): void {
    this.#notes.add(sentence);
  }

  noteUnknownField(name: string): void {
    this.#unknownFields.add(name);
  }

  /** Takes over what another scope collected. */
  add(other: Scope): void {
    for (const problem of other.problems) this.report(problem);
    for (const sentence of other.#notes) this.note(sentence);
    for (const name of other.#unknownFields) this.noteUnknownField(name);
  }

  get problems(): readonly Problem[] {
    return [...this.#problems.values()].sort(bySpan);
  }

  get fidelity(): readonly string[] {
    const unknown = [...this.#unknownFields];
    if (unknown.length === 0) return [...this.#notes];
    const names = unknown.map((name) => `\`${name}\``).join(', ');
    return [
      `No loaded schema knows ${names}: values are taken as the events have them, and a cluster without such a field may refuse the query.`,
      ...this.#notes,
    ];
  }
}

/** Stands for a clause that could not be lowered; its problem is reported, so it is never run. */
export function refused(span: Span): Fixed {
  return { kind: 'fixed', value: false, span };
}
