import { expect, test } from 'vitest';
import { readFacts, type RuleFacts } from '../../../server/src/analysis/repository/facts.js';
import { createRepository, repositoryProblems, type Repository } from '../../../server/src/analysis/repository/repository.js';
import { ruleWith } from '../cases/kit.js';

const uri = (file: number): string => `file:///rules/${file}/${['shell', 'mail', 'web'][file % 3]}.toml`;
const names = ['Shell from web server', 'Shell from web serwer', 'Shell from mail server', 'Shell from web server ', 'Another name'];
const tags = ['["Domain: Endpoint"]', '["Domain: Endpoint", "OS: Linux"]', '["Domain: Endpoimt"]', '[]'];
const queries = ["'a: b'", "'a:b'", "'a: c'", "''"];

/** A rule of few texts, so that rules have much in common. */
function factsOf(file: number, pick: (below: number) => number): readonly RuleFacts[] {
  const one = <T>(of: readonly T[]): T | undefined => of[pick(of.length)];
  const text = ruleWith({
    rule: {
      name: JSON.stringify(one(names)),
      query: one(queries),
      tags: one(tags),
      rule_id: `"0c1f5b4e-2b7c-4b55-9a3e-6f4d8a1b2c${10 + pick(20)}"`,
    },
  });
  const above = '\n'.repeat(pick(3));
  return readFacts(above + (pick(5) === 0 ? text.replace('"production"', '"deprecated"') : text), uri(file));
}

/** The same numbers for the same seed. */
function picker(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
}

const said = (repository: Repository, files: readonly (readonly RuleFacts[])[]): unknown =>
  files.flat().map((rule) => repositoryProblems(rule, repository, 'detections-as-code'));

test.each([1, 2, 3, 4])('rules that take the place of others, seed %d: the same is said as of a repository made of them', (seed) => {
  const pick = picker(seed);
  const files = Array.from({ length: 12 }, (_, file) => factsOf(file, pick));
  const repository = createRepository(files.flat());
  let found = 0;
  for (let turn = 0; turn < 60; turn++) {
    const file = pick(files.length);
    const [before, after] = [files[file] ?? [], factsOf(file, pick)];
    expect(repository.replace(before, after)).toBe(true);
    files[file] = after;
    const all = said(createRepository(files.flat()), files);
    expect(said(repository, files)).toEqual(all);
    found += JSON.stringify(all).length;
  }
  expect(found).toBeGreaterThan(100_000);
});

test('rules that the repository does not have, and more or fewer of them, are refused without effect', () => {
  const pick = picker(5);
  const [one, two, three] = [factsOf(0, pick), factsOf(1, pick), factsOf(2, pick)];
  const files = [one, two];
  const repository = createRepository(files.flat());
  const before = said(repository, files);
  expect([repository.replace(three, one), repository.replace(one, [...one, ...three]), repository.replace(one, [])]).toEqual([
    false,
    false,
    false,
  ]);
  expect(said(repository, files)).toEqual(before);
});
