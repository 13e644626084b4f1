/** What is wrong with a rule as a document: its type and language are unknown, its query is missing or empty. */
import type { Fix, Problem } from '../base/problem.js';
import type { Span } from '../base/span.js';
import { nearestNames } from '../base/nearest.js';
import { entryOf, tableOf, type TomlDocument, type TomlEntry, type TomlString } from '../toml/node.js';
import { stringMapOf, type StringMap } from '../toml/stringMap.js';
import { queryLanguages, ruleTypes, type QueryLanguage, type QueryRegion } from './ruleDocument.js';

/** The problems of a TOML rule beyond those of TOML itself. `queries` are the regions found in it. */
export function ruleProblems(toml: TomlDocument, text: string, queries: readonly QueryRegion[]): readonly Problem[] {
  const rule = tableOf(toml.root, 'rule');
  return [
    ...notAllowed(text, entryOf(rule, 'type'), ruleTypes, 'a rule type', {}),
    ...['language', 'threat_language'].flatMap((key) =>
      notAllowed(text, entryOf(rule, key), queryLanguages, 'a query language', languageNames),
    ),
    ...queryProblems(toml, text, queries),
  ];
}

/** The problems of a file that is nothing but a query. */
export function bareQueryProblems(map: StringMap, language: QueryLanguage): readonly Problem[] {
  return map.text.trim() === '' ? emptyQuery(map.contentSpan, language) : [];
}

/** What people call the languages, and what rules call them. */
const languageNames: Readonly<Record<string, QueryLanguage>> = { kql: 'kuery', 'es|ql': 'esql', kibana: 'kuery' };

function notAllowed(
  text: string,
  entry: TomlEntry | undefined,
  allowed: readonly string[],
  what: string,
  aliases: Readonly<Record<string, string>>,
): readonly Problem[] {
  if (entry === undefined) return [];
  const { value } = entry;
  if (value.kind !== 'string')
    return [{ code: 'TOM007', span: value.span, message: `\`${entry.key}\` is text in quotes: one of ${allowed.join(', ')}` }];
  if (allowed.includes(value.value)) return [];
  const nearest = aliases[value.value.toLowerCase()] ?? nearestNames(value.value, allowed)[0];
  const advice = nearest === undefined ? `it is one of ${allowed.join(', ')}` : `did you mean \`${nearest}\`?`;
  const message = `\`${value.value}\` is not ${what}; ${advice}`;
  return [{ code: 'TOM007', span: value.span, message, fixes: nearest === undefined ? [] : [replacement(text, value, nearest)] }];
}

function replacement(text: string, literal: TomlString, value: string): Fix {
  return { title: `Replace by \`${value}\``, edits: [{ span: stringMapOf(text, literal).contentSpan, newText: value }] };
}

function queryProblems(toml: TomlDocument, text: string, queries: readonly QueryRegion[]): readonly Problem[] {
  const rule = tableOf(toml.root, 'rule');
  const query = queries.find(({ key }) => key === 'query');
  if (query !== undefined) {
    const optional = hasFilters(toml) || typeOf(toml) === 'saved_query';
    return query.map.text.trim() !== '' || optional ? [] : emptyQuery(query.map.span, query.language);
  }
  const entry = entryOf(rule, 'query');
  if (entry !== undefined)
    return [{ code: 'QRY004', span: entry.value.span, message: "The query is not text; write it as query = '''…'''" }];
  if (typeOf(toml) === 'machine_learning' || typeOf(toml) === 'saved_query') return [];
  // In a damaged file the query may be there all the same.
  if (toml.problems.length > 0 && /^[ \t]*query[ \t]*=/m.test(text)) return [];
  return [{ code: 'QRY004', span: missingQueryPlace(toml), message: missingQuery(toml) }];
}

function typeOf(toml: TomlDocument): string | undefined {
  const value = entryOf(tableOf(toml.root, 'rule'), 'type')?.value;
  return value?.kind === 'string' ? value.value : undefined;
}

function hasFilters(toml: TomlDocument): boolean {
  const filters = entryOf(tableOf(toml.root, 'rule'), 'filters')?.value;
  return filters?.kind === 'array' && filters.elements.length > 0;
}

function missingQueryPlace(toml: TomlDocument): Span {
  const type = entryOf(tableOf(toml.root, 'rule'), 'type');
  const table = tableOf(toml.root, 'rule') ?? tableOf(toml.root, 'metadata');
  return type?.span ?? table?.span ?? { start: 0, end: 0 };
}

function missingQuery(toml: TomlDocument): string {
  if (tableOf(toml.root, 'rule') === undefined) return "This file has no [rule] table; add one with a type and query = '''…'''";
  return "This rule has no query; add query = '''…''' to its [rule] table";
}

/** The EQL parser itself reports an empty query: it is not valid EQL. */
function emptyQuery(span: Span, language: QueryLanguage | undefined): readonly Problem[] {
  if (language === 'eql') return [];
  const hint = language === 'kuery' ? ', so it matches every event; write a condition such as process.name: cmd.exe' : '';
  return [{ code: 'QRY004', span, message: `The query is empty${hint}` }];
}
