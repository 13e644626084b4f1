import { expect, test } from 'vitest';
import { sampleNamesOf } from '../../server/src/rule/sampleNames.js';

test.each([
  ['rules/linux/a.toml', 'rules/linux/a.events.ndjson'],
  ['file:///rules/b.c.eql', 'file:///rules/b.c.events.ndjson'],
  ['C:\\rules.d\\plain', 'C:\\rules.d\\plain.events.ndjson'],
])('the sample beside %s is %s by preference', (rule, sample) => {
  expect(sampleNamesOf(rule)[0]).toBe(sample);
});

test('compressed and other forms are found as well', () => {
  expect(sampleNamesOf('a.toml')).toEqual([
    'a.events.ndjson',
    'a.events.ndjson.gz',
    'a.events.ndjson.zst',
    'a.events.jsonl',
    'a.events.json',
  ]);
});
