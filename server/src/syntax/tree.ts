/** What both languages' trees share: every node has a kind and a span, and a way to walk to it. */
import { touches, type Span } from '../base/span.js';

export interface Node {
  readonly kind: string;
  /** Offsets into the query text. */
  readonly span: Span;
}

/** Lists a node's children in source order. Each language supplies its own. */
export type Children<N extends Node> = (node: N) => readonly N[];

/** The nodes that touch `offset`, from the root inwards. The cursor just after a node (`proc|`) still touches it; of two neighbours the later one wins. */
export function nodePathAt<N extends Node>(root: N, offset: number, children: Children<N>): readonly N[] {
  const path: N[] = [];
  let node: N | undefined = touches(root.span, offset) ? root : undefined;
  while (node !== undefined) {
    path.push(node);
    const inside: readonly N[] = children(node).filter((child) => touches(child.span, offset));
    node = inside[inside.length - 1];
  }
  return path;
}

/** Visits `root` and everything below it, parents first. */
export function walk<N extends Node>(root: N, children: Children<N>, visit: (node: N) => void): void {
  visit(root);
  for (const child of children(root)) walk(child, children, visit);
}

type OfKind<N extends Node, K> = N extends Node ? (K extends N['kind'] ? N : never) : never;

/** The nodes of one kind, in source order, parents first. */
export type NodesOfKind<N extends Node> = <K extends N['kind']>(kind: K) => readonly OfKind<N, K>[];

/** Walks once, for many who each look at nodes of a few kinds. */
export function nodesByKind<N extends Node>(root: N, children: Children<N>): NodesOfKind<N> {
  const lists = new Map<string, N[]>();
  const listOf = (kind: string): N[] => {
    const list = lists.get(kind) ?? [];
    lists.set(kind, list);
    return list;
  };
  // Most nodes stand beside others of their kind.
  let [kind, list] = [root.kind, listOf(root.kind)];
  walk(root, children, (node) => {
    if (node.kind !== kind) [kind, list] = [node.kind, listOf(node.kind)];
    list.push(node);
  });
  return <K extends N['kind']>(wanted: K) => (lists.get(wanted) ?? []) as OfKind<N, K>[];
}
