/**
 * A KQL query as the condition of an EQL event query. Both test single fields, are true if any value of a field passes, and take a missing
 * field for one without a match; what differs is said in `eqlTests.ts` for each type of field.
 * https://www.elastic.co/docs/reference/query-languages/kql
 */
import { assertNever, invariant } from '../../base/invariant.js';
import { hasWildcard, literalText, type Expr, type Literal, type Match, type Range, type Value } from '../../syntax/kql/ast.js';
import { isLoneWildcard, literalConstant } from '../../syntax/kql/literals.js';
import type { ParsedKql } from '../../syntax/kql/parse.js';
import { writeCategory } from '../../syntax/eql/write.js';
import { all, any, constant, not, writeCondition, type Condition } from './condition.js';
import { eqlRange, eqlValues } from './eqlTests.js';
import { convertedField, refuse, type ConversionScope } from './scope.js';

/** The text of an EQL query; `scope.refusals` says whether it means anything. The query has no syntax problems. */
export function kqlToEql({ tree }: ParsedKql, scope: ConversionScope): string {
  const condition = tree.body === undefined ? constant(true) : convert(tree.body, scope);
  const operands = condition.kind === 'and' ? condition.operands : [condition];
  const lifted = operands.find((operand) => operand.kind === 'leaf' && operand.category !== undefined);
  const category = lifted?.kind === 'leaf' ? lifted.category : undefined;
  const rest = all(operands.filter((operand) => operand !== lifted));
  return `${category === undefined ? 'any' : writeCategory(category)} where ${writeCondition(rest, { always: 'true', never: 'false' })}`;
}

function convert(node: Expr, scope: ConversionScope): Condition {
  switch (node.kind) {
    case 'and':
      return all(node.operands.map((operand) => convert(operand, scope)));
    case 'or':
      return any(node.operands.map((operand) => convert(operand, scope)));
    case 'not':
      return not(convert(node.operand, scope));
    case 'group':
      return convert(node.inner, scope);
    case 'match':
      return convertMatch(node, scope);
    case 'range':
      return convertRange(node, scope);
    case 'nested':
      return refuse(scope, 'nested', node.path.span, `\`${literalText(node.path)}\` is searched object by object, which EQL cannot do`);
    case 'missing':
      return absent();
    default:
      return assertNever(node);
  }
}

function absent(): never {
  invariant(false, 'a query without problems has no missing parts');
}

function convertMatch({ field, value, span }: Match, scope: ConversionScope): Condition {
  // Kibana takes the field name `null` for none.
  if (field === undefined || literalConstant(field) === null)
    return refuse(scope, 'freeText', span, 'Text without a field is searched in all fields, which EQL cannot do; name a field');
  if (isLoneWildcard(field) && value.kind === 'literal' && isLoneWildcard(value)) return constant(true);
  if (hasWildcard(field)) return refuseFieldPattern(field, scope);
  return convertValue(field, value, scope);
}

function refuseFieldPattern(field: Literal, scope: ConversionScope): Condition {
  return refuse(
    scope,
    'fieldPattern',
    field.span,
    `\`${literalText(field)}\` names several fields at once, and EQL only one; write each of them`,
  );
}

function convertValue(field: Literal, value: Value, scope: ConversionScope): Condition {
  switch (value.kind) {
    case 'literal':
      return convertLiterals(field, [value], scope);
    case 'valueGroup':
      return convertValue(field, value.inner, scope);
    case 'valueNot':
      return not(convertValue(field, value.operand, scope));
    case 'valueAnd':
      return all(value.operands.map((operand) => convertValue(field, operand, scope)));
    case 'valueOr': {
      const operands = alternatives(value);
      const literals = operands.filter((operand) => operand.kind === 'literal');
      const others = operands.filter((operand) => operand.kind !== 'literal').map((operand) => convertValue(field, operand, scope));
      return any(literals.length === 0 ? others : [convertLiterals(field, literals, scope), ...others]);
    }
    case 'missing':
      return absent();
    default:
      return assertNever(value);
  }
}

/** The operands of `or`, those of inner ones too. */
function alternatives(value: Value): readonly Value[] {
  if (value.kind === 'valueGroup') return alternatives(value.inner);
  return value.kind === 'valueOr' ? value.operands.flatMap(alternatives) : [value];
}

function convertLiterals(name: Literal, values: readonly Literal[], scope: ConversionScope): Condition {
  const field = convertedField(literalText(name), name.span, scope);
  return field === undefined ? constant(true) : eqlValues(field, values, scope);
}

function convertRange({ field: name, operator, value }: Range, scope: ConversionScope): Condition {
  if (value.kind === 'missing') return absent();
  if (hasWildcard(name)) return refuseFieldPattern(name, scope);
  const field = convertedField(literalText(name), name.span, scope);
  return field === undefined ? constant(true) : eqlRange(field, operator, value, scope);
}
