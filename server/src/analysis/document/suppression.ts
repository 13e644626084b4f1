/** TYP132, TYP161 and TYP162: alert suppression, which folds alerts that are alike into one. */
import type { Problem } from '../../base/problem.js';
import type { RuleDocument, RuleTree } from '../../rule/ruleDocument.js';
import { scheduleOf, writeDuration } from '../../rule/schedule.js';
import { entryOf, numberAt, stringAt, stringsAt, tableAt, type RuleString, type RuleTable } from '../../rule/value.js';
import type { Sequence } from '../../syntax/eql/ast.js';
import { includesProfile } from '../profile.js';
import type { DocumentCheck, DocumentContext } from './check.js';
import { familyAt, unknownName } from './fieldNames.js';
import { adding, replacing } from './repairs.js';

const mostFields = 3;
const unitLengths: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
const strategies: readonly string[] = ['suppress', 'doNotSuppress'];

export const checkSuppression: DocumentCheck = (document, context) => {
  const { tree, type } = document;
  const suppression = tableAt(tree?.rule, 'alert_suppression');
  if (tree === undefined || suppression === undefined) return [];
  const duration = durationProblems(document, tree, suppression);
  // Threshold rules suppress by the fields of their threshold.
  if (type?.value === 'threshold') return duration;
  return [
    ...groupProblems(suppression),
    ...strategyProblems(tree, suppression, context),
    ...duration,
    ...fieldProblems(document, tree, suppression, context),
  ];
};

function groupProblems(suppression: RuleTable): readonly Problem[] {
  const value = entryOf(suppression, 'group_by')?.value;
  if (value?.kind !== 'array' || (value.elements.length >= 1 && value.elements.length <= mostFields)) return [];
  return [{ code: 'TYP161', span: value.span, message: `Alerts are suppressed by one to three fields, not ${value.elements.length}` }];
}

function strategyProblems(tree: RuleTree, suppression: RuleTable, { profile }: DocumentContext): readonly Problem[] {
  const strategy = stringAt(suppression, 'missing_fields_strategy');
  if (strategy !== undefined && !strategies.includes(strategy.value)) {
    const meant = /no/i.test(strategy.value) ? 'doNotSuppress' : 'suppress';
    const message = `\`missing_fields_strategy\` is one of ${strategies.join(', ')}`;
    return [{ code: 'TYP161', span: strategy.span, message, fixes: replacing(tree, strategy, meant) }];
  }
  if (entryOf(suppression, 'missing_fields_strategy') !== undefined || !includesProfile(profile, 'detections-as-code')) return [];
  const message = '`missing_fields_strategy` has to say what happens with events that lack one of the fields';
  const fixes = adding(tree, suppression, 'missing_fields_strategy', 'suppress');
  return [{ code: 'TYP161', span: suppression.span, message, fixes }];
}

function durationProblems(document: RuleDocument, tree: RuleTree, suppression: RuleTable): readonly Problem[] {
  const duration = tableAt(suppression, 'duration');
  const value = numberAt(duration, 'value');
  const unit = stringAt(duration, 'unit');
  const length = unitLengths[unit?.value ?? ''];
  const problems: Problem[] = [];
  if (unit !== undefined && length === undefined) {
    problems.push({ code: 'TYP161', span: unit.span, message: `The unit of the duration is one of s, m, h, not \`${unit.value}\`` });
  }
  if (value === undefined) return problems;
  if (Number(value.value) < 1) {
    const message = `The duration is at least 1, not ${value.value}`;
    return [...problems, { code: 'TYP161', span: value.span, message, fixes: replacing(tree, value, 1) }];
  }
  const { every } = scheduleOf(document);
  if (length === undefined || every === undefined || Number(value.value) * length >= every) return problems;
  const message = `The rule runs every ${writeDuration(every)}: shorter durations suppress nothing beyond one run`;
  return [...problems, { code: 'TYP162', severity: 'information', span: value.span, message }];
}

function fieldProblems(document: RuleDocument, tree: RuleTree, suppression: RuleTable, { catalog }: DocumentContext): readonly Problem[] {
  const fields = stringsAt(suppression, 'group_by');
  const query = document.queries.find(({ key }) => key === 'query');
  // The rows of ES|QL have the columns that the query makes.
  if (query?.language === 'esql') return [];
  const effect = 'events that lack the field are treated as `missing_fields_strategy` says';
  const unknown = fields.flatMap((field) => unknownName('TYP162', field, { tree, catalog, effect }));
  if (document.type?.value === 'query') return [...unknown, ...textProblems(fields, catalog)];
  const { parsed } = query ?? {};
  if (parsed?.language !== 'eql' || parsed.tree.body.kind !== 'sequence') return unknown;
  return [...unknown, ...notShared(fields, parsed.tree.body)];
}

/** The other types compare what a search answers with; here the search groups. */
function textProblems(fields: readonly RuleString[], catalog: DocumentContext['catalog']): readonly Problem[] {
  return fields
    .filter(({ value }) => familyAt(catalog, value) === 'text')
    .map(({ value, span }) => {
      const message = `\`${value}\` is analysed text, by which events cannot be grouped; use a keyword field`;
      return { code: 'TYP162', span, message };
    });
}

/** The alert of a sequence has only what all its events have in common, which is sure for the join keys. */
function notShared(fields: readonly RuleString[], { by, items }: Sequence): readonly Problem[] {
  const keys = [by, ...items.map((item) => item.by)].flatMap((each) => each?.keys ?? []);
  const joined = keys.flatMap((key) => (key.kind === 'field' ? [key.name] : []));
  return fields
    .filter(({ value }) => !joined.includes(value))
    .map(({ value, span }) => ({
      code: 'TYP132',
      span,
      message: `The alert of a sequence has \`${value}\` only where all its events have the same value; it is not among the join keys`,
    }));
}
