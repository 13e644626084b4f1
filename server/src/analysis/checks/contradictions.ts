/** QRY007 and QRY019: conditions that cannot be true together, so that nothing matches, or nothing of an alternative. */
import type { Problem } from '../../base/problem.js';
import { sliceSpan, type Span } from '../../base/span.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { shortened } from '../../syntax/recover.js';
import { areDisjoint, compareWholeValues, impliesTest, isSingleValued, mostCompared } from '../conditions/compare.js';
import { conditionNodes, flattened, type Condition, type ConditionRoot, type Test } from '../conditions/condition.js';
import { groupAlike, saysTheSame } from '../conditions/same.js';

/** What must be true for the conditions after it to matter. */
interface Fact {
  readonly test: Test;
  readonly negated: boolean;
  /** With its negation. */
  readonly span: Span;
}

export function contradictions(root: ConditionRoot, catalog: FieldCatalog): readonly Problem[] {
  const { condition, text } = root;
  if (groupAlike(conditionNodes(root)('test')).length === 0) return [];
  const problems: Problem[] = [];
  /** `facts` holds the same before and after. */
  const visit = (part: Condition, facts: Fact[]): void => {
    const given = facts.length;
    const operands = flattened(part, 'all');
    for (const operand of operands) {
      const fact = factOf(operand);
      if (fact === undefined || facts.length >= mostCompared) continue;
      const problem = firstConflict(facts, fact, given, text, catalog);
      if (problem !== undefined) problems.push(problem);
      facts.push(fact);
    }
    for (const operand of operands) {
      if (operand.kind === 'any') for (const each of operand.operands) visit(each, facts);
      // What stands in an exclusion only has to agree with itself.
      if (operand.kind === 'not' && operand.operand.kind !== 'test') visit(operand.operand, []);
    }
    facts.length = given;
  };
  visit(condition, []);
  return problems;
}

/** The first `outer` of the facts hold for more than what the fact stands in. */
function firstConflict(facts: readonly Fact[], fact: Fact, outer: number, text: string, catalog: FieldCatalog): Problem | undefined {
  for (let at = 0; at < facts.length; at++) {
    const before = facts[at];
    const problem = before?.test.field === fact.test.field ? conflict(before, fact, at < outer, text, catalog) : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function factOf(condition: Condition): Fact | undefined {
  if (condition.kind === 'test') return { test: condition, negated: false, span: condition.span };
  if (condition.kind !== 'not' || condition.operand.kind !== 'test') return undefined;
  return { test: condition.operand, negated: true, span: condition.span };
}

/** `b` stands after `a`, or, where `isOuter`, in one of several alternatives that `a` stands beside. */
function conflict(a: Fact, b: Fact, isOuter: boolean, text: string, catalog: FieldCatalog): Problem | undefined {
  if (a.negated && b.negated) return undefined;
  if (a.negated !== b.negated) return excluded(a, b, isOuter, text, catalog);
  const { field } = b.test;
  if (!isSingleValued(field, catalog) || !compareWholeValues(catalog, a.test, b.test) || !areDisjoint(a.test, b.test)) return undefined;
  return contradiction(a, b, `\`${field}\` has one value, which cannot pass this and \`${quoted(a, text)}\` as well`);
}

/** A condition and an exclusion. Of every event that passes the first, the second is false. */
function excluded(a: Fact, b: Fact, isOuter: boolean, text: string, catalog: FieldCatalog): Problem | undefined {
  const [wanted, exclusion] = a.negated ? [b, a] : [a, b];
  const presence = exclusion.test.relation === 'exists';
  const same = saysTheSame(wanted.test, exclusion.test);
  const implied =
    same || presence || (compareWholeValues(catalog, wanted.test, exclusion.test) && impliesTest(wanted.test, exclusion.test));
  if (!implied) return undefined;
  if (same || presence) return contradiction(a, b, `This cannot be true together with \`${quoted(a, text)}\`, so nothing matches both`);
  if (isOuter && a.negated) {
    const message = `Every value that this asks for is excluded by \`${quoted(a, text)}\`, so this alternative is never true`;
    return { code: 'QRY019', span: b.span, message, related: [{ span: a.span, message: 'What excludes it' }] };
  }
  return {
    code: 'QRY019',
    span: exclusion.span,
    message: `This excludes every value that \`${quoted(wanted, text)}\` asks for, so nothing is left`,
    related: [{ span: wanted.span, message: 'What the exclusion takes away' }],
  };
}

function contradiction(a: Fact, b: Fact, message: string): Problem {
  return { code: 'QRY007', span: b.span, message, related: [{ span: a.span, message: 'The condition it contradicts' }] };
}

function quoted(fact: Fact, text: string): string {
  return shortened(sliceSpan(text, fact.span));
}
