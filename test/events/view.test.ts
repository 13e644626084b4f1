import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { FieldTable, type Value } from '../../server/src/events/event.js';
import { walkFields } from '../../server/src/events/fieldPath.js';
import type { JsonObject } from '../../server/src/events/json.js';
import { createView } from '../../server/src/events/view.js';

function valuesIn(event: unknown, field: string): readonly Value[] {
  const fields = new FieldTable();
  const view = createView(fields);
  view.reset(event as JsonObject);
  return view.values(fields.intern(field));
}

describe('values', () => {
  test.each<[unknown, string, readonly Value[]]>([
    [{ a: 1 }, 'a', [1]],
    [{ a: { b: { c: 'x' } } }, 'a.b.c', ['x']],
    [{ 'a.b.c': 'x' }, 'a.b.c', ['x']],
    [{ a: { 'b.c': 'x' } }, 'a.b.c', ['x']],
    [{ 'a.b': { c: 'x' } }, 'a.b.c', ['x']],
    [{ a: { b: { c: 1 }, 'b.c': 2 }, 'a.b': { c: 3 }, 'a.b.c': [4, 5] }, 'a.b.c', [1, 2, 3, 4, 5]],
    [{ a: [1, [2, [3]], 4] }, 'a', [1, 2, 3, 4]],
    [{ a: [{ b: 1 }, { b: [2, 3] }, [{ b: 4 }], { c: 5 }, 6] }, 'a.b', [1, 2, 3, 4]],
    [{ a: null }, 'a', []],
    [{ a: [] }, 'a', []],
    [{ a: [null, [null]] }, 'a', []],
    [{ a: {} }, 'a', []],
    [{ a: { b: 1 } }, 'a', []],
    [{ a: [{ b: 1 }, 2] }, 'a', [2]],
    [{ a: '' }, 'a', ['']],
    [{ a: false }, 'a', [false]],
    [{ a: 9007199254740993n }, 'a', [9007199254740993n]],
    [{ a: 1 }, 'A', []],
    [{ a: 1 }, 'a.b', []],
    [{ a: null, 'a.b': 1 }, 'a.b', [1]],
    [{}, 'constructor', []],
    [{}, '__proto__.constructor', []],
    [JSON.parse('{"__proto__":{"x":1},"constructor":2}'), '__proto__.x', [1]],
    [JSON.parse('{"constructor":2}'), 'constructor', [2]],
    [{ length: { x: 1 } }, 'length.x', [1]],
    [{ a: 'text' }, 'a.length', []],
  ])('%o has %s: %o', (event, field, values) => {
    expect(valuesIn(event, field)).toEqual(values);
  });

  it('are none for a name with thousands of parts, which costs nothing', () => {
    expect(valuesIn({ a: { a: 1 } }, `${'a.'.repeat(5000)}a`)).toEqual([]);
  });

  it('are those of the event it was reset to, also for fields that came later', () => {
    const fields = new FieldTable();
    const view = createView(fields);
    const a = fields.intern('a');
    view.reset({ a: 1 });
    expect(view.values(a)).toEqual([1]);
    expect(view.values(a)).toBe(view.values(a));
    view.reset({ a: 2, b: 3 });
    expect(view.values(a)).toEqual([2]);
    expect(view.values(fields.intern('b'))).toEqual([3]);
    view.reset({});
    expect(view.values(a)).toEqual([]);
  });

  it('has the id and index of the hit the event came in', () => {
    const fields = new FieldTable();
    const view = createView(fields);
    view.reset({ a: 1 }, { _id: 'x', _index: 'logs' });
    expect([view.values(fields.intern('_id')), view.values(fields.intern('_index'))]).toEqual([['x'], ['logs']]);
    view.reset({ a: 1 });
    expect(view.values(fields.intern('_id'))).toEqual([]);
  });
});

describe('objects', () => {
  const fields = new FieldTable();
  const view = createView(fields);
  const event = { top: 1, n: [{ a: 1, b: { c: 2 } }, [{ a: [3, 4], m: [{ x: 5 }, { x: 6 }] }], 'no object'] };

  it('come one by one, with full names and nothing of their surroundings', () => {
    view.reset(event);
    const objects = view.objects(fields.intern('n'));
    const seen = objects.map((object) => ['n.a', 'n.b.c', 'top', 'a', 'n'].map((name) => object.values(fields.intern(name))));
    expect(seen).toEqual([
      [[1], [2], [], [], []],
      [[3, 4], [], [], [], []],
    ]);
    expect(objects.map((object) => object.fieldsMatching(() => true))).toEqual([
      ['n.a', 'n.b.c'],
      ['n.a', 'n.m.x'],
    ]);
    expect(objects[1]?.valuesOf('n.a')).toEqual([3, 4]);
  });

  it('may have objects in them', () => {
    view.reset(event);
    const inner = view.objects(fields.intern('n')).flatMap((object) => object.objects(fields.intern('n.m')));
    expect(inner.map((object) => object.values(fields.intern('n.m.x')))).toEqual([[5], [6]]);
    expect(inner.map((object) => object.objects(fields.intern('top')))).toEqual([[], []]);
  });
});

describe('fields by pattern', () => {
  it('are those with a value, each once', () => {
    const view = createView(new FieldTable());
    view.reset({ 'a.b': 1, a: { b: [2, null], c: null, d: [], e: {} }, f: [{ g: 'x' }, { g: 'y' }] });
    expect(view.fieldsMatching(() => true)).toEqual(['a.b', 'f.g']);
    expect(view.fieldsMatching((name) => name.startsWith('f'))).toEqual(['f.g']);
    expect([view.valuesOf('a.b'), view.valuesOf('f.g'), view.valuesOf('a.c')]).toEqual([[1, 2], ['x', 'y'], []]);
  });
});

it('finds by name exactly what walking the whole event finds', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'a.b', 'b.c', 'a.b.c');
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(1, 'x', null, true),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 3 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, value, { maxKeys: 4 }), (object) => {
      const event = JSON.parse(JSON.stringify(object)) as JsonObject;
      const walked = new Map<string, Value[]>();
      walkFields(event, (name, found) => walked.set(name, [...(walked.get(name) ?? []), found]));
      for (const [name, values] of walked) expect([...valuesIn(event, name)].sort()).toEqual(values.sort());
    }),
    { numRuns: 500 },
  );
});
