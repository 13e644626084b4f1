/** What the producers of completions in a rule file, outside its queries, hand out. */
import type { TextEdit } from '../../base/edit.js';
import type { RuleCursor } from '../context/toml.js';
import type { RuleModel } from '../ruleModel.js';
import type { Candidate } from './candidate.js';

/** A candidate whose insertion is text of the file, quotes and escapes included. */
export interface RuleCandidate extends Candidate {
  /** Edits elsewhere in the file, such as those of a key that goes with this one. */
  readonly alsoEdits?: readonly TextEdit[];
}

export type RuleProducer = (cursor: RuleCursor, model: RuleModel) => readonly RuleCandidate[];

/** More are not sent: the editor asks again when more was typed. */
export const mostItems = 400;

/** A text as it is written at the cursor: between quotes that are there, else with quotes of its own. */
export function textAt({ quotes }: RuleCursor, text: string): string {
  if (quotes === "'") return text;
  const escaped = JSON.stringify(text);
  return quotes === '' ? escaped : escaped.slice(1, -1);
}
