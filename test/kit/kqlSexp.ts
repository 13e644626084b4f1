/** KQL trees as s-expressions, so that a test can say in one line which tree it expects. */
import type { KqlNode, Literal } from '../../server/src/syntax/kql/ast.js';
import type { KueryNode, KueryValue } from '../../server/src/syntax/kql/kuery.js';

/** The tree as written: `(match process.name (list (or "a" b*)))`. Quoted literals stand in double quotes, what is missing as `?`. */
export function kqlSexp(node: KqlNode): string {
  switch (node.kind) {
    case 'query':
      return node.body === undefined ? '(everything)' : kqlSexp(node.body);
    case 'and':
    case 'or':
      return `(${node.kind} ${node.operands.map(kqlSexp).join(' ')})`;
    case 'valueAnd':
    case 'valueOr':
      return `(${node.kind === 'valueAnd' ? 'and' : 'or'} ${node.operands.map(kqlSexp).join(' ')})`;
    case 'not':
    case 'valueNot':
      return `(not ${kqlSexp(node.operand)})`;
    case 'group':
      return `(group ${kqlSexp(node.inner)})`;
    case 'valueGroup':
      return `(list ${kqlSexp(node.inner)})`;
    case 'match':
      return node.field === undefined ? `(text ${kqlSexp(node.value)})` : `(match ${kqlSexp(node.field)} ${kqlSexp(node.value)})`;
    case 'range':
      return `(${node.operator} ${kqlSexp(node.field)} ${kqlSexp(node.value)})`;
    case 'nested':
      return `(nested ${kqlSexp(node.path)} ${kqlSexp(node.body)})`;
    case 'literal':
      return literalSexp(node);
    case 'missing':
      return '?';
  }
}

function literalSexp(literal: Literal): string {
  const text = literal.pieces
    .map((piece) => (literal.quoted ? JSON.stringify(piece).slice(1, -1) : JSON.stringify(piece).slice(1, -1).replace(/[*']/g, '\\$&')))
    .join('*');
  return literal.quoted ? `"${text}"` : /^[^\s()"']+$/.test(text) ? text : `'${text}'`;
}

/** Kibana's shape in the notation of the conformance cases: a plain object that can be compared. */
export function kueryCase(node: KueryNode): unknown {
  switch (node.function) {
    case 'and':
    case 'or':
    case 'not':
      return { fn: node.function, args: node.arguments.map(kueryCase) };
    case 'is': {
      const [field, value] = node.arguments;
      return { fn: 'is', f: caseValue(field), v: caseValue(value), quoted: value.type === 'literal' && value.isQuoted };
    }
    case 'range':
      return { fn: 'range', f: caseValue(node.arguments[0]), op: node.arguments[1], v: caseValue(node.arguments[2]) };
    case 'nested':
      return { fn: 'nested', args: [caseValue(node.arguments[0]), kueryCase(node.arguments[1])] };
  }
}

function caseValue(value: KueryValue): unknown {
  return value.type === 'wildcard' ? { wc: value.value } : { lit: value.value };
}
