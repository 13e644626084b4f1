import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeRow, codes } from '../../server/src/analysis/codes.js';
import type { Example } from '../../server/src/analysis/codes/row.js';
import { shippedSchemas } from '../schema/shipped.js';
import { diagnose } from './annotations.js';

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

  it('gives the level of a code', () => {
    expect([codeRow('QRY001').severity, codeRow('QRY005').severity]).toEqual(['error', 'hint']);
    expect(() => codeRow('XXX000')).toThrow('no row for the code XXX000');
  });
});

/** The rest of a rule around a part of it. */
const usual = { type: '"query"', language: '"kuery"', query: "'process.name: sh'" };

function ruleWith(part: string): string {
  const others = Object.entries(usual).filter(([key]) => !new RegExp(`^${key} =`, 'm').test(part));
  return ['[rule]', part, ...others.map(([key, value]) => `${key} = ${value}`), ''].join('\n');
}

function codesIn(language: Example['language'], example: string): readonly string[] {
  return diagnose(language, language === 'toml' ? ruleWith(example) : example, catalog).map(({ code }) => code);
}

describe('the documentation of a diagnostic', () => {
  const examples = codes.flatMap(({ code, examples: own = [] }) => own.map((example) => ({ code, ...example })));

  it.each(examples)('$code in $language: $wrong → $right', ({ code, language, wrong, right }) => {
    expect([codesIn(language, wrong), codesIn(language, right)]).toEqual([[code], []]);
  });

  it('has sentences and an example', () => {
    for (const { code, about } of codes) expect([code, about]).toEqual([code, expect.stringMatching(/^[^a-z\s][^\n]*[^\s.]\.$/)]);
    expect(codes.filter(({ code }) => !examples.some((example) => example.code === code))).toEqual([]);
  });
});
