/** What the checks of an EQL query share. */
import type { Problem } from '../../base/problem.js';
import { sliceSpan } from '../../base/span.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import type { Expr } from '../../syntax/eql/ast.js';
import { shortened } from '../../syntax/recover.js';

export interface EqlContext {
  readonly text: string;
  readonly catalog: FieldCatalog;
  /** The field that the event category stands for. */
  readonly categoryField: string;
  readonly report: (problem: Problem) => void;
}

/** The source of an expression, for messages. */
export function quoteSource(expr: Expr, { text }: EqlContext): string {
  return `\`${shortened(sliceSpan(text, expr.span))}\``;
}
