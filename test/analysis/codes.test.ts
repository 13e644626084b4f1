import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeRow, codes, defaultSeverity } from '../../server/src/analysis/codes.js';

const source = path.resolve(import.meta.dirname, '../../server/src');

/** Every code that stands as a string in the sources, but for the table itself. */
function reportedCodes(): ReadonlySet<string> {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const others = files.filter((file) => file !== path.join('analysis', 'codes.ts'));
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
    expect([defaultSeverity('QRY001'), defaultSeverity('QRY005')]).toEqual(['error', 'hint']);
    expect(() => codeRow('XXX000')).toThrow('no row for the code XXX000');
  });
});
