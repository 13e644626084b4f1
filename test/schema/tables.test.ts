import { describe, expect, it } from 'vitest';
import {
  arityOf,
  eqlFunctions,
  findFunction,
  findLegacyFunction,
  legacyFunctions,
  signatureOf,
} from '../../server/src/schema/functions.js';
import { familyOf, fieldTypes } from '../../server/src/schema/fieldType.js';
import { eqlKeywordHelp, kqlKeywordHelp } from '../../server/src/schema/keywords.js';
import { eqlOperators, eqlVerdicts, kqlOperators, operatorsFor } from '../../server/src/schema/operators.js';

describe('the table of functions', () => {
  it('has the functions of EQL, in order', () => {
    const names = eqlFunctions.map((row) => row.name);
    expect(names).toHaveLength(17);
    expect([...names].sort((a, b) => a.localeCompare(b))).toEqual(names);
  });

  it.each(eqlFunctions.map((row) => [row.name, row] as const))('%s: sentences, and parameters in a possible order', (_, row) => {
    expect(row.summary).toMatch(/^[A-Z`].*\.$/s);
    expect(row.example).toMatch(/ is /);
    const optional = row.parameters.map((parameter) => parameter.optional === true);
    expect([...optional].sort()).toEqual(optional);
    expect(row.parameters.slice(0, -1).some((parameter) => parameter.repeated === true)).toBe(false);
  });

  it.each([
    ['cidrmatch', 'cidrMatch', 'cidrMatch(address, network…)', { least: 2, most: undefined }],
    ['BETWEEN', 'between', 'between(source, left, right[, greedy])', { least: 3, most: 4 }],
    ['endsWith', 'endsWith', 'endsWith(source, substring)', { least: 2, most: 2 }],
    ['Concat', 'concat', 'concat(value…)', { least: 1, most: undefined }],
    ['number', 'number', 'number(source[, base])', { least: 1, most: 2 }],
    ['string', 'string', 'string(value)', { least: 1, most: 1 }],
  ])('%s is found as %s: %s', (written, name, signature, arity) => {
    const row = findFunction(written);
    expect(row?.name).toBe(name);
    expect(row && [signatureOf(row), arityOf(row)]).toEqual([signature, arity]);
  });

  it('keeps legacy functions apart', () => {
    expect(legacyFunctions.filter((row) => findFunction(row.name) !== undefined)).toEqual([]);
    expect(findLegacyFunction('MATCHLITE')?.name).toBe('matchLite');
    expect(findLegacyFunction('length')).toBeUndefined();
  });

  it('does not take names of the language for functions', () => {
    expect(['', 'toString', '__proto__'].map((name) => findFunction(name))).toEqual([undefined, undefined, undefined]);
  });
});

describe('the tables of operators and keywords', () => {
  it('have one sentence or more for each row, each word once', () => {
    for (const rows of [eqlOperators, kqlOperators]) {
      expect(new Set(rows.map((row) => row.operator)).size).toBe(rows.length);
      expect(rows.filter((row) => !/^[A-Z].*\.$/s.test(row.summary))).toEqual([]);
    }
    for (const rows of [eqlKeywordHelp, kqlKeywordHelp]) {
      expect(new Set(rows.map((row) => row.word)).size).toBe(rows.length);
      expect(rows.filter((row) => !/^[A-Z].*\.$/s.test(row.summary) || row.example === '')).toEqual([]);
    }
  });

  it.each([
    ['keyword', ['==', '!=', ':', 'like', 'like~', 'in', 'in~', 'not in', 'not in~', 'regex', 'regex~'], [':', ': *']],
    ['ip', ['==', '!=', 'in', 'not in', '<', '<=', '>', '>='], [':', ': *', '<', '<=', '>', '>=']],
    ['boolean', ['==', '!=', 'in', 'not in'], [':', ': *']],
    ['text', [], [':', ': *']],
    ['nested', [], [': *', ':{']],
  ] as const)('after a %s field: %s in EQL, %s in KQL', (family, eql, kql) => {
    expect(operatorsFor(eqlOperators, family).map((row) => row.operator)).toEqual(eql);
    expect(operatorsFor(kqlOperators, family).map((row) => row.operator)).toEqual(kql);
  });

  it('offer nothing the checker would reject', () => {
    for (const type of fieldTypes) {
      const family = familyOf(type);
      const offered = operatorsFor(eqlOperators, family).map((row) => row.operator);
      if (offered.includes(':')) expect([type, eqlVerdicts[family].pattern]).toEqual([type, 'ok']);
      if (offered.includes('=='))
        expect([type, Object.values(eqlVerdicts[family].equals).some((verdict) => verdict === 'ok' || verdict === 'ifValid')]).toEqual([
          type,
          true,
        ]);
    }
  });
});
