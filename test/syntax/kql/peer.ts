/** An old release of Kibana's own KQL parser, as a second opinion: `@cybernetex/kbn-es-query`. */
import { createRequire } from 'node:module';
import type { KueryNode, KueryValue } from '../../../server/src/syntax/kql/kuery.js';

interface PeerNode {
  readonly type: string;
  readonly function?: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly arguments?: readonly PeerNode[];
}

const peer = createRequire(import.meta.url)('@cybernetex/kbn-es-query') as { fromKueryExpression: (text: string) => PeerNode };

export type PeerAnswer = { readonly tree: unknown } | { readonly errorOffset: number };

/** Whether the release is old enough to differ by design: it knows no nested queries, `\u` escapes or no-break spaces, and reads numbers. */
export function isComparable(text: string): boolean {
  return !/[{}\u00a0]|\\u[0-9a-f]{4}|[<>][^<>:()"]*\*|infinity|0[xob]/i.test(
    text.replace(/"(?:\\[^]|[^"\\])*"/g, (string) => (string.includes('\\u') ? '\\u0000' : '""')),
  );
}

export function askPeer(text: string): PeerAnswer {
  try {
    return { tree: normalPeer(peer.fromKueryExpression(text)) };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'KQLSyntaxError') throw error;
    return { errorOffset: error.message.length - error.message.lastIndexOf('\n') - 2 };
  }
}

/** Our tree in the shape of `askPeer`: children of the same operator flattened, numbers as numbers. */
export function normalKuery(node: KueryNode): unknown {
  switch (node.function) {
    case 'and':
    case 'or':
      return [node.function, ...flatten(node.function, node.arguments.map(normalKuery))];
    case 'not':
      return ['not', normalKuery(node.arguments[0])];
    case 'is': {
      const [field, value] = node.arguments;
      return ['is', normalValue(field), normalValue(value), value.type === 'literal' && value.isQuoted];
    }
    case 'range':
      return ['range', normalValue(node.arguments[0]), node.arguments[1], normalValue(node.arguments[2])];
    case 'nested':
      throw new Error('not comparable');
  }
}

function normalValue(value: KueryValue): unknown {
  if (value.type === 'wildcard') return { wildcard: value.value.join('@kuery-wildcard@') };
  return value.isQuoted ? value.value : asNumber(value.value);
}

function asNumber(value: unknown): unknown {
  return typeof value === 'string' && !Number.isNaN(Number(value)) ? Number(value) : value;
}

function normalPeer(node: PeerNode): unknown {
  const [first, second, third] = node.arguments ?? [];
  switch (node.function) {
    case 'and':
    case 'or':
      return [node.function, ...flatten(node.function, (node.arguments ?? []).map(normalPeer))];
    case 'not':
      return ['not', normalPeer(first!)];
    case 'is':
      return ['is', peerValue(first!), peerValue(second!), third?.value];
    case 'range':
      return ['range', peerValue(first!), second?.name, peerValue(second?.value as PeerNode)];
    default:
      throw new Error(`unknown function ${node.function}`);
  }
}

function peerValue(node: PeerNode): unknown {
  return node.type === 'wildcard' ? { wildcard: node.value } : node.value;
}

function flatten(operator: string, operands: readonly unknown[]): readonly unknown[] {
  return operands.flatMap((operand) => (Array.isArray(operand) && operand[0] === operator ? (operand as unknown[]).slice(1) : [operand]));
}
