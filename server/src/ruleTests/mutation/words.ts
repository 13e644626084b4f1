/** Mutants in words: what a test does not notice, and which case would. */
import { assertNever } from '../../base/invariant.js';
import type { Mutation } from './mutation.js';
import type { MutantResult } from './report.js';

/** `no test notices if "sh" is dropped from process.name in ("sh", "bash")`; begins in lower case and ends without a full stop. */
export function unnoticed({ text, becomes, from }: Pick<MutantResult, 'text' | 'becomes' | 'from'>): string {
  const what = becomes === undefined ? 'is dropped' : `becomes \`${becomes}\``;
  return `no test notices if \`${text}\` ${what}${from === undefined ? '' : ` from \`${from}\``}`;
}

/** What a case that notices would have. `text`: what is changed, as it is written. */
export function wantedFor(mutation: Pick<Mutation, 'kind' | 'negated' | 'joined'>, text: string): string {
  const { kind, joined } = mutation;
  const it = `\`${text}\``;
  const matching = joined === true ? 'events that match' : 'an event that matches';
  const failing = joined === true ? 'events that do not match' : 'an event that does not match';
  return isOfClause(kind) ? wantedOfClause(kind, { ...mutation, matching, failing }, it) : wantedOfOption(kind, it);
}

const clauseKinds = [
  'dropClause',
  'dropAlternative',
  'dropCategory',
  'ignoreCase',
  'tellCase',
  'widenStart',
  'widenEnd',
  'moveBound',
] as const;
type ClauseKind = (typeof clauseKinds)[number];

function isOfClause(kind: Mutation['kind']): kind is ClauseKind {
  return clauseKinds.some((each) => each === kind);
}

interface Wanting extends Pick<Mutation, 'negated'> {
  readonly matching: string;
  readonly failing: string;
}

/** Under a negation what satisfies a clause does not match, and what does not satisfy it may. */
function wantedOfClause(kind: ClauseKind, { negated, matching, failing }: Wanting, it: string): string {
  const unsatisfied = negated ? matching : failing;
  const satisfied = negated ? failing : matching;
  switch (kind) {
    case 'dropClause':
      return `${unsatisfied} only because ${it} is not true`;
    case 'dropAlternative':
      return `${satisfied} because of nothing but ${it}`;
    case 'dropCategory':
      return `${unsatisfied} only because the category is another than ${it}`;
    case 'ignoreCase':
      return `${unsatisfied} only because the value is in another case than ${it} asks for`;
    case 'tellCase':
      return `${satisfied} although the value is in another case than it is written in ${it}`;
    case 'widenStart':
      return `${unsatisfied} only because the value has something before what ${it} asks for`;
    case 'widenEnd':
      return `${unsatisfied} only because the value has something after what ${it} asks for`;
    case 'moveBound':
      return `an event whose value is exactly the bound of ${it}`;
    default:
      return assertNever(kind);
  }
}

function wantedOfOption(kind: Exclude<Mutation['kind'], ClauseKind>, it: string): string {
  switch (kind) {
    case 'dropMaxspan':
      return `events that do not match only because they take longer than ${it} allows`;
    case 'halveMaxspan':
      return `events that match and take more than half of the time that ${it} allows`;
    case 'dropKey':
      return `events that do not match only because they differ in ${it}`;
    case 'dropItem':
      return `events that do not match only because none satisfies ${it}`;
    case 'dropMissing':
      return `events that do not match only because one satisfies ${it}`;
    case 'dropUntil':
      return `events that do not match only because one that satisfies ${it} comes before the last`;
    case 'fewerRuns':
      return `events that do not match only because there is one less in a row than ${it} asks for`;
    case 'moreRuns':
      return `events that match, with no more in a row than ${it} asks for`;
    case 'lowerThreshold':
      return 'events that do not alert only because they are one less than the threshold';
    case 'raiseThreshold':
      return 'events that alert and just reach the threshold';
    case 'dropThresholdField':
      return `events that reach the threshold together, but not with one value of ${it}`;
    case 'dropNewTerm':
      return `an event that alerts only because ${it} is new, and \`history\` in which the other terms are known together`;
    default:
      return assertNever(kind);
  }
}
