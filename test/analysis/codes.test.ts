import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnalysisSettings } from '../../server/src/analysis/analyze.js';
import { codeRow, codes } from '../../server/src/analysis/codes.js';
import type { CodeRow, Example } from '../../server/src/analysis/codes/row.js';
import { shippedSchemas } from '../schema/shipped.js';
import { diagnose } from './annotations.js';
import { ruleWith } from './cases/kit.js';

const catalog = (await shippedSchemas).catalogFor([]);
const source = path.resolve(import.meta.dirname, '../../server/src');

/** Every code that stands as a string in the sources, but for the table itself. */
function reportedCodes(): ReadonlySet<string> {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const others = files.filter((file) => !file.startsWith(path.join('analysis', 'codes')));
  const found = others.flatMap((file) => [...readFileSync(path.join(source, file), 'utf8').matchAll(/'([A-Z]{3}\d{3})'/g)]);
  return new Set(found.map((match) => match[1] ?? ''));
}

describe('the table of diagnostics', () => {
  it('has every code that is reported, and no other', () => {
    expect(codes.map(({ code }) => code).sort()).toEqual([...reportedCodes()].sort());
  });

  it('has each code once, with a heading and rows of the catalogues', () => {
    expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length);
    for (const { title, covers = [] } of codes) {
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      expect(covers.filter((row) => !/^(eql-error-\d+|kql-error-E\d+|kql-lint-L\d+)$/.test(row))).toEqual([]);
    }
  });

  it('covers every lint of KQL', () => {
    const covered = new Set(codes.flatMap(({ covers = [] }) => covers));
    const lints = Array.from({ length: 39 }, (_, index) => `kql-lint-L${index + 1}`);
    expect(lints.filter((lint) => !covered.has(lint))).toEqual([]);
  });

  it('gives the level of a code', () => {
    expect([codeRow('QRY001').severity, codeRow('QRY005').severity]).toEqual(['error', 'hint']);
    expect(() => codeRow('XXX000')).toThrow('no row for the code XXX000');
  });
});

/** Keys of the usual rule that do not go with the part, or of which the part shows what is without them. */
function withoutUsual(own: string): Record<string, undefined> {
  const keys = [
    ...(/^type = "esql"/m.test(own) ? ['index'] : []),
    ...(/^type = "machine_learning"/m.test(own) ? ['index', 'language', 'query', 'timestamp_override'] : []),
    ...(/^query = /m.test(own) ? ['timestamp_override'] : []),
    ...(/^interval = /m.test(own) ? ['from'] : []),
  ];
  return Object.fromEntries(keys.map((key) => [key, undefined]));
}

/** A whole rule that has this part in place of its own: keys of `[rule]`, then other tables. */
function ruleAround(part: string): string {
  const header = part.search(/^\[/m);
  const own = header < 0 ? part : part.slice(0, header);
  const tables = header < 0 ? '' : part.slice(header);
  const without = (text: string): Record<string, undefined> =>
    Object.fromEntries([...text.matchAll(/^(\w+) *=/gm)].map((key) => [key[1] ?? '', undefined]));
  const metadata = /^\[metadata\]\n((?:(?!\[).*(?:\n|$))*)/m.exec(tables);
  const others = metadata === null ? tables : tables.replace(metadata[0], '');
  const rest = ruleWith({
    rule: { ...withoutUsual(own), ...without(own) },
    metadata: without(metadata?.[1] ?? ''),
    ...(/^\[\[?rule\.threat\b/m.test(others) ? { tables: '' } : {}),
  });
  return `${rest.replace('[metadata]\n', `[metadata]\n${(metadata?.[1] ?? '').trimEnd()}\n`).replace('[rule]\n', `[rule]\n${own.trimEnd()}\n`)}\n${others}`;
}

function codesIn({ code, language, uri, beside }: Example & CodeRow, example: string): readonly string[] {
  const { profile = 'any', severity, defaultOff } = codeRow(code);
  const settings: AnalysisSettings = { profile, ...(defaultOff === true ? { severity: { [code]: severity } } : {}) };
  const other = beside === undefined ? undefined : ruleAround(beside);
  const text = language === 'toml' ? ruleAround(example) : example;
  return diagnose(language, text, catalog, settings, uri, other).map((found) => found.code);
}

describe('the documentation of a diagnostic', () => {
  const examples = codes.flatMap((row) => (row.examples ?? []).map((example) => ({ ...row, ...example })));

  it.each(examples)('$code in $language: $wrong → $right', (each) => {
    expect([[...codesIn(each, each.wrong)].sort(), codesIn(each, each.right)]).toEqual([[...(each.also ?? []), each.code].sort(), []]);
  });

  it('has sentences and an example', () => {
    for (const { code, about } of codes) expect([code, about]).toEqual([code, expect.stringMatching(/^[^a-z\s][^\n]*[^\s.]\.$/)]);
    expect(codes.filter(({ code, needsRun }) => needsRun !== true && !examples.some((example) => example.code === code))).toEqual([]);
  });
});
