/** What each step of a mapping makes of a value. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../server/src/events/json.js';
import { applyNamed, namedSteps, type NamedStep } from '../../server/src/mapping/steps.js';

const rows: readonly (readonly [step: NamedStep, value: Json, made: Json | undefined])[] = [
  ['lower', 'ABC', 'abc'],
  ['lower', ['A', 'B'], ['a', 'b']],
  ['lower', { a: 1 }, undefined],
  ['upper', 'abc', 'ABC'],
  ['trim', ' a ', 'a'],
  ['text', 4688, '4688'],
  ['text', -9214364837600034816n, '-9214364837600034816'],
  ['number', '443', 443],
  ['number', '0x1f4', 500],
  ['number', 'many', undefined],
  ['hexNumber', '1f4', 500],
  ['boolean', 'True', true],
  ['boolean', 'No', false],
  ['boolean', 'perhaps', undefined],
  ['words', 'SeDebugPrivilege\r\n\t\tSeTcbPrivilege', ['SeDebugPrivilege', 'SeTcbPrivilege']],
  ['count', ['a', 'b'], 2],
  ['count', 'a', 1],
  ['first', ['a', 'b'], 'a'],
  ['last', ['a', 'b'], 'b'],
  ['join', ['a', 'b'], 'a b'],
  ['basename', 'C:\\Windows\\cmd.exe', 'cmd.exe'],
  ['basename', '/usr/bin/a\\b', 'a\\b'],
  ['basename', 'cmd.exe', 'cmd.exe'],
  ['basename', 'C:\\', undefined],
  ['directory', 'C:\\Windows\\cmd.exe', 'C:\\Windows'],
  ['directory', '/etc', '/'],
  ['directory', 'cmd.exe', undefined],
  ['extension', 'C:\\a.b\\c', undefined],
  ['extension', 'C:\\a.tar.gz', 'gz'],
  ['extension', '/home/.bashrc', undefined],
  ['guid', '{A-1}', 'A-1'],
  ['accountName', 'ACME\\anna', 'anna'],
  ['accountName', 'anna@acme.test', 'anna'],
  ['accountDomain', 'ACME\\anna', 'ACME'],
  ['accountDomain', 'anna', undefined],
  ['date', '2020-06-10 02:50:54.631', '2020-06-10T02:50:54.631Z'],
  ['date', '2020-06-10T02:50:54.1234567Z', '2020-06-10T02:50:54.123456700Z'],
  ['date', '2020-06-10 02:50:54 +02:00', '2020-06-10T00:50:54.000Z'],
  ['date', 'soon', undefined],
  ['epoch', '1700000000.125', '2023-11-14T22:13:20.125Z'],
  ['epoch', '99999999999999999', undefined],
  ['epoch', 'soon', undefined],
  ['ip', '::ffff:203.0.113.5', '203.0.113.5'],
  ['ip', '2001:db8::1', '2001:db8::1'],
  ['ip', '::1', '::1'],
  ['ip', '-', undefined],
  ['ip', 'ec2.amazonaws.com', undefined],
  ['ip', '300.1.1.1', undefined],
  ['windowsArguments', '"C:\\Program Files\\a.exe" -x "b c" d\\\\"e f" \\"g', ['C:\\Program Files\\a.exe', '-x', 'b c', 'd\\e f', '"g']],
  ['windowsArguments', 'a "b""c d ""', ['a', 'b"c', 'd', '']],
  ['quotedWords', '"C:\\Program Files\\a.exe" -x  y', ['"C:\\Program Files\\a.exe"', '-x', '', 'y']],
  ['windowsArguments', '  ', undefined],
  ['linuxArguments', `sh -c 'a b' "c \\"d" e\\ f`, ['sh', '-c', 'a b', 'c "d', 'e f']],
  ['mapText', { userName: 'anna', tags: ['a', 'b'], none: null, inner: { x: 1 } }, '{userName=anna, tags=[a, b], inner={x=1}}'],
  ['registryHive', 'HKEY_LOCAL_MACHINE\\SOFTWARE', 'HKLM'],
  ['registryHive', '\\REGISTRY\\MACHINE', undefined],
  ['registryKey', 'HKLM\\SOFTWARE\\Run\\a', 'SOFTWARE\\Run\\a'],
  ['registryValue', 'HKLM\\SOFTWARE\\Run\\a', 'a'],
  ['registryData', 'DWORD (0x0000000a)', '10'],
  ['registryData', 'QWORD (0x00000001-0x00000000)', '4294967296'],
  ['registryData', 'C:\\a.exe', 'C:\\a.exe'],
  ['registryDataType', 'DWORD (0x0000000a)', 'SZ_DWORD'],
  ['registryDataType', 'QWORD (0x00000001-0x00000000)', 'SZ_QWORD'],
  ['registryDataType', 'Binary Data', 'REG_BINARY'],
  ['registryDataType', 'C:\\a.exe', 'REG_SZ'],
];

describe('a step of a mapping', () => {
  it.each(rows)('%s of %s', (step, value, made) => {
    expect(applyNamed(step, value)).toEqual(made);
  });

  it('stands in a row above, whichever it is', () => {
    expect(namedSteps.filter((step) => !rows.some(([tested]) => tested === step))).toEqual([]);
  });
});
