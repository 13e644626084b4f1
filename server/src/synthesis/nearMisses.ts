/** Values for which exactly one clause of a condition is false: those of a match with as little changed as possible. */
import type { FieldId } from '../events/event.js';
import { createView } from '../events/view.js';
import { clausesOf, requiredClauses, type Clause, type Wildcards } from '../evaluate/explain/clauses.js';
import { compileJudge } from '../evaluate/explain/outcomes.js';
import type { FieldRef, Predicate } from '../evaluate/predicate.js';
import { allOf, filterOf, valuesFor, type SearchContext } from './items.js';
import { acceptedBy, asRead, eventOf, type MadeValues } from './madeEvent.js';

/** A condition of which each required clause is to fail, and values for which it is true. */
export interface MissedCondition {
  readonly predicate: Predicate;
  readonly match: MadeValues | undefined;
  readonly wildcards: Wildcards;
  /** The forms in which values are to be tried. */
  readonly variants: (values: MadeValues) => readonly MadeValues[];
}

export interface MissedClause {
  readonly clause: Clause;
  /** Choices of values, the nearest to a match first. Each is judged: the clause is false, all others are true. */
  readonly choices: Iterable<MadeValues>;
  /** Whether the clause is the same for every event. */
  readonly fixed: boolean;
}

const fewTries = 3;

export function missedClauses({ predicate, match, wildcards, variants }: MissedCondition, context: SearchContext): readonly MissedClause[] {
  const tree = clausesOf(predicate, wildcards);
  const judge = compileJudge(tree);
  const view = createView(context.fields);
  const clauses = requiredClauses(tree);
  const isFiltered = acceptedBy(allOf(filterOf(context)), context.fields);
  return clauses.map((clause) => {
    const others = clauses.filter((other) => other !== clause);
    const isNear = (values: MadeValues): boolean => {
      view.reset(asRead(eventOf(values, context.fields)));
      const outcomes = judge.outcomes(view);
      return outcomes[clause.index] === false && others.every(({ index }) => outcomes[index] === true) && isFiltered(values);
    };
    const besides = [...others.map((other) => other.predicate), ...filterOf(context)];
    const choices = judged(choicesFor(clause, besides, match, context), variants, isNear);
    return { clause, fixed: clause.predicate.kind === 'fixed', choices };
  });
}

function* judged(
  choices: Iterable<MadeValues>,
  variants: MissedCondition['variants'],
  isNear: (values: MadeValues) => boolean,
): Generator<MadeValues, void, undefined> {
  for (const choice of choices) for (const values of variants(choice)) if (isNear(values)) yield values;
}

/** Another value first, then no value; of both first a match that was changed, then events that were looked for anew. */
function* choicesFor(
  clause: Clause,
  besides: readonly Predicate[],
  match: MadeValues | undefined,
  context: SearchContext,
): Generator<MadeValues, void, undefined> {
  const fails = negated(clause.predicate);
  const fields = fieldsOf(clause);
  const present = clause.kind === 'not' ? [] : fields.filter(({ id }) => match?.values.has(id) === true);
  const others = present.map((field): Predicate => ({ kind: 'exists', field, span: clause.span }));
  for (const wanted of others.length === 0 ? [[fails]] : [[fails, ...others], [fails]]) {
    const alone = match === undefined ? undefined : valuesFor(allOf(wanted), context, fewTries);
    if (alone !== undefined && match !== undefined) yield* [merged(match, alone, fields), merged(match, alone, [])];
    const anew = valuesFor(allOf([...wanted, ...besides]), context, fewTries);
    if (anew !== undefined) yield anew;
  }
}

function negated(predicate: Predicate): Predicate {
  return predicate.kind === 'not' ? predicate.operand : { kind: 'not', operand: predicate, span: predicate.span };
}

/** The match with other values where `changes` has some, and none in the rest of `fields`. */
function merged(match: MadeValues, changes: MadeValues, fields: readonly FieldRef[]): MadeValues {
  const without = new Set(fields.map(({ id }) => id));
  return { values: mergedMaps(match.values, changes.values, without), objects: mergedMaps(match.objects, changes.objects, without) };
}

/** In the order of the match, so that both events read alike. */
function mergedMaps<T>(
  match: ReadonlyMap<FieldId, T>,
  changes: ReadonlyMap<FieldId, T>,
  without: ReadonlySet<FieldId>,
): ReadonlyMap<FieldId, T> {
  const kept = [...match].filter(([id]) => !without.has(id) || changes.has(id));
  return new Map([...kept, ...changes]);
}

/** The fields of all leaves of the clause, those of nested fields with the field they lie in. */
function fieldsOf(clause: Clause): readonly FieldRef[] {
  if (clause.kind === 'not') return fieldsOf(clause.operand);
  if (clause.kind !== 'leaf') return clause.operands.flatMap(fieldsOf);
  const paths = clause.leaves.flatMap((leaf) => (leaf.kind === 'nested' ? [leaf.path] : []));
  return [...clause.fields, ...paths];
}
