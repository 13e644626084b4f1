/** The query of a rule: its language, its text and how that maps to the file, and its tree. */
import type { Span } from '../base/span.js';
import { parseEql } from '../syntax/eql/parse.js';
import { parseKql } from '../syntax/kql/parse.js';
import { parseLucene } from '../syntax/lucene/parse.js';
import type { StringMap } from '../toml/stringMap.js';
import { queryLanguages, ruleTypes, type ParsedQuery, type QueryLanguage, type QueryRegion, type RuleType } from './ruleDocument.js';

/** Parses the text that `map` holds. Languages without a parser here (ES|QL, unknown ones) keep only their place. */
export function openQuery(key: QueryRegion['key'], language: QueryLanguage | undefined, map: StringMap, span: Span): QueryRegion {
  const lucene = language === 'lucene' ? parseLucene(map.text) : undefined;
  return { key, language, map, span, parsed: parse(language, map.text), lucene };
}

function parse(language: QueryLanguage | undefined, text: string): ParsedQuery | undefined {
  if (language === 'eql') return parseEql(text);
  if (language === 'kuery') return { language, ...parseKql(text) };
  return undefined;
}

export function isRuleType(value: string | undefined): value is RuleType {
  return ruleTypes.some((type) => type === value);
}

export function isQueryLanguage(value: string | undefined): value is QueryLanguage {
  return queryLanguages.some((language) => language === value);
}

const eqlStart = /^\s*(?:(?:any|[A-Za-z_]\w*|"[^"\n]*")\s+where\b|(?:sequence|sample|join)\s+(?:by\b|with\b|\[))/;

/** The language of a query whose rule does not name one: its type decides, and without a type what the text looks like. */
export function impliedLanguage(type: string | undefined, text: string): QueryLanguage {
  if (type === 'eql' || type === 'esql') return type;
  if (isRuleType(type)) return 'kuery';
  return eqlStart.test(text) ? 'eql' : 'kuery';
}
