import { describe, expect, it } from 'vitest';
import type { FieldInfo } from '../../../server/src/schema/catalog.js';
import { readFields } from '../../../server/src/schema/import/readFields.js';

/** Each field as its name, type, and what else is known of it. */
function shown({ name, type, ignoreAbove, lowercased, typeUncertain }: FieldInfo): string {
  const more = [ignoreAbove, lowercased === true ? 'lower case' : undefined, typeUncertain === true ? 'uncertain' : undefined];
  return [name, type, ...more.filter((fact) => fact !== undefined)].join(' ');
}

function fieldsIn(content: unknown): unknown {
  const result = readFields(typeof content === 'string' ? content : JSON.stringify(content), 'acme');
  if (!result.ok) return result.failure.message;
  return result.value.map(({ patterns, fields, authoritative }) => [patterns?.join() ?? '*', authoritative, fields.map(shown)]);
}

const properties = {
  acme: {
    properties: {
      team: { type: 'keyword', ignore_above: 256, fields: { text: { type: 'match_only_text' } } },
      user: { type: 'keyword', normalizer: 'lowercase' },
      parts: { type: 'nested', properties: { size: { type: 'long' } } },
      anything: { type: 'object', enabled: false },
      vector: { type: 'sparse_vector' },
    },
  },
};
const mapped = [
  'acme.anything object',
  'acme.parts nested',
  'acme.parts.size long',
  'acme.team keyword 256',
  'acme.team.text match_only_text',
  'acme.user keyword lower case',
];

describe('fields of', () => {
  const cases: readonly [form: string, content: unknown, expected: unknown][] = [
    ['GET index/_mapping', { 'logs-acme-1': { mappings: { properties } } }, [['*', true, mapped]]],
    ['the mappings alone', { properties }, [['*', true, mapped]]],
    ['an index template', { template: { mappings: { properties } } }, [['*', true, mapped]]],
    [
      'GET _component_template',
      { component_templates: [{ name: 'acme', component_template: { template: { mappings: { properties } } } }] },
      [['*', true, mapped]],
    ],
    [
      'two indices that disagree',
      { a: { mappings: { properties: { code: { type: 'keyword' } } } }, b: { mappings: { properties: { code: { type: 'long' } } } } },
      [['*', true, ['code keyword uncertain']]],
    ],
    [
      'GET _field_caps',
      {
        indices: ['a'],
        fields: {
          _id: { _id: { type: '_id', metadata_field: true } },
          acme: { object: { type: 'object' } },
          'acme.ip': { ip: { type: 'ip', searchable: true } },
          'acme.code': { keyword: { type: 'keyword', indices: ['a'] }, long: { type: 'long', indices: ['b'] } },
          'acme.old': { keyword: { type: 'keyword', indices: ['a'] }, unmapped: { type: 'unmapped', indices: ['b'] } },
        },
      },
      [['*', true, ['acme.code keyword uncertain', 'acme.ip ip', 'acme.old keyword']]],
    ],
    [
      'fields.yml of a package',
      [
        '- name: acme.audit',
        '  type: group',
        '  fields:',
        '    - name: id',
        '      type: keyword',
        '    - name: labels.*',
        '      type: object',
        '      object_type: long',
        '    - name: message',
        '      type: keyword',
        '      multi_fields:',
        '        - name: text',
        '          type: text',
        '- name: event.kind',
        '  external: ecs',
        '- name: plain',
      ].join('\n'),
      [
        [
          '*',
          false,
          [
            'acme.audit.id keyword',
            'acme.audit.labels.* long',
            'acme.audit.message keyword',
            'acme.audit.message.text text',
            'plain keyword',
          ],
        ],
      ],
    ],
    [
      'a custom schema',
      { 'logs-acme.*': { 'acme.team': 'keyword' }, 'acme-*': { 'acme.size': 'long' } },
      [
        ['logs-acme.*', false, ['acme.team keyword']],
        ['acme-*', false, ['acme.size long']],
      ],
    ],
  ];

  it.each(cases)('%s', (_, content, expected) => expect(fieldsIn(content)).toEqual(expected));
});

describe('a file without fields', () => {
  const forms =
    'acme lists no fields; give the answer of GET index/_mapping or GET index/_field_caps?fields=*, a fields.yml of an integration, ' +
    'or {"index pattern": {"field": "type"}}';

  it.each([['{}'], ['[]'], ['hello'], ['{"a": {"b": 1}}'], ['{"fields": {}}'], ['{"properties": {}}']])('%s', (text) =>
    expect(fieldsIn(text)).toBe(forms),
  );

  it('that is damaged says where', () => {
    expect(fieldsIn('{"a": ')).toMatch(/^acme is neither JSON nor YAML: .*position|^acme is neither JSON nor YAML: Unexpected end/);
  });
});
