/** TYP101 to TYP104: the fields whose new values a new_terms rule alerts on. */
import type { TextEdit } from '../../base/edit.js';
import type { Problem } from '../../base/problem.js';
import type { RuleDocument, RuleTree } from '../../rule/ruleDocument.js';
import { entryOf, stringAt, tableAt, tablesAt, type RuleArray, type RuleString, type RuleTable } from '../../rule/value.js';
import type { DocumentCheck, DocumentContext } from './check.js';
import { familyAt, repeatedNames, unknownName } from './fieldNames.js';
import { replacing } from './repairs.js';
import { requiredFields, type RequiredFields } from './requirements.js';
import { roomProblems } from './threshold.js';

const mostFields = 3;

export const checkNewTerms: DocumentCheck = (document, context) => {
  const { tree, type } = document;
  const rule = tree?.rule;
  if (tree === undefined || rule === undefined || type?.value !== 'new_terms') return [];
  const table = tableAt(rule, 'new_terms');
  const list = table === undefined ? entryOf(rule, 'new_terms_fields')?.value : entryOf(table, 'value')?.value;
  return [
    ...(table === undefined ? [] : literalNames(tree, table)),
    ...(list?.kind === 'array' ? countProblems(tree, list) : []),
    ...(list?.kind === 'array' ? fieldProblems(document, tree, strings(list), context) : []),
    ...(list?.kind === 'array' ? roomProblems(tree, table === undefined ? 'new_terms_fields' : 'new_terms.value', strings(list)) : []),
  ];
};

function strings({ elements }: RuleArray): readonly RuleString[] {
  return elements.filter((element) => element.kind === 'string');
}

/** In the repository form the two `field` keys always say the same. */
function literalNames(tree: RuleTree, table: RuleTable): readonly Problem[] {
  const [history] = tablesAt(table, 'history_window_start');
  const named = [
    { field: stringAt(table, 'field'), wanted: 'new_terms_fields' },
    { field: stringAt(history, 'field'), wanted: 'history_window_start' },
  ];
  return named.flatMap(({ field, wanted }) => {
    if (field === undefined || field.value === wanted) return [];
    const message = `\`field\` is always \`${wanted}\` here; the fields of the events stand in \`value\``;
    return [{ code: 'TYP101', span: field.span, message, fixes: replacing(tree, field, wanted) }];
  });
}

function countProblems(tree: RuleTree, list: RuleArray): readonly Problem[] {
  const { elements, span } = list;
  if (elements.length === 0) return [{ code: 'TYP101', span, message: 'A new_terms rule has one to three fields' }];
  const repeated = repeatedNames('TYP101', tree, list);
  const count = elements.length - repeated.length;
  if (count <= mostFields) return repeated;
  return [...repeated, { code: 'TYP101', span, message: `A new_terms rule has ${mostFields} fields at most, not ${count}` }];
}

function fieldProblems(
  document: RuleDocument,
  tree: RuleTree,
  fields: readonly RuleString[],
  { catalog }: DocumentContext,
): readonly Problem[] {
  const required = requiredFields(document);
  const effect = 'a rule ignores events that lack one of its fields';
  return fields.flatMap((field): readonly Problem[] => [
    ...unknownName('TYP102', field, { tree, catalog, effect }),
    ...unsuitable(field, catalog),
    ...constant(field, required),
    ...unasked(document, field, required),
  ]);
}

function unsuitable(field: RuleString, catalog: DocumentContext['catalog']): readonly Problem[] {
  const { value, span } = field;
  const family = familyAt(catalog, value);
  const isObject = family === 'object' || family === 'nested' || (catalog.field(value) === undefined && catalog.isObject(value));
  if (isObject)
    return [{ code: 'TYP102', span, message: `\`${value}\` is an object, which has no values of its own; name a field below it` }];
  if (family === 'text') return [{ code: 'TYP102', span, message: `\`${value}\` is analysed text, whose values cannot be collected` }];
  if (family === 'date') return [{ code: 'TYP102', span, message: `\`${value}\` is a date: nearly every event has a new one` }];
  if (!/(?:^|\.)(?:pid|entity_id)$|^event\.id$/.test(value)) return [];
  return [
    {
      code: 'TYP102',
      severity: 'hint',
      span,
      message: `\`${value}\` is another one with every process or event, so nearly every event has a new one`,
    },
  ];
}

/** The query leaves the field one value only, so it is never the one that is new. */
function constant({ value, span }: RuleString, required: RequiredFields | undefined): readonly Problem[] {
  const fixed = required?.get(value);
  if (fixed?.length !== 1) return [];
  return [{ code: 'TYP104', span, message: `The query wants \`${value}\` to be \`${fixed[0] ?? ''}\`, so it tells no two terms apart` }];
}

/** Nothing in the query says that matches have the field. */
function unasked({ queries }: RuleDocument, { value, span }: RuleString, required: RequiredFields | undefined): readonly Problem[] {
  const query = queries.find(({ key }) => key === 'query');
  if (required === undefined || required.has(value) || query?.parsed?.language !== 'kuery') return [];
  const { body } = query.parsed.tree;
  const message = `Matches that lack \`${value}\` are ignored; say so in the query: \`${value}: *\``;
  if (body === undefined) return [{ code: 'TYP103', span, message }];
  const [open, close] = body.kind === 'or' ? ['(', ')'] : ['', ''];
  const at = (offset: number, newText: string): TextEdit => ({ span: query.map.spanToFile({ start: offset, end: offset }), newText });
  const edits = [...(open === '' ? [] : [at(body.span.start, open)]), at(body.span.end, `${close} and ${value}: *`)];
  return [{ code: 'TYP103', span, message, fixes: [{ title: `Add \`${value}: *\` to the query`, edits }] }];
}
