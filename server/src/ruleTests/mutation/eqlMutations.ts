/** The changes of an EQL query that its tests should notice. */
import { findFunction } from '../../schema/functions.js';
import {
  ungrouped,
  type Call,
  type Comparison,
  type ComparisonOperator,
  type EqlQuery,
  type EventQuery,
  type Expr,
  type ListTest,
  type Missing,
  type PredicateOperator,
  type StringLiteral,
} from '../../syntax/eql/ast.js';
import { writeString } from '../../syntax/eql/write.js';
import { itemsMutations } from './eqlItems.js';
import { droppingEach, type Mutation } from './mutation.js';

/** In offsets of the query's text. Some may not compile: what asks for text does not suit every field. */
export function eqlMutations({ body }: EqlQuery): readonly Mutation[] {
  switch (body.kind) {
    case 'eventQuery':
    case 'missing':
      return eventMutations(body);
    case 'sequence':
    case 'sample': {
      const until = body.kind === 'sequence' && body.until !== undefined ? [body.until] : [];
      const items = body.items.map(({ query, missingEvent }) => ({ query, rulesOut: missingEvent }));
      return [
        ...itemsMutations(body),
        ...[...items, ...until.map(({ query }) => ({ query, rulesOut: true }))].flatMap(({ query, rulesOut }) =>
          eventMutations(query).map((mutation) => ({ ...mutation, joined: true, negated: mutation.negated !== rulesOut })),
        ),
      ];
    }
    case 'join':
      return [];
  }
}

function eventMutations(query: EventQuery | Missing): readonly Mutation[] {
  if (query.kind === 'missing') return [];
  const { category, condition } = query;
  const whole = ungrouped(condition);
  return [
    ...(category.kind === 'missing' || category.any
      ? []
      : [{ kind: 'dropCategory' as const, span: category.span, edits: [{ span: category.span, newText: 'any' }], negated: false }]),
    ...(whole.kind === 'and' || whole.kind === 'or' || whole.kind === 'boolean'
      ? []
      : [{ kind: 'dropClause' as const, span: condition.span, edits: [{ span: condition.span, newText: 'true' }], negated: false }]),
    ...conditionMutations(condition, false),
  ];
}

function conditionMutations(expr: Expr, negated: boolean): readonly Mutation[] {
  switch (expr.kind) {
    case 'group':
      return conditionMutations(expr.inner, negated);
    case 'not':
      return conditionMutations(expr.operand, !negated);
    case 'and':
    case 'or':
      return [
        ...droppingEach(expr.operands, expr.kind === 'and' ? 'dropClause' : 'dropAlternative', negated),
        ...expr.operands.flatMap((operand) => conditionMutations(operand, negated)),
      ];
    case 'comparison':
      return comparisonMutations(expr, expr.operator === '!=' ? !negated : negated);
    case 'listTest':
      return listMutations(expr, expr.negated ? !negated : negated);
    case 'call':
      return callMutations(expr, negated);
    default:
      return [];
  }
}

const otherBounds: Readonly<Partial<Record<ComparisonOperator, string>>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };

function comparisonMutations(node: Comparison, negated: boolean): readonly Mutation[] {
  const { operator, operatorSpan, left, right, span } = node;
  const bound = otherBounds[operator];
  if (bound !== undefined) return [{ kind: 'moveBound', span, edits: [{ span: operatorSpan, newText: bound }], negated }];
  const value = ungrouped(right);
  if (value.kind !== 'string' || value.value === '') return [];
  /** `!=` has no form for patterns or for any case: there the negation goes to the front. */
  const withOperator = (kind: Mutation['kind'], text: string, literal: string): Mutation => ({
    kind,
    span,
    edits: [
      ...(operator === '!=' ? [{ span: { start: left.span.start, end: left.span.start }, newText: 'not ' }] : []),
      { span: operatorSpan, newText: text },
      { span: right.span, newText: literal },
    ],
    negated,
  });
  return [
    ...(hasLetters(value) ? [withOperator('ignoreCase', 'in~', `(${writeString(value.value)})`)] : []),
    ...(hasWildcards(value)
      ? []
      : [
          withOperator('widenStart', 'like', writeString(`*${value.value}`)),
          withOperator('widenEnd', 'like', writeString(`${value.value}*`)),
        ]),
  ];
}

