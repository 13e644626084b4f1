/** Which of the texts that a match needs to look for: those that let the fewest lines through, by what the lines at hand hold. */
import { assertNever } from '../../base/invariant.js';
import type { Literal } from '../../events/kernels/tables.js';
import type { Needs } from './needs.js';

/** Literals one of which is in every line that may match, and the share of lines that hold one, as far as is known. */
export interface LiteralSet {
  readonly literals: readonly Literal[];
  readonly rate: number;
}

/** The share of lines, from 0 to 1, that hold the literal. */
export type RateOf = (literal: Literal) => number;

/** More at once let too many lines through by chance. */
const mostLiterals = 96;

/** The best set; undefined where none is certain or small enough. A set without literals lets nothing through. */
export function chooseLiterals(needs: Needs, rateOf: RateOf): LiteralSet | undefined {
  switch (needs.kind) {
    case 'nothing':
      return undefined;
    case 'never':
      return { literals: [], rate: 0 };
    case 'literal':
      return { literals: [needs.literal], rate: rateOf(needs.literal) };
    case 'all':
      return needs.needs
        .map((need) => chooseLiterals(need, rateOf))
        .filter((set) => set !== undefined)
        .reduce<LiteralSet | undefined>((best, set) => (best === undefined || cost(set) < cost(best) ? set : best), undefined);
    case 'any': {
      const sets = needs.needs.map((need) => chooseLiterals(need, rateOf));
      const literals = distinct(sets.flatMap((set) => set?.literals ?? []));
      if (sets.includes(undefined) || literals.length > mostLiterals) return undefined;
      return {
        literals,
        rate: Math.min(
          1,
          literals.reduce((sum, literal) => sum + rateOf(literal), 0),
        ),
      };
    }
    default:
      return assertNever(needs);
  }
}

/** Each further literal, and a short one more than a long one, makes looking itself dearer. */
function cost({ literals, rate }: LiteralSet): number {
  return rate + literals.reduce((sum, { text }) => sum + 0.002 / text.length, 0);
}

function distinct(literals: readonly Literal[]): readonly Literal[] {
  return [...new Map(literals.map((literal) => [`${literal.folds ? 'i' : 'c'}${literal.text}`, literal])).values()];
}

/** All literals that a choice may be made from. */
export function literalsIn(needs: Needs): readonly Literal[] {
  if (needs.kind === 'literal') return [needs.literal];
  return needs.kind === 'all' || needs.kind === 'any' ? distinct(needs.needs.flatMap(literalsIn)) : [];
}
