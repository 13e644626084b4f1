/** The EQL queries of the reference rules, for tests that run against them. */
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { corpusRules } from '../../kit/reference.js';

export interface CorpusQuery {
  readonly path: string;
  readonly query: string;
}

/** Every EQL query of the reference rules, by path. Empty without reference data. */
export function eqlCorpus(): readonly CorpusQuery[] {
  return corpusRules().flatMap(({ path, text }) => {
    const { rule } = getStaticTOMLValue(parseTOML(text)) as { rule?: { language?: string; query?: string } };
    return rule?.language === 'eql' && rule.query !== undefined ? [{ path, query: rule.query }] : [];
  });
}
