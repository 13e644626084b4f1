/** Regular expressions that cannot be used, as problems at the place inside the literal where they go wrong. */
import type { Span } from '../../base/span.js';
import type { StringLiteral } from '../../syntax/eql/ast.js';
import type { RegexFailure } from '../luceneRegex.js';
import type { Scope } from './scope.js';

export function reportRegex(node: StringLiteral, failure: RegexFailure, scope: Scope): void {
  const span = spanInLiteral(node, failure.offset);
  if (failure.reason === 'invalid') scope.report({ code: 'QRY017', span, message: failure.message, severity: 'error' });
  else scope.report({ code: 'RUN001', span, message: failure.message });
}

/** From an offset in the literal's value to the query. With escapes the two do not run alike: then the whole literal. */
function spanInLiteral({ span, raw, value }: StringLiteral, offset: number): Span {
  const quotes = raw ? 3 : 1;
  if (span.end - span.start !== value.length + 2 * quotes) return span;
  const start = span.start + quotes + Math.min(offset, value.length);
  return offset < value.length ? { start, end: start + 1 } : { start: start - Math.min(1, value.length), end: start };
}
