import { describe, expect, it } from 'vitest';
import { compilePredicate } from '../../server/src/evaluate/compile.js';
import type { Constant, FieldRef, Predicate } from '../../server/src/evaluate/predicate.js';
import { parseWildcard } from '../../server/src/evaluate/wildcard.js';
import { FieldTable } from '../../server/src/events/event.js';
import { isJsonObject, parseJson } from '../../server/src/events/json.js';
import { createView } from '../../server/src/events/view.js';
import type { FieldType } from '../../server/src/schema/fieldType.js';

const span = { start: 0, end: 0 };
const missing = '{}';

function fieldOf(type: FieldType | undefined, ignoreAbove?: number): FieldRef {
  return { id: 0, name: 'f', type, ignoreAbove };
}

/** `json` is the value of the field `f`, or `{}` for an event without it. */
function holds(predicate: Predicate, json: string): boolean {
  const fields = new FieldTable();
  fields.intern('f');
  const view = createView(fields);
  const event = parseJson(json === missing ? missing : `{"f":${json}}`);
  if (!isJsonObject(event)) throw new Error(`not JSON: ${json}`);
  view.reset(event);
  return compilePredicate(predicate)(view);
}

function equals(type: FieldType | undefined, ...constants: Constant[]): Predicate {
  return { kind: 'equals', field: fieldOf(type), constants, caseInsensitive: false, span };
}

type Operator = '<' | '<=' | '>' | '>=';

function range(type: FieldType | undefined, operator: Operator, value: Constant): Predicate {
  const bound = { value, inclusive: operator.endsWith('=') };
  const isLower = operator.startsWith('>');
  return { kind: 'range', field: fieldOf(type), lower: isLower ? bound : undefined, upper: isLower ? undefined : bound, span };
}

type Row = readonly [type: FieldType | undefined, constant: Constant, json: string, expected: boolean];

