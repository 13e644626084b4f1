/** The types of detection rules and the languages of their queries. */

/** https://www.elastic.co/docs/solutions/security/detect-and-alert/about-detection-rules */
export const ruleTypes = ['query', 'saved_query', 'eql', 'esql', 'threshold', 'threat_match', 'machine_learning', 'new_terms'] as const;
export type RuleType = (typeof ruleTypes)[number];

/** `kuery` is KQL. */
export const queryLanguages = ['eql', 'kuery', 'lucene', 'esql'] as const;
export type QueryLanguage = (typeof queryLanguages)[number];
