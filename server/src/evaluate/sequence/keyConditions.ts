/**
 * Elasticsearch asks of every item's join keys what one item asks of its own. For keys with one value that says nothing new; an event whose
 * key has several values may be left out by it.
 */
import type { FieldRef, Predicate } from '../predicate.js';
import type { QueryItem } from './query.js';

/** The items with the conditions on join keys that they take over from the others. Missing events hand none on. */
export function shareKeyConditions(items: readonly QueryItem[]): readonly QueryItem[] {
  const conditions = items.flatMap((item) => (item.missing ? [] : keyConditions(item)));
  return items.map((item) => {
    const inherited = conditions
      .filter(({ origin }) => origin !== item)
      .map(({ predicate, origin, key }) => onKey(predicate, origin.keys[key]?.field, item.keys[key]?.field))
      .filter((predicate) => predicate !== undefined);
    return { ...item, inherited };
  });
}

interface KeyCondition {
  readonly predicate: Predicate;
  readonly origin: QueryItem;
  /** Which of the keys it is about. */
  readonly key: number;
}

/**
 * Conjuncts without any `or` that look at one join key and at nothing else. (Old releases handed on conditions on other fields as well;
 * https://github.com/elastic/elasticsearch/pull/133134 ended that, also for 8.19 and 9.1.)
 */
function keyConditions(origin: QueryItem): readonly KeyCondition[] {
  return conjuncts(origin.predicate).flatMap((predicate) => {
    if (hasAlternatives(predicate)) return [];
    const [field, ...others] = fieldsIn(predicate);
    if (field === undefined || others.some(({ id }) => id !== field.id)) return [];
    const key = origin.keys.findIndex((candidate) => candidate.field?.id === field.id);
    return key < 0 ? [] : [{ predicate, origin, key }];
  });
}

function conjuncts(predicate: Predicate): readonly Predicate[] {
  return predicate.kind === 'and' ? predicate.operands.flatMap(conjuncts) : [predicate];
}

/** A list of patterns, or of values without case, is an `or` to Elasticsearch. */
function hasAlternatives(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'or':
      return true;
    case 'and':
      return predicate.operands.some(hasAlternatives);
    case 'not':
      return hasAlternatives(predicate.operand);
    case 'wildcard':
      return predicate.patterns.length > 1;
    case 'equals':
      return predicate.caseInsensitive && predicate.constants.length > 1;
    default:
      return false;
  }
}

function fieldsIn(predicate: Predicate): readonly FieldRef[] {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.operands.flatMap(fieldsIn);
    case 'not':
      return fieldsIn(predicate.operand);
    case 'computed':
      return predicate.fields;
    case 'exists':
    case 'equals':
    case 'wildcard':
    case 'regex':
    case 'range':
      return [predicate.field];
    default:
      return [];
  }
}

function onKey(predicate: Predicate, from: FieldRef | undefined, to: FieldRef | undefined): Predicate | undefined {
  return from === undefined || to === undefined ? undefined : renamed(predicate, from, to);
}

/** The predicate with one field in the place of another. */
function renamed(predicate: Predicate, from: FieldRef, to: FieldRef): Predicate {
  const swap = (field: FieldRef): FieldRef => (field.id === from.id ? to : field);
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return { ...predicate, operands: predicate.operands.map((operand) => renamed(operand, from, to)) };
    case 'not':
      return { ...predicate, operand: renamed(predicate.operand, from, to) };
    case 'computed':
      return { ...predicate, fields: predicate.fields.map(swap) };
    case 'exists':
    case 'equals':
    case 'wildcard':
    case 'regex':
    case 'range':
      return { ...predicate, field: swap(predicate.field) };
    default:
      return predicate;
  }
}
