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
