/** EQL trees as s-expressions, so that a test can show a whole tree on one line. */
import { assertNever } from '../../server/src/base/invariant.js';
import type { EqlNode, Expr, Field, SequenceItem } from '../../server/src/syntax/eql/ast.js';

/** The tree without its spans: `(event process (== process.name "cmd.exe"))`. */
export function eqlSexp(node: EqlNode | undefined): string {
  if (node === undefined) return '';
  switch (node.kind) {
    case 'query':
      return node.pipes.length === 0 ? eqlSexp(node.body) : list('piped', node.body, ...node.pipes);
    case 'eventQuery':
      return list('event', node.category, node.condition);
    case 'category':
      return node.quoted ? JSON.stringify(node.name) : node.any ? 'any' : node.name;
    case 'sequence':
    case 'join':
      return list(node.kind, node.by, 'maxspan' in node ? node.maxspan : undefined, ...node.items, until(node.until));
    case 'sample':
      return list('sample', node.by, ...node.items);
    case 'item':
      return list(node.missingEvent ? 'missing' : 'item', node.query, node.by, node.runs);
    case 'by':
      return list('by', ...node.keys);
    case 'maxspan':
      return `(maxspan ${node.milliseconds ?? '?'})`;
    case 'runs':
      return `(runs ${node.count ?? '?'})`;
    case 'pipe':
      return list(node.name === '' ? '?' : node.name, ...node.args);
    case 'missing':
      return `<${node.expected}>`;
    default:
      return expression(node);
  }
}

function expression(node: Exclude<Expr, { kind: 'missing' }>): string {
  switch (node.kind) {
    case 'and':
    case 'or':
      return list(node.kind, ...node.operands);
    case 'not':
      return list('not', node.operand);
    case 'group':
      return list('group', node.inner);
    case 'comparison':
    case 'arithmetic':
      return list(node.operator, node.left, node.right);
    case 'sign':
      return list(node.operator === '-' ? 'minus' : 'plus', node.operand);
    case 'listTest':
      return list(
        `${node.negated ? 'not-' : ''}${node.operator}`,
        node.subject,
        node.parenthesised ? `[${node.values.map(eqlSexp).join(' ')}]` : node.values.map(eqlSexp).join(' '),
      );
    case 'call':
      return list(`${node.name}${node.caseInsensitive ? '~' : ''}()`, ...node.args);
    case 'lineage':
      return list(`${node.relation}-of`, node.query);
    case 'field':
      return field(node);
    case 'string':
      return `${node.raw ? 'raw' : ''}${JSON.stringify(node.value)}`;
    case 'number':
      return `${node.value}${node.integer ? '' : 'd'}`;
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'null';
    default:
      return assertNever(node);
  }
}

function field({ name, optional, indexSpans }: Field): string {
  const shown = /^[\w.@]+$/.test(name) ? name : `\`${name}\``;
  return `${optional ? '?' : ''}${shown}${'[]'.repeat(indexSpans.length)}`;
}

function until(item: SequenceItem | undefined): string {
  return item === undefined ? '' : list('until', item);
}

function list(head: string, ...parts: readonly (EqlNode | string | undefined)[]): string {
  const shown = parts.map((part) => (typeof part === 'string' ? part : eqlSexp(part))).filter((part) => part !== '');
  return `(${[head, ...shown].join(' ')})`;
}
