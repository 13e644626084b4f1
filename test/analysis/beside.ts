/** A rule beside one other of its repository. */
import { LineIndex } from '../../server/src/base/lines.js';
import { factsOf, readFacts } from '../../server/src/analysis/repository/facts.js';
import { createRepository, repositoryProblems } from '../../server/src/analysis/repository/repository.js';
import type { Profile } from '../../server/src/analysis/profile.js';
import type { Problem } from '../../server/src/base/problem.js';
import type { RuleDocument } from '../../server/src/rule/ruleDocument.js';

/** None without the other one, whose text is TOML. */
export function problemsBeside(
  document: RuleDocument,
  other: string | undefined,
  uri = 'file:///rules/other.toml',
  profile: Profile = 'any',
): readonly Problem[] {
  const facts = factsOf(document, new LineIndex(document.text));
  if (facts === undefined || other === undefined) return [];
  return repositoryProblems(facts, createRepository([facts, ...readFacts(other, uri)]), profile);
}
