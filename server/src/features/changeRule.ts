/** Edits for the two values that change with every version of a rule: its id when it is copied, its date when it is edited. */
import type { TextEdit } from '../base/edit.js';
import type { ChangeRuleParams, ChangeRuleResult } from '../protocol/ruleFiles.js';
import { entryOf, type RuleTable } from '../rule/value.js';
import type { RuleWriter } from '../rule/writer.js';
import { toRange } from './convert.js';
import type { RuleModel } from './ruleModel.js';

/** `today`: `YYYY-MM-DD`. */
export function changeRule({ document, lines }: RuleModel, change: ChangeRuleParams['change'], today: string): ChangeRuleResult {
  const refuse = (message: string): ChangeRuleResult => ({ edits: [], message });
  const { tree, format } = document;
  if (tree?.rule === undefined) return refuse('Only a rule in TOML or JSON has an id and a date; this is not one');
  const shown = (edits: readonly TextEdit[]): ChangeRuleResult =>
    edits.length === 0
      ? refuse('The rule cannot be changed in the way it is written; mend its syntax first')
      : { edits: edits.map(({ span, newText }) => ({ range: toRange(lines, span), newText })), message: undefined };
  if (change.kind === 'id') return shown(withValue(tree.writer, tree.rule, 'rule_id', change.id));
  if (format !== 'toml') return refuse('A rule in JSON has no updated_date: Kibana keeps its own');
  if (tree.metadata === undefined) return refuse('The rule has no [metadata] table, which is where updated_date stands');
  return shown(withValue(tree.writer, tree.metadata, 'updated_date', today.replaceAll('-', '/')));
}

function withValue(writer: RuleWriter, table: RuleTable, key: string, value: string): readonly TextEdit[] {
  const entry = entryOf(table, key);
  return entry === undefined ? writer.insertEntries(table, [[key, value]]) : writer.replaceValue(entry.value, value);
}
