/** Where a query uses its fields, join keys among them: what highlights, rename and semantic tokens are about. */
import type { Span } from '../base/span.js';
import type { ParsedQuery } from '../rule/ruleDocument.js';
import { eqlChildren, type By, type EqlNode, type EqlQuery, type Field } from '../syntax/eql/ast.js';
import { hasWildcard, kqlChildren, literalText, type KqlNode, type KqlQuery, type Literal } from '../syntax/kql/ast.js';
import { walk } from '../syntax/tree.js';

export interface FieldOccurrence {
  /** The full name, without quotes and escapes; with the names of the nested fields around it. */
  readonly name: string;
  /** Of the name as written, without the `?`; offsets into the query text. */
  readonly span: Span;
  /** The name of the nested fields around it, with a dot at its end: not part of what is written. */
  readonly nestedPrefix: string;
  /** Where it stands after `by`. */
  readonly joinKey: JoinKey | undefined;
  /** False where the text is more than a name: a pattern of names, an element of an array. */
  readonly isPlain: boolean;
}

/** `[a where true] by x, y|`: the second key of an item. */
export interface JoinKey {
  readonly position: number;
  /** One item's own key; otherwise of the whole sequence or sample. */
  readonly ofItem: boolean;
}

/** In source order, without those whose name is still to be written. */
export function fieldOccurrences(parsed: ParsedQuery): readonly FieldOccurrence[] {
  const all = parsed.language === 'eql' ? eqlOccurrences(parsed.tree) : kqlOccurrences(parsed.tree);
  return all.filter(({ span }) => span.start < span.end);
}

function eqlOccurrences(tree: EqlQuery): readonly FieldOccurrence[] {
  const keys = joinKeys(tree);
  const found: FieldOccurrence[] = [];
  walk<EqlNode>(tree, eqlChildren, (node) => {
    if (node.kind !== 'field') return;
    const { name, nameSpan, indexSpans } = node;
    found.push({ name, span: nameSpan, nestedPrefix: '', joinKey: keys.get(node), isPlain: indexSpans.length === 0 });
  });
  return found;
}

function joinKeys({ body }: EqlQuery): ReadonlyMap<Field, JoinKey> {
  const keys = new Map<Field, JoinKey>();
  const add = (by: By | undefined, ofItem: boolean): void => {
    for (const [position, key] of (by?.keys ?? []).entries()) if (key.kind === 'field') keys.set(key, { position, ofItem });
  };
  if (body.kind === 'sequence' || body.kind === 'sample' || body.kind === 'join') {
    add(body.by, false);
    const until = body.kind === 'sample' || body.until === undefined ? [] : [body.until];
    for (const item of [...body.items, ...until]) add(item.by, true);
  }
  return keys;
}

function kqlOccurrences(tree: KqlQuery): readonly FieldOccurrence[] {
  const found: FieldOccurrence[] = [];
  const add = (field: Literal, nestedPrefix: string): void => {
    const name = nestedPrefix + literalText(field);
    found.push({ name, span: field.span, nestedPrefix, joinKey: undefined, isPlain: !hasWildcard(field) || field.quoted });
  };
  const visit = (node: KqlNode, prefix: string): void => {
    const field = node.kind === 'nested' ? node.path : node.kind === 'match' || node.kind === 'range' ? node.field : undefined;
    if (field !== undefined) add(field, prefix);
    const below = node.kind === 'nested' ? `${prefix}${literalText(node.path)}.` : prefix;
    for (const child of kqlChildren(node)) visit(child, below);
  };
  visit(tree, '');
  return found;
}
