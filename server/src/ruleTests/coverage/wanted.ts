/** What a case would need to cover a clause, in words. */
import { onOneLine } from '../../base/quoted.js';
import type { QueryPart, Unit } from './parts.js';

/** Longer texts of clauses are cut. */
const longest = 100;

/** The text of a clause as reports show it. */
export function clauseText(text: string): string {
  return onOneLine(text, longest);
}

/** `text`: of the unit, as it is written. */
export function wantedFor(part: QueryPart, unit: Unit, text: string): string {
  const what = subject(unit, text);
  const which = `item ${part.number}`;
  switch (part.role) {
    case 'query':
      return unit.excludes ? `an event that would match but for ${what}` : `an event that matches with ${what}`;
    case 'item':
      return unit.excludes ? `an event that would satisfy ${which} but for ${what}` : `a match whose event for ${which} has ${what}`;
    case 'missing':
      return unit.excludes
        ? `an event that would satisfy ${which} and so rule out a match, but for ${what}`
        : `events that would match but for one that satisfies ${which}, with ${what}`;
    case 'until':
      return unit.excludes
        ? `an event that would satisfy \`until\`, but for ${what}`
        : `events that would match but for one that satisfies \`until\`, with ${what}`;
  }
}

/** A value stands with its field; a clause has it. */
function subject({ leaf }: Unit, text: string): string {
  const [field, ...others] = leaf.fields;
  return field === undefined || others.length > 0 || text.includes(field.name) ? `\`${text}\`` : `\`${field.name}\` \`${text}\``;
}
