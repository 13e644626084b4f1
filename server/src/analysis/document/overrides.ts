/** RUL012, RUL013 and RUL014: values of a rule that its alerts take from the events, and the fields that an analyst is shown. */
import type { Problem } from '../../base/problem.js';
import { allOf } from '../../base/wordList.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import { entryOf, stringAt, stringsAt, tableAt, tablesAt, type RuleString, type RuleTable, type RuleValue } from '../../rule/value.js';
import type { DocumentContext, FrameCheck } from './check.js';
import { familyAt, unknownName } from './fieldNames.js';
import { adding, fixOf, replacing, safely } from './repairs.js';

export const checkOverrides: FrameCheck = ({ tree, type, language }, context) => {
  const rule = tree?.rule;
  if (tree === undefined || rule === undefined) return [];
  // The rows of ES|QL have the columns that the query makes.
  const hasColumns = (language ?? type)?.value === 'esql' && stringAt(rule, 'query') !== undefined;
  return [
    ...mappingProblems(tree, rule, 'severity_mapping', ['field', 'operator', 'value', 'severity']),
    ...mappingProblems(tree, rule, 'risk_score_mapping', ['field', 'operator', 'value']),
    ...withoutEffect(rule),
    ...repeatedNames(tree, entryOf(tableAt(rule, 'investigation_fields'), 'field_names')?.value),
    ...(hasColumns ? [] : [...overrideFields(tree, rule, context), ...investigationFields(tree, rule, context)]),
  ];
};

function mappingProblems(tree: RuleTree, rule: RuleTable, key: string, wanted: readonly string[]): readonly Problem[] {
  return tablesAt(rule, key).flatMap((mapping) => {
    const missing = wanted.filter((name) => entryOf(mapping, name) === undefined);
    const operator = stringAt(mapping, 'operator');
    const wrong = operator !== undefined && operator.value !== 'equals' ? operator : undefined;
    const list = allOf(missing.map((name) => `\`${name}\``));
    return [
      ...(missing.length === 0
        ? []
        : [
            {
              code: 'RUL012',
              span: mapping.span,
              message: `An entry of \`${key}\` lacks ${list}`,
              fixes: missing.length === 1 && missing[0] === 'operator' ? safely(adding(tree, mapping, 'operator', 'equals')) : [],
            },
          ]),
      ...(wrong === undefined
        ? []
        : [
            { code: 'RUL012', span: wrong.span, message: 'The only operator is `equals`', fixes: safely(replacing(tree, wrong, 'equals')) },
          ]),
    ];
  });
}

/** One mapping to the severity that the rule has anyway. With several, the highest wins, so that it may count. */
function withoutEffect(rule: RuleTable): readonly Problem[] {
  const base = stringAt(rule, 'severity');
  const [mapping, second] = tablesAt(rule, 'severity_mapping');
  const severity = stringAt(mapping, 'severity');
  if (base === undefined || base.value === '' || severity === undefined || second !== undefined || severity.value !== base.value) return [];
  const message = `The rule has severity \`${base.value}\` without this mapping too`;
  return [{ code: 'RUL012', severity: 'hint', span: severity.span, message, unnecessary: true }];
}

function overrideFields(tree: RuleTree, rule: RuleTable, { catalog }: DocumentContext): readonly Problem[] {
  const unknown = (name: RuleString | undefined, effect: string, suits?: (other: string) => boolean): readonly Problem[] =>
    name === undefined ? [] : unknownName('RUL013', name, { tree, catalog, effect, ...(suits === undefined ? {} : { suits }) });
  const scores = tablesAt(rule, 'risk_score_mapping');
  return [
    ...unknown(stringAt(rule, 'rule_name_override'), 'without it alerts keep the name of the rule'),
    ...unknown(
      stringAt(rule, 'timestamp_override'),
      'without it `@timestamp` decides which events a run searches',
      (other) => familyAt(catalog, other) === 'date',
    ),
    ...[...tablesAt(rule, 'severity_mapping'), ...scores].flatMap((each) =>
      unknown(stringAt(each, 'field'), 'without it the mapping never applies'),
    ),
    ...scores.flatMap((mapping) => scoreField(mapping, { catalog })),
    ...timestampField(rule, { catalog }),
  ];
}

function scoreField(mapping: RuleTable, { catalog }: Pick<DocumentContext, 'catalog'>): readonly Problem[] {
  const name = stringAt(mapping, 'field');
  const family = name === undefined ? undefined : familyAt(catalog, name.value);
  if (name === undefined || (family !== 'ip' && family !== 'date' && family !== 'boolean' && family !== 'object')) return [];
  const message = `\`${name.value}\` holds no numbers, so no event changes the risk score`;
  return [{ code: 'RUL013', span: name.span, message }];
}

function timestampField(rule: RuleTable, { catalog }: Pick<DocumentContext, 'catalog'>): readonly Problem[] {
  const name = stringAt(rule, 'timestamp_override');
  const family = name === undefined ? undefined : familyAt(catalog, name.value);
  if (name === undefined || family === undefined || family === 'date') return [];
  return [{ code: 'RUL013', span: name.span, message: `\`${name.value}\` is no date, so a run finds no event by it` }];
}

/** Only where the field surely is none: an unknown one may be shown all the same, as it stands in the event. */
function investigationFields(tree: RuleTree, rule: RuleTable, { catalog }: DocumentContext): readonly Problem[] {
  const names = stringsAt(tableAt(rule, 'investigation_fields'), 'field_names');
  return names.flatMap((name) =>
    unknownName('RUL014', name, { tree, catalog, effect: 'an analyst may never see it' })
      .filter(({ severity }) => severity === 'warning')
      .map((problem) => ({ ...problem, severity: 'information' as const })),
  );
}

function repeatedNames(tree: RuleTree, list: RuleValue | undefined): readonly Problem[] {
  if (list?.kind !== 'array') return [];
  const seen = new Set<string>();
  return list.elements.flatMap((element, index) => {
    if (element.kind !== 'string') return [];
    if (!seen.has(element.value)) {
      seen.add(element.value);
      return [];
    }
    const fixes = safely(fixOf(`Remove \`${element.value}\``, tree.writer.removeElement(list, index)));
    return [{ code: 'RUL014', span: element.span, message: `\`${element.value}\` is in the list already`, unnecessary: true, fixes }];
  });
}
