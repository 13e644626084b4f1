/**
 * A KQL query as a predicate: what Kibana translates it to for Elasticsearch, and what Elasticsearch finds with that.
 * https://www.elastic.co/docs/reference/query-languages/kql
 */
import { assertNever } from '../../base/invariant.js';
import type { Span } from '../../base/span.js';
import {
  hasWildcard,
  literalText,
  type Expr,
  type Literal,
  type Match,
  type Nested,
  type Range,
  type Value,
} from '../../syntax/kql/ast.js';
import { isLoneWildcard, literalConstant } from '../../syntax/kql/literals.js';
import type { ParsedKql } from '../../syntax/kql/parse.js';
import type { LowerContext, Lowered } from '../lowering.js';
import type { AnyField, Predicate } from '../predicate.js';
import {
  fieldCalled,
  fullName,
  namedField,
  nestedAbove,
  reportMapping,
  searchedFields,
  wildcardFields,
  type FieldPattern,
  type KqlField,
} from './fields.js';
import { queryStringWords } from './queryString.js';
import { anyOfTests, rangeLeaf, testPredicate, valueTest, type ValueTest } from './leaves.js';
import { createScope, fidelityOf, refuse, report, withoutNotes, type KqlScope, type Refusal } from './scope.js';

/**
 * Lowers a query. A query with syntax problems has no predicate, and neither has one that Kibana would not translate or for which
 * Elasticsearch would fail the search; `problems` says why. Without a real mapping, doubts about nested fields are only noted.
 */
export function lowerKql(query: ParsedKql, context: LowerContext): Lowered {
  if (query.problems.length > 0) return { predicate: undefined, problems: query.problems, fidelity: [] };
  const scope = createScope(context);
  const { body, span } = query.tree;
  const predicate: Predicate = body === undefined ? { kind: 'fixed', value: true, span } : lowerExpr(body, scope);
  const fidelity = fidelityOf(scope);
  return { predicate: scope.problems.length === 0 ? predicate : undefined, problems: scope.problems, fidelity };
}

function lowerExpr(node: Expr, scope: KqlScope): Predicate {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { kind: node.kind, operands: node.operands.map((operand) => lowerExpr(operand, scope)), span: node.span };
    case 'not':
      return { kind: 'not', operand: lowerExpr(node.operand, scope), span: node.span };
    case 'group':
      return lowerExpr(node.inner, scope);
    case 'match':
      return lowerMatch(node, scope);
    case 'range':
      return lowerRange(node, scope);
    case 'nested':
      return lowerNested(node, scope);
    case 'missing':
      return missingPart();
    default:
      return assertNever(node);
  }
}

function missingPart(): never {
  throw new Error('broken invariant: a query without problems has no missing parts');
}

function lowerMatch(node: Match, scope: KqlScope): Predicate {
  const { field, value } = node;
  // Kibana takes the field name `null` for none.
  if (field === undefined || literalConstant(field) === null) return lowerFreeText(value, node.span, scope);
  if (hasWildcard(field)) {
    const pattern = wildcardFields(field, scope);
    return spread(value, node.span, (literal, span) =>
      isLoneWildcard(field) && isLoneWildcard(literal)
        ? { kind: 'fixed', value: true, span }
        : onAnyField(pattern, literal, span, scope, false),
    );
  }
  return lowerValue(namedField(field, scope), value, node.span, scope);
}

/** The field over its value list: values joined by `or` become one leaf where their kind allows it. */
function lowerValue(field: KqlField, value: Value, span: Span, scope: KqlScope): Predicate {
  switch (value.kind) {
    case 'literal':
      return lowerLiterals(field, [value], span, scope);
    case 'valueGroup':
      return lowerValue(field, value.inner, span, scope);
    case 'valueNot':
      return { kind: 'not', operand: lowerValue(field, value.operand, value.operand.span, scope), span };
    case 'valueAnd':
      return { kind: 'and', operands: value.operands.map((operand) => lowerValue(field, operand, operand.span, scope)), span };
    case 'valueOr': {
      const operands = value.operands
        .map(withoutBrackets)
        .flatMap((operand) => (operand.kind === 'valueOr' ? operand.operands.map(withoutBrackets) : [operand]));
      const literals = operands.filter((operand) => operand.kind === 'literal');
      const others = operands
        .filter((operand) => operand.kind !== 'literal')
        .map((operand) => lowerValue(field, operand, operand.span, scope));
      if (literals.length === 0) return { kind: 'or', operands: others, span };
      const together = lowerLiterals(field, literals, span, scope);
      return others.length === 0 ? together : { kind: 'or', operands: [together, ...others], span };
    }
    case 'missing':
      return missingPart();
    default:
      return assertNever(value);
  }
}

function withoutBrackets(value: Value): Value {
  return value.kind === 'valueGroup' ? withoutBrackets(value.inner) : value;
}

function lowerLiterals(field: KqlField, literals: readonly Literal[], span: Span, scope: KqlScope): Predicate {
  const tests = literals.map((literal) => {
    const test = valueTest(field, literal, scope);
    return test.kind === 'refused' ? { kind: 'predicate' as const, predicate: report(test, literal.span, scope) } : test;
  });
  const here = anyOfTests(tests, field, span);
  const asksForValues = tests.some(({ kind }) => kind !== 'predicate');
  return asksForValues && isWholeFlattened(field, scope) ? { kind: 'or', operands: [here, onAnyBelow(tests, field, span)], span } : here;
}

/** A flattened field itself, not one of its parts. https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/flattened */
function isWholeFlattened({ ref: { name, type } }: KqlField, { context: { catalog } }: KqlScope): boolean {
  return type === 'flattened' && catalog.field(name.slice(0, Math.max(0, name.lastIndexOf('.'))))?.type !== 'flattened';
}

