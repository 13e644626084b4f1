import { expect, it } from 'vitest';
import { readFacts } from '../../server/src/analysis/repository/facts.js';
import { usageOf } from '../../server/src/features/ruleUsage.js';
import { openAt, service } from '../kit/services.js';

const rule = (name: string, lists: string): string => `[rule]\nname = "${name}"\ntype = "query"\n${lists}\n`;
const others = [
  rule('A', 'tags = ["Team: Red", "OS: Linux", "Team: Red", ""]\nindex = ["logs-acme.*"]'),
  rule('B', 'tags = ["Team: Red"]\nindex = ["auditbeat-*", "logs-acme.*"]'),
].flatMap((text, number) => readFacts(text, `file:///${number}.toml`));

it('counts the rules that have a tag or an index pattern', () => {
  expect(usageOf(others)).toEqual({
    tags: [
      { text: 'Team: Red', rules: 2 },
      { text: 'OS: Linux', rules: 1 },
    ],
    index: [
      { text: 'logs-acme.*', rules: 2 },
      { text: 'auditbeat-*', rules: 1 },
    ],
  });
});

it.each([
  ['[rule]\nname = "C"\ntags = ["<|>"]', ['Team: Red: in 2 rules', 'OS: Linux: in 1 rule'], 'Domain: Endpoint: undefined'],
  ['[rule]\nname = "C"\nindex = ["<|>"]', ['logs-acme.*: in 2 rules', expect.stringMatching(/^auditbeat-\*: .+, in 1 rule$/)], undefined],
])('%j offers what other rules have first', (marked, first, later) => {
  const { model, position } = openAt(marked, 'toml');
  const { items } = service.complete(model, position, undefined, () => usageOf(others));
  const sorted = [...items]
    .sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1))
    .map(({ label, detail }) => `${label}: ${detail}`);
  expect(sorted.slice(0, 2)).toEqual(first);
  if (later !== undefined) expect(sorted).toContain(later);
  expect(new Set(items.map(({ label }) => label)).size).toBe(items.length);
});
