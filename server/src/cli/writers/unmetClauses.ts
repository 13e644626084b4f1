/** Clauses that no event satisfies although some nearly do: what is told where a rule matches nothing. */
import { LineIndex } from '../../base/lines.js';
import { variantTitle, variantWords, type UnmetClause } from '../../evaluate/variants/variant.js';
import { printable } from '../printable.js';
import type { StartedRun } from '../report.js';
import type { Colours } from './colours.js';
import { clauseText } from './nearestMiss.js';

/** `hint: line 4: no event satisfies user.name == "root"; 3 do when case is ignored` */
export function formatUnmet(clauses: readonly UnmetClause[], run: StartedRun, colours: Colours): string {
  const textOf = clauseText(run);
  const lineOf = lineFinder(run);
  return clauses
    .map(({ span, variants }) => {
      const words = printable(variants.map(variantWords).join('; '));
      return `${colours.cyan('hint:')} line ${lineOf(span.start)}: no event satisfies ${textOf(span)}; ${words}\n`;
    })
    .join('');
}

/** Of the JSON output. */
export function unmetOf(clauses: readonly UnmetClause[], run: StartedRun): readonly object[] {
  const textOf = clauseText(run);
  const lineOf = lineFinder(run);
  return clauses.map(({ span, variants }) => ({
    clause: textOf(span),
    line: lineOf(span.start),
    variants: variants.map((variant) => ({
      form: variant.form,
      events: variant.passes,
      title: variantTitle(variant),
    })),
  }));
}

/** One-based lines of the rule file. */
function lineFinder({ rule: { document } }: StartedRun): (offset: number) => number {
  const lines = new LineIndex(document.text);
  return (offset) => lines.positionAt(document.queries[0]?.map.toFile(offset) ?? offset).line + 1;
}
