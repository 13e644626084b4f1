import { expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis/analyze.js';
import { openRule } from '../../../server/src/rule/openText.js';
import { catalogOf } from '../../../server/src/rule/ruleCatalog.js';
import { schemas } from '../../kit/services.js';
import { ruleWith, type RuleParts } from '../cases/kit.js';

/** The messages under one code. */
function messagesOf(code: string, parts: RuleParts): readonly string[] {
  const document = openRule(ruleWith(parts), { uri: 'file:///rules/a.toml', languageId: 'toml' });
  const known = { catalog: catalogOf(document, schemas), schemas };
  return analyze(document, known).flatMap((found) => (found.code === code ? [found.message] : []));
}

test.each<readonly [string, RuleParts, string]>([
  [
    'TOM007',
    { rule: { type: '""' } },
    'An empty text is not a rule type; it is one of query, saved_query, eql, esql, threshold, threat_match, machine_learning, new_terms',
  ],
  [
    'MET004',
    { metadata: { maturity: '" "' } },
    'An empty text is not a maturity; it is one of development, experimental, beta, production, deprecated',
  ],
  ['MET001', { metadata: { updated_date: '""' } }, 'An empty text is not a date as `YYYY/MM/DD`'],
  ['SCH001', { rule: { from: '""' } }, 'An empty text is no time that Elasticsearch can read; write it like `now-6m`'],
  ['SCH001', { rule: { interval: '""' } }, 'An empty text is no interval; it is a number and one of s, m, h, d, such as `5m`'],
  [
    'ATK010',
    { tables: '[[rule.threat]]\nframework = ""\n' },
    'An empty text is not a framework that Elastic Security knows; it knows `MITRE ATT&CK` and `MITRE ATLAS`',
  ],
])('%s says that a value is empty: %j', (code, parts, message) => {
  expect(messagesOf(code, parts)).toEqual([message]);
});

test.each([
  ['FROM a | WHERE (b == 1', '`(` is not closed; add `)`'],
  ['FROM a | WHERE b == 1]', '`]` closes nothing; there is no `[` for it'],
  ['FROM a | WHERE b == "c', 'The string is not closed; end it with the quotes it began with'],
  ['FROM a | WHERE b == \"\"\"c', 'The string is not closed; end it with the quotes it began with'],
  ['FROM a /* b', 'The comment is not closed; end it with `*/`'],
])('ES|QL says what has no partner: %s', (query, message) => {
  expect(messagesOf('ESQ101', { rule: { type: '"esql"', language: '"esql"', query: `'${query}'` } })).toEqual([message]);
});

test('TYP111 lets a cardinality of 0 stand, as Kibana does', () => {
  const tables = '[rule.threshold]\nfield = ["host.id"]\nvalue = 2\n[[rule.threshold.cardinality]]\nfield = "user.id"\nvalue = 0\n';
  expect(messagesOf('TYP111', { rule: { type: '"threshold"' }, tables })).toEqual([]);
});

test.each<readonly [string, RuleParts]>([
  [
    'RUL012',
    { rule: { severity: '""' }, tables: '[[rule.severity_mapping]]\nfield = "a"\noperator = "equals"\nvalue = ""\nseverity = ""\n' },
  ],
  [
    'TYP111',
    {
      rule: { type: '"threshold"' },
      tables: '[rule.threshold]\nfield = [""]\nvalue = 2\n[[rule.threshold.cardinality]]\nfield = ""\nvalue = 2\n',
    },
  ],
])('%s does not speak of two values that are both still to be written: %j', (code, parts) => {
  expect(messagesOf(code, parts)).toEqual([]);
});

test.each<readonly [string, RuleParts, string]>([
  [
    'RUL013',
    { rule: { rule_name_override: '"process.nmae"' } },
    '`process.nmae` is not a known field: without it alerts keep the name of the rule; did you mean `process.name`?',
  ],
  // The fields that are written nearly the same and hold no time are no help.
  [
    'RUL013',
    { rule: { timestamp_override: '"event.in"' } },
    '`event.in` is not a known field: without it `@timestamp` decides which events a run searches; did you mean `event.ingested`?',
  ],
  [
    'TYP113',
    { rule: { type: '"threshold"' }, tables: '[rule.threshold]\nfield = ["host.i"]\nvalue = 2\n' },
    '`host.i` is not a known field: a rule ignores events that lack one of its fields; did you mean `host.id` or `host.ip`?',
  ],
])('%s tells what an unknown field does before it asks what was meant: %j', (code, parts, message) => {
  expect(messagesOf(code, parts)).toEqual([message]);
});
