/** The changes of a KQL query that its tests should notice. KQL has no way to ignore case, so none of them does. */
import type { Span } from '../../base/span.js';
import {
  ungrouped,
  type Expr,
  type KqlQuery,
  type Literal,
  type Match,
  type Range,
  type RangeOperator,
  type Value,
} from '../../syntax/kql/ast.js';
import { escapeKql, isLoneWildcard } from '../../syntax/kql/literals.js';
import { droppingEach, type Mutation } from './mutation.js';

/** In offsets of the query's text. Some may not compile: not every field takes wildcards. */
export function kqlMutations({ body }: KqlQuery): readonly Mutation[] {
  if (body === undefined) return [];
  const whole = ungrouped(body);
  const all = whole.kind === 'and' || whole.kind === 'or' ? [] : [{ kind: 'dropClause' as const, span: body.span, edits: [{ span: body.span, newText: '*' }], negated: false }]; // prettier-ignore
  return [...all, ...exprMutations(body, false)];
}

function exprMutations(expr: Expr, negated: boolean): readonly Mutation[] {
  switch (expr.kind) {
    case 'group':
      return exprMutations(expr.inner, negated);
    case 'not':
      return exprMutations(expr.operand, !negated);
    case 'and':
    case 'or':
      return [
        ...droppingEach(expr.operands, expr.kind === 'and' ? 'dropClause' : 'dropAlternative', negated),
        ...expr.operands.flatMap((operand) => exprMutations(operand, negated)),
      ];
    case 'match':
      return matchMutations(expr, negated);
    case 'range':
      return [rangeMutation(expr, negated)];
    case 'nested':
      return exprMutations(expr.body, negated);
    case 'missing':
      return [];
  }
}

const otherBounds: Readonly<Record<RangeOperator, RangeOperator>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };

function rangeMutation({ operator, operatorSpan, span }: Range, negated: boolean): Mutation {
  return { kind: 'moveBound', span, edits: [{ span: operatorSpan, newText: otherBounds[operator] }], negated };
}

function matchMutations({ field, value, span }: Match, negated: boolean): readonly Mutation[] {
  const dropped = memberMutations(value, span, negated);
  if (field === undefined) return dropped;
  const places = literalsOf(value, negated);
  return [
    ...dropped,
    ...([false, true] as const).flatMap((parity) => {
      const literals = places.filter((place) => place.negated === parity).map(({ literal }) => literal);
      return (['widenStart', 'widenEnd'] as const).flatMap((kind) => {
        const edits = literals.flatMap((literal) => widenedLiteral(literal, kind));
        return edits.length === 0 ? [] : [{ kind, span, edits, negated: parity }];
      });
    }),
  ];
}

function memberMutations(value: Value, list: Span, negated: boolean): readonly Mutation[] {
  switch (value.kind) {
    case 'valueGroup':
      return memberMutations(value.inner, list, negated);
    case 'valueNot':
      return memberMutations(value.operand, list, !negated);
    case 'valueAnd':
    case 'valueOr':
      return [
        ...droppingEach(value.operands, value.kind === 'valueAnd' ? 'dropClause' : 'dropAlternative', negated, list),
        ...value.operands.flatMap((operand) => memberMutations(operand, list, negated)),
      ];
    default:
      return [];
  }
}

interface LiteralPlace {
  readonly literal: Literal;
  readonly negated: boolean;
}

function literalsOf(value: Value, negated: boolean): readonly LiteralPlace[] {
  switch (value.kind) {
    case 'literal':
      return [{ literal: value, negated }];
    case 'valueGroup':
      return literalsOf(value.inner, negated);
    case 'valueNot':
      return literalsOf(value.operand, !negated);
    case 'valueAnd':
    case 'valueOr':
      return value.operands.flatMap((operand) => literalsOf(operand, negated));
    case 'missing':
      return [];
  }
}

/** None where the literal is open at that end already, or where it cannot be written without quotes. */
function widenedLiteral(literal: Literal, kind: 'widenStart' | 'widenEnd'): Mutation['edits'] {
  const { pieces, span } = literal;
  const isOpen = isLoneWildcard(literal) || (pieces.length > 1 && (kind === 'widenStart' ? pieces[0] : pieces.at(-1)) === '');
  const newText = isOpen ? undefined : escapeKql(kind === 'widenStart' ? ['', ...pieces] : [...pieces, '']);
  return newText === undefined ? [] : [{ span, newText }];
}
