/**
 * The tree of a Lucene query string. `AND`, `OR` and `NOT` are gone: they only say of the clauses beside them whether these must match,
 * must not, or may.
 * https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-query-string-query#query-string-syntax
 */
import type { Span } from '../../base/span.js';

export type Occur = 'required' | 'prohibited' | 'optional';

export interface Clause {
  readonly occur: Occur;
  readonly node: LuceneNode;
}

interface NodeBase {
  readonly span: Span;
}

/** The clauses of one level: of the whole query, or between parentheses. */
export interface Clauses extends NodeBase {
  readonly kind: 'clauses';
  readonly clauses: readonly Clause[];
  /** Both `AND` and `OR` stand between the clauses. */
  readonly mixed: boolean;
}

/** The name without its escapes. `_exists_` is a name like any other here; a `*`, which has to be escaped, stands for any run. */
export interface FieldName {
  readonly name: string;
  readonly span: Span;
}

interface FieldNode extends NodeBase {
  /** Undefined where the value is searched in all fields. */
  readonly field: FieldName | undefined;
}

/** A part of a word: text, any run of characters (`*`), any one character (`?`). */
export type WordPiece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'run' } | { readonly kind: 'one' };

/** One word, or several that stand side by side and are looked for together. */
export interface Word extends FieldNode {
  readonly kind: 'word';
  readonly pieces: readonly WordPiece[];
  /** Of each of the words, as they are written. */
  readonly words: readonly Span[];
  /** Written with `~`. */
  readonly fuzzy: boolean;
}

export interface Phrase extends FieldNode {
  readonly kind: 'phrase';
  readonly text: string;
  /** Words that may stand between those of the phrase. */
  readonly slop: number;
}

export interface LuceneRegex extends FieldNode {
  readonly kind: 'regex';
  readonly pattern: string;
}

export interface RangeBound {
  readonly text: string;
  readonly inclusive: boolean;
}

export interface LuceneRange extends FieldNode {
  readonly kind: 'range';
  /** Undefined where the range is open on this side. */
  readonly lower: RangeBound | undefined;
  readonly upper: RangeBound | undefined;
}

export type LuceneLeaf = Word | Phrase | LuceneRegex | LuceneRange;
export type LuceneNode = Clauses | LuceneLeaf;

/** The leaves in source order. */
export function luceneLeaves(node: LuceneNode): readonly LuceneLeaf[] {
  return node.kind === 'clauses' ? node.clauses.flatMap((clause) => luceneLeaves(clause.node)) : [node];
}
