import { describe, expect, it, test } from 'vitest';
import { scriptFunctions } from '../../server/src/evaluate/functions.js';
import type { ScriptValue } from '../../server/src/evaluate/script/value.js';
import { eqlFunctions } from '../../server/src/schema/functions.js';
import { double, int, ScriptError } from '../../server/src/schema/numbers/number.js';

test('every function of the table has an implementation, and none has more', () => {
  expect(Object.keys(scriptFunctions).sort()).toEqual(eqlFunctions.map(({ name }) => name).sort());
});

function call(name: string, args: readonly ScriptValue[], caseInsensitive = false): ScriptValue {
  const compute = scriptFunctions[name];
  if (compute === undefined) throw new Error(`no function ${name}`);
  return compute(args, { caseInsensitive });
}

type Row = readonly [name: string, args: readonly ScriptValue[], expected: ScriptValue];

const command = 'start notepad.exe';

describe('functions', () => {
  const rows: readonly Row[] = [
    ['add', [int(1), double(0.5)], double(1.5)],
    ['subtract', [int(-5), int(3)], int(-8)],
    ['multiply', [int(3), int(4)], int(12)],
    ['divide', [int(-7), int(2)], int(-3)],
    ['divide', [int(7), double(2)], double(3.5)],
    ['modulo', [int(-11), int(4)], int(-3)],
    ['modulo', [int(7), double(2.5)], double(2)],
    ['add', [int(1), null], null],
    ['between', ['svc --port=8443 --tls', '--port=', ' '], '8443'],
    ['between', ['a[b[c]d]e', '[', ']'], 'b[c'],
    ['between', ['a[b[c]d]e', '[', ']', true], 'b[c]d'],
    ['between', ['abc', 'x', 'c'], ''],
    ['between', ['abc', 'a', 'x'], ''],
    ['between', ['abc', '', 'c'], 'abc'],
    ['between', ['abc', 'a', ''], 'abc'],
    ['between', ['', 'a', 'b'], ''],
    ['between', ['b..a', 'a', 'b', true], ''],
    ['between', [null, 'a', 'b'], null],
    ['cidrMatch', ['10.1.2.3', '192.168.0.0/16', '10.77.5.9/8'], true],
    ['cidrMatch', ['11.1.2.3', '10.0.0.0/8'], false],
    ['cidrMatch', ['fe80::1', 'fe80::/10'], true],
    ['cidrMatch', [null, '10.0.0.0/8'], null],
    ['concat', ['a', int(1), double(42.5), true], 'a142.5true'],
    ['concat', ['a', null], null],
    ['endsWith', ['Setup.EXE', '.EXE'], true],
    ['endsWith', ['Setup.EXE', '.exe'], false],
    ['endsWith', ['', ''], true],
    ['indexOf', ['banana', 'an'], int(1)],
    ['indexOf', ['banana', 'an', int(2)], int(3)],
    ['indexOf', ['banana', 'an', int(-3)], int(1)],
    ['indexOf', ['banana', 'x'], null],
    ['indexOf', ['banana', '', int(4)], int(4)],
    ['indexOf', ['banana', '', int(7)], null],
    ['indexOf', ['', ''], int(0)],
    ['indexOf', ['banana', 'an', null], int(1)],
    ['indexOf', ['😀b', 'b'], int(2)],
    ['length', [''], int(0)],
    ['length', ['😀'], int(2)],
    ['length', [null], null],
    ['number', ['42'], { type: 'long', value: 42n }],
    ['number', ['-42'], { type: 'long', value: -42n }],
    ['number', [' 42.5 '], double(42.5)],
    ['number', ['1e3'], double(1000)],
    ['number', ['0x1F4'], { type: 'long', value: 500n }],
    ['number', ['0xff', int(16)], { type: 'long', value: 255n }],
    ['number', ['25', int(7)], { type: 'long', value: 19n }],
    ['number', ['9223372036854775807'], { type: 'long', value: 9223372036854775807n }],
    ['number', ['9223372036854775808'], double(9223372036854775808)],
    ['number', [null], null],
    ['number', ['12', null], { type: 'long', value: 12n }],
    ['startsWith', ['powershell', 'power'], true],
    ['startsWith', ['x', ''], true],
    ['startsWith', ['x', null], null],
    ['string', [double(42.5)], '42.5'],
    ['string', [double(42)], '42.0'],
    ['string', [double(1e10)], '1.0E10'],
    ['string', [double(1.5e-7)], '1.5E-7'],
    ['string', [int(42)], '42'],
    ['string', [true], 'true'],
    ['stringContains', ['whoami /all', '/all'], true],
    ['stringContains', ['abc', ''], false],
    ['stringContains', ['', ''], false],
    ['substring', [command, int(0), int(5)], 'start'],
    ['substring', [command, int(-4), int(-1)], '.ex'],
    ['substring', [command, int(-4)], '.exe'],
    ['substring', [command, int(5), int(2)], ''],
    ['substring', [command, int(-100), int(100)], command],
    ['substring', ['abc', null, int(1)], 'abc'],
    ['substring', [null, int(1)], null],
    ['wildcard', ['/tmp/x', '/var/*', '/tmp/?'], true],
    ['wildcard', ['/TMP/x', '/tmp/*'], false],
  ];
  it.each(rows)('%s %o is %o', (name, args, expected) => {
    expect(call(name, args)).toEqual(expected);
  });
});

describe('forms that ignore case', () => {
  const rows: readonly Row[] = [
    ['between', ['A[B]C', 'a[', ']c'], 'B'],
    ['endsWith', ['Setup.EXE', '.exe'], true],
    ['indexOf', ['BANANA', 'nan'], int(2)],
    ['startsWith', ['Ärger', 'är'], true],
    ['stringContains', ['WHOAMI', 'oam'], true],
    ['wildcard', ['/TMP/x', '/tmp/*'], true],
  ];
  it.each(rows)('%s~ %o is %o', (name, args, expected) => {
    expect(call(name, args, true)).toEqual(expected);
  });
});

describe('functions that fail', () => {
  const rows: readonly (readonly [name: string, args: readonly ScriptValue[], message: string])[] = [
    ['number', ['abc'], '"abc" cannot be read as a number of base 10'],
    ['number', [''], '"" cannot be read as a number of base 10'],
    ['number', ['0xff', int(10)], '"0xff" cannot be read as a number of base 10'],
    ['number', ['9', int(8)], '"9" cannot be read as a number of base 8'],
    ['number', [int(5)], 'Text is required, but the value is 5'],
    ['divide', [int(1), int(0)], 'Division of 1 by zero'],
    ['add', [int(2147483647), int(1)], '2147483647 + 1 does not fit a 32-bit integer'],
    ['substring', ['abc', double(1.5)], 'A whole number is required, but the value is 1.5'],
    ['cidrMatch', ['nowhere', '10.0.0.0/8'], '"nowhere" is not an IP address'],
  ];
  it.each(rows)('%s %o: %s', (name, args, message) => {
    expect(() => call(name, args)).toThrow(new ScriptError(message));
  });
});
