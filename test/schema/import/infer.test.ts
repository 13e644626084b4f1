import { expect, it } from 'vitest';
import { customSchemaText } from '../../../server/src/schema/import/customSchema.js';
import { inferFields } from '../../../server/src/schema/import/infer.js';

it.each([
  ['port', [80, 443], 'long'],
  ['ratio', [0.5, 1], 'double'],
  ['enabled', [true, false], 'boolean'],
  ['seen', ['2026-01-02T03:04:05.678Z', '2026-01-02'], 'date'],
  ['source.ip', ['10.0.0.1', '::1'], 'ip'],
  ['version', ['10.0.0.1'], 'keyword'],
  ['source.ip', ['10.0.0.1', 'unknown'], 'keyword'],
  ['mixed', ['a', 1], 'keyword'],
] as const)('%s with %j is a field of type', (name, values, type) => {
  expect(inferFields([{ name, values: [...values] }], 'sample').map((field) => field.type)).toEqual([type]);
});

it('takes integers beyond 2^53 for integers', () => {
  expect(inferFields([{ name: 'big', values: [2n ** 60n] }], 'sample').map((field) => field.type)).toEqual(['long']);
});

it('says nothing of a field without values', () => {
  expect(inferFields([{ name: 'empty', values: [] }], 'sample')).toEqual([]);
});

it('writes what was inferred as a custom schema, sorted', () => {
  const fields = inferFields(
    [
      { name: 'b', values: [1] },
      { name: 'a', values: ['x'] },
    ],
    'sample',
  );
  expect(customSchemaText(['logs-acme.*'], fields)).toBe('{\n  "logs-acme.*": {\n    "a": "keyword",\n    "b": "long"\n  }\n}\n');
});
