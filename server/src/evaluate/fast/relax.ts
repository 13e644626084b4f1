/**
 * A predicate that asks for no more than the values of known fields and is true at least wherever another is: for looking at an event
 * without parsing it. What it lets through is judged again by the whole predicate.
 */
import { hasFieldsBelow } from '../lowering.js';
import type { FieldRef, Predicate } from '../predicate.js';

/** Leaves that look at whole objects, or at fields by pattern, become true (under `not`: false). */
export function relax(predicate: Predicate, negated = false): Predicate {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return { ...predicate, operands: predicate.operands.map((operand) => relax(operand, negated)) };
    case 'not':
      return { ...predicate, operand: relax(predicate.operand, !negated) };
    case 'nested':
    case 'anyField':
      return { kind: 'fixed', value: !negated, span: predicate.span };
    case 'exists':
      return hasFieldsBelow(predicate.field) ? { kind: 'fixed', value: !negated, span: predicate.span } : predicate;
    default:
      return predicate;
  }
}

/** The fields of a relaxed predicate. */
export function fieldsIn(predicate: Predicate): readonly FieldRef[] {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.operands.flatMap(fieldsIn);
    case 'not':
    case 'nested':
      return fieldsIn(predicate.operand);
    case 'computed':
      return predicate.fields;
    case 'fixed':
    case 'anyField':
      return [];
    default:
      return [predicate.field];
  }
}

/** Whether the relaxed predicate can be handed to another thread: scripts are functions. */
export function isPlainData(predicate: Predicate): boolean {
  return !hasScript(predicate);
}

/** Whether some leaf runs as a script, which can fail a whole search. */
function hasScript(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.operands.some(hasScript);
    case 'not':
    case 'nested':
      return hasScript(predicate.operand);
    case 'computed':
      return true;
    default:
      return false;
  }
}

/** What an event has to satisfy to pass both. A script of `predicate` fails a search whether or not the event would pass the filter. */
export function wantedBy(predicate: Predicate, filter: Predicate | undefined): Predicate {
  if (filter === undefined || hasScript(predicate)) return predicate;
  return { kind: 'and', operands: [predicate, filter], span: predicate.span };
}
