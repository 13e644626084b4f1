/** All real rules on recorded events, where the reference data is there: in one pass they find what each finds alone. */
import { expect, test } from 'vitest';
import { openRule } from '../../server/src/rule/openText.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import { scanLimits } from '../../server/src/scan/scanRules.js';
import type { ScannedRule } from '../../server/src/scan/scanResult.js';
import { memoryHost } from '../kit/memoryHost.js';
import { corpusRules, recordedEvents, reference } from '../kit/reference.js';
import { scan, toldByRun, toldByScan } from './sameAsRuns.js';

/** Running each rule alone takes a second for a few of them, so those that match nothing are compared by sample. */
const comparedOf = 40;

if (reference === undefined)
  test('all rules of the corpus in one pass: not run: no reference data', () => expect(corpusRules()).toEqual([]));
else test('all rules of the corpus find in one pass what each finds alone', () => sameAsAlone(), 300_000);

async function sameAsAlone(): Promise<void> {
  const sample = { uri: 'file:///events.ndjson' };
  const host = memoryHost({ [sample.uri]: recordedEvents().join('\n') });
  const schemas = await loadSchemas(host);
  const rules = corpusRules().map(({ path, text }): ScannedRule => ({ document: openRule(text, { uri: `file:///${path}` }), schemas }));
  const plain = await scan(rules, [sample], host, scanLimits, { strict: true });
  const quick = await scan(rules, [sample], host, { ...scanLimits, parsedFirst: 0 });
  expect(quick.rules).toEqual(plain.rules);
  const matching = plain.rules.filter(({ matches }) => matches > 0);
  const compared = plain.rules.filter(({ rule, matches }) => matches > 0 || rule % comparedOf === 0);
  for (const result of compared) {
    const rule = rules[result.rule] as ScannedRule;
    expect(toldByScan(rule, result)).toEqual(await toldByRun(rule, [sample], host));
  }
  console.log(`rules: ${rules.length}; matching: ${matching.length}; compared with a run alone: ${compared.length}`);
  expect(rules.length).toBeGreaterThan(1000);
}
