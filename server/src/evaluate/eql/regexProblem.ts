/** Regular expressions that cannot be used, as problems at the place inside the literal where they go wrong. */
import type { StringLiteral } from '../../syntax/eql/ast.js';
import { spanInLiteral } from '../../syntax/eql/literalSpan.js';
import type { RegexFailure } from '../luceneRegex.js';
import type { Scope } from './scope.js';

export function reportRegex(node: StringLiteral, failure: RegexFailure, scope: Scope): void {
  const span = spanInLiteral(node, failure.offset);
  if (failure.reason === 'invalid') scope.report({ code: 'QRY017', span, message: failure.message, severity: 'error' });
  else scope.report({ code: 'RUN001', span, message: failure.message });
}
