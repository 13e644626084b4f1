/**
 * The search request that Kibana's detection engine makes of a rule: query, filters and time window, as it is sent to Elasticsearch.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/about-detection-rules
 */
import { assertNever } from '../base/invariant.js';
import { isError, type Problem } from '../base/problem.js';
import type { ParsedQuery, QueryRegion, RuleDocument } from '../rule/ruleDocument.js';
import type { FieldCatalog } from '../schema/catalog.js';
import { detectionEngine, kqlToDsl, type Dsl, type KqlDslConfig } from './kqlToDsl.js';
import { combinedQuery, eqlBody, pathOf, requestNotes, searchBody, type SearchOverrides } from './requestParts.js';

export interface SearchRequest {
  readonly ok: true;
  readonly method: 'POST';
  /** Relative to the cluster's address, with its parameters: `logs-*` + `/_search?…`. */
  readonly path: string;
  readonly body: Dsl;
  /** What Kibana might send otherwise, or does besides: one sentence each. */
  readonly notes: readonly string[];
  /** Warnings about the query; spans in the file. */
  readonly problems: readonly Problem[];
}

export interface NoRequest {
  readonly ok: false;
  /** `invalid`: the rule has errors. `notSent`: there is nothing in the rule that could be translated. */
  readonly status: 'invalid' | 'notSent';
  /** One sentence. */
  readonly message: string;
  /** The errors; spans in the file. */
  readonly problems: readonly Problem[];
}

export interface RequestOptions {
  /** How Kibana is set; the detection engine's choices when left out. */
  readonly config?: KqlDslConfig;
  /** What is searched and how much of it, in the place of what the rule says. */
  readonly overrides?: SearchOverrides;
}

/** The request for a rule's own query, or why there is none. */
export function requestFor(document: RuleDocument, catalog: FieldCatalog, options: RequestOptions = {}): SearchRequest | NoRequest {
  if (document.format === 'other' || document.format === 'exceptions') {
    return refuse('invalid', 'This file is not a rule: a rule is a file with a [rule] table, or one that is nothing but a query');
  }
  const errors = document.problems.filter((problem) => isError(problem) && problem.code !== 'QRY004');
  if (errors.length > 0) return refuse('invalid', messageOf(errors), errors);
  const region = document.queries.find(({ key }) => key === 'query');
  if (region === undefined) return withoutQuery(document);
  return requestOfQuery(document, region, catalog, options);
}

function requestOfQuery(
  document: RuleDocument,
  region: QueryRegion,
  catalog: FieldCatalog,
  { config = detectionEngine, overrides }: RequestOptions,
): SearchRequest | NoRequest {
  const { parsed, language, map } = region;
  if (parsed !== undefined) {
    const errors = inFile(region, parsed.problems.filter(isError));
    return errors.length > 0
      ? refuse('invalid', messageOf(errors), errors)
      : requestOfParsed(document, region, parsed, catalog, { config, overrides });
  }
  if (language === 'lucene') {
    const query = {
      query: map.text,
      analyze_wildcard: true,
      ...(config.dateFormatTZ === undefined ? {} : { time_zone: config.dateFormatTZ }),
    };
    const must = map.text.trim() === '' ? [] : [{ query_string: query }];
    return found(document, '_search', searchBody(document, combinedQuery(document, { must }), overrides), overrides);
  }
  if (language === 'esql') return refuse('notSent', 'An ES|QL query is sent to Elasticsearch as it stands; there is nothing to translate');
  return refuse('invalid', 'The language of the query is not known; it is eql, kuery, lucene or esql');
}

function requestOfParsed(
  document: RuleDocument,
  region: QueryRegion,
  parsed: ParsedQuery,
  catalog: FieldCatalog,
  { config, overrides }: { readonly config: KqlDslConfig; readonly overrides: SearchOverrides | undefined },
): SearchRequest | NoRequest {
  switch (parsed.language) {
    case 'eql':
      if (region.map.text.trim() === '') return refuse('invalid', 'The query is empty, which Elasticsearch refuses');
      return found(document, '_eql/search', eqlBody(document, region.map.text, overrides), overrides);
    case 'kuery': {
      const translated = kqlToDsl(parsed.tree, catalog, config);
      const problems = inFile(region, translated.problems);
      if (!translated.ok) return refuse('invalid', messageOf(problems), problems);
      const { dsl, notes } = translated;
      const isBare = document.tree === undefined && overrides === undefined;
      const body = isBare ? { query: dsl } : searchBody(document, combinedQuery(document, { filter: [dsl] }), overrides);
      return found(document, '_search', body, overrides, [...problems.map(({ message }) => `${message}.`), ...notes], problems);
    }
    default:
      return assertNever(parsed);
  }
}

function found(
  document: RuleDocument,
  api: '_search' | '_eql/search',
  body: Dsl,
  overrides: SearchOverrides | undefined,
  notes: readonly string[] = [],
  problems: readonly Problem[] = [],
): SearchRequest {
  const path = pathOf(document, api, overrides);
  return { ok: true, method: 'POST', path, body, notes: [...(overrides === undefined ? requestNotes(document) : []), ...notes], problems };
}

function withoutQuery({ type, problems }: RuleDocument): NoRequest {
  if (type?.value === 'machine_learning') return refuse('notSent', 'A rule of type machine_learning reads anomalies and has no query');
  if (type?.value === 'saved_query') return refuse('notSent', 'The query of this rule is saved in Kibana, not in the rule');
  return refuse('invalid', problems[0]?.message ?? 'The rule has no query', problems);
}

function refuse(status: NoRequest['status'], message: string, problems: readonly Problem[] = []): NoRequest {
  return { ok: false, status, message, problems };
}

function messageOf([first, ...others]: readonly Problem[]): string {
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return `${first?.message ?? 'The rule has errors'}${more}`;
}

function inFile({ map }: QueryRegion, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => ({ ...problem, span: map.spanToFile(problem.span) }));
}
