/** Edits of a query's text as edits of the file that holds it. */
import type { TextEdit as LspTextEdit } from 'vscode-languageserver-types';
import type { TextEdit } from '../base/edit.js';
import type { QueryRegion } from '../rule/ruleDocument.js';
import { toRange } from './convert.js';
import type { RuleModel } from './ruleModel.js';

/** Undefined when the string that holds the query cannot hold one of the new texts. `edits` have offsets into the query's text. */
export function fileEdits(edits: readonly TextEdit[], region: QueryRegion, { lines }: RuleModel): LspTextEdit[] | undefined {
  return offsetEdits(edits, region)?.map(({ span, newText }) => ({ range: toRange(lines, span), newText }));
}

/** The same in offsets of the file. */
export function offsetEdits(edits: readonly TextEdit[], { map }: QueryRegion): readonly TextEdit[] | undefined {
  const written: TextEdit[] = [];
  for (const { span, newText } of edits) {
    const encoded = map.encode(newText, span);
    if (encoded === undefined) return undefined;
    written.push({ span: map.spanToFile(span), newText: encoded });
  }
  return written;
}