describe('equals', () => {
  const rows: readonly Row[] = [
    ['keyword', 'a', '"a"', true],
    ['keyword', 'a', '"A"', false],
    ['keyword', 'a', '["b","a"]', true],
    ['keyword', 'a', '[["b"],["a"]]', true],
    ['keyword', 'a', '["b"]', false],
    ['keyword', 'a', missing, false],
    ['keyword', 'a', 'null', false],
    ['keyword', 'a', '[]', false],
    ['keyword', 'a', '[null]', false],
    ['keyword', '', '""', true],
    ['keyword', '', missing, false],
    ['keyword', '5', '5', true],
    ['keyword', 5, '"5"', true],
    ['keyword', 'true', 'true', true],
    ['keyword', 'a*', '"a*"', true],
    ['keyword', 'a*', '"ab"', false],
    ['long', 5, '5', true],
    ['long', 5, '"5"', true],
    ['long', '5', '5', true],
    ['long', 5, '5.7', true],
    ['long', 5, '"5.7"', true],
    ['long', 5.7, '5.7', false],
    ['long', 5, 'true', false],
    ['long', 5, '"five"', false],
    ['long', 'five', '5', false],
    ['long', 9007199254740993n, '9007199254740993', true],
    ['long', 9007199254740992, '9007199254740993', false],
    ['long', '9007199254740993', '"9007199254740993"', true],
    ['long', 5, missing, false],
    ['double', 0.1, '0.1', true],
    ['double', 0.1, '"1e-1"', true],
    ['float', 0.1, '0.10000000149', true],
    ['double', 0.1, '0.10000000149', false],
    ['boolean', true, 'true', true],
    ['boolean', true, '"true"', true],
    ['boolean', 'true', 'true', true],
    ['boolean', true, '"TRUE"', false],
    ['boolean', true, '1', false],
    ['boolean', 1, 'true', false],
    ['boolean', false, '""', true],
    ['boolean', false, missing, false],
    ['ip', '10.0.0.1', '"10.0.0.1"', true],
    ['ip', '10.0.0.0/8', '"10.200.0.1"', true],
    ['ip', '10.1.2.3/8', '"10.200.0.1"', true],
    ['ip', '10.0.0.0/8', '"11.0.0.1"', false],
    ['ip', '0.0.0.0/0', '"fe80::1"', false],
    ['ip', '::/0', '"10.0.0.1"', true],
    ['ip', '::ffff:10.0.0.1', '"10.0.0.1"', true],
    ['ip', '10.0.0.0/8', '"::ffff:10.0.0.1"', true],
    ['ip', 'FE80::1', '"fe80:0:0:0:0:0:0:1"', true],
    ['ip', 'fe80::/10', '"fe80::1%eth0"', false],
    ['ip', '127.0.0.1', '"127.1"', false],
    ['ip', '10.0.0.1', '"010.0.0.1"', false],
    ['ip', '10.0.0.0/33', '"10.0.0.1"', false],
    ['ip', 'host', '"host"', false],
    ['ip', '10.0.0.1', '167772161', false],
    ['version', '1.2.0', '"1.2.0"', true],
    ['version', '1.2', '"1.2.0"', false],
    ['version', 'bad', '"bad"', true],
    [undefined, 'a', '"a"', true],
    [undefined, 5, '5', true],
    [undefined, '5', '5', true],
    [undefined, 5, '"5"', true],
    [undefined, 5, '5.5', false],
    [undefined, true, 'true', true],
    [undefined, true, '"true"', true],
    [undefined, 'x', missing, false],
  ];
  it.each(rows)('%s field equal to %o, on %s: %j', (type, constant, json, expected) => {
    expect(holds(equals(type, constant), json)).toBe(expected);
  });

  it('takes any of several constants', () => {
    expect(['"a"', '"b"', '"c"'].map((json) => holds(equals('keyword', 'a', 'b'), json))).toEqual([true, true, false]);
    expect(['1', '2', '3'].map((json) => holds(equals('long', 1, 2), json))).toEqual([true, true, false]);
  });

  it('folds ASCII letters, and no others, when case does not count', () => {
    const either = (...constants: string[]): Predicate => ({
      kind: 'equals',
      field: fieldOf('keyword'),
      constants,
      caseInsensitive: true,
      span,
    });
    expect(['"cmd.exe"', '"CMD.EXE"', '"cmd"'].map((json) => holds(either('Cmd.exe'), json))).toEqual([true, true, false]);
    expect(['"ÄA"', '"äa"'].map((json) => holds(either('äA', 'x'), json))).toEqual([false, true]);
  });

  it('does not see text longer than what is indexed', () => {
    const limited: Predicate = { kind: 'equals', field: fieldOf('keyword', 3), constants: ['abcd', 'abc'], caseInsensitive: false, span };
    expect(['"abc"', '"abcd"'].map((json) => holds(limited, json))).toEqual([true, false]);
  });

  it('compares dates as points in time', () => {
    const instant = { milliseconds: 1_700_000_000_000, nanoseconds: 0 };
    const texts = [
      '"2023-11-14T22:13:20Z"',
      '1700000000000',
      '"1700000000000"',
      '"2023-11-14T23:13:20.000+01:00"',
      '"soon"',
      '"2023-11-14T22:13:20.000000001Z"',
    ];
    expect(texts.map((json) => holds(equals('date', instant), json))).toEqual([true, true, true, true, false, true]);
    expect(texts.map((json) => holds(equals('date_nanos', instant), json))).toEqual([true, true, true, true, false, false]);
  });
});

