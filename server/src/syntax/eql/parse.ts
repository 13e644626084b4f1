/** EQL text to tree. Never throws; reports every problem it finds and keeps all that it understood. */
import type { Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import type { EqlQuery } from './ast.js';

/** One token of the text, comments included; what completion and highlighting look at. */
export interface EqlToken {
  /** The token table's name for it, such as `Identifier`, `And`, `StringLiteral`. */
  readonly type: string;
  readonly span: Span;
  readonly text: string;
}

export interface ParsedEql {
  readonly text: string;
  readonly tree: EqlQuery;
  readonly tokens: readonly EqlToken[];
  readonly comments: readonly Span[];
  /** Syntax problems; offsets into `text`. */
  readonly problems: readonly Problem[];
}
