/** Conditions: split at `and`, `or` and `not` into leaves, each of which is true or false on its own. */
import { findFunction } from '../../schema/functions.js';
import { eqlChildren, ungrouped, type Call, type Expr, type Field } from '../../syntax/eql/ast.js';
import { walk } from '../../syntax/tree.js';
import type { Predicate } from '../predicate.js';
import { pushedCall } from './calls.js';
import { checkCall } from './checkCall.js';
import { lowerComparison } from './comparisons.js';
import { computedLeaf } from './computed.js';
import { resolveField } from './fields.js';
import { lowerListTest } from './lists.js';
import { refused, type Scope } from './scope.js';
import { fold, refuseLineage } from './script.js';
import { staticKind } from './types.js';

export function lowerCondition(expr: Expr, scope: Scope): Predicate {
  const node = ungrouped(expr);
  const kind = staticKind(node, scope);
  if (kind !== undefined && kind !== 'boolean' && kind !== 'null') return refuseValue(node, scope);
  const folded = isConstant(node) ? fold(node, scope) : undefined;
  if (folded !== undefined) return { kind: 'fixed', value: folded.value === true, span: node.span };
  switch (node.kind) {
    case 'and':
    case 'or':
      return { kind: node.kind, operands: node.operands.map((operand) => lowerCondition(operand, scope)), span: node.span };
    case 'not':
      return { kind: 'not', operand: lowerCondition(node.operand, scope), span: node.span };
    case 'comparison':
      return lowerComparison(node, lowerCondition, scope);
    case 'listTest':
      return lowerListTest(node, scope);
    case 'call':
      return lowerCall(node, scope);
    case 'field':
      return lowerBareField(node, scope);
    case 'lineage':
      refuseLineage(node.relationSpan, node.relation, scope);
      return refused(node.span);
    case 'missing':
      scope.report({ code: 'QRY001', span: node.span, message: `${node.expected} is missing here`, severity: 'error' });
      return refused(node.span);
    default:
      return refuseValue(node, scope);
  }
}

/** A field that no index has is no constant here: it counts as one without a value, so that `not` of a test of it is true. */
function isConstant(node: Expr): boolean {
  let found = true;
  walk<ReturnType<typeof eqlChildren>[number]>(node, eqlChildren, ({ kind }) => {
    if (kind === 'field' || kind === 'missing' || kind === 'lineage') found = false;
  });
  return found;
}

function refuseValue(node: Expr, scope: Scope): Predicate {
  const example = node.kind === 'field' ? `; compare it, as in \`${node.name} != null\`` : '';
  scope.report({
    code: 'QRY003',
    span: node.span,
    message: `A condition must be true or false, and this is a value${example}`,
    severity: 'error',
  });
  return refused(node.span);
}

function lowerBareField(node: Field, scope: Scope): Predicate {
  const field = resolveField(node, scope);
  if (field === 'absent' || field === 'refused') return refused(node.span);
  return { kind: 'equals', field: field.ref, constants: [true], caseInsensitive: false, span: node.span };
}

function lowerCall(node: Call, scope: Scope): Predicate {
  if (!checkCall(node, scope)) return refused(node.span);
  if (findFunction(node.name)?.result !== 'boolean') return refuseValue(node, scope);
  return pushedCall(node, scope) ?? computedLeaf(node, (value) => value === true, node.span, scope);
}
