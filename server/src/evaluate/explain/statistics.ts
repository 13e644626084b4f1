/** How many events pass each clause of a query, and what would let more of them pass. */
import type { EventView, FieldId } from '../../events/event.js';
import { compilePredicate, type EventTest } from '../compile.js';
import type { Predicate } from '../predicate.js';
import type { Clause, ClauseTree, LeafClause, Wildcards } from './clauses.js';
import type { ClauseStatistics, OtherForm } from './explained.js';
import type { Outcomes } from './outcomes.js';
import { ignoringCase, takenAsPattern } from './reasons.js';
import { ValueCounts } from './valueCounts.js';

/** What is counted for one clause. */
interface Tally {
  passed: number;
  alive: number;
  notEvaluated: number;
  readonly forms: readonly { readonly form: OtherForm['form']; readonly test: EventTest; more: number }[];
}

export class StatisticsCounter {
  readonly #tree: ClauseTree;
  readonly #tallies: readonly Tally[];
  readonly #leaves: readonly LeafClause[];
  readonly #values = new Map<FieldId, ValueCounts>();

  constructor(tree: ClauseTree) {
    this.#tree = tree;
    this.#leaves = tree.all.filter((clause) => clause.kind === 'leaf');
    this.#tallies = tree.all.map((clause) => ({ passed: 0, alive: 0, notEvaluated: 0, forms: formsOf(clause, tree.wildcards) }));
    for (const { id } of this.#leaves.flatMap(({ fields }) => fields)) this.#values.set(id, new ValueCounts());
  }

  add(view: EventView, outcomes: Outcomes): void {
    for (const [index, clause] of this.#tree.all.entries()) {
      const tally = this.#tallies[index];
      if (tally === undefined) continue;
      const outcome = outcomes[index];
      if (outcome === true) tally.passed++;
      else if (outcome === 'notEvaluated') tally.notEvaluated++;
      else for (const form of tally.forms) if (form.test(view)) form.more++;
      if (clause.kind === 'all') this.#countAlive(clause.operands, outcomes);
    }
    for (const [field, counts] of this.#values) counts.add(view.values(field));
  }

  result(): ClauseStatistics {
    return this.#of(this.#tree.root, false);
  }

  #countAlive(operands: readonly Clause[], outcomes: Outcomes): void {
    for (const { index } of operands) {
      if (outcomes[index] !== true) return;
      const tally = this.#tallies[index];
      if (tally !== undefined) tally.alive++;
    }
  }

  #of(clause: Clause, inChain: boolean): ClauseStatistics {
    const { passed = 0, alive = 0, notEvaluated = 0, forms = [] } = this.#tallies[clause.index] ?? {};
    const operands = clause.kind === 'leaf' ? [] : clause.kind === 'not' ? [clause.operand] : clause.operands;
    const fields = clause.kind === 'leaf' ? clause.fields : [];
    return {
      span: clause.span,
      kind: clause.kind,
      passed,
      alive: inChain ? alive : undefined,
      notEvaluated,
      fields: fields.flatMap(({ id, name }) => {
        const counts = this.#values.get(id);
        return counts === undefined ? [] : [{ field: name, seen: counts.frequent() }];
      }),
      otherForms: forms.filter(({ more }) => more > 0).map(({ form, more }) => ({ form, more })),
      operands: operands.map((operand) => this.#of(operand, clause.kind === 'all')),
    };
  }
}

function formsOf(clause: Clause, wildcards: Wildcards): Tally['forms'] {
  if (clause.kind !== 'leaf') return [];
  const forms = [
    { form: 'ignoreCase', others: clause.leaves.map(ignoringCase) },
    { form: 'pattern', others: clause.leaves.map((leaf) => takenAsPattern(leaf, wildcards)) },
  ] as const;
  return forms.flatMap(({ form, others }) => {
    const operands: readonly Predicate[] = (others as readonly (Predicate | undefined)[]).filter((other) => other !== undefined);
    return operands.length === 0 ? [] : [{ form, test: compilePredicate({ kind: 'or', operands, span: clause.span }), more: 0 }];
  });
}
