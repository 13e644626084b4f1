/**
 * Type check of an EQL query against the fields of its indices: everything the verifier of Elasticsearch would reject, and the
 * comparisons it takes although they cannot be meant.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax
 */
import type { Problem } from '../../base/problem.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import type { By, Category, Expr, Join, Sample, Sequence } from '../../syntax/eql/ast.js';
import type { ParsedEql } from '../../syntax/eql/parse.js';
import { areCompatible, describeFamily, type InferredType } from '../types.js';
import { checkCall } from './calls.js';
import { checkArithmetic, checkComparison, checkListTest } from './comparisons.js';
import { checkConstant } from './constants.js';
import { quoteSource, type EqlContext } from './context.js';
import { checkField } from './fields.js';
import { inferEql } from './infer.js';
import { eqlNodes } from './nodes.js';

/** Where events keep their category unless the rule says otherwise. */
const usualCategoryField = 'event.category';

/** Spans are offsets into the query text. `categoryField` is the rule's `event_category_override`. */
export function checkEql(query: ParsedEql, catalog: FieldCatalog, categoryField = usualCategoryField): readonly Problem[] {
  const problems: Problem[] = [];
  const context: EqlContext = { text: query.text, catalog, categoryField, report: (problem) => problems.push(problem) };
  const nodes = eqlNodes(query.tree);
  for (const node of nodes('eventQuery')) checkCondition(node.condition, context);
  for (const node of [...nodes('and'), ...nodes('or')]) for (const operand of node.operands) checkCondition(operand, context);
  for (const node of nodes('not')) checkCondition(node.operand, context);
  for (const node of nodes('comparison')) checkComparison(node, context);
  for (const node of nodes('listTest')) checkListTest(node, context);
  for (const node of [...nodes('arithmetic'), ...nodes('sign')]) checkArithmetic(node, context);
  for (const node of nodes('call')) checkCall(node, context);
  for (const node of [...nodes('arithmetic'), ...nodes('sign'), ...nodes('call')]) checkConstant(node, context);
  for (const node of nodes('field')) checkField(node, context);
  for (const node of [...nodes('sequence'), ...nodes('sample'), ...nodes('join')]) checkJoinKeys(node, context);
  for (const node of nodes('category')) checkCategory(node, context);
  return problems;
}

/** Only a real mapping can tell that events have no category. */
function checkCategory(node: Category, { catalog, categoryField, report }: EqlContext): void {
  if (node.any || !catalog.authoritative || catalog.field(categoryField) !== undefined) return;
  const message = `The indices have no field \`${categoryField}\` to find the category in; write \`any\`, or name another in event_category_override`;
  report({ code: 'QRY002', span: node.span, severity: 'error', message });
}

/** What stands where a condition is wanted must be true or false. */
function checkCondition(expr: Expr, context: EqlContext): void {
  if (expr.kind === 'group') return checkCondition(expr.inner, context);
  const type = inferEql(expr, context.catalog);
  if (type === undefined || type === 'null' || type === 'boolean') return;
  const advice = expr.kind === 'field' || expr.kind === 'call' ? '; compare it with a value' : '';
  context.report({
    code: 'QRY003',
    span: expr.span,
    message: `A condition is true or false, but ${quoteSource(expr, context)} is ${describeFamily(type)}${advice}`,
  });
}

/** Keys at the same place must be of types that can be equal. */
function checkJoinKeys(node: Sequence | Sample | Join, context: EqlContext): void {
  const until = node.kind === 'sample' || node.until === undefined ? [] : [node.until];
  const lists = [...node.items, ...until].map((item) => keysOf(item.by));
  const longest = Math.max(0, ...lists.map((list) => list.length));
  for (let place = 0; place < longest; place++)
    checkKeyPlace(
      lists.flatMap((list) => list.slice(place, place + 1)),
      context,
    );
}

function keysOf(by: By | undefined): readonly Expr[] {
  return by?.keys ?? [];
}

function checkKeyPlace(keys: readonly Expr[], context: EqlContext): void {
  let first: { readonly key: Expr; readonly type: Exclude<InferredType, 'null' | undefined> } | undefined;
  for (const key of keys) {
    const type = inferEql(key, context.catalog);
    if (type === undefined || type === 'null') continue;
    if (first === undefined) {
      first = { key, type };
    } else if (!areCompatible(first.type, type)) {
      const message = `${quoteSource(key, context)} is ${describeFamily(type)} and cannot join with ${quoteSource(first.key, context)}, which is ${describeFamily(first.type)}`;
      context.report({
        code: 'EQL108',
        span: key.span,
        message,
        related: [{ span: first.key.span, message: 'The key it is joined with' }],
      });
    }
  }
}
