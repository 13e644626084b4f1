/**
 * The join keys of an event: what its key fields hold, by the types of the fields, in a form that is equal exactly where Elasticsearch
 * joins. https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax#eql-by-keyword
 */
import type { EventView, Value } from '../../events/event.js';
import { instantToIso, parseInstant } from '../../events/time.js';
import { byId } from '../compile.js';
import { RunLimit } from '../eventPass.js';
import { visibleTest } from '../leaves.js';
import { addressKey, addressText } from '../leaves/ip.js';
import { booleanOf } from '../leaves/boolean.js';
import { compareNumbers, integerOf, numberOf, parseNumber, singleOf, type Numeric } from '../leaves/number.js';
import { fieldFamily } from '../lowering.js';
import type { FieldRef } from '../predicate.js';
import { compareCodePoints } from '../text.js';
import { grouped } from '../../base/grouped.js';

/** A field whose values join the events of a sequence. */
export interface JoinKey {
  /** Undefined for a field that the mapping does not have: always null. */
  readonly field: FieldRef | undefined;
  /** Written `?field`: an event without a value joins with others without one. */
  readonly optional: boolean;
}

/**
 * One value of a key field: a letter for its kind (`s`tring, `n`umber, `b`oolean, `d`ate, `i`p address), then its text. Null where an
 * optional field has no value.
 */
export type KeyPart = string | null;

/** A value for each key field. */
export type JoinTuple = readonly KeyPart[];

/** What an index holds of a value of the field, as a part of a key; undefined where it holds nothing. */
export type ReadPart = (value: Value) => KeyPart | undefined;

export function keyPart(field: FieldRef): ReadPart {
  switch (fieldFamily(field.type)) {
    case 'integer':
      return (value) => numberPart(integerOf(value));
    case 'decimal':
      return field.type === 'float' ? (value) => numberPart(singleOf(numberOf(value))) : (value) => numberPart(numberOf(value));
    case 'boolean':
      return (value) => tagged('b', booleanOf(value));
    case 'date':
      return (value) => datePart(value, field.type === 'date_nanos');
    case 'ip':
      return (value) => tagged('i', addressText(String(value)));
    case 'keyword':
    case 'text':
    case 'version':
    case 'flattened': {
      const isVisible = visibleTest(field);
      return (value) => (isVisible(value) ? textPart(value) : undefined);
    }
    default:
      return dynamicPart;
  }
}

/** The parts of texts met lately: most events have one of a few keys. */
const textParts = new Map<Value, string>();
const mostTextParts = 4096;
const longestTextPart = 64;

function textPart(value: Value): string {
  const known = textParts.get(value);
  if (known !== undefined) return known;
  const text = String(value);
  const part = `s${text}`;
  if (textParts.size >= mostTextParts) textParts.clear();
  if (text.length <= longestTextPart) textParts.set(value, part);
  return part;
}

function tagged(tag: string, value: string | boolean | undefined): KeyPart | undefined {
  return value === undefined ? undefined : `${tag}${String(value)}`;
}

function numberPart(number: Numeric | undefined): KeyPart | undefined {
  return number === undefined ? undefined : `n${String(number)}`;
}

function datePart(value: Value, nanoseconds: boolean): KeyPart | undefined {
  const instant = parseInstant(value);
  return instant === undefined ? undefined : `d${instantToIso(nanoseconds ? instant : { ...instant, nanoseconds: 0 })}`;
}

/** Where no schema knows the field, values are taken as the event has them. */
function dynamicPart(value: Value): KeyPart {
  if (typeof value === 'string') return `s${value}`;
  return typeof value === 'boolean' ? `b${String(value)}` : `n${String(value)}`;
}

const onlyNull: readonly KeyPart[] = [null];
const noKeys: readonly JoinTuple[] = [[]];
const notJoined: readonly JoinTuple[] = [];

/** All key tuples of an event: one for each choice of one value per field, each once. None where a field that is not optional has no value. */
export type ReadTuples = (view: EventView) => readonly JoinTuple[];

/** `most`: of the tuples of one event; more throw a `RunLimit`, which calls them `what`. */
export function compileJoinTuples(keys: readonly JoinKey[], most: number, what = 'join keys'): ReadTuples {
  if (keys.length === 0) return () => noKeys;
  const readers = keys.map(compileKey);
  return (view) => {
    const parts: (readonly KeyPart[])[] = [];
    let count = 1;
    for (const read of readers) {
      const each = read(view);
      parts.push(each);
      count *= each.length;
    }
    if (count > most) throw new RunLimit(`An event has ${grouped(count)} combinations of ${what}; at most ${grouped(most)} are joined.`);
    if (count === 0) return notJoined;
    return count === 1 ? [parts.map(([part = null]) => part)] : product(parts);
  };
}

/** The last field varies first. */
function product(parts: readonly (readonly KeyPart[])[]): readonly JoinTuple[] {
  return parts.reduce<readonly JoinTuple[]>((tuples, each) => tuples.flatMap((tuple) => each.map((part) => [...tuple, part])), noKeys);
}

function compileKey({ field, optional }: JoinKey): (view: EventView) => readonly KeyPart[] {
  if (field === undefined) return () => onlyNull;
  const valuesOf = byId(field);
  const partOf = keyPart(field);
  const absent = optional ? onlyNull : [];
  return (view) => {
    const values = valuesOf(view);
    const [only] = values;
    if (values.length === 1 && only !== undefined) {
      const part = partOf(only);
      return part === undefined ? absent : [part];
    }
    const parts = values.map(partOf).filter((part) => part !== undefined);
    if (parts.length === 0) return absent;
    return parts.length === 1 ? parts : [...new Set(parts)];
  };
}

/** Null first, then ascending by the order of the kind. */
export function compareTuples(a: JoinTuple, b: JoinTuple): number {
  for (const [index, part] of a.entries()) {
    const result = compareParts(part, b[index] ?? null);
    if (result !== 0) return result;
  }
  return 0;
}

export function compareParts(a: KeyPart, b: KeyPart): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  const [left, right] = [a.slice(1), b.slice(1)];
  if (a.startsWith('n') && b.startsWith('n')) return compareNumbers(parseNumber(left) ?? 0, parseNumber(right) ?? 0);
  if (a.startsWith('i') && b.startsWith('i')) return compareCodePoints(addressKey(left) ?? '', addressKey(right) ?? '');
  return compareCodePoints(a, b);
}

/** The tuple as values: dates in ISO 8601. */
export function valuesOfTuple(tuple: JoinTuple): readonly (Value | null)[] {
  return tuple.map((part) => {
    if (part === null) return null;
    const text = part.slice(1);
    if (part.startsWith('n')) return parseNumber(text) ?? text;
    return part.startsWith('b') ? text === 'true' : text;
  });
}
