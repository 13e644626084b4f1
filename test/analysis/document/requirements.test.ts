import { describe, expect, it } from 'vitest';
import { requiredFields, wantedValues } from '../../../server/src/analysis/document/requirements.js';
import { openRule } from '../../../server/src/rule/openText.js';
import type { RuleDocument } from '../../../server/src/rule/ruleDocument.js';

function open(language: 'eql' | 'kuery', text: string): RuleDocument {
  return openRule(text, { uri: `file:///rule.${language}`, languageId: language });
}

describe('what every match has', () => {
  it.each([
    ['kuery', 'a: 1 and b: *', 'a=1 b'],
    ['kuery', 'a: (1 or 2) and not c: 3', 'a=1,2'],
    ['kuery', 'a: 1 or a: 2', 'a=1,2'],
    ['kuery', '(a: 1 and b: 2) or (a: 3 and c: 4)', 'a=1,3'],
    ['kuery', 'a: 1 or a: x*', 'a'],
    ['kuery', 'a > 5', 'a'],
    ['kuery', '', 'unknown'],
    ['eql', 'process where a == "x" and b in ("y", "z")', 'a=x b=y,z'],
    ['eql', 'process where a : "x*"', 'a'],
    ['eql', 'sequence [process where a == "x"] [file where a == "x"]', 'unknown'],
  ] as const)('%s: %s → %s', (language, text, expected) => {
    const fields = requiredFields(open(language, text));
    const written = [...(fields ?? [])].map(([field, values]) => (values === undefined ? field : `${field}=${values.join(',')}`));
    expect(fields === undefined ? 'unknown' : written.join(' ')).toBe(expected);
  });
});

describe('the values that a query wants', () => {
  it.each([
    ['kuery', 'a: (x or y*) and not a: z and b: w', 'x y*?'],
    ['eql', 'sequence [process where a == "x"] [file where a like "y*" or a != "z"]', 'x y*?'],
    ['kuery', 'a: * or a > 5', ''],
  ] as const)('%s: %s → %s', (language, text, expected) => {
    const document = open(language, text);
    const values = wantedValues(document, ['a']);
    expect(values.map(({ text: value, isPattern }) => (isPattern ? `${value}?` : value)).join(' ')).toBe(expected);
    for (const { span, text: value } of values) expect(document.text.slice(span.start, span.end)).toContain(value);
  });
});
