/** The constants of EQL as a conversion needs them: a sign is part of its number, parentheses are nothing. */
import type { Span } from '../../base/span.js';
import { ungrouped, type Expr } from '../../syntax/eql/ast.js';

export type EqlConstant = { readonly span: Span } & (
  | { readonly kind: 'string'; readonly value: string }
  /** As text: the digits that were written, not what a float makes of them. */
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null'; readonly value: null }
);

/** Undefined for what has to be computed, and for what is no constant. */
export function constantOf(expr: Expr): EqlConstant | undefined {
  const node = ungrouped(expr);
  const { span } = node;
  switch (node.kind) {
    case 'string':
      return { kind: 'string', value: node.value, span };
    case 'boolean':
      return { kind: 'boolean', value: node.value, span };
    case 'null':
      return { kind: 'null', value: null, span };
    case 'number':
      return { kind: 'number', value: String(node.value), span };
    case 'sign': {
      const operand = constantOf(node.operand);
      if (operand?.kind !== 'number') return undefined;
      const negative = (node.operator === '-') !== operand.value.startsWith('-');
      return { kind: 'number', value: `${negative ? '-' : ''}${operand.value.replace('-', '')}`, span };
    }
    default:
      return undefined;
  }
}
