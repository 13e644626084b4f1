/** KQL text to tree. Never throws; reports every problem it finds and keeps all that it understood. */
import type { Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import type { KqlQuery } from './ast.js';

export interface KqlToken {
  /** The token table's name for it, such as `Literal`, `And`, `Colon`. */
  readonly type: string;
  readonly span: Span;
  readonly text: string;
}

/** The one error Kibana would report, for comparison with it. */
export interface KibanaError {
  /** Where Kibana's caret points: a UTF-16 offset. */
  readonly offset: number;
}

export interface ParsedKql {
  readonly text: string;
  readonly tree: KqlQuery;
  readonly tokens: readonly KqlToken[];
  /** Syntax problems; offsets into `text`. Empty exactly when Kibana accepts the query. */
  readonly problems: readonly Problem[];
  /** Defined exactly when Kibana rejects the query. */
  readonly kibanaError: KibanaError | undefined;
}
