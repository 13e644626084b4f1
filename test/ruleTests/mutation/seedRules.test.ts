/** The sample rules come with tests that pass, exercise each of their clauses and notice each change of them. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { measureCoverage } from '../../../server/src/ruleTests/coverage/measure.js';
import { measureMutation } from '../../../server/src/ruleTests/mutation/measure.js';
import { unnoticed } from '../../../server/src/ruleTests/mutation/words.js';
import { isFault, openTests, type OpenedTests } from '../../../server/src/ruleTests/openTests.js';
import { readTestFile } from '../../../server/src/ruleTests/readTestFile.js';
import { runOpened } from '../../../server/src/ruleTests/runTests.js';
import { memoryHost } from '../../kit/memoryHost.js';
import { surroundings } from '../../kit/ruleTests.js';

const folder = new URL('../../../rules/linux/', import.meta.url);
const rules = ['defense_evasion_file_made_immutable_by_chattr', 'defense_evasion_file_mod_writable_dir'];
const files: Record<string, string> = {};
for (const rule of rules) {
  for (const name of [`${rule}.toml`, `${rule}.test.toml`, `${rule}.events.ndjson`])
    files[`file:///${name}`] = await readFile(new URL(name, folder), 'utf8');
}
const place = { ...surroundings, host: memoryHost(files) };

async function testsOf(rule: string): Promise<OpenedTests> {
  const uri = `file:///${rule}.test.toml`;
  const { file, problems } = readTestFile(uri, files[uri] ?? '');
  expect(problems).toEqual([]);
  const opened = await openTests(file, place);
  if (isFault(opened)) throw new Error(opened.message);
  return opened;
}

test.each(rules)('%s', async (rule) => {
  const opened = await testsOf(rule);
  const ran = await runOpened(opened, place);
  expect(ran.flatMap(({ result }) => result.failures.map(({ message }) => `${result.name}: ${message}`))).toEqual([]);

  const coverage = await measureCoverage(opened, place);
  expect(coverage.fault).toBeUndefined();
  expect(coverage.clauses.filter(({ covered }) => !covered).map(({ wanted }) => wanted)).toEqual([]);
  expect(coverage.covered).toBeGreaterThan(15);

  const mutation = await measureMutation(opened, ran, place);
  expect(mutation.fault).toBeUndefined();
  expect(mutation.mutants.filter(({ noticedBy }) => noticedBy === undefined).map(unnoticed)).toEqual([]);
  expect(mutation.mutants.length).toBeGreaterThan(30);
});
