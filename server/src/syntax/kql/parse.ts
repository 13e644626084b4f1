/** KQL text to tree. Never throws; reports every problem it finds and keeps all that it understood. */
import type { Problem } from '../../base/problem.js';
import { bySpan, type Span } from '../../base/span.js';
import type { KqlQuery } from './ast.js';
import { buildKqlAst } from './buildAst.js';
import { otherLanguageProblem } from './mistakes/foreignSyntax.js';
import { parseWithRepairs } from './repair.js';
import { lexKql, tokenSpan } from './tokens.js';

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

/** A query as it was read: also where it has mistakes there is a tree, with `Missing` nodes in the gaps. */
export interface ParsedKql {
  readonly text: string;
  readonly tree: KqlQuery;
  readonly tokens: readonly KqlToken[];
  /** Syntax problems; offsets into `text`. Empty exactly when Kibana accepts the query. */
  readonly problems: readonly Problem[];
  /** Defined exactly when Kibana rejects the query. */
  readonly kibanaError: KibanaError | undefined;
}

/**
 * Parses a query as Kibana 9 does. The one exception to its contract: brackets nested deeper than `limits.queryDepth` are a problem,
 * although Kibana reads them.
 * https://www.elastic.co/docs/reference/query-languages/kql
 */
export function parseKql(text: string): ParsedKql {
  const tokens = lexKql(text);
  const { root, problems, firstError } = parseWithRepairs(text, tokens);
  const foreign = firstError === undefined ? undefined : otherLanguageProblem(text);
  return {
    text,
    tree: buildKqlAst(root, text),
    tokens: tokens.map((token) => {
      const span = tokenSpan(token);
      return { type: token.tokenType.name, span, text: text.slice(span.start, span.end) };
    }),
    problems: foreign === undefined ? [...problems].sort(bySpan) : [foreign],
    kibanaError: firstError === undefined ? undefined : { offset: firstError },
  };
}
