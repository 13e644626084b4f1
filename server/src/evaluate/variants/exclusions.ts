/** How many events each exclusion of a query takes out of its matches: those that satisfy everything else. */
import type { Span } from '../../base/span.js';
import type { EventView } from '../../events/event.js';
import { compilePredicate, type EventTest } from '../compile.js';
import type { EventObserver, SeenEvent } from '../eventPass.js';
import { clausesOf, requiredClauses, type Clause, type Negated } from '../explain/clauses.js';
import type { LoweredQuery } from '../lowerQuery.js';
import { safely } from './safely.js';
import type { ExclusionCount } from './variant.js';

interface Counted {
  readonly span: Span;
  readonly test: EventTest;
  suppressed: number;
}

export class ExclusionCounter implements EventObserver {
  readonly #parts: readonly PartExclusions[];
  readonly #filter: EventTest | undefined;

  constructor({ query, filter }: Pick<LoweredQuery, 'query' | 'filter'>) {
    const predicates =
      query.kind === 'events' ? [query.predicate] : query.items.filter(({ missing }) => !missing).map(({ predicate }) => predicate);
    // Which characters are wildcards plays no part here.
    this.#parts = predicates.map((predicate) => new PartExclusions(requiredClauses(clausesOf(predicate, '*?'))));
    this.#filter = filter.predicate === undefined ? undefined : compilePredicate(filter.predicate);
  }

  observe({ view }: SeenEvent): void {
    if (this.#filter?.(view) === false) return;
    for (const part of this.#parts) part.observe(view);
  }

  /** In source order. */
  counts(): readonly ExclusionCount[] {
    return this.#parts.flatMap((part) => part.counts()).sort((a, b) => a.span.start - b.span.start);
  }
}

class PartExclusions {
  readonly #others: readonly EventTest[];
  readonly #exclusions: readonly (Counted & { readonly alternatives: readonly Counted[] })[];

  constructor(required: readonly Clause[]) {
    const negated = required.filter((clause) => clause.kind === 'not');
    this.#others = required.filter((clause) => clause.kind !== 'not').map(({ predicate }) => safely(predicate));
    this.#exclusions = negated.map((clause) => ({ ...counted(clause.operand, clause), alternatives: alternativesOf(clause) }));
  }

  observe(view: EventView): void {
    if (this.#exclusions.length === 0 || !this.#others.every((test) => test(view))) return;
    const [first, ...others] = this.#exclusions.filter(({ test }) => test(view));
    if (first === undefined || others.length > 0) return;
    first.suppressed++;
    for (const alternative of first.alternatives) if (alternative.test(view)) alternative.suppressed++;
  }

  counts(): readonly ExclusionCount[] {
    return this.#exclusions.map(({ span, suppressed, alternatives }) => ({
      span,
      suppressed,
      alternatives: alternatives.map((alternative) => ({ span: alternative.span, suppressed: alternative.suppressed })),
    }));
  }
}

function alternativesOf({ operand }: Negated): readonly Counted[] {
  return operand.kind === 'any' ? operand.operands.map((alternative) => counted(alternative, alternative)) : [];
}

function counted({ predicate }: Clause, { span }: Clause): Counted {
  return { span, test: safely(predicate), suppressed: 0 };
}
