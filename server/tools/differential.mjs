/**
 * The long form of the differential test: random EQL queries on random events, the evaluator against the slow interpreter of the tests.
 *
 *     node server/tools/differential.mjs [--pairs 1000000] [--seed 1]
 *
 * Runs in portions, each from the next seed, so that a failure names the one to run again. Ends with 1 at the first that disagrees.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { pairs: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } } });
const [pairs, firstSeed] = [Number(values.pairs), Number(values.seed)];
if (!(pairs > 0) || !Number.isInteger(firstSeed)) throw new Error('--pairs takes a number above 0, --seed a whole number');

const root = path.resolve(import.meta.dirname, '../..');
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
const portion = 250_000;

for (let done = 0, seed = firstSeed; done < pairs; seed++) {
  const size = Math.min(portion, pairs - done);
  const env = { ...process.env, RULEWRIGHT_PAIRS: String(size), RULEWRIGHT_SEED: String(seed) };
  const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, 'run', 'test/evaluate/eql/slow.test.ts'], { cwd: root, env });
  if (status !== 0) {
    process.stderr.write(`${stdout.toString()}${stderr.toString()}Disagreement or failure at --seed ${seed}.\n`);
    process.exit(1);
  }
  done += size;
  process.stdout.write(`${done} of ${pairs} pairs agree (seed ${seed})\n`);
}
