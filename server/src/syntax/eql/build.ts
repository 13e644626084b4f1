/** What the builders of the tree share: where problems go, and how to reach the builders of what stands around or inside. */
import type { CstNode, IToken } from 'chevrotain';
import type { EventQuery, Expr, Missing } from './ast.js';
import type { Reporter } from './report.js';

/** What belongs between two values that stand side by side: an operator, or the comma of a list. */
export type Separator = 'operator' | 'comma';

export interface Build {
  readonly text: string;
  readonly reporter: Reporter;
  /** The expression of `node`; `at` is the end of the token before it. More than one only where a comma is missing in a list. */
  readonly elements: (node: CstNode, at: number, separator: Separator) => readonly Expr[];
  /** The query in the brackets of an item. */
  readonly itemQuery: (group: IToken) => EventQuery | Missing;
}
