/** The conditions of a query and what each means to its matches: whether an event has to pass it. */
import { containsSpan } from '../../base/span.js';
import type { ParsedQuery } from '../../rule/ruleDocument.js';
import type { ConditionRoot } from '../conditions/condition.js';
import { eqlConditions } from '../conditions/fromEql.js';
import { kqlConditions } from '../conditions/fromKql.js';

export interface ProvedStage {
  readonly root: ConditionRoot;
  /** `missing` of `![…]`, `until` of the end of a sequence: a match does without events that pass these. */
  readonly role: 'needed' | 'missing' | 'until';
}

export function stagesOf(parsed: ParsedQuery): readonly ProvedStage[] {
  if (parsed.language === 'kuery') return kqlConditions(parsed.tree, parsed.text).map((root) => ({ root, role: 'needed' }));
  const { body } = parsed.tree;
  const items = body.kind === 'sequence' || body.kind === 'sample' ? body.items : [];
  const until = body.kind === 'sequence' ? body.until : undefined;
  return eqlConditions(parsed.tree, parsed.text).map((root) => {
    const place = root.condition.span;
    if (until !== undefined && containsSpan(until.span, place)) return { root, role: 'until' };
    const isMissing = items.some((item) => item.missingEvent && containsSpan(item.span, place));
    return { root, role: isMissing ? 'missing' : 'needed' };
  });
}