describe('range', () => {
  const rows: readonly (readonly [type: FieldType | undefined, operator: Operator, constant: Constant, json: string, expected: boolean])[] =
    [
      ['long', '>', 5, '6', true],
      ['long', '>', 5, '5', false],
      ['long', '>=', 5, '5', true],
      ['long', '<', 5, '5', false],
      ['long', '<=', 5, '5', true],
      ['long', '<', 4.5, '4', true],
      ['long', '>', 5, '[1,9]', true],
      ['long', '>', 5, missing, false],
      ['long', '<', 5, missing, false],
      ['long', '>', '5', '6', true],
      ['long', '>', 'five', '6', false],
      ['long', '>', 9007199254740992, '9007199254740993', true],
      ['long', '>', 5, '"10"', true],
      ['unsigned_long', '>', 2n ** 63n, '18446744073709551615', true],
      ['keyword', '>', '9', '"10"', false],
      ['keyword', '>=', 'Core', '"Core Two"', true],
      ['keyword', '<', '\u{1f600}', '"\uffff"', true],
      ['keyword', '>', 9, '"91"', true],
      ['ip', '>', '10.0.0.9', '"10.0.0.10"', true],
      ['ip', '<', '10.0.0.9', '"9.255.255.255"', true],
      ['ip', '>', '10.0.0.9', '"fe80::1"', true],
      ['version', '>', '2.9.0', '"2.10.4"', true],
      ['version', '<', '2.9.0', '"2.9.0-rc.1"', true],
      ['version', '>', '2.9.0', '"bad"', true],
      ['boolean', '>', false, 'true', true],
      [undefined, '>', 5, '6', true],
      [undefined, '>', '5', '6', true],
      [undefined, '>', '5', '"10"', false],
    ];
  it.each(rows)('%s field %s %o, on %s: %j', (type, operator, constant, json, expected) => {
    expect(holds(range(type, operator, constant), json)).toBe(expected);
  });

  it('wants one value within both bounds', () => {
    const between: Predicate = {
      kind: 'range',
      field: fieldOf('long'),
      lower: { value: 2, inclusive: true },
      upper: { value: 4, inclusive: false },
      span,
    };
    expect(['2', '3', '4', '[1,5]', '[1,3]'].map((json) => holds(between, json))).toEqual([true, true, false, false, true]);
  });
});

describe('patterns', () => {
  const wildcard = (type: FieldType | undefined, pattern: string, caseInsensitive = false): Predicate => ({
    kind: 'wildcard',
    field: fieldOf(type),
    patterns: [parseWildcard(pattern)],
    caseInsensitive,
    span,
  });
  const rows: readonly (readonly [type: FieldType | undefined, pattern: string, json: string, expected: boolean])[] = [
    ['keyword', 'a*', '"ab"', true],
    ['keyword', 'a*', '"AB"', false],
    ['keyword', 'a*', '["x","ab"]', true],
    ['keyword', '*', '""', true],
    ['keyword', '*', missing, false],
    ['keyword', '*', 'null', false],
    ['keyword', '1*', '12', true],
    ['wildcard', '*b', '"ab"', true],
    [undefined, '1*', '12', true],
    [undefined, 'a*', '"ab"', true],
  ];
  it.each(rows)('%s field like %j, on %s: %j', (type, pattern, json, expected) => {
    expect(holds(wildcard(type, pattern), json)).toBe(expected);
  });

  it('ignores case when told to', () => {
    expect(holds(wildcard('keyword', 'A*', true), '"ab"')).toBe(true);
  });

  it('tests regular expressions against the whole value', () => {
    const regex: Predicate = { kind: 'regex', field: fieldOf('keyword'), patterns: ['a+', 'b'], caseInsensitive: false, span };
    expect(['"aa"', '"b"', '"ab"', missing].map((json) => holds(regex, json))).toEqual([true, true, false, false]);
  });
});

describe('exists', () => {
  const rows: readonly (readonly [type: FieldType | undefined, json: string, expected: boolean])[] = [
    ['keyword', '"a"', true],
    ['keyword', '""', true],
    ['keyword', 'null', false],
    ['keyword', '[]', false],
    ['keyword', '[null]', false],
    ['keyword', '{}', false],
    ['keyword', missing, false],
    ['long', '0', true],
    ['long', '"x"', false],
    ['long', '1e400', false],
    ['long', '"1e400"', false],
    ['double', '-1e400', false],
    ['float', '1e300', false],
    ['boolean', 'false', true],
    ['object', '{"g":1}', true],
    ['object', '{"g":{"h":null}}', false],
    ['nested', '[{"g":1}]', true],
    [undefined, '0', true],
  ];
  it.each(rows)('%s field, on %s: %j', (type, json, expected) => {
    expect(holds({ kind: 'exists', field: fieldOf(type), span }, json)).toBe(expected);
  });

  it('does not see text longer than what is indexed', () => {
    const limited: Predicate = { kind: 'exists', field: fieldOf('keyword', 2), span };
    expect(['"ab"', '"abc"', '["abc","a"]'].map((json) => holds(limited, json))).toEqual([true, false, true]);
  });
});
