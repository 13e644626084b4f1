import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { changeConfig, newConfigText } from '../../server/src/config/editConfig.js';
import { configSchema, readProjectConfig } from '../../server/src/config/projectConfig.js';

describe('a configuration that is begun', () => {
  it('is right, and changes nothing', () => {
    expect(readProjectConfig(newConfigText)).toEqual({ config: { severity: {}, suppress: [], fields: [] }, problems: [] });
  });

  it('is right with the keys that its comments show', () => {
    const shown = newConfigText.replace('// "profile"', '"profile"');
    expect(readProjectConfig(shown)).toMatchObject({ config: { profile: 'detections-as-code' }, problems: [] });
  });
});

describe('the fields of a configuration', () => {
  const add = (text: string, file: string, indexPatterns?: readonly string[]) =>
    parse(changeConfig(text, { kind: 'fields', file, indexPatterns })) as unknown;

  it.each([
    ['there are none yet', '{}', { fields: [{ file: 'b.json', indexPatterns: ['logs-b.*'] }] }],
    [
      'there are others',
      '{ "fields": [{ "file": "a.json" }] }',
      { fields: [{ file: 'a.json' }, { file: 'b.json', indexPatterns: ['logs-b.*'] }] },
    ],
    [
      'the file is there for other indices',
      '{ "fields": [{ "file": "b.json", "indexPatterns": ["old"] }, { "file": "c.json" }] }',
      { fields: [{ file: 'b.json', indexPatterns: ['logs-b.*'] }, { file: 'c.json' }] },
    ],
    ['the key is no list', '{ "fields": 1 }', { fields: [{ file: 'b.json', indexPatterns: ['logs-b.*'] }] }],
    ['the text is empty', '', { fields: [{ file: 'b.json', indexPatterns: ['logs-b.*'] }] }],
  ])('take a file where %s', (_what, text, expected) => {
    expect(add(text, 'b.json', ['logs-b.*'])).toEqual(expected);
  });

  it('take the cluster that they come from', () => {
    const change = { kind: 'fields', file: 'b.json', indexPatterns: undefined, cluster: 'prod' } as const;
    expect(parse(changeConfig('{ "fields": [{ "file": "b.json" }] }', change))).toEqual({ fields: [{ file: 'b.json', cluster: 'prod' }] });
  });

  it('take a file that names its indices itself', () => {
    expect(add('{}', 'a.yml')).toEqual({ fields: [{ file: 'a.yml' }] });
  });
});

describe('the JSON schema', () => {
  const isValid = new Ajv2020().compile(configSchema());

  it.each([
    ['what is begun', newConfigText, true],
    ['fields and ATT&CK', '{ "attack": "a.json", "fields": [{ "file": "a.json", "indexPatterns": ["logs-*"] }] }', true],
    ['a level that there is not', '{ "severity": { "QRY002": "fatal" } }', false],
    ['a key that there is not', '{ "severities": {} }', false],
  ])('says of %s whether it is right', (_what, text, expected) => {
    expect(isValid(parse(text))).toBe(expected);
  });
});
