/** The step from matching events to what is to be alerted on, for each type of rule. */
import { assertNever, invariant } from '../base/invariant.js';
import type { LoweredQuery } from '../evaluate/lowerQuery.js';
import { keptBy } from '../evaluate/pipes.js';
import type { FieldRef } from '../evaluate/predicate.js';
import { draftOfEvent, type DetectContext, type Draft, type Found } from './draft.js';
import { signalsReached, type RunType } from './engine.js';
import { compileIndicators, type Indicators } from './indicators.js';
import { compileNewTerms } from './newTerms.js';
import { findSequences, type SequenceSearch } from './sequences.js';
import { compileThreshold } from './threshold.js';

export interface TypePlan {
  readonly query: LoweredQuery['query'];
  /** Orders the events of sequences. */
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

/** Elasticsearch keeps the latest matches where there are more than it is asked for. */
function compileEql(plan: TypePlan, context: DetectContext): RunType {
  const { maxSignals, suppression } = context.settings;
  const size = suppression === undefined ? maxSignals : 5 * maxSignals;
  const search = sequenceSearch(plan, context);
  return ({ events }) => {
    const drafts =
      search === undefined
        ? eventDrafts(
            events.map((event) => draftOfEvent(event, 'event')),
            plan,
          )
        : findSequences(events, search);
    return latest(drafts, size);
  };
}

function eventDrafts(drafts: readonly Draft[], { query }: TypePlan): readonly Draft[] {
  const pipes = query.kind === 'events' ? query.pipes : [];
  return pipes.reduce((left, pipe) => left.slice(...keptBy(pipe, left.length)), drafts);
}

function latest(drafts: readonly Draft[], size: number): Found {
  const more = drafts.length - size;
  if (more <= 0) return { drafts, warnings: [] };
  return { drafts: drafts.slice(more), warnings: [`${signalsReached(more, size)} The latest matches are those that alert.`] };
}
