/** TYP121 to TYP123: how a threat_match rule compares events with indicators. */
import type { Problem } from '../../base/problem.js';
import type { RuleDocument, RuleTree } from '../../rule/ruleDocument.js';
import { entryOf, numberAt, stringAt, tablesAt, type RuleTable } from '../../rule/value.js';
import type { FieldFamily } from '../../schema/fieldType.js';
import { describeFamily } from '../types.js';
import type { DocumentCheck, DocumentContext } from './check.js';
import { familyAt } from './fieldNames.js';
import { adding } from './repairs.js';

const defaultIndicatorPath = 'threat.indicator';

export const checkThreatMatch: DocumentCheck = (document, context) => {
  const { tree, type } = document;
  const rule = tree?.rule;
  if (tree === undefined || rule === undefined || type?.value !== 'threat_match') return [];
  return [
    ...mappingProblems(rule),
    ...halfSet(rule),
    ...languageProblems(tree, rule),
    ...timeBound(document, rule),
    ...entries(rule).flatMap((entry) => entryProblems(entry, rule, context)),
  ];
};

function groups(rule: RuleTable): readonly RuleTable[] {
  return tablesAt(rule, 'threat_mapping');
}

function entries(rule: RuleTable): readonly RuleTable[] {
  return groups(rule).flatMap((group) => tablesAt(group, 'entries'));
}

function isNegated(entry: RuleTable): boolean {
  const negate = entryOf(entry, 'negate')?.value;
  return negate?.kind === 'boolean' && negate.value;
}

function mappingProblems(rule: RuleTable): readonly Problem[] {
  const list = entryOf(rule, 'threat_mapping')?.value;
  if (list?.kind === 'array' && list.elements.length === 0) {
    return [
      { code: 'TYP121', span: list.span, message: 'The mapping is empty: it has to pair a field of the events with one of the indicators' },
    ];
  }
  return groups(rule).flatMap((group): readonly Problem[] => {
    const own = tablesAt(group, 'entries');
    if (own.length === 0) {
      return [{ code: 'TYP121', span: group.span, message: 'A group of the mapping needs at least one entry' }];
    }
    if (own.every(isNegated)) {
      const message = 'A group of the mapping needs at least one entry that is not negated';
      return [{ code: 'TYP121', span: group.span, message }];
    }
    return own.flatMap((entry) => contradiction(entry, own));
  });
}

function contradiction(entry: RuleTable, own: readonly RuleTable[]): readonly Problem[] {
  const pair = (each: RuleTable): string => `${stringAt(each, 'field')?.value ?? ''} ${stringAt(each, 'value')?.value ?? ''}`;
  const field = stringAt(entry, 'field');
  if (field === undefined || !isNegated(entry) || !own.some((other) => !isNegated(other) && pair(other) === pair(entry))) return [];
  return [{ code: 'TYP121', span: field.span, message: 'The same pair has to be equal and different in this group, so it never matches' }];
}

function halfSet(rule: RuleTable): readonly Problem[] {
  const searches = entryOf(rule, 'concurrent_searches');
  const items = entryOf(rule, 'items_per_search');
  const present = searches ?? items;
  const low = ['concurrent_searches', 'items_per_search'].flatMap((key) => {
    const value = numberAt(rule, key);
    return value === undefined || Number(value.value) >= 1
      ? []
      : [{ code: 'TYP121', span: value.span, message: `\`${key}\` is at least 1, not ${value.value}` }];
  });
  if (present === undefined || (searches !== undefined && items !== undefined)) return low;
  const missing = searches === undefined ? 'concurrent_searches' : 'items_per_search';
  return [...low, { code: 'TYP121', span: present.value.span, message: `\`${present.key}\` needs \`${missing}\` beside it` }];
}

function languageProblems(tree: RuleTree, rule: RuleTable): readonly Problem[] {
  const query = stringAt(rule, 'threat_query');
  if (query === undefined || query.value.trim() === '' || entryOf(rule, 'threat_language') !== undefined) return [];
  const message = '`threat_query` needs `threat_language` beside it';
  return [{ code: 'TYP121', span: query.span, message, fixes: adding(tree, rule, 'threat_language', 'kuery') }];
}

function timeBound({ queries }: RuleDocument, rule: RuleTable): readonly Problem[] {
  const query = stringAt(rule, 'threat_query');
  const text = queries.find(({ key }) => key === 'threat_query')?.map.text ?? query?.value;
  if (query === undefined || text === undefined || /@timestamp|now[-/]|event\.ingested|indicator\.(?:first|last)_seen/.test(text))
    return [];
  const message = 'The indicator query has no bound in time, so indicators count however old they are; add `@timestamp >= "now-30d/d"`';
  return [{ code: 'TYP122', span: query.span, message }];
}

function entryProblems(entry: RuleTable, rule: RuleTable, { catalog, schemas }: DocumentContext): readonly Problem[] {
  const field = stringAt(entry, 'field');
  const value = stringAt(entry, 'value');
  if (field === undefined || value === undefined) return [];
  const path = stringAt(rule, 'threat_indicator_path')?.value ?? defaultIndicatorPath;
  if (value.value === path || !value.value.startsWith(`${path.split('.', 1)[0] ?? path}.`)) return [];
  const family = familyAt(catalog, field.value);
  const other = familyAt(schemas.catalogFor([]), value.value);
  if (family === undefined || other === undefined || areComparable(family, other)) return hashProblems(field.value, value);
  const message = `\`${field.value}\` is ${describeFamily(family)} and \`${value.value}\` is ${describeFamily(other)}: they are never equal`;
  return [{ code: 'TYP123', span: value.span, message }];
}

function areComparable(a: FieldFamily, b: FieldFamily): boolean {
  const kinds: readonly FieldFamily[] = ['ip', 'integer', 'decimal', 'boolean', 'date'];
  if (a === b || !kinds.includes(a) || !kinds.includes(b)) return true;
  return [a, b].every((each) => each === 'integer' || each === 'decimal');
}

/** Hashes of different kinds are never equal. */
function hashProblems(field: string, value: { readonly value: string; readonly span: Problem['span'] }): readonly Problem[] {
  const kind = (name: string): string | undefined =>
    /\.hash\.(md5|sha1|sha256|sha384|sha512|ssdeep|tlsh|imphash)$|\.(imphash)$/.exec(name)?.slice(1).find(Boolean);
  const [own, other] = [kind(field), kind(value.value)];
  if (own === undefined || other === undefined || own === other) return [];
  return [{ code: 'TYP123', span: value.span, message: `\`${field}\` holds ${own} and \`${value.value}\` ${other}: they are never equal` }];
}
