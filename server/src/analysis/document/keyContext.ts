/** What the checks of a rule's keys share. */
import type { RuleTree } from '../../rule/ruleDocument.js';
import type { AttackMatrix } from '../../schema/attack.js';
import type { TableKeys } from '../../schema/ruleKeys.js';
import type { RuleNotation, TableSpec } from '../../schema/ruleKeysRow.js';
import type { RuleType } from '../../schema/ruleTypes.js';
import type { RuleFrame } from './check.js';

/** What a check of one table needs to know of its rule. */
export interface KeyContext {
  readonly document: RuleFrame;
  readonly tree: RuleTree;
  readonly notation: RuleNotation;
  readonly type: RuleType | undefined;
  /** The keys that a table of such a rule has. */
  readonly keysOf: (table: TableSpec) => TableKeys;
  readonly today: string | undefined;
  readonly attack: AttackMatrix;
}
