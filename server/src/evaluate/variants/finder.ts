/** Looks for the clauses of a query that no event satisfies, and for variants of them that some do, in one pass over the events. */
import type { EventView, FieldId, FieldTable, Value } from '../../events/event.js';
import type { ParsedQuery, RuleDocument } from '../../rule/ruleDocument.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { compilePredicate, type EventTest } from '../compile.js';
import type { EventObserver, SeenEvent } from '../eventPass.js';
import { clausesOf, type Clause, type LeafClause, type Wildcards } from '../explain/clauses.js';
import type { LoweredQuery } from '../lowerQuery.js';
import type { LowerContext } from '../lowering.js';
import { candidatesOf, nearestValue, wantedTexts, type Candidate } from './candidates.js';
import { rewritten } from './rewrite.js';
import { safely } from './safely.js';
import type { UnmetClause, Variant } from './variant.js';

/** Different values of a field that are looked at. */
const mostValues = 1000;

/** Fields of one clause that are named. */
const mostFields = 3;

/** What a finder is made from: a rule that is ready to be run. */
interface ReadyRule {
  readonly rule: RuleDocument;
  readonly query: Pick<LoweredQuery, 'query' | 'filter'>;
  readonly fields: FieldTable;
  readonly catalog: FieldCatalog;
}

/** Call it before the first event is read: it numbers fields. Undefined for languages whose clauses are not known one by one. */
export function variantFinder({ rule, query, fields, catalog }: ReadyRule): VariantFinder | undefined {
  const parsed = rule.queries.find(({ key }) => key === 'query')?.parsed;
  return parsed === undefined ? undefined : new VariantFinder(query, parsed, { catalog, fields, now: undefined });
}

interface Setting extends LowerContext {
  readonly wildcards: Wildcards;
}

class VariantFinder implements EventObserver {
  readonly #parsed: ParsedQuery;
  readonly #clauses: readonly WatchedClause[];
  readonly #filter: EventTest | undefined;

  constructor({ query, filter }: Pick<LoweredQuery, 'query' | 'filter'>, parsed: ParsedQuery, context: LowerContext) {
    this.#parsed = parsed;
    const setting = { ...context, wildcards: parsed.language === 'eql' ? ('*?' as const) : ('*' as const) };
    const parts =
      query.kind === 'events' ? [query.predicate] : query.items.filter(({ missing }) => !missing).map(({ predicate }) => predicate);
    this.#clauses = parts.flatMap((predicate) => watched(clausesOf(predicate, setting.wildcards).root, true, setting));
    this.#filter = filter.predicate === undefined ? undefined : compilePredicate(filter.predicate);
  }

  observe({ view }: SeenEvent): void {
    if (this.#filter?.(view) === false) return;
    for (const clause of this.#clauses) clause.observe(view);
  }

  /** In source order. */
  unmet(): readonly UnmetClause[] {
    return this.#clauses
      .map((clause) => clause.result(this.#parsed))
      .filter(({ variants }) => variants.length > 0)
      .sort((a, b) => a.span.start - b.span.start);
  }
}

/** Clauses that are negated may well be true of no event. */
function watched(clause: Clause, isNeeded: boolean, setting: Setting): readonly WatchedClause[] {
  switch (clause.kind) {
    case 'leaf':
      return clause.leaves.length === 0 ? [] : [new WatchedClause(clause, isNeeded, setting)];
    case 'all':
      return clause.operands.flatMap((operand) => watched(operand, isNeeded, setting));
    case 'any':
      return clause.operands.flatMap((operand) => watched(operand, false, setting));
    case 'not':
      return [];
  }
}

interface Tried extends Candidate {
  readonly test: EventTest;
  passes: number;
}

/** A clause as long as no event satisfies it. */
class WatchedClause {
  readonly #clause: LeafClause;
  readonly #test: EventTest;
  readonly #wanted: readonly string[];
  readonly #field: FieldId | undefined;
  readonly #values = new Map<string, number>();
  #tried: readonly Tried[];
  #isMet = false;

  constructor(clause: LeafClause, isNeeded: boolean, setting: Setting) {
    this.#clause = clause;
    this.#test = safely(clause.predicate);
    this.#tried = candidatesOf(clause, isNeeded, setting.wildcards, setting).map((each) => ({
      ...each,
      test: safely(each.predicate),
      passes: 0,
    }));
    this.#wanted = isNeeded ? wantedTexts(clause) : [];
    this.#field = this.#wanted.length === 0 || clause.fields.length !== 1 ? undefined : clause.fields[0]?.id;
  }

  observe(view: EventView): void {
    if (this.#isMet) return;
    if (this.#test(view)) {
      this.#isMet = true;
      this.#tried = [];
      this.#values.clear();
      return;
    }
    for (const tried of this.#tried) if (tried.test(view)) tried.passes++;
    if (this.#field !== undefined) this.#collect(view.values(this.#field));
  }

  result(parsed: ParsedQuery): UnmetClause {
    const { span } = this.#clause;
    if (this.#isMet) return { span, variants: [] };
    const passing = this.#tried.filter(({ passes }) => passes > 0);
    const isField = ({ form }: Tried): boolean => form.kind === 'field';
    const fields = passing.filter(isField).sort((a, b) => b.passes - a.passes);
    const found = [...passing.filter((tried) => !isField(tried)), ...this.#nearValues(), ...fields.slice(0, mostFields)];
    return { span, variants: found.map(({ form, passes }) => ({ form, passes, edits: rewritten(parsed, span, form) })) };
  }

  #nearValues(): readonly Omit<Variant, 'edits'>[] {
    const seen = [...this.#values.keys()];
    return this.#wanted.flatMap((wanted) => {
      const found = nearestValue(wanted, seen);
      return found === undefined ? [] : [{ form: { kind: 'value' as const, wanted, found }, passes: this.#values.get(found) ?? 0 }];
    });
  }

  #collect(values: readonly Value[]): void {
    for (const value of new Set(values)) {
      if (typeof value !== 'string') continue;
      const known = this.#values.get(value);
      if (known !== undefined || this.#values.size < mostValues) this.#values.set(value, (known ?? 0) + 1);
    }
  }
}
