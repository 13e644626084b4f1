/** Explanations and evaluation agree, on real rules and recorded events where the reference data is there, and on what can fail a search. */
import { expect, test } from 'vitest';
import { FieldTable, type EventView } from '../../../server/src/events/event.js';
import { isJsonObject, parseJson } from '../../../server/src/events/json.js';
import { createView } from '../../../server/src/events/view.js';
import { compilePredicate } from '../../../server/src/evaluate/compile.js';
import { distanceOf } from '../../../server/src/evaluate/explain/distance.js';
import type { Outcome, Verdict } from '../../../server/src/evaluate/explain/explained.js';
import { judgesOf, wildcardsOf, type PartJudge } from '../../../server/src/evaluate/explain/explainer.js';
import { rowsOf } from '../../../server/src/evaluate/explain/rows.js';
import { lowerQuery } from '../../../server/src/evaluate/lowerQuery.js';
import { EvaluationError } from '../../../server/src/evaluate/predicate.js';
import { pickQuery } from '../../../server/src/evaluate/ruleQuery.js';
import { openRule } from '../../../server/src/rule/openText.js';
import { catalogOf as catalogOfRule } from '../../../server/src/rule/ruleCatalog.js';
import { loadSchemas } from '../../../server/src/schema/load.js';
import { catalogOf, contextOf, lowerEvents } from '../../kit/evaluate.js';
import { memoryHost } from '../../kit/memoryHost.js';
import { corpusRules, recordedEvents, reference } from '../../kit/reference.js';

const pairsWanted = 100_000;

if (reference === undefined) test('explanations on the corpus: not run: no reference data', () => expect(corpusRules()).toEqual([]));
else test(`explain and evaluation agree on ${pairsWanted} pairs of a rule and an event`, () => agreeOnCorpus(), 120_000);

async function agreeOnCorpus(): Promise<void> {
  const fields = new FieldTable();
  const parts = await corpusParts(fields);
  const view = createView(fields);
  const lines = recordedEvents();
  const perEvent = Math.ceil(pairsWanted / lines.length);
  let [pairs, matching, next] = [0, 0, 0];
  for (const [number, line] of lines.entries()) {
    const event = parseJson(line);
    if (!isJsonObject(event)) throw new Error(`line ${number + 1} is no event`);
    view.reset(event);
    for (let count = 0; count < perEvent; count++) {
      // A step without a common divisor with the number of parts comes by all of them.
      next = (next + 7919) % parts.length;
      const part = parts[next];
      if (part === undefined) continue;
      const where = `${part.path} on line ${number + 1}`;
      const evaluated = evaluate(part.test, view);
      agree(part.judge, view, evaluated, where);
      pairs++;
      if (evaluated === true) matching++;
    }
  }
  console.log(`Explanations: ${pairs} pairs of ${parts.length} queries and ${lines.length} events agree; ${matching} of them match`);
  expect(pairs).toBeGreaterThanOrEqual(pairsWanted);
  expect(parts.length).toBeGreaterThan(1000);
  expect(matching).toBeGreaterThan(50);
}

interface Part {
  readonly path: string;
  readonly judge: PartJudge;
  readonly test: (view: EventView) => boolean;
}

async function corpusParts(fields: FieldTable): Promise<readonly Part[]> {
  const schemas = await loadSchemas(memoryHost({}));
  return corpusRules().flatMap(({ path: rulePath, text }) => {
    const rule = openRule(text, { uri: rulePath });
    const picked = pickQuery(rule, rulePath);
    const lowered = picked.ok ? lowerQuery(rule, picked, { catalog: catalogOfRule(rule, schemas), fields, now: undefined }) : picked;
    if (!lowered.ok) return [];
    return judgesOf(lowered.query, fields, wildcardsOf(rule)).map((judge) => ({
      path: rulePath,
      judge,
      test: compilePredicate(judge.tree.root.predicate),
    }));
  });
}

function evaluate(isTrue: (view: EventView) => boolean, view: EventView): Outcome {
  try {
    return isTrue(view);
  } catch (error) {
    if (error instanceof EvaluationError) return 'notEvaluated';
    throw error;
  }
}

function agree(judge: PartJudge, view: EventView, evaluated: Outcome, where: string): void {
  const outcomes = judge.outcomes(view);
  if (outcomes[0] !== evaluated) throw new Error(`${where}: ${String(evaluated)}, but explained as ${String(outcomes[0])}`);
  const { failing } = distanceOf(judge.tree, outcomes);
  if ((failing === 0) !== (evaluated === true)) throw new Error(`${where}: ${failing} clauses fail`);
  const verdict = judge.verdict(view, outcomes);
  checkVerdict(verdict, where);
  if (rowsOf(verdict).length < (verdict.kind === 'all' ? verdict.operands.length : 1)) throw new Error(`${where}: a clause without a row`);
}

/** What is said of a clause follows from what is said of its parts, and what is not true has a reason. */
function checkVerdict({ kind, outcome, operands, fields, reason }: Verdict, where: string): void {
  const inner = operands.map((operand) => operand.outcome);
  if (!inner.includes('notEvaluated')) {
    if (kind === 'all' && outcome !== inner.every((each) => each === true)) throw new Error(`${where}: a chain of and`);
    if (kind === 'any' && outcome !== inner.includes(true)) throw new Error(`${where}: a chain of or`);
    if (kind === 'not' && outcome !== (inner[0] === false)) throw new Error(`${where}: a negation`);
  }
  const wantsReason = outcome === 'notEvaluated' || (outcome === false && (kind === 'leaf' || kind === 'not'));
  if (wantsReason !== (reason !== undefined)) throw new Error(`${where}: ${kind} is ${String(outcome)}, reason ${reason?.kind ?? 'none'}`);
  if (reason?.kind === 'noValue' && fields.length === 1 && fields[0]?.values.length !== 0)
    throw new Error(`${where}: ${reason.field} has values`);
  if (kind === 'leaf' && outcome === false && fields.some(({ satisfying }) => satisfying.length > 0))
    throw new Error(`${where}: satisfied`);
  for (const operand of operands) checkVerdict(operand, where);
}

test.each([
  ['10 / pid == 5 and name == "x"', { pid: 0, name: 'y' }, false],
  ['10 / pid == 5 and name == "x"', { pid: 0, name: 'x' }, 'notEvaluated'],
  ['10 / pid == 5 and (10 / pid == 2 and name == "x")', { pid: 0, name: 'y' }, 'notEvaluated'],
  ['10 / pid == 5 or name == "x"', { pid: 0, name: 'x' }, true],
  ['not (10 / pid == 5 or name == "x")', { pid: 0, name: 'y' }, 'notEvaluated'],
] as const)('a clause that fails the search: %s on %j is %s', (query, event, expected) => {
  const context = contextOf(catalogOf({ pid: 'long', name: 'keyword' }));
  const { predicate } = lowerEvents(`any where ${query}`, context);
  if (predicate === undefined) throw new Error('not lowered');
  const [judge] = judgesOf({ kind: 'events', predicate, pipes: [] }, context.fields, '*?');
  const view = createView(context.fields);
  view.reset(event);
  expect(evaluate(compilePredicate(predicate), view)).toBe(expected);
  if (judge !== undefined) agree(judge, view, expected, query);
});
