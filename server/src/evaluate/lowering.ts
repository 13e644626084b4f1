/** What both languages' `lower.ts` are given and give back, and how a field name becomes a reference that leaves can use. */
import type { Problem } from '../base/problem.js';
import type { FieldTable } from '../events/event.js';
import type { Instant } from '../events/time.js';
import type { FieldCatalog, FieldInfo } from '../schema/catalog.js';
import { familyOf, type FieldFamily, type FieldType } from '../schema/fieldType.js';
import type { FieldRef, Predicate } from './predicate.js';

/** All that lowering needs to know besides the tree. */
export interface LowerContext {
  readonly catalog: FieldCatalog;
  /** The fields of the query are numbered here; the same table reads the events. */
  readonly fields: FieldTable;
  /**
   * What `now` means in dates. Undefined while it is not known yet: a run whose lowering asked for it finds the newest event of the
   * sample and lowers again. So ask for it only when the query really says `now`.
   */
  readonly now: Instant | undefined;
}

export interface Lowered {
  /** Undefined when the query cannot be evaluated; `problems` then says why. */
  readonly predicate: Predicate | undefined;
  /** What a cluster would reject, with spans in the query text. */
  readonly problems: readonly Problem[];
  /** What a cluster might do differently, and why: one sentence each. */
  readonly fidelity: readonly string[];
}

/**
 * The field of that name, with the type the catalogue gives it. A multi-field (`process.name.text`) has a type of its own and reads the
 * values of the field it belongs to, for events hold only those.
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/multi-fields
 */
export function fieldRef(name: string, context: LowerContext): FieldRef {
  const info = context.catalog.field(name);
  const type = info === undefined ? (context.catalog.isObject(name) ? 'object' : undefined) : evaluatedType(info);
  const ref = { id: context.fields.intern(info?.multiFieldOf ?? name), name, type, ignoreAbove: info?.ignoreAbove };
  return info?.lowercased === true ? { ...ref, lowercased: true } : ref;
}

/** Where the type is a guess, text and numbers are taken as the event has them; an address or a date is still read as one. */
function evaluatedType({ type, typeUncertain }: FieldInfo): FieldType | undefined {
  const family = familyOf(type);
  const isGuess = typeUncertain === true && (family === 'keyword' || family === 'text' || family === 'integer' || family === 'decimal');
  return isGuess || type === 'alias' ? undefined : type;
}

/** Whether an event may hold the field as an object, so that it has a value where a field below it has one: a point as `lat` and `lon`, too. */
export function hasFieldsBelow({ type }: FieldRef): boolean {
  const family = fieldFamily(type);
  return family === 'object' || family === 'nested' || family === 'flattened' || family === 'unsupported';
}

/** The family of a field's type; undefined when no schema knows the field. */
export function fieldFamily(type: FieldType | undefined): FieldFamily | undefined {
  return type === undefined ? undefined : familyOf(type);
}