const inOtherCase: Readonly<Record<PredicateOperator, PredicateOperator>> = {
  in: 'in~',
  'in~': 'in',
  ':': 'like',
  like: 'like~',
  'like~': 'like',
  regex: 'regex~',
  'regex~': 'regex',
};

/** The operators for patterns; those for whole texts become one of them. Regular expressions have their own ways. */
const forPatterns: Readonly<Partial<Record<PredicateOperator, PredicateOperator>>> = {
  in: 'like',
  'in~': 'like~',
  ':': ':',
  like: 'like',
  'like~': 'like~',
};

function listMutations(node: ListTest, negated: boolean): readonly Mutation[] {
  const { operator, span, values } = node;
  const texts = values.map(ungrouped).filter((value) => value.kind === 'string');
  const keepsCase = operator === 'in' || operator === 'like' || operator === 'regex';
  const flipped = { kind: keepsCase ? ('ignoreCase' as const) : ('tellCase' as const), span, negated };
  return [
    ...droppingEach(values, 'dropAlternative', negated, span),
    ...(texts.length === values.length && texts.some(hasLetters)
      ? [{ ...flipped, edits: operatorEdits(node, inOtherCase[operator]) }]
      : []),
    ...(['widenStart', 'widenEnd'] as const).flatMap((kind) => widened(node, texts, kind, negated)),
  ];
}

/** All members at once: what matters is whether anything may stand before or after. */
function widened(node: ListTest, texts: readonly StringLiteral[], kind: 'widenStart' | 'widenEnd', negated: boolean): readonly Mutation[] {
  const operator = forPatterns[node.operator];
  const isPattern = operator === node.operator;
  if (operator === undefined || texts.length < node.values.length) return [];
  const open = ({ value }: StringLiteral): boolean => value === '' || (kind === 'widenStart' ? value.startsWith('*') : value.endsWith('*'));
  if (!isPattern && texts.some(hasWildcards)) return [];
  const edits = texts.flatMap((literal) => {
    if (open(literal)) return [];
    return [{ span: literal.span, newText: writeString(kind === 'widenStart' ? `*${literal.value}` : `${literal.value}*`) }];
  });
  return edits.length === 0 ? [] : [{ kind, span: node.span, edits: [...operatorEdits(node, operator), ...edits], negated }];
}

/** Only `in` can be negated where it stands; for the others the negation goes to the front. */
function operatorEdits({ operatorSpan, negated, span: { start } }: ListTest, operator: PredicateOperator): Mutation['edits'] {
  if (!negated) return [{ span: operatorSpan, newText: operator }];
  if (operator === 'in' || operator === 'in~') return [{ span: operatorSpan, newText: `not ${operator}` }];
  return [
    { span: { start, end: start }, newText: 'not ' },
    { span: operatorSpan, newText: operator },
  ];
}

function callMutations({ name, nameSpan, caseInsensitive, args, span }: Call, negated: boolean): readonly Mutation[] {
  const row = findFunction(name);
  const last = row?.parameters.at(-1);
  const isList = last?.repeated === true && last.constant === true;
  const kind = caseInsensitive ? ('tellCase' as const) : ('ignoreCase' as const);
  const wantsCase = row?.caseInsensitiveForm === true && row.result === 'boolean' && args.some((arg) => isTextWithLetters(ungrouped(arg)));
  return [
    ...(isList ? droppingEach(args.slice(1), 'dropAlternative', negated, span) : []),
    ...(wantsCase ? [{ kind, span, edits: [{ span: nameSpan, newText: `${name}${caseInsensitive ? '' : '~'}` }], negated }] : []),
  ];
}

function isTextWithLetters(expr: Expr): boolean {
  return expr.kind === 'string' && hasLetters(expr);
}

/** Only the case of ASCII letters is folded. */
function hasLetters({ value }: StringLiteral): boolean {
  return /[a-z]/i.test(value);
}

function hasWildcards({ value }: StringLiteral): boolean {
  return /[*?]/.test(value);
}
