/** What the checks of a rule's keys share. */
import type { RuleDocument, RuleTree } from '../../rule/ruleDocument.js';
import type { RuleNotation } from '../../schema/ruleKeysRow.js';
import type { RuleType } from '../../schema/ruleTypes.js';

/** What a check of one table needs to know of its rule. */
export interface KeyContext {
  readonly document: RuleDocument;
  readonly tree: RuleTree;
  readonly notation: RuleNotation;
  readonly type: RuleType | undefined;
  readonly today: string | undefined;
}

/** `a, b and c` */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
