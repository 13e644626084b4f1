import { expect, test } from 'vitest';
import { updatedDateProblems } from '../../../server/src/analysis/document/updatedDate.js';
import { applyEdits } from '../../../server/src/base/edit.js';
import { openRule } from '../../../server/src/rule/openText.js';
import { ruleWith } from '../cases/kit.js';

const uri = 'file:///rules/a.toml';
const earlier = ruleWith();
const changed = ruleWith({ rule: { risk_score: '50' } });

test('a rule that was changed on a later day needs that day, which the fix sets', () => {
  const problems = updatedDateProblems(openRule(changed, { uri }), earlier, '2026-02-03');
  expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'MET003 The rule was changed, but `updated_date` still is 2026/01/05',
  ]);
  const fixed = applyEdits(changed, problems[0]?.fixes?.[0]?.edits ?? []);
  expect(fixed).toBe(changed.replace('updated_date = "2026/01/05"', 'updated_date = "2026/02/03"'));
  expect(updatedDateProblems(openRule(fixed, { uri }), earlier, '2026-02-03')).toEqual([]);
});

test.each([
  ['the same text', earlier, earlier, '2026-02-03'],
  ['other line breaks', earlier.replaceAll('\n', '\r\n'), earlier, '2026-02-03'],
  ['a change on the day itself', changed, earlier, '2026-01-05'],
  ['another date', changed.replace('updated_date = "2026/01/05"', 'updated_date = "2026/01/20"'), earlier, '2026-02-03'],
  ['no date', ruleWith({ metadata: { updated_date: undefined }, rule: { risk_score: '50' } }), earlier, '2026-02-03'],
  ['a file that was no rule', changed, 'name = "x"\n', '2026-02-03'],
])('%s is nothing to complain about', (_, text, before, today) => {
  expect(updatedDateProblems(openRule(text, { uri }), before, today)).toEqual([]);
});
