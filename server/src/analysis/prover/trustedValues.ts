/** QRY024: exclusions that an attacker can meet on purpose. */
import type { Problem } from '../../base/problem.js';
import type { ParsedQuery } from '../../rule/ruleDocument.js';
import { exclusionsOf } from './forgeable.js';
import { stagesOf } from './stages.js';

/** Spans are offsets into the query text. */
export function trustedValues(parsed: ParsedQuery): readonly Problem[] {
  return stagesOf(parsed)
    .filter(({ role }) => role === 'needed')
    .flatMap(({ root }) => exclusionsOf(root))
    .flatMap(({ forgeable }) => forgeable)
    .map(({ clause, why }) => ({ code: 'QRY024', span: clause.span, message: `An attacker can make this exclusion apply: ${why}` }));
}
