/** Edits of a query's text as edits of the file that holds it. */
import type { TextEdit as LspTextEdit } from 'vscode-languageserver-types';
import type { TextEdit } from '../base/edit.js';
import type { QueryRegion } from '../rule/ruleDocument.js';
import { toRange } from './convert.js';
import type { RuleModel } from './ruleModel.js';

/** Undefined when the string that holds the query cannot hold one of the new texts. `edits` have offsets into the query's text. */
export function fileEdits(edits: readonly TextEdit[], { map }: QueryRegion, { lines }: RuleModel): LspTextEdit[] | undefined {
  const written: LspTextEdit[] = [];
  for (const { span, newText } of edits) {
    const encoded = map.encode(newText, span);
    if (encoded === undefined) return undefined;
    written.push({ range: toRange(lines, map.spanToFile(span)), newText: encoded });
  }
  return written;
}
