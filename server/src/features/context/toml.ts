/** The cursor in a rule file: which of its queries it stands in, and where in the query. */
import type { QueryRegion, RuleDocument } from '../../rule/ruleDocument.js';

export interface QueryPlace {
  readonly region: QueryRegion;
  /** Into the query's text. */
  readonly offset: number;
}

/** The query that holds `fileOffset`; undefined outside queries, and where the string has only escapes of line breaks. */
export function queryAt(document: RuleDocument, fileOffset: number): QueryPlace | undefined {
  for (const region of document.queries) {
    const offset = region.map.toText(fileOffset);
    if (offset !== undefined) return { region, offset };
  }
  return undefined;
}
