/** Where the query begins in the text of a page: it has no heading, and only a line break, or not even an empty line, before it. */
import { parseEql } from '../../syntax/eql/parse.js';
import { parseKql } from '../../syntax/kql/parse.js';
import type { QueryLanguage } from '../ruleDocument.js';

/** How a query can begin. Prose can too, so the rest has to be a query without problems as well. */
const beginnings: Readonly<Record<QueryLanguage, RegExp>> = {
  eql: /^\s*(?:(?:any|[a-z_]\w*|"[^"]*")\s+where\b|(?:sequence|sample|join)\b)/,
  kuery: /^[\s(]*(?:not\b[\s(]*)*(?:[@\w*-]+(?:\.[@\w*-]+)+|message|tags|@timestamp)\s*(?::|[<>]=?)/i,
  lucene: /^[\s(+-]*(?:NOT\b[\s(]*)?[@\w*-]+(?:\.[@\w*-]+)+\s*:/,
  esql: /^\s*(?:from|row|show)\s/i,
};

/** The index of the query's first line; the number of lines where there is none. */
export function queryStart(lines: readonly string[], language: QueryLanguage | undefined): number {
  if (language === undefined) return lines.length;
  const start = lines.findIndex((line, index) => beginnings[language].test(line) && isQuery(lines.slice(index).join('\n'), language));
  return start < 0 ? lines.length : start;
}

function isQuery(text: string, language: QueryLanguage): boolean {
  if (language === 'eql') return parseEql(text).problems.length === 0;
  return language === 'kuery' ? parseKql(text).problems.length === 0 : true;
}
