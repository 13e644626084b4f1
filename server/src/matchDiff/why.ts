/** Why a version of a rule does not have a match that the other version has: the clauses that its events fail. */
import { sliceSpan } from '../base/span.js';
import { compilePredicate } from '../evaluate/compile.js';
import type { SeenEvent } from '../evaluate/eventPass.js';
import { compareDistances, distanceOf } from '../evaluate/explain/distance.js';
import { judgesOf, wildcardsOf, type PartJudge } from '../evaluate/explain/explainer.js';
import { rowsOf } from '../evaluate/explain/rows.js';
import type { LoweredQuery } from '../evaluate/lowerQuery.js';
import type { Hit } from '../evaluate/run.js';
import type { Prepared } from '../evaluate/runRule.js';
import type { FailedClause, Side, Why } from './result.js';

/** What one event of a match fails. */
export interface Failing {
  readonly clauses: readonly FailedClause[];
  /** What besides clauses keeps it out. */
  readonly note: string | undefined;
}

/** `hit`: the number of the event in its match; `item`: of the other version's query that it satisfies, counted from zero. */
export type FindFailing = (event: SeenEvent, hit: number, item: number | undefined) => Failing;

/** Clauses listed of one match. */
const mostClauses = 12;

/** Call it before the first event is read: it may number fields. */
export function compileFailing({ query: { query, filter }, fields, rule }: Prepared): FindFailing {
  const judges = judgesOf(query, fields, wildcardsOf(rule)).filter(({ kind, missing }) => kind !== 'until' && !missing);
  const passes = filter.predicate === undefined ? undefined : compilePredicate(filter.predicate);
  const text = rule.queries.find(({ key }) => key === 'query')?.map.text ?? '';
  return (event, hit, item) => {
    if (passes?.(event.view) === false) return { clauses: [], note: 'the filters of the rule take it out' };
    const judge = judgeFor(event, judges, item);
    if (judge === undefined) return { clauses: [], note: undefined };
    const verdict = judge.verdict(event.view, judge.outcomes(event.view));
    if (verdict.outcome === true) return { clauses: [], note: undefined };
    const part = judge.kind === 'item' ? `item ${judges.indexOf(judge) + 1}` : undefined;
    const clauses = rowsOf(verdict)
      .filter(({ outcome }) => outcome !== true)
      .map(({ span, indent, values, reason }) => ({
        ...{ hit, part, indent, clause: sliceSpan(text, span).replace(/\s+/g, ' ').trim() },
        ...{ span, values, reason },
      }));
    return { clauses, note: undefined };
  };
}

/** Of the item in the same place, where the queries have as many items; else of the one that comes nearest. */
function judgeFor({ view }: SeenEvent, judges: readonly PartJudge[], item: number | undefined): PartJudge | undefined {
  const [first] = judges;
  if (first?.kind === 'query') return first;
  if (item !== undefined) return judges[item];
  const ranked = judges.map((judge) => ({ judge, distance: distanceOf(judge.tree, judge.outcomes(view)) }));
  return ranked.sort((a, b) => compareDistances(a.distance, b.distance))[0]?.judge;
}

/** The item of a sequence or sample that a hit satisfies, where `other` has as many of them. */
export function itemOf({ sequence }: Hit, own: LoweredQuery['query'], other: LoweredQuery['query']): number | undefined {
  if (sequence === undefined || own.kind === 'events' || own.kind !== other.kind) return undefined;
  const [items, others] = [own, other].map((query) => (query.items ?? []).filter(({ missing }) => !missing));
  const span = sequence.stages[sequence.stage]?.span;
  if (items === undefined || items.length !== others?.length) return undefined;
  const index = items.findIndex((item) => item.span.start === span?.start);
  return index < 0 ? undefined : index;
}

/** What the events of a match fail together. `otherwise`: why it is no match where none of them fails a clause. */
export function whyOf(side: Side, failing: readonly Failing[], otherwise: string): Why {
  const clauses = failing.flatMap((each) => each.clauses);
  const note = failing.find((each) => each.note !== undefined)?.note ?? (clauses.length === 0 ? otherwise : undefined);
  const listed = clauses.slice(0, mostClauses);
  return { side, clauses: listed, left: clauses.length - listed.length, note };
}
