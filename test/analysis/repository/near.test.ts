import { expect, test } from 'vitest';
import { readFacts } from '../../../server/src/analysis/repository/facts.js';
import { createRepository, repositoryProblems } from '../../../server/src/analysis/repository/repository.js';
import { applyEdits } from '../../../server/src/base/edit.js';
import { ruleWith } from '../cases/kit.js';

const id = (number: number): string => `"0c1f5b4e-2b7c-4b55-9a3e-6f4d8a1b2c${10 + number}"`;
const rule = (number: number, tags: string): string =>
  ruleWith({ rule: { rule_id: id(number), name: `"Rule ${number}"`, query: `'process.pid: ${number}'`, tags } });

/** What is wrong with the tags of a rule beside so many others with the tag, as `tag → meant`. */
function meant(own: string, tag: string, others: number): readonly string[] {
  const text = rule(0, own);
  const [facts] = readFacts(text, 'file:///own.toml');
  const rest = Array.from({ length: others }, (_, index) => readFacts(rule(index + 1, `["${tag}"]`), `file:///${index}.toml`)).flat();
  const repository = createRepository([...(facts === undefined ? [] : [facts]), ...rest]);
  const problems = facts === undefined ? [] : repositoryProblems(facts, repository, 'detections-as-code');
  return problems.map(({ code, span, fixes }) => {
    const fixed = applyEdits(text, fixes?.[0]?.edits ?? []);
    return `${code} ${text.slice(span.start, span.end)} → ${/^tags = (.*)$/m.exec(fixed)?.[1] ?? ''}`;
  });
}

test.each([
  ['["Domain: Observavility"]', 'Domain: Observability', 5, ['REP002 "Domain: Observavility" → ["Domain: Observability"]']],
  ['["One", "domain: endpoint"]', 'Domain: Endpoint', 5, ['REP002 "domain: endpoint" → ["One", "Domain: Endpoint"]']],
  ['["Domain: Observavility"]', 'Domain: Observability', 4, []],
  ['["Domain: Observability"]', 'Domain: Observability', 5, []],
  ['["OS: AWX"]', 'OS: AWS', 5, []],
  ['["Resource: Version 2"]', 'Resource: Version 1', 5, []],
  ['["Domain: Network"]', 'Domain: Endpoint', 5, []],
])('%s beside %s in %d rules: %j', (own, tag, others, expected) => expect(meant(own, tag, others)).toEqual(expected));

test('names of deprecated rules, of exports and of the rule itself are not compared', () => {
  const near = ruleWith({ rule: { name: '"Shell from web serwer"', rule_id: id(1), query: "'a: b'" } });
  const own = ruleWith();
  const deprecated = near.replace('"production"', '"deprecated"');
  const exported = JSON.stringify({ rule_id: '1', type: 'query', query: 'a: b', name: 'Shell from web serwer', risk_score: 1 });
  const problemsBeside = (text: string, uri: string): readonly string[] => {
    const facts = [...readFacts(own, 'file:///own.toml'), ...readFacts(text, uri)];
    return facts.slice(0, 1).flatMap((each) => repositoryProblems(each, createRepository(facts), 'any').map(({ code }) => code));
  };
  expect([
    problemsBeside(near, 'file:///a.toml'),
    problemsBeside(deprecated, 'file:///a.toml'),
    problemsBeside(exported, 'file:///a.json'),
    problemsBeside(own, 'file:///own.toml'),
  ]).toEqual([['REP002'], [], [], []]);
});
