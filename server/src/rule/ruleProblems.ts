/** What is wrong with a rule as a document: its type and language are unknown, its query is missing or empty. */
import type { Problem } from '../base/problem.js';
import type { Span } from '../base/span.js';
import { ruleTableKeys } from '../schema/ruleKeysRule.js';
import type { KeyRow } from '../schema/ruleKeysRow.js';
import type { StringMap } from '../toml/stringMap.js';
import { enumProblem } from './enumProblem.js';
import type { QueryLanguage, QueryRegion, RuleTree } from './ruleDocument.js';
import { entryOf, stringAt } from './value.js';

export interface ReadRule {
  readonly format: 'toml' | 'json';
  /** The whole file. */
  readonly text: string;
  readonly tree: RuleTree;
  /** Its notation has problems, so keys that seem to be missing may be there. */
  readonly damaged: boolean;
}

/** The problems of a rule beyond those of its notation. `queries` are the regions found in it. */
export function ruleProblems(read: ReadRule, queries: readonly QueryRegion[]): readonly Problem[] {
  return [...decisiveKeys.flatMap((row) => notAllowed(read, row)), ...queryProblems(read, queries)];
}

/** The problems of a file that is nothing but a query. */
export function bareQueryProblems(map: StringMap, language: QueryLanguage): readonly Problem[] {
  return map.text.trim() === '' ? emptyQuery(map.contentSpan, language) : [];
}

/** On these three the query depends, so a run has to know of them; the others are checked with all keys. */
const decisiveKeys = ['type', 'language', 'threat_language'].flatMap((key) => ruleTableKeys.filter((row) => row.key === key));

function notAllowed({ tree: { rule, writer } }: ReadRule, { key, shape }: KeyRow): readonly Problem[] {
  const entry = entryOf(rule, key);
  if (entry === undefined || shape.kind !== 'enum') return [];
  const { value } = entry;
  if (value.kind === 'string') return enumProblem(value, shape, writer);
  const names = shape.values.map((each) => each.value).join(', ');
  return [{ code: 'TOM007', span: value.span, message: `\`${key}\` is text in quotes: one of ${names}` }];
}

function queryProblems(read: ReadRule, queries: readonly QueryRegion[]): readonly Problem[] {
  const { rule } = read.tree;
  const type = stringAt(rule, 'type')?.value;
  const query = queries.find(({ key }) => key === 'query');
  if (query !== undefined) {
    const optional = hasFilters(read) || type === 'saved_query';
    return query.map.text.trim() !== '' || optional ? [] : emptyQuery(query.map.span, query.language);
  }
  const entry = entryOf(rule, 'query');
  const example = examples[read.format];
  if (entry !== undefined) {
    return [{ code: 'QRY004', severity: 'error', span: entry.value.span, message: `The query is not text; write it as ${example}` }];
  }
  if (type === 'machine_learning' || type === 'saved_query') return [];
  // In a damaged file the query may be there all the same.
  if (read.damaged && /^[ \t]*query[ \t]*=|"query"/m.test(read.text)) return [];
  // Kibana takes a rule of type query without one, as if it were empty, and refuses all others.
  const isRefused = type !== undefined && type !== 'query';
  const missing: Problem = { code: 'QRY004', span: missingQueryPlace(read), message: missingQuery(read) };
  return [isRefused ? { ...missing, severity: 'error' } : missing];
}

/** How a query is written. */
const examples: Readonly<Record<ReadRule['format'], string>> = { toml: "query = '''…'''", json: '"query": "…"' };

function hasFilters({ tree: { rule } }: ReadRule): boolean {
  const filters = entryOf(rule, 'filters')?.value;
  return filters?.kind === 'array' && filters.elements.length > 0;
}

function missingQueryPlace({ format, tree: { rule, metadata } }: ReadRule): Span {
  const type = entryOf(rule, 'type');
  const span = type?.span ?? (rule ?? metadata)?.span ?? { start: 0, end: 0 };
  // Of an object that is the whole rule its opening brace says enough.
  return format === 'json' && type === undefined ? { start: span.start, end: span.start + 1 } : span;
}

function missingQuery({ format, tree: { rule } }: ReadRule): string {
  const example = examples[format];
  if (rule === undefined) return `This file has no [rule] table; add one with a type and ${example}`;
  return `This rule has no query; add ${example}${format === 'toml' ? ' to its [rule] table' : ''}`;
}

/** The EQL parser itself reports an empty query: it is not valid EQL. */
function emptyQuery(span: Span, language: QueryLanguage | undefined): readonly Problem[] {
  if (language === 'eql') return [];
  const hint = language === 'kuery' ? ', so it matches every event; write a condition such as `process.name: cmd.exe`' : '';
  return [{ code: 'QRY004', span, message: `The query is empty${hint}` }];
}
