/** A rule's query, whatever its language, as something that can be run on events; or why it cannot. */
import { grouped } from '../base/grouped.js';
import { isError, type Problem } from '../base/problem.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import { lowerFilters } from './filters/lowerFilters.js';
import { lowerEql, type LoweredItems } from './eql/lower.js';
import { lowerKql } from './kql/lower.js';
import { lowerLucene } from './lucene/lower.js';
import type { LowerContext, Lowered } from './lowering.js';
import type { PipeStep } from './pipes.js';
import type { Predicate } from './predicate.js';
import type { SampleQuery, SequenceQuery } from './sequence/query.js';
import { invalid, refuse, type PickedQuery, type Refusal } from './ruleQuery.js';

export interface LoweredQuery {
  readonly ok: true;
  readonly query: EventSearch | SequenceQuery | SampleQuery;
  /** What the rule's filters ask of an event besides. */
  readonly filter: RuleFilter;
  readonly fidelity: readonly string[];
  /** Of `fidelity` what is about query and filters alone. */
  readonly queryFidelity: readonly string[];
}

/** `predicate` is undefined where a rule has no filters, or some that cannot be evaluated: then `problem` says why. */
export interface RuleFilter {
  readonly predicate: Predicate | undefined;
  readonly problem: string | undefined;
}

/** A query for single events. */
export interface EventSearch {
  readonly kind: 'events';
  readonly predicate: Predicate;
  readonly pipes: readonly PipeStep[];
}

/** Pipes keep so many events at most. */
const mostPiped = 100_000;

/** The query as predicates, with its pipes and what a cluster may do differently; refused where it is wrong or cannot be run locally. */
export function lowerQuery(rule: RuleDocument, picked: PickedQuery, context: LowerContext): LoweredQuery | Refusal {
  const { parsed } = picked;
  if (parsed.language === 'kuery') return runnable(rule, picked, context, lowerKql(parsed, context), []);
  if (parsed.language === 'lucene') return runnable(rule, picked, context, lowerLucene(parsed, context), []);
  const lowered = lowerEql(parsed.tree, context, { categoryField: rule.eventCategoryOverride?.value });
  if (lowered.kind === 'items') return runnableItems(rule, picked, context, lowered);
  const long = lowered.pipes.find(({ count }) => count > mostPiped);
  if (long !== undefined) return refuse('notEvaluated', `\`${long.kind}\` is run locally for at most ${grouped(mostPiped)} events.`);
  return runnable(rule, picked, context, lowered, lowered.pipes);
}

function runnable(
  rule: RuleDocument,
  picked: PickedQuery,
  context: LowerContext,
  { predicate, problems, fidelity }: Lowered,
  pipes: readonly PipeStep[],
): LoweredQuery | Refusal {
  const refusal = refused(rule, picked, problems);
  if (refusal !== undefined) return refusal;
  if (predicate === undefined) return refuse('notEvaluated', 'The query cannot be run locally.');
  return withFilters(rule, context, { kind: 'events', predicate, pipes }, fidelity, pipes);
}

function runnableItems(
  rule: RuleDocument,
  picked: PickedQuery,
  context: LowerContext,
  { query, problems, fidelity }: LoweredItems,
): LoweredQuery | Refusal {
  const refusal = refused(rule, picked, problems);
  if (refusal !== undefined) return refusal;
  if (query === undefined) return refuse('notEvaluated', 'The query cannot be run locally.');
  const pipes = query.kind === 'sequence' ? query.pipes : [];
  return withFilters(rule, context, query, fidelity, pipes);
}

function withFilters(
  rule: RuleDocument,
  context: LowerContext,
  query: LoweredQuery['query'],
  fidelity: readonly string[],
  pipes: readonly PipeStep[],
): LoweredQuery {
  const filters = lowerFilters(rule, context);
  const problem = filters.problems[0]?.message;
  const filter = { predicate: filters.predicate, problem };
  const queryFidelity = [...new Set([...originNotes(context), ...fidelity, ...filters.fidelity])];
  return { ok: true, query, filter, queryFidelity, fidelity: [...queryFidelity, ...ruleNotes(rule, problem), ...pipeNotes(pipes)] };
}

/** Problems under RUN001 are limits of the local run, all others are errors of the query. */
function refused(rule: RuleDocument, { region }: PickedQuery, problems: readonly Problem[]): Refusal | undefined {
  const errors = problems.filter((problem) => problem.code !== 'RUN001' && isError(problem));
  if (errors.length > 0) return invalid(errors, rule.text, (offset) => region.map.toFile(offset), 'query');
  const limit = problems.find(({ code }) => code === 'RUN001');
  return limit === undefined ? undefined : refuse('notEvaluated', `The query is not run locally: ${limit.message}.`);
}

function originNotes({ catalog }: LowerContext): readonly string[] {
  const origin = `Field types come from ${catalog.description}.`;
  return catalog.complete ? [origin] : [`${origin} Not all fields of the rule's indices are known.`];
}

/** Rule types that do more with the query's events than report them. */
const furtherSteps: Readonly<Record<string, string>> = {
  threshold: 'counts the events of its query and alerts on the counts',
  new_terms: 'alerts only on values that are new in the events of its query',
  threat_match: 'alerts only on events of its query that match an indicator',
};

function ruleNotes({ type, narrowedBy }: RuleDocument, filterProblem: string | undefined): readonly string[] {
  const step = type === undefined ? undefined : furtherSteps[type.value];
  return [
    ...(step === undefined ? [] : [`A rule of type ${type?.value ?? ''} ${step}; shown are all events of its query.`]),
    ...(filterProblem === undefined ? [] : [`The rule's \`filters\` are not applied here: ${filterProblem}.`]),
    ...(narrowedBy.includes('exceptions_list')
      ? ["The rule's `exceptions_list` is not applied here; on a cluster it takes events out of the matches."]
      : []),
  ];
}

function pipeNotes(pipes: readonly PipeStep[]): readonly string[] {
  return pipes.length === 0 ? [] : ['Pipes see all matching events here; a cluster first limits them to the size of the search.'];
}
