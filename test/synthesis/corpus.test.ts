/** Samples for real rules, where the reference data is there: how many rules get one that matches, and how many clauses a near miss that does not. */
import { expect, test } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import { runRule } from '../../server/src/evaluate/runRule.js';
import { openRule } from '../../server/src/rule/openText.js';
import { readTestFile } from '../../server/src/ruleTests/readTestFile.js';
import type { MadeEvent } from '../../server/src/synthesis/madeEvent.js';
import { testText, type TestHead } from '../../server/src/synthesis/sampleText.js';
import type { Synthesis } from '../../server/src/synthesis/synthesis.js';
import { prepareSynthesis, synthesize, testHeadOf } from '../../server/src/synthesis/synthesize.js';
import { memoryHost } from '../kit/memoryHost.js';
import { corpusRules, reference } from '../kit/reference.js';
import { schemas } from '../kit/services.js';

if (reference === undefined)
  test('samples for the rules of the corpus: not run: no reference data', () => expect(corpusRules()).toEqual([]));
else test('rules of the corpus match the samples made for them, and not the near misses', () => everyRule(), 120_000);

interface Figures {
  rules: number;
  readonly notEvaluated: Map<string, number>;
  positives: number;
  /** Why rules have no sample, and clauses no near miss. */
  readonly without: Map<string, number>;
  nearMisses: number;
  nearMissesWanted: number;
}

async function everyRule(): Promise<void> {
  const figures: Figures = { rules: 0, notEvaluated: new Map(), positives: 0, without: new Map(), nearMisses: 0, nearMissesWanted: 0 };
  const wrong: string[] = [];
  for (const { path, text } of corpusRules()) {
    const prepared = prepareSynthesis(openRule(text, { uri: path }), path, schemas);
    if (!prepared.ok) {
      count(figures.notEvaluated, prepared.message);
      continue;
    }
    const made = await synthesize(prepared, noCancel);
    add(figures, made);
    wrong.push(...(await mistakes(made, text, prepared.query.query.kind === 'events')).map((what) => `${path}: ${what}`));
    // Reading all of them would take longer than everything else.
    if (figures.rules % 20 === 0) wrong.push(...problemsOfTests(made, testHeadOf(prepared, path, false)).map((what) => `${path}: ${what}`));
  }
  console.log(
    `Rules that can be evaluated: ${figures.rules}; with a sample that matches: ${figures.positives}; ` +
      `near misses: ${figures.nearMisses} of ${figures.nearMissesWanted}; none: ${JSON.stringify(Object.fromEntries(figures.without))}; ` +
      `not evaluated: ${JSON.stringify(Object.fromEntries(figures.notEvaluated))}`,
  );
  expect(wrong).toEqual([]);
  expect(figures.rules).toBeGreaterThan(1000);
  expect(figures.positives).toBe(figures.rules);
  // The rest are clauses that another clause of the rule makes true, or needs.
  expect(figures.nearMisses / figures.nearMissesWanted).toBeGreaterThan(0.995);
}

function problemsOfTests(made: Synthesis, head: TestHead): readonly string[] {
  return readTestFile('file:///a.test.toml', testText(made, head)).problems.map(({ message }) => message);
}

function add(figures: Figures, { positive, nearMisses }: Synthesis): void {
  figures.rules++;
  if (positive.kind === 'made') figures.positives++;
  else count(figures.without, `sample ${positive.reason}`);
  for (const { fails, sample } of nearMisses) {
    figures.nearMissesWanted++;
    if (sample.kind === 'made') figures.nearMisses++;
    else count(figures.without, `${fails} ${sample.reason}`);
  }
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

/** Of single events all near misses are run at once; those of a sequence could join with each other. */
async function mistakes({ positive, nearMisses }: Synthesis, text: string, atOnce: boolean): Promise<readonly string[]> {
  const misses = nearMisses.flatMap(({ sample }) => (sample.kind === 'made' ? [sample.events] : []));
  const runs = atOnce ? [misses.flat()] : misses;
  const wrong: string[] = [];
  for (const events of runs) if (events.length > 0 && (await matches(text, events)) > 0) wrong.push('a near miss matches');
  if (positive.kind === 'made' && (await matches(text, positive.events)) !== positive.matches) wrong.push('the sample does not match');
  return wrong;
}

/** Through all that a run of the rule's file goes through. */
async function matches(text: string, events: readonly MadeEvent[]): Promise<number> {
  const lines = events.map((event) => JSON.stringify(event)).join('\n');
  const host = memoryHost({ 'file:///rule.toml': text, 'file:///events.ndjson': lines });
  const request = { rule: { uri: 'file:///rule.toml' }, events: [{ uri: 'file:///events.ndjson' }] };
  for await (const update of runRule(request, host, schemas, noCancel)) if (update.kind === 'summary') return update.summary.matches;
  throw new Error('a run without a summary');
}
