import { expect, test } from 'vitest';
import { createCatalog } from '../../server/src/schema/buildCatalog.js';
import { fieldSetOf } from '../../server/src/schema/fieldSet.js';
import type { FieldType } from '../../server/src/schema/fieldType.js';
import { misplacement, nestedPathOf } from '../../server/src/schema/nestedPath.js';
import { catalogOf } from '../kit/evaluate.js';

const catalog = catalogOf({ a: 'object', 'a.b': 'nested', 'a.b.c': 'nested', 'a.b.c.d': 'keyword', 'a.b.e': 'keyword' });

test.each([
  ['a.b.c.d', 'a.b.c'],
  ['a.b.c', 'a.b'],
  ['a.b.e', 'a.b'],
  ['a.b', ''],
  ['x.y', ''],
  ['x', ''],
])('%s lies in the nested field %j', (name, path) => expect(nestedPathOf(name, catalog)).toBe(path));

test.each([
  ['a.b.e', 'a.b', 'a.b', undefined],
  ['x', '', '', undefined],
  ['x', '', 'a', '`x` is not a nested field; write it outside the braces'],
  ['a.b.e', 'a.b', '', '`a.b.e` lies in the nested field `a.b`; write `a.b:{ e: … }`'],
])('%s of %j within the braces of %j', (name, nested, path, message) => expect(misplacement(name, nested, path)).toBe(message));

/** What a catalogue of these sources, in this order, says of the one field they have. */
function typesIn(...sources: readonly (readonly [source: string, type: FieldType])[]): unknown {
  const sets = sources.map(([source, type]) =>
    fieldSetOf(source, [{ name: 'f', type, source, array: false, ignoreAbove: undefined, values: undefined }]),
  );
  const field = createCatalog({ sets, others: () => [], complete: true, authoritative: false, description: '' }).field('f');
  return [field?.type, field?.indexTypes, field?.typeUncertain];
}

test.each([
  ['one source', [['ECS 9.4', 'keyword']], ['keyword', undefined, undefined]],
  [
    'sources that agree',
    [
      ['ECS 9.4', 'keyword'],
      ['a', 'keyword'],
    ],
    ['keyword', undefined, undefined],
  ],
  [
    'an index that goes its own way',
    [
      ['ECS 9.4', 'wildcard'],
      ['a', 'keyword'],
    ],
    ['wildcard', ['keyword'], undefined],
  ],
  [
    'indices that differ in type',
    [
      ['ECS 9.4', 'keyword'],
      ['a', 'keyword'],
      ['b', 'wildcard'],
    ],
    ['keyword', ['keyword', 'wildcard'], undefined],
  ],
  [
    'indices that differ in kind',
    [
      ['a', 'keyword'],
      ['b', 'long'],
    ],
    ['keyword', ['keyword', 'long'], true],
  ],
] as const)('the types a field has in its indices: %s', (_, sources, expected) => expect(typesIn(...sources)).toEqual(expected));
