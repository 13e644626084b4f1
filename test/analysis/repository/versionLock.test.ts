import { expect, test } from 'vitest';
import { readFacts } from '../../../server/src/analysis/repository/facts.js';
import { createRepository, repositoryProblems } from '../../../server/src/analysis/repository/repository.js';
import { readVersionLock } from '../../../server/src/analysis/repository/versionLock.js';
import { ruleWith, type RuleParts } from '../cases/kit.js';

const id = '0c1f5b4e-2b7c-4b55-9a3e-6f4d8a1b2c3d';
const lock = readVersionLock(JSON.stringify({ [id]: { rule_name: 'Another name', sha256: '0', type: 'query', version: 12 }, other: 3 }));

function problemsOf(parts: RuleParts, known = lock): readonly string[] {
  const text = ruleWith(parts);
  return readFacts(text, 'file:///a.toml').flatMap((facts) =>
    repositoryProblems(facts, createRepository([facts], known), 'detections-as-code').map(
      ({ code, span, message }) => `${code} ${text.slice(span.start, span.end)} ${message}`,
    ),
  );
}

test.each<readonly [string, RuleParts, readonly string[]]>([
  ['a rule as it was released, under another name', {}, []],
  [
    'another type',
    { rule: { type: '"eql"' } },
    [
      'REP003 "eql" Version 12 of the rule was released as one of type `query`, which cannot become `eql`; give the rule a new `rule_id` and deprecate the old one',
    ],
  ],
  [
    'a lower maturity',
    { metadata: { maturity: '"development"' } },
    [
      'REP003 "development" Version 12 of the rule was released, so it cannot go back to `development`; a released rule stays `production` until it is `deprecated`',
    ],
  ],
  ['deprecated', { metadata: { maturity: '"deprecated"' } }, []],
  ['a rule that was never released', { rule: { type: '"eql"', rule_id: `"${id.replace('0c', '1c')}"` } }, []],
])('%s', (_, parts, expected) => expect(problemsOf(parts)).toEqual(expected));

test('without a lock nothing is said', () => {
  const parts: RuleParts = { rule: { type: '"eql"' } };
  const [facts] = readFacts(ruleWith(parts), 'file:///a.toml');
  expect(facts && repositoryProblems(facts, createRepository([facts]), 'any')).toEqual([]);
});

test.each(['', '[', '[]', '3', 'null'])('%j is no lock', (text) => expect(readVersionLock(text)).toBeUndefined());
