import { describe, expect, it } from 'vitest';
import { readProjectConfig } from '../../server/src/config/projectConfig.js';

describe('rulewright.config.json', () => {
  it('is JSON with comments', () => {
    expect(readProjectConfig('{\n  // strict\n  "profile": "detections-as-code",\n  "severity": { "QRY005": "off" },\n}')).toEqual({
      config: { profile: 'detections-as-code', severity: { QRY005: 'off' } },
      problems: [],
    });
  });

  it.each([
    ['{ "profile": "strict" }', {}, ['profile: "strict" is not one of any, detections-as-code, elastic']],
    ['{ "severity": { "QRY005": "none" } }', {}, ['severity.QRY005: "none" is not one of error, warning, information, hint, off']],
    ['{ "severity": { "QRY": "off" } }', {}, ['severity.QRY: a code of a diagnostic is meant, such as QRY002']],
    ['{ "rules": "rules/**" }', {}, ['rules: it has to be an array']],
    ['{ "severity": [] }', {}, ['severity: it has to be an object']],
    ['{ "atack": "a.json", "exclude": ["old/**"] }', { exclude: ['old/**'] }, ['atack: there is no such key; did you mean attack?']],
    [
      '{ "strict": true }',
      {},
      ['strict: there is no such key; keys are $schema, profile, severity, rules, exclude, suppress, fields, mappings, attack'],
    ],
    [
      '{ "fields": [{ "file": "a.json", "indexPattern": ["a-*"], "from": "b" }] }',
      {},
      [
        'fields.0.indexPattern: there is no such key; did you mean indexPatterns?',
        'fields.0.from: there is no such key; keys are file, indexPatterns, cluster',
      ],
    ],
    ['{ "exclude": ["old/**"]', { exclude: ['old/**'] }, ['line 1: close brace expected']],
    ['[]', {}, ['it has to be an object, such as { "profile": "any" }']],
  ])('%s', (text, config, problems) => expect(readProjectConfig(text)).toEqual({ config, problems }));
});
