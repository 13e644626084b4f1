/** What the mouse points at in a query, told apart by the tree and, for keywords, by the tokens. */
import { touches, type Span } from '../../base/span.js';
import { eqlKeywordHelp } from '../../schema/keywords.js';
import { eqlChildren, type EqlNode, type Expr } from '../../syntax/eql/ast.js';
import type { ParsedEql } from '../../syntax/eql/parse.js';
import { kqlChildren, literalText, type KqlNode } from '../../syntax/kql/ast.js';
import type { ParsedKql } from '../../syntax/kql/parse.js';
import { nodePathAt } from '../../syntax/tree.js';

export type HoverSubject = { readonly span: Span } & (
  | { readonly kind: 'field' | 'function' | 'keyword' | 'operator'; readonly name: string }
  /** A value compared with a field; an event category is one of `event.category`. */
  | { readonly kind: 'value'; readonly field: string; readonly value: string }
);

export function eqlHoverAt(parsed: ParsedEql, offset: number): HoverSubject | undefined {
  const path = nodePathAt<EqlNode>(parsed.tree, offset, eqlChildren);
  for (const [index, node] of [...path.entries()].reverse()) {
    const subject = eqlSubject(node, path[index - 1], offset);
    if (subject !== undefined) return subject;
  }
  const word = parsed.tokensNear(offset).find(({ span }) => span.start <= offset && offset < span.end);
  return word === undefined || !eqlKeywordHelp.some((row) => row.word === word.text)
    ? undefined
    : { kind: 'keyword', name: word.text, span: word.span };
}

function eqlSubject(node: EqlNode, parent: EqlNode | undefined, offset: number): HoverSubject | undefined {
  switch (node.kind) {
    case 'field':
      return touches(node.nameSpan, offset) ? { kind: 'field', name: node.name, span: node.nameSpan } : undefined;
    case 'category':
      return node.any ? undefined : { kind: 'value', field: 'event.category', value: node.name, span: node.span };
    case 'string': {
      const field = comparedField(node, parent);
      return field === undefined ? undefined : { kind: 'value', field, value: node.value, span: node.span };
    }
    case 'call':
      return touches(node.nameSpan, offset) ? { kind: 'function', name: node.name, span: node.nameSpan } : undefined;
    case 'comparison':
    case 'arithmetic':
      return touches(node.operatorSpan, offset) ? { kind: 'operator', name: node.operator, span: node.operatorSpan } : undefined;
    case 'listTest': {
      const name = node.negated ? `not ${node.operator}` : node.operator;
      return touches(node.operatorSpan, offset) ? { kind: 'operator', name, span: node.operatorSpan } : undefined;
    }
    default:
      return undefined;
  }
}

/** The field that a value is compared with. */
export function comparedField(node: Expr, parent: EqlNode | undefined): string | undefined {
  if (parent?.kind === 'listTest') return fieldName(parent.subject);
  if (parent?.kind === 'comparison') return fieldName(parent.left === node ? parent.right : parent.left);
  return undefined;
}

function fieldName(node: Expr): string | undefined {
  return node.kind === 'field' ? node.name : undefined;
}

export function kqlHoverAt(parsed: ParsedKql, offset: number): HoverSubject | undefined {
  const path = nodePathAt<KqlNode>(parsed.tree, offset, kqlChildren);
  const last = path[path.length - 1];
  if (last?.kind === 'literal') return kqlLiteral(path, last.span, literalText(last));
  const token = parsed.tokens.find(({ span }) => span.start <= offset && offset < span.end);
  switch (token?.type) {
    case 'Colon':
    case 'RangeOperator':
      return { kind: 'operator', name: token.text, span: token.span };
    case 'And':
    case 'Or':
    case 'Not':
      return { kind: 'keyword', name: token.text.toLowerCase(), span: token.span };
    default:
      return undefined;
  }
}

/** A literal at the end of the path: a field name, or the value of one. */
function kqlLiteral(path: readonly KqlNode[], span: Span, text: string): HoverSubject | undefined {
  const literal = path[path.length - 1];
  const owner = path.findLast((node) => node.kind === 'match' || node.kind === 'range' || node.kind === 'nested');
  if (owner === undefined) return undefined;
  const field = owner.kind === 'nested' ? owner.path : owner.field;
  if (field === undefined) return undefined;
  const outer = path.slice(0, path.indexOf(owner)).flatMap((node) => (node.kind === 'nested' ? [literalText(node.path)] : []));
  const name = [...outer, literalText(field)].join('.');
  return field === literal ? { kind: 'field', name, span } : { kind: 'value', field: name, value: text, span };
}
