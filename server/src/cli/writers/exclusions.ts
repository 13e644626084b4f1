/** The exclusions of a rule: what each takes out of the matches, and which an attacker can meet on purpose. */
import { containsSpan } from '../../base/span.js';
import type { ExclusionCount } from '../../evaluate/variants/variant.js';
import { exclusionsIn } from '../../features/tune/exclusionHelp.js';
import { counted, printable } from '../printable.js';
import type { StartedRun } from '../report.js';
import type { Colours } from './colours.js';
import { clauseText } from './nearestMiss.js';

/** What is told of one, in words. */
interface ToldExclusion {
  readonly clause: string;
  readonly suppressed: number;
  readonly alternatives: readonly { readonly clause: string; readonly suppressed: number }[];
  /** What of it an attacker can meet, and why. */
  readonly forgeable: readonly { readonly clause: string; readonly why: string }[];
}

export function toldExclusions(counts: readonly ExclusionCount[], run: StartedRun): readonly ToldExclusion[] {
  const textOf = clauseText(run);
  const parsed = run.rule.document.queries[0]?.parsed;
  const known = parsed === undefined ? [] : exclusionsIn(parsed);
  return counts.map(({ span, suppressed, alternatives }) => {
    const found = known.find(({ condition }) => containsSpan(condition.span, span) || containsSpan(span, condition.span));
    return {
      clause: textOf(span),
      suppressed,
      alternatives: alternatives.map((alternative) => ({ clause: textOf(alternative.span), suppressed: alternative.suppressed })),
      forgeable: (found?.forgeable ?? []).map(({ clause, why }) => ({ clause: textOf(clause.span), why })),
    };
  });
}

export function formatExclusions(counts: readonly ExclusionCount[], run: StartedRun, colours: Colours): string {
  const told = toldExclusions(counts, run);
  if (told.length === 0) return '';
  return `${colours.bold('Exclusions')}\n${told.map((exclusion) => formatOne(exclusion, colours)).join('')}\n`;
}

function formatOne({ clause, suppressed, alternatives, forgeable }: ToldExclusion, colours: Colours): string {
  const effective = alternatives.filter((alternative) => alternative.suppressed > 0);
  return [
    `  ${clause}\n`,
    `    takes out ${suppressed === 0 ? 'no event' : `${counted(suppressed, 'event')} that would match`}\n`,
    ...effective.map((alternative) => `      ${alternative.suppressed} by ${alternative.clause}\n`),
    ...forgeable.map((each) => `    ${colours.yellow('an attacker can meet')} ${each.clause}: ${printable(each.why)}\n`),
  ].join('');
}
