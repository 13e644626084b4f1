/** RUN010: a clause that no event of the last run satisfies, with the variants that some do. From the run, over the wire, to the rule. */
import type { Problem } from '../base/problem.js';
import { variantTitle, variantWords, type UnmetClause } from '../evaluate/variants/variant.js';
import type { RunUnmetClause } from '../protocol/protocol.js';
import type { QueryRegion } from '../rule/ruleDocument.js';
import { toRange, toSpan } from './convert.js';
import { fileEdits } from './queryEdits.js';
import type { RuleModel } from './ruleModel.js';

export function toUnmetClause({ span, variants }: UnmetClause, region: QueryRegion, model: RuleModel): RunUnmetClause {
  const [nearest] = variants;
  const words = nearest === undefined ? '' : `; ${variantWords(nearest)}`;
  return {
    range: toRange(model.lines, region.map.spanToFile(span)),
    message: `No sample event satisfies this${words}`,
    fixes: variants.flatMap((variant) => {
      const edits = variant.edits.length === 0 ? undefined : fileEdits(variant.edits, region, model);
      return edits === undefined ? [] : [{ title: `${variantTitle(variant)} (${variantWords(variant)})`, edits }];
    }),
  };
}

/** Only right for the text that was run. */
export function unmetProblems(clauses: readonly RunUnmetClause[], { lines }: RuleModel): readonly Problem[] {
  return clauses.map(({ range, message, fixes }) => ({
    code: 'RUN010',
    span: toSpan(lines, range),
    message,
    fixes: fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map((edit) => ({ span: toSpan(lines, edit.range), newText: edit.newText })),
    })),
  }));
}
