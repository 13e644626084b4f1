/** QRY022 and QRY023: queries that can never match, and parts of a query that can never be true. */
import type { Fix, Problem, Related } from '../../base/problem.js';
import { sliceSpan } from '../../base/span.js';
import type { ParsedQuery } from '../../rule/ruleDocument.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { shortened } from '../../syntax/recover.js';
import { conditionChildren, type Condition } from '../conditions/condition.js';
import { hasOwnProof, isLonger, isProof, isSaid, knownTruth, longestKept, mayBeLonger } from './knownTruth.js';
import { stagesOf, type ProvedStage } from './stages.js';
import { createJudge, type Judgement } from './truth.js';

/** Of the second places and of the fixes of one problem. */
const mostShown = 5;

interface JudgedStage extends ProvedStage {
  readonly judge: (condition: Condition) => Judgement;
}

/** Spans are offsets into the query text. `problems` are what other checks found in the query and the user did not suppress. */
export function neverMatches(parsed: ParsedQuery, problems: readonly Problem[], catalog: FieldCatalog): readonly Problem[] {
  if (parsed.problems.length > 0) return [];
  const all = stagesOf(parsed);
  const proofs = problems.filter((problem) => isProof(problem, catalog));
  const stages = all
    .filter(({ root }) => proofs.length > 0 || hasOwnProof(root, catalog))
    .map((stage) => ({ ...stage, judge: createJudge(knownTruth(stage.root, proofs, catalog)) }));
  const dead = stages.find(({ root, role, judge }) => role === 'needed' && judge(root.condition).truth === 'never');
  if (dead !== undefined) return wholeRule(dead, all.length);
  return stages.flatMap((stage) => [...needlessStage(stage), ...deadParts(stage, catalog)]);
}

/** Where the query is nothing but the clause that a check has spoken of, there is nothing to add. */
function wholeRule({ root, judge }: JudgedStage, stages: number): readonly Problem[] {
  const judgement = judge(root.condition);
  if (stages === 1 && isSaid(root.condition, judgement)) return [];
  const what = stages === 1 ? '' : ', which each match needs';
  return [
    proved(
      'QRY022',
      clauseOf(judgement, root.condition),
      judgement,
      (cause) => `This rule can never match: nothing passes ${cause}${what}`,
      root.text,
    ),
  ];
}

function needlessStage({ root, role, judge }: JudgedStage): readonly Problem[] {
  const judgement = judge(root.condition);
  if (role === 'needed' || judgement.truth !== 'never') return [];
  const effect = role === 'until' ? 'This never ends a sequence' : 'Such an event is always missing';
  return [proved('QRY023', root.condition, judgement, (cause) => `${effect}: nothing passes ${cause}`, root.text)];
}

/** The outermost parts only: what stands in them is dead with them. */
function deadParts({ root, judge }: JudgedStage, catalog: FieldCatalog): readonly Problem[] {
  const found: Problem[] = [];
  const visit = (condition: Condition, parent: Condition | undefined): void => {
    const judgement = judge(condition);
    if (judgement.truth === 'never' && parent !== undefined && parent.kind !== 'all') {
      const what = parent.kind === 'not' ? 'This exclusion takes nothing out' : 'This alternative can never be true';
      if (!isSaid(condition, judgement))
        found.push(proved('QRY023', condition, judgement, (cause) => `${what}: nothing passes ${cause}`, root.text));
      return;
    }
    if (condition.kind === 'test' && root.language === 'eql') found.push(...longValues(condition, catalog));
    conditionChildren(condition).forEach((child) => visit(child, condition));
  };
  visit(root.condition, undefined);
  return found;
}

/** KQL has a check of its own for them. */
function longValues(test: Condition & { readonly kind: 'test' }, catalog: FieldCatalog): readonly Problem[] {
  const most = longestKept(test, catalog);
  if (!mayBeLonger(test, most)) return [];
  return test.values
    .filter((value) => isLonger(value, most))
    .map(({ span }) => ({
      code: 'QRY023',
      span,
      message: `\`${test.field}\` keeps no value of more than ${most} characters, so no event has this one`,
    }));
}

function clauseOf({ causes: [first] }: Judgement, otherwise: Condition): Condition {
  return first?.clause ?? otherwise;
}

function proved(code: string, place: Condition, judgement: Judgement, say: (cause: string) => string, text: string): Problem {
  const clause = clauseOf(judgement, place);
  const problems = judgement.causes.flatMap((cause) => cause.problems);
  const related: readonly Related[] = problems.slice(0, mostShown).map(({ span, message }) => ({ span, message }));
  const fixes = distinctFixes(problems.flatMap((problem) => problem.fixes ?? [])).slice(0, mostShown);
  return {
    code,
    span: place.span,
    message: say(`\`${shortened(sliceSpan(text, clause.span))}\``),
    ...(related.length === 0 ? {} : { related }),
    ...(fixes.length === 0 ? {} : { fixes }),
  };
}

/** Each value of a list may bring the same repair of the whole list. */
function distinctFixes(fixes: readonly Fix[]): readonly Fix[] {
  const seen = new Set<string>();
  return fixes.filter(({ title, edits }) => {
    const key = JSON.stringify([title, edits]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
