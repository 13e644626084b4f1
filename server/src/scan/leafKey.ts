/** What two leaves have in common where they say the same: rules ask the same of an event again and again, and it is found out once. */
import type { Constant, FieldRef, Leaf, Predicate } from '../evaluate/predicate.js';

export function isLeaf(predicate: Predicate): predicate is Leaf {
  switch (predicate.kind) {
    case 'and':
    case 'or':
    case 'not':
    case 'fixed':
      return false;
    default:
      return true;
  }
}

/** The same text for leaves that are true for the same events; undefined for leaves that hold code, of which that is not known. */
export function leafKey(leaf: Leaf): string | undefined {
  switch (leaf.kind) {
    case 'exists':
      return JSON.stringify([leaf.kind, fieldKey(leaf.field), leaf.field.name]);
    case 'equals':
      return JSON.stringify([leaf.kind, fieldKey(leaf.field), leaf.caseInsensitive, leaf.constants.map(constantKey)]);
    case 'wildcard':
    case 'regex':
      return JSON.stringify([leaf.kind, fieldKey(leaf.field), leaf.caseInsensitive, leaf.patterns]);
    case 'range': {
      const [lower, upper] = [leaf.lower, leaf.upper].map((bound) => bound && [bound.inclusive, constantKey(bound.value)]);
      return JSON.stringify([leaf.kind, fieldKey(leaf.field), lower ?? null, upper ?? null]);
    }
    case 'computed':
    case 'nested':
    case 'anyField':
      return undefined;
  }
}

function fieldKey({ id, type, ignoreAbove, lowercased }: FieldRef): readonly unknown[] {
  return [id, type ?? null, ignoreAbove ?? null, lowercased ?? false];
}

function constantKey(constant: Constant): readonly unknown[] {
  return typeof constant === 'object' ? [constant.milliseconds, constant.nanoseconds] : [typeof constant, String(constant)];
}
