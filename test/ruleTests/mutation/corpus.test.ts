/** Coverage and changes of real rules with made events: everything can be measured, and tests of all clauses notice that one is dropped. */
import { expect, test } from 'vitest';
import { openRules } from '../../../server/src/rule/openText.js';
import { measureCoverage } from '../../../server/src/ruleTests/coverage/measure.js';
import { measureMutation } from '../../../server/src/ruleTests/mutation/measure.js';
import { isFault, openTests } from '../../../server/src/ruleTests/openTests.js';
import { readTestFile } from '../../../server/src/ruleTests/readTestFile.js';
import { runOpened } from '../../../server/src/ruleTests/runTests.js';
import { testText } from '../../../server/src/synthesis/sampleText.js';
import { prepareSynthesis, synthesize, testHeadOf } from '../../../server/src/synthesis/synthesize.js';
import { memoryHost } from '../../kit/memoryHost.js';
import { corpusRules, reference } from '../../kit/reference.js';
import { surroundings } from '../../kit/ruleTests.js';

const uri = 'file:///r.toml';
/** Each one takes its time; those of the next share were measured when this was written. */
const everyNth = 60;

test('real rules with made events', { timeout: 120_000 }, async () => {
  if (reference === undefined) {
    console.log('not run: no reference data');
    return;
  }
  const totals = { rules: 0, clauses: 0, changes: 0, dropped: 0, droppedUnnoticed: 0 };
  for (const { path, text } of corpusRules().filter((_, index) => index % everyNth === 0)) {
    const [rule] = openRules(text, { uri });
    const prepared = prepareSynthesis(rule, 'r.toml', surroundings.schemas);
    if (!prepared.ok) continue;
    const tests = testText(await synthesize(prepared, surroundings.token), testHeadOf(prepared, 'r.toml', false));
    const place = { ...surroundings, host: memoryHost({ [uri]: text }) };
    const opened = await openTests(readTestFile('file:///r.test.toml', tests).file, place);
    if (isFault(opened)) throw new Error(`${path}: ${opened.message}`);
    const ran = await runOpened(opened, place, { explain: false });
    const coverage = await measureCoverage(opened, place);
    const mutation = await measureMutation(opened, ran, place);
    expect([path, coverage.fault, mutation.fault, mutation.unused]).toEqual([path, undefined, undefined, []]);
    expect(mutation.mutants.filter(({ noticedBy, wanted }) => (noticedBy === undefined) !== (wanted !== undefined))).toEqual([]);
    const dropped = mutation.mutants.filter(({ kind }) => kind === 'dropClause');
    totals.rules++;
    totals.clauses += coverage.clauses.length;
    totals.changes += mutation.mutants.length;
    totals.dropped += dropped.length;
    totals.droppedUnnoticed += dropped.filter(({ noticedBy }) => noticedBy === undefined).length;
  }
  expect(totals.rules).toBeGreaterThan(10);
  expect(totals.droppedUnnoticed).toBeLessThan(totals.dropped / 2);
  console.log(JSON.stringify(totals));
});
