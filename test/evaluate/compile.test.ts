import { describe, expect, it } from 'vitest';
import { compilePredicate } from '../../server/src/evaluate/compile.js';
import { EvaluationError, type FieldRef, type Predicate } from '../../server/src/evaluate/predicate.js';
import { compileWitness } from '../../server/src/evaluate/witness.js';
import { FieldTable } from '../../server/src/events/event.js';
import { isJsonObject, parseJson } from '../../server/src/events/json.js';
import { createView } from '../../server/src/events/view.js';
import type { FieldType } from '../../server/src/schema/fieldType.js';

const span = { start: 0, end: 0 };
const fields = new FieldTable();

function field(name: string, type?: FieldType): FieldRef {
  return { id: fields.intern(name), name, type, ignoreAbove: undefined };
}

function equals(name: string, constant: string | number): Predicate {
  return { kind: 'equals', field: field(name), constants: [constant], caseInsensitive: false, span };
}

/** Whether it matches, and `field=values` of each satisfied clause. */
function result(predicate: Predicate, json: string): readonly [boolean, readonly string[] | undefined] {
  const event = parseJson(json);
  if (!isJsonObject(event)) throw new Error('not an object');
  const view = createView(fields);
  view.reset(event);
  const clauses = compileWitness(predicate, fields)(view);
  return [compilePredicate(predicate)(view), clauses?.map((clause) => `${clause.field}=${clause.values.join(',')}`)];
}

describe('nested objects', () => {
  const nested: Predicate = {
    kind: 'nested',
    path: field('items', 'nested'),
    operand: { kind: 'and', operands: [equals('items.name', 'a'), equals('items.count', 2)], span },
    span,
  };
  it.each([
    ['{"items":[{"name":"a","count":2}]}', true, ['items.name=a', 'items.count=2']],
    ['{"items":[{"name":"a","count":1},{"name":"b","count":2}]}', false, undefined],
    ['{"items":{"name":"a","count":2}}', true, ['items.name=a', 'items.count=2']],
    ['{}', false, undefined],
  ])('%s: %j', (json, matches, clauses) => {
    expect(result(nested, json)).toEqual([matches, clauses]);
  });

  it('without an object nothing is satisfied, not even a negation', () => {
    const none: Predicate = { ...nested, operand: { kind: 'not', operand: equals('items.name', 'a'), span } };
    expect([result(none, '{"items":[{"name":"b"}]}')[0], result(none, '{}')[0]]).toEqual([true, false]);
  });
});

describe('any field', () => {
  const anyField: Predicate = {
    kind: 'anyField',
    accepts: (name) => name.startsWith('process.'),
    leaf: (name) => (name === 'process.skip' ? undefined : equals(name, 'x')),
    span,
  };
  it.each([
    ['{"process":{"name":"x"}}', true, ['process.name=x']],
    ['{"process":{"name":"y","args":["x","z"]}}', true, ['process.args=x']],
    ['{"process":{"skip":"x"}}', false, undefined],
    ['{"user":{"name":"x"}}', false, undefined],
  ])('%s: %j', (json, matches, clauses) => {
    expect(result(anyField, json)).toEqual([matches, clauses]);
  });
});

describe('computed leaves', () => {
  const sum = (...names: string[]): Predicate => ({
    kind: 'computed',
    fields: names.map((name) => field(name)),
    test: (values) => values.reduce<number>((total, value) => total + Number(value ?? 100), 0) === 5,
    span,
  });
  it.each([
    ['{"a":[1,4],"b":[1,3]}', true, ['a=4', 'b=1']],
    ['{"a":[1,4,2],"b":[1,3]}', true, ['a=4,2', 'b=1,3']],
    ['{"a":1,"b":1}', false, undefined],
    ['{"a":-95}', true, ['a=-95']],
  ])('%s: %j', (json, matches, clauses) => {
    expect(result(sum('a', 'b'), json)).toEqual([matches, clauses]);
  });

  it('run only when the other clauses leave it open', () => {
    const failing: Predicate = {
      kind: 'computed',
      fields: [],
      test: () => {
        throw new EvaluationError('reached', span);
      },
      span,
    };
    const guarded: Predicate = { kind: 'and', operands: [failing, equals('a', 1)], span };
    const either: Predicate = { kind: 'or', operands: [{ kind: 'not', operand: failing, span }, equals('a', 1)], span };
    const view = createView(fields);
    view.reset({ a: 2 });
    expect(compilePredicate(guarded)(view)).toBe(false);
    expect(() => compilePredicate(either)(view)).toThrow('reached');
    view.reset({ a: 1 });
    expect(compilePredicate(either)(view)).toBe(true);
    expect(() => compilePredicate(guarded)(view)).toThrow('reached');
  });
});
