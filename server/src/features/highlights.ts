/** Highlights: the field under the cursor at all its places in the query, and a join key with the keys that it is compared with. */
import { DocumentHighlightKind, type DocumentHighlight, type Position } from 'vscode-languageserver-types';
import { toRange } from './convert.js';
import { fieldAt } from './fieldAt.js';
import type { FieldOccurrence } from './occurrences.js';
import type { RuleModel } from './ruleModel.js';

/**
 * Undefined where no field stands, so that the editor highlights words as it always does. Join keys are marked as written, other places
 * as read: editors show the two in different colours.
 */
export function highlightsAt(model: RuleModel, position: Position): readonly DocumentHighlight[] | undefined {
  const found = fieldAt(model, position);
  if (found === undefined) return undefined;
  const { region, field, all } = found;
  return all
    .filter((other) => other.name === field.name || areJoined(other, field))
    .map(({ span, joinKey }) => ({
      range: toRange(model.lines, region.map.spanToFile(span)),
      kind: joinKey === undefined ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
    }));
}

/** The keys at one place of the items' lists must be equal: `[a where true] by x [b where true] by y`. */
function areJoined({ joinKey: one }: FieldOccurrence, { joinKey: other }: FieldOccurrence): boolean {
  return one?.ofItem === true && other?.ofItem === true && one.position === other.position;
}
