/** The KQL queries of the reference corpus. */
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { corpusRules } from '../../kit/reference.js';

export interface CorpusQuery {
  /** Path of its rule in the corpus, and the key if it is not the rule's own query. */
  readonly name: string;
  readonly text: string;
}

interface RuleTable {
  readonly rule?: Readonly<Record<string, unknown>>;
}

let queries: readonly CorpusQuery[] | undefined;

/** Every `language = "kuery"` query and every KQL `threat_query`; read once. */
export function corpusKqlQueries(): readonly CorpusQuery[] {
  queries ??= corpusRules()
    .filter(({ text }) => text.includes('kuery'))
    .flatMap(({ path, text }) => {
      const rule = (getStaticTOMLValue(parseTOML(text)) as RuleTable).rule ?? {};
      return [
        ...(rule['language'] === 'kuery' ? [{ name: path, text: String(rule['query']) }] : []),
        ...(rule['threat_language'] === 'kuery' || (rule['language'] === 'kuery' && rule['threat_query'] !== undefined)
          ? [{ name: `${path} threat_query`, text: String(rule['threat_query']) }]
          : []),
      ];
    });
  return queries;
}
