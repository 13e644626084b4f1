/** What is told of an exclusion: whether an attacker can meet it on purpose, and what it took out in the last run. */
import { grouped } from '../../base/grouped.js';
import { exclusionsOf, type Exclusion } from '../../analysis/prover/forgeable.js';
import { stagesOf } from '../../analysis/prover/stages.js';
import { sliceSpan, type Span } from '../../base/span.js';
import type { ExclusionCount } from '../../evaluate/variants/variant.js';
import type { RunExclusion } from '../../protocol/protocol.js';
import type { ParsedQuery, QueryRegion } from '../../rule/ruleDocument.js';
import { shortened } from '../../syntax/recover.js';
import { toRange } from '../convert.js';
import type { RuleModel } from '../ruleModel.js';

/** Of all that a match has to pass, in source order. */
export function exclusionsIn(parsed: ParsedQuery): readonly Exclusion[] {
  return stagesOf(parsed)
    .filter(({ role }) => role === 'needed')
    .flatMap(({ root }) => exclusionsOf(root));
}

/** Markdown about the exclusion that begins with this `not`, or has this operator; undefined where there is none. */
export function exclusionHelp(
  { parsed, map }: QueryRegion,
  word: { readonly name: string; readonly span: Span },
  ran: readonly RunExclusion[],
  { lines }: RuleModel,
): string | undefined {
  if (parsed === undefined || !/^(?:not\b|!=)/i.test(word.name)) return undefined;
  const exclusion = exclusionsIn(parsed).find(({ condition }) => isAbout(condition.span, word, parsed.text));
  if (exclusion === undefined) return undefined;
  const { start } = toRange(lines, map.spanToFile(exclusion.condition.span));
  const count = ran.find(({ range }) => range.start.line === start.line && range.start.character === start.character);
  const forgeable = exclusion.forgeable.map(({ clause, why }) => `- \`${shortened(sliceSpan(parsed.text, clause.span))}\`: ${why}`);
  const facts = [
    ...(count === undefined ? [] : [suppressedWords(count.suppressed)]),
    ...(forgeable.length === 0 ? [] : [`An attacker can make it apply:\n\n${forgeable.join('\n')}`]),
  ];
  return facts.length === 0 ? undefined : facts.join('\n\n');
}

function isAbout({ start, end }: Span, { name, span }: { readonly name: string; readonly span: Span }, text: string): boolean {
  const before = text.slice(start, span.start);
  if (span.start < start || span.end > end) return false;
  // `not in` and `!=` come after their field; in a negated clause nothing else does.
  return name.toLowerCase() === 'not' ? /^[(\s]*$/.test(before) : /^[(\s]*\??[\w.@`-]+\s*$/.test(before);
}

/** One sentence. */
function suppressedWords(suppressed: number): string {
  if (suppressed === 0) return 'In the last run it took no event out.';
  const events = suppressed === 1 ? '1 event' : `${grouped(suppressed)} events`;
  return `In the last run it took out ${events} that satisfied all the rest.`;
}

export function toRunExclusion({ span, suppressed }: ExclusionCount, { map }: QueryRegion, { lines }: RuleModel): RunExclusion {
  return { range: toRange(lines, map.spanToFile(span)), suppressed };
}
