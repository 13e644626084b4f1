import { expect, test } from 'vitest';
import { analyze } from '../../server/src/analysis/analyze.js';
import { openRule } from '../../server/src/rule/openText.js';
import { fixAll } from '../../server/src/features/fixAll.js';
import { catalogOf } from '../../server/src/rule/ruleCatalog.js';
import { schemas } from '../kit/services.js';
import { ruleWith } from './cases/kit.js';

const source = { uri: 'file:///a.eql' };

/** How many there are of each code and level, and what is said of those left out. */
function told(text: string): unknown {
  const document = openRule(text, source);
  const diagnostics = analyze(document, { catalog: catalogOf(document, schemas), schemas });
  const counts = new Map<string, number>();
  for (const { code, severity } of diagnostics) counts.set(`${code} ${severity}`, (counts.get(`${code} ${severity}`) ?? 0) + 1);
  const notes = diagnostics.filter(({ message }) => message.includes('not listed'));
  return [Object.fromEntries(counts), ...notes.map(({ span, severity, message }) => [text.slice(span.start, span.end), severity, message])];
}

const unknown = (count: number): string => Array.from({ length: count }, (_, at) => `acme.x${at} == 1`).join(' or ');

test.each([
  [`any where ${unknown(100)}`, [{ 'QRY002 information': 100 }]],
  [`any where ${unknown(101)}`, [{ 'QRY002 information': 101 }]],
  [
    `any where ${unknown(102)}`,
    [{ 'QRY002 information': 101 }, ['acme.x100', 'information', '2 more problems of this kind are not listed']],
  ],
  [
    `any where ${unknown(300)} or process.nmae == "a"`,
    [{ 'QRY002 information': 100, 'QRY002 warning': 1 }, ['acme.x100', 'warning', '201 more problems of this kind are not listed']],
  ],
])('a flood of problems is counted, as severe as what is left out: %.40s', (text, expected) => {
  expect(told(text)).toEqual(expected);
});

test('errors of syntax beside what the checks find are limited by themselves', () => {
  const [counts] = told(`any where ${'@'.repeat(3000)}`) as [Record<string, number>];
  expect(counts).toEqual({ 'QRY001 error': 101, 'QRY002 information': 101, 'QRY006 warning': 101 });
});

test('a flood of tags on one line takes no longer for the length of the line', () => {
  const tags = Array.from({ length: 20_000 }, () => '"OS: Linux"').join(', ');
  const document = openRule(ruleWith({ rule: { tags: `[${tags}]` } }), { uri: 'file:///a.toml' });
  const repeated = analyze(document, { catalog: catalogOf(document, schemas), schemas }).filter(({ code }) => code === 'TAG001');
  expect([repeated.length, repeated.at(-1)?.message]).toEqual([101, '19,899 more problems of this kind are not listed']);
});

test('more problems than a call takes arguments are counted', () => {
  const rule = ruleWith({ rule: { tags: `[${'1,'.repeat(150_000)}]` } });
  const document = openRule(rule, { uri: 'file:///a.toml' });
  const found = analyze(document, { catalog: catalogOf(document, schemas), schemas });
  expect(found.map(({ message }) => message).filter((message) => message.includes('not listed'))).toEqual([
    '149,900 more problems of this kind are not listed',
  ]);
});

test('all are repaired, those that are not listed too', () => {
  const values = Array.from({ length: 1200 }, (_, at) => `"a${at}"`);
  const text = `any where process.name in (${values.map((value) => `${value}, ${value}`).join(', ')})`;
  expect(fixAll(text, source, schemas, () => ({})).text).toBe(`any where process.name in (${values.join(', ')})`);
});
