/** SCH004 to SCH006 and SCH012: sequences that take longer than the time that a run of their rule searches. */
import type { Problem } from '../../base/problem.js';
import type { RuleDocument, RuleTree } from '../../rule/ruleDocument.js';
import { scheduleOf, writeDuration, type Schedule } from '../../rule/schedule.js';
import type { RuleTable } from '../../rule/value.js';
import type { Sequence } from '../../syntax/eql/ast.js';
import type { DocumentCheck } from './check.js';
import { setting } from './repairs.js';

const minute = 60_000;

export const checkSequenceTiming: DocumentCheck = (document) => {
  const { tree } = document;
  const rule = tree?.rule;
  const query = document.queries.find(({ key }) => key === 'query');
  if (tree === undefined || rule === undefined || query?.parsed?.language !== 'eql') return [];
  const { body } = query.parsed.tree;
  if (body.kind !== 'sequence' || body.maxspan?.milliseconds === undefined) return [];
  const { milliseconds, valueSpan } = body.maxspan;
  const timing: Timing = { ...scheduleOf(document), maxspan: milliseconds, span: query.map.spanToFile(valueSpan) };
  return [...windowProblems(timing, tree, rule), ...oftenEnough(timing, tree, rule), ...missingEvents(body, document, timing)];
};

interface Timing extends Schedule {
  readonly maxspan: number;
  /** Of the maxspan. */
  readonly span: Problem['span'];
}

function windowProblems({ maxspan, span, every, window, endsBefore }: Timing, tree: RuleTree, rule: RuleTable): readonly Problem[] {
  if (every === undefined || window === undefined || endsBefore === undefined || maxspan + every <= window) return [];
  const enough = `now-${writeDuration(maxspan + every + endsBefore)}`;
  const fixes = setting(tree, rule, 'from', enough);
  const length = writeDuration(window);
  if (maxspan > window) {
    const message = `A sequence of up to ${writeDuration(maxspan)} does not fit into the ${length} that a run searches; \`from\` has to be \`${enough}\``;
    return [{ code: 'SCH004', span, message, fixes }];
  }
  const what = `Runs search ${length} every ${writeDuration(every)}`;
  const message = `${what}: a sequence of up to ${writeDuration(maxspan)} can lie in two runs and be found by neither; \`${enough}\` is enough`;
  return [{ code: 'SCH005', span, message, fixes }];
}

function oftenEnough({ maxspan, span, every }: Timing, tree: RuleTree, rule: RuleTable): readonly Problem[] {
  if (every === undefined || maxspan <= 2.5 * minute || every >= maxspan / 2) return [];
  const wanted = writeDuration(Math.ceil(maxspan / 2 / minute) * minute);
  const message = `The rule runs every ${writeDuration(every)}, many times within one maxspan; half of it, \`interval = "${wanted}"\`, is enough`;
  return [{ code: 'SCH006', span, message, fixes: setting(tree, rule, 'interval', wanted) }];
}

/** What is missing at the end of a run may yet come. */
function missingEvents({ items }: Sequence, { queries }: RuleDocument, { maxspan, every, window }: Timing): readonly Problem[] {
  const last = items.at(-1);
  const map = queries.find(({ key }) => key === 'query')?.map;
  if (last?.missingEvent !== true || map === undefined || every === undefined || window === undefined) return [];
  if (maxspan + minute <= window - every) return [];
  const message = `At the end of a run the events of the last ${writeDuration(maxspan)} can yet come, so this event may only seem to be missing`;
  return [{ code: 'SCH012', span: map.spanToFile(last.span), message }];
}
