/** QRY010: `and` beside `or`, or `not` before one of several, where a reader may take the scope for another one. */
import type { Problem } from '../../base/problem.js';
import { span } from '../../base/span.js';
import { conditionNodes, type Condition, type ConditionRoot, type Logic } from '../conditions/condition.js';

export function mixedLogic(root: ConditionRoot): readonly Problem[] {
  return conditionNodes(root)('any').flatMap(inAny);
}

function inAny(logic: Logic): readonly Problem[] {
  const mixed = logic.operands.filter((operand) => operand.kind === 'all' && !operand.grouped);
  const first = logic.operands[0];
  return [
    ...mixed.map((operand) =>
      needsParentheses(operand, '`and` binds tighter than the `or` beside it; put parentheses around what belongs together'),
    ),
    ...(first !== undefined && looksWider(logic)
      ? [
          needsParentheses(
            first,
            '`not` stands for this condition alone, not for the ones after `or`; put parentheses around what it excludes',
          ),
        ]
      : []),
  ];
}

/** `not a:x or a:y`: the same field again, which the `not` may have been meant for. */
function looksWider({ operands }: Logic): boolean {
  const [first, ...others] = operands;
  if (first?.kind !== 'not' || first.grouped || first.operand.kind !== 'test' || first.operand.grouped) return false;
  const { field, span: inner, relation } = first.operand;
  const isWord = inner.start > first.span.start;
  return (
    isWord &&
    relation === 'matches' &&
    others.every((other) => other.kind === 'test' && other.field === field && other.relation === 'matches')
  );
}

function needsParentheses({ span: { start, end } }: Condition, message: string): Problem {
  return {
    code: 'QRY010',
    span: span(start, end),
    message,
    fixes: [
      {
        title: 'Add parentheses as it is read',
        edits: [
          { span: span(start, start), newText: '(' },
          { span: span(end, end), newText: ')' },
        ],
      },
    ],
  };
}
