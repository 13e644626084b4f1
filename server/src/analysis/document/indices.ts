/** IDX001 to IDX003 and IDX009: the index patterns of a rule. */
import type { Problem } from '../../base/problem.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import { entryOf, type RuleArray, type RuleString, type RuleTable } from '../../rule/value.js';
import { contains, readPatterns } from '../../schema/families.js';
import { includesProfile } from '../profile.js';
import { isDamaged, type DocumentContext, type FrameCheck, type RuleFrame } from './check.js';
import { fixOf, removing, replacing } from './repairs.js';

export const checkIndices: FrameCheck = (document, context) => {
  const { tree } = document;
  const rule = tree?.rule;
  if (tree === undefined || rule === undefined) return [];
  const list = entryOf(rule, 'index')?.value;
  return [
    ...sourceProblems(document, tree, rule, context),
    ...(list?.kind === 'array'
      ? [...covered(tree, list), ...(context.isShown('IDX009') ? unsorted(tree, list) : []), ...unknownPatterns(list, document, context)]
      : []),
  ];
};

/** Types whose rules search what their query names, or the results of a job. */
const withoutIndex: readonly string[] = ['esql', 'machine_learning'];

function sourceProblems(document: RuleFrame, tree: RuleTree, rule: RuleTable, { profile }: DocumentContext): readonly Problem[] {
  const index = entryOf(rule, 'index');
  const view = entryOf(rule, 'data_view_id');
  const strict = includesProfile(profile, 'detections-as-code');
  if (index !== undefined && view !== undefined) {
    const message = 'The rule has both `data_view_id` and `index`; Kibana then ignores `index`';
    const fixes = [...removing(tree, rule, index), ...removing(tree, rule, view)];
    return [{ code: 'IDX001', severity: strict ? 'error' : 'warning', span: index.keySpan, message, fixes }];
  }
  if (index?.value.kind === 'array' && index.value.elements.length === 0) {
    return [{ code: 'IDX001', span: index.value.span, message: 'The list of index patterns is empty, so the rule searches nothing' }];
  }
  const { type } = document;
  if (!strict || index !== undefined || view !== undefined || type === undefined || withoutIndex.includes(type.value)) return [];
  if (isDamaged(document)) return [];
  const message = 'The rule says neither `index` nor `data_view_id`: where it is loaded decides what it searches';
  return [{ code: 'IDX001', span: type.span, message }];
}

function strings({ elements }: RuleArray): readonly RuleString[] {
  return elements.filter((element) => element.kind === 'string');
}

function covered(tree: RuleTree, list: RuleArray): readonly Problem[] {
  const patterns = strings(list);
  return patterns.flatMap((pattern, i): readonly Problem[] => {
    if (pattern.value.startsWith('-')) return [];
    const by = patterns.find(({ value }, j) => {
      if (i === j || value.startsWith('-') || !contains(value, pattern.value)) return false;
      return value !== pattern.value || j < i;
    });
    if (by === undefined) return [];
    const message =
      by.value === pattern.value ? `\`${pattern.value}\` is in the list already` : `\`${by.value}\` covers \`${pattern.value}\``;
    const fixes = fixOf(`Remove \`${pattern.value}\``, tree.writer.removeElement(list, list.elements.indexOf(pattern)));
    return [{ code: 'IDX002', span: pattern.span, message, unnecessary: true, fixes }];
  });
}

function unsorted(tree: RuleTree, list: RuleArray): readonly Problem[] {
  const values = strings(list).map(({ value }) => value);
  const sorted = [...values].sort();
  // Where patterns are taken out again, the order counts.
  if (values.length < list.elements.length || values.some((value) => value.startsWith('-')) || values.join() === sorted.join()) return [];
  const fixes = replacing(tree, list, sorted, 'Sort the index patterns');
  return [{ code: 'IDX009', span: list.span, message: 'The index patterns are not in alphabetical order', fixes }];
}

/** Once for the whole list, where of none of its patterns more than ECS is known. */
function unknownPatterns(list: RuleArray, { index }: RuleFrame, { catalog, schemas }: DocumentContext): readonly Problem[] {
  const shipped = schemas.catalogFor(index?.value.map(({ value }) => value) ?? []);
  if (catalog.authoritative || shipped.description !== schemas.catalogFor(['no-such-index']).description) return [];
  const [first, ...others] = strings(list).filter(({ value }) => readPatterns([value]).included.length > 0);
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const message = `Only the fields of ECS are known for \`${first.value}\`${more}, so other field names are not checked with certainty`;
  return [{ code: 'IDX003', span: first.span, message }];
}
