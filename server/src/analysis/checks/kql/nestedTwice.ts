/** KQL118: conditions on one nested field in several braces, which several objects may then satisfy. */
import type { Fix, Problem } from '../../../base/problem.js';
import { span } from '../../../base/span.js';
import { literalText, type Expr, type Nested } from '../../../syntax/kql/ast.js';
import type { ParsedKql } from '../../../syntax/kql/parse.js';
import { shortened } from '../../../syntax/recover.js';
import { kqlNodes } from '../../kql/nodes.js';

export function nestedTwice({ tree, text }: ParsedKql): readonly Problem[] {
  const nodes = kqlNodes(tree);
  return nodes('nested').length < 2 ? [] : nodes('and').flatMap(({ operands }) => repeated(operands, text));
}

function repeated(operands: readonly Expr[], text: string): readonly Problem[] {
  const first = new Map<string, Nested>();
  return operands.flatMap((operand, index) => {
    if (operand.kind !== 'nested') return [];
    const path = literalText(operand.path);
    const earlier = first.get(path);
    if (earlier === undefined) {
      first.set(path, operand);
      return [];
    }
    const before = operands[index - 1];
    return [
      {
        code: 'KQL118',
        span: operand.path.span,
        message: `One object of \`${shortened(path)}\` may satisfy these braces and another those before; put both into one pair if one object is meant`,
        related: [{ span: earlier.span, message: 'The other braces' }],
        fixes: before === undefined ? [] : [merged(earlier, operand, before, text)],
      },
    ];
  });
}

function merged(first: Nested, second: Nested, before: Expr, text: string): Fix {
  const bodyOf = ({ body }: Nested): string => {
    const written = text.slice(body.span.start, body.span.end);
    return body.kind === 'or' ? `(${written})` : written;
  };
  return {
    title: 'Put both into one pair of braces',
    edits: [
      { span: first.body.span, newText: `${bodyOf(first)} and ${bodyOf(second)}` },
      { span: span(before.span.end, second.span.end), newText: '' },
    ],
  };
}
