/** The step from matching events to what is to be alerted on, for each type of rule. */
import { grouped } from '../base/grouped.js';
import { assertNever, invariant } from '../base/invariant.js';
import type { LoweredQuery } from '../evaluate/lowerQuery.js';
import { lengthAfter, PipedItems, sized } from '../evaluate/pipes.js';
import type { FieldRef } from '../evaluate/predicate.js';
import { compileTiebreaker } from '../evaluate/sequence/tiebreaker.js';
import { draftOfEvent, type DetectContext } from './draft.js';
import { signalsReached, type RunType } from './engine.js';
import { compileIndicators, type Indicators } from './indicators.js';
import { compileNewTerms } from './newTerms.js';
import { instantOf, type KeptEvent } from './pool.js';
import { findSequences, type SequenceSearch } from './sequences.js';
import { compileThreshold } from './threshold.js';

export interface TypePlan {
  readonly query: LoweredQuery['query'];
  /** Orders the events of EQL queries. */
  readonly timestampField: string;
  readonly tiebreaker: FieldRef | undefined;
  /** Of a threat_match rule. */
  readonly indicators: Indicators | undefined;
  /** Fields with several values that an indicator rule did not compare in full. */
  readonly manyValued: Set<string>;
}

export function compileType(plan: TypePlan, context: DetectContext): RunType {
  const { threshold, newTerms, threat, type } = context.settings;
  switch (type) {
    case 'query':
      return ({ events }) => ({ drafts: events.map((event) => draftOfEvent(event, 'event')), warnings: [] });
    case 'eql':
      return compileEql(plan, context);
    case 'threshold': {
      invariant(threshold !== undefined, 'settings of a threshold rule have a threshold');
      const run = compileThreshold(threshold, context);
      return ({ events, window }) => run(events, window);
    }
    case 'new_terms': {
      invariant(newTerms !== undefined, 'settings of a new_terms rule have its fields');
      const run = compileNewTerms(newTerms, context);
      return ({ events, history }) => run(events, history);
    }
    case 'threat_match': {
      invariant(threat !== undefined && plan.indicators !== undefined, 'settings of a threat_match rule have a mapping');
      const run = compileIndicators(threat, plan.indicators, context);
      return ({ events }) => {
        const { manyValued, ...found } = run(events);
        for (const field of manyValued) plan.manyValued.add(field);
        return found;
      };
    }
    default:
      return assertNever(type);
  }
}

export function sequenceSearch(
  { query, timestampField, tiebreaker }: TypePlan,
  { fields, reader }: DetectContext,
): SequenceSearch | undefined {
  return query.kind === 'events' ? undefined : { query, fields, timestampField, tiebreaker, reader };
}

/** Elasticsearch is asked for so many matches at most, and orders events by time and tiebreaker. Suppression comes after. */
function compileEql(plan: TypePlan, context: DetectContext): RunType {
  const { maxSignals, suppression } = context.settings;
  const { query } = plan;
  const search = sequenceSearch(plan, context);
  const pipes = query.kind === 'sample' ? [] : query.pipes;
  const kept = pipes[0]?.kind === 'head' ? 'earliest' : 'latest';
  const timestamp = context.fields.intern(plan.timestampField);
  const tiebreakerOf = compileTiebreaker(plan.tiebreaker);
  const findEvents = (events: readonly KeptEvent[]): ReturnType<typeof findSequences> => {
    const [first, ...rest] = sized(pipes, maxSignals);
    const found = new PipedItems<KeptEvent>(first, rest);
    for (const event of events) {
      const view = context.reader.view(event);
      found.offer(event, instantOf(view.values(timestamp)), tiebreakerOf(view));
    }
    const drafts = found.take().map((event) => draftOfEvent(event, 'event'));
    return { drafts, more: lengthAfter(pipes, events.length) - drafts.length };
  };
  return ({ events }) => {
    const { drafts, more } = search === undefined ? findEvents(events) : findSequences(events, search, maxSignals);
    if (more === 0) return { drafts, warnings: [] };
    const warning =
      suppression === undefined
        ? `${signalsReached(more, maxSignals)} The ${kept} matches are those that alert.`
        : `\`max_signals\` (${grouped(maxSignals)}) was reached: ${grouped(more)} more matches are neither alerted on nor counted. The ${kept} are those that are.`;
    return { drafts, beyond: search === undefined ? [] : findSequences(events, search).drafts, warnings: [warning] };
  };
}