/** What is asked of a flattened field is asked of the values of all its parts. */
function onAnyBelow(tests: readonly ValueTest[], field: KqlField, span: Span): AnyField {
  const prefix = `${field.ref.name}.`;
  return {
    kind: 'anyField',
    accepts: (name) => name.startsWith(prefix),
    below: field.ref.name,
    leaf: (name) => anyOfTests(tests, { ...field, ref: { ...field.ref, name } }, span),
    span,
  };
}

/** A value list whose every value is lowered alone. */
function spread(value: Value, span: Span, lower: (literal: Literal, span: Span) => Predicate): Predicate {
  switch (value.kind) {
    case 'literal':
      return lower(value, span);
    case 'valueGroup':
      return spread(value.inner, span, lower);
    case 'valueNot':
      return { kind: 'not', operand: spread(value.operand, value.operand.span, lower), span };
    case 'valueAnd':
    case 'valueOr':
      return {
        kind: value.kind === 'valueAnd' ? 'and' : 'or',
        operands: value.operands.map((operand) => spread(operand, operand.span, lower)),
        span,
      };
    case 'missing':
      return missingPart();
    default:
      return assertNever(value);
  }
}

function lowerRange(node: Range, scope: KqlScope): Predicate {
  const { field, operator, value, span } = node;
  if (value.kind === 'missing') return missingPart();
  if (hasWildcard(field)) {
    const pattern = wildcardFields(field, scope);
    const quiet = withoutNotes(scope);
    return anyField(pattern, field, span, scope, (one) => rangeLeaf(one, operator, value, span, quiet));
  }
  const leaf = rangeLeaf(namedField(field, scope), operator, value, span, scope);
  return leaf.kind === 'refused' ? report(leaf, value.span, scope) : leaf;
}

/** Free text is searched in all fields, and a field that cannot read it is passed over. */
function lowerFreeText(value: Value, span: Span, scope: KqlScope): Predicate {
  if (scope.path !== '') {
    return report(refuse('KQL112', `Kibana cannot search free text within \`${scope.path}\`; name one of its fields`), span, scope);
  }
  scope.notes.add("Free text is searched in all fields here; a cluster searches the index's default fields, which may be fewer.");
  const pattern = searchedFields(scope);
  return spread(value, span, (literal, place) => {
    if (isLoneWildcard(literal)) return { kind: 'fixed', value: true, span: place };
    if (literalConstant(literal) === null)
      return report(refuse('QRY003', '`null` is no text that a cluster can look for; quote it if the word is meant'), literal.span, scope);
    const parts = hasWildcard(literal) ? queryStringWords(literal.pieces) : [literal.pieces];
    const operands = parts.map((pieces) => onAnyField(pattern, { ...literal, pieces }, place, scope, true));
    const [only] = operands;
    return operands.length === 1 && only !== undefined ? only : { kind: 'or', operands, span: place };
  });
}

function onAnyField(pattern: FieldPattern, literal: Literal, span: Span, scope: KqlScope, lenient: boolean): Predicate {
  const quiet = withoutNotes(scope);
  const leaf = (field: KqlField): Predicate | Refusal => {
    const test = valueTest(field, literal, quiet);
    return test.kind === 'refused' ? test : testPredicate(test, field, span);
  };
  return anyField(pattern, lenient ? undefined : literal, span, scope, leaf);
}

/** `place` is where it is said that one of the known fields makes the search fail; undefined where such a field is passed over. */
function anyField(
  pattern: FieldPattern,
  place: Literal | undefined,
  span: Span,
  scope: KqlScope,
  leaf: (field: KqlField) => Predicate | Refusal,
): Predicate {
  if (place !== undefined) reportRefusing(pattern, place, scope, leaf);
  const predicate: AnyField = {
    kind: 'anyField',
    accepts: pattern.accepts,
    below: pattern.below,
    leaf: (name) => {
      const leaves = pattern
        .fieldsFor(name)
        .map(leaf)
        .filter((one) => one.kind !== 'refused');
      return leaves.length === 1 ? leaves[0] : { kind: 'or', operands: leaves, span };
    },
    span,
  };
  return predicate;
}

/** The search fails when one of the fields cannot take the value. */
function reportRefusing(pattern: FieldPattern, place: Literal, scope: KqlScope, leaf: (field: KqlField) => Predicate | Refusal): void {
  for (const { name, typeUncertain } of pattern.known) {
    const found = typeUncertain === true ? undefined : leaf(fieldCalled(name, scope));
    if (found?.kind !== 'refused') continue;
    reportMapping(refuse(found.code, `The pattern also names \`${name}\`: ${found.message}`), place, scope);
    return;
  }
}

/** Some one object of the nested field satisfies the whole body. */
function lowerNested(node: Nested, scope: KqlScope): Predicate {
  const name = fullName(literalText(node.path), scope);
  const info = scope.context.catalog.field(name);
  if (info?.type !== 'nested') {
    const refusal =
      info === undefined && !scope.context.catalog.isObject(name)
        ? `\`${name}\` is not a known nested field`
        : `\`${name}\` is not a nested field; write its fields with their full names`;
    reportMapping(refuse('KQL112', refusal), node.path, scope);
  } else if (nestedAbove(name, scope) !== scope.path) {
    reportMapping(
      refuse('KQL112', `\`${name}\` lies in the nested field \`${nestedAbove(name, scope)}\`; write it within its braces`),
      node.path,
      scope,
    );
  }
  const operand = lowerExpr(node.body, { ...scope, path: name });
  return { kind: 'nested', path: fieldCalled(name, scope).ref, operand, span: node.span };
}
