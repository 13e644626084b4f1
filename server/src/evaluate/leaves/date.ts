/** Leaves on date fields: text in the default format and epoch milliseconds, compared as points in time. */
import type { Value } from '../../events/event.js';
import { compareInstants, parseInstant, type Instant } from '../../events/time.js';
import type { Constant } from '../predicate.js';
import { orderedLeaves, type FamilyLeaves } from './family.js';

/** What a `date_nanos` field holds; undefined for what is no date. */
export function instantOf(value: Value): Instant | undefined {
  return parseInstant(value);
}

/** What a `date` field holds: nothing below the millisecond. */
function millisecondOf(value: Value): Instant | undefined {
  const instant = parseInstant(value);
  return instant === undefined || instant.nanoseconds === 0 ? instant : { milliseconds: instant.milliseconds, nanoseconds: 0 };
}

function constantInstant(constant: Constant): Instant | undefined {
  return typeof constant === 'object' ? constant : parseInstant(constant);
}

export const dateLeaves: FamilyLeaves = orderedLeaves({ valueKey: millisecondOf, constantKey: constantInstant, compare: compareInstants });

export const dateNanosLeaves: FamilyLeaves = orderedLeaves({ valueKey: instantOf, constantKey: constantInstant, compare: compareInstants });
