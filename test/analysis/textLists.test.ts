/**
 * Of a list of plain texts the checks know what follows from the texts alone, worked out once. What they say is the same as of a list
 * that is read piece by piece, the first time and again, wherever the list stands then.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEql } from '../../server/src/syntax/eql/parse.js';
import { textsOf } from '../../server/src/syntax/eql/textList.js';
import { eqlNodes } from '../../server/src/analysis/eql/nodes.js';
import { shippedSchemas } from '../schema/shipped.js';
import { diagnose } from './annotations.js';

const everything = (await shippedSchemas).catalogFor([]);

/** Code, level and place of each finding. Comments keep one from being made. */
const foundIn = (text: string, from = 0): readonly string[] =>
  diagnose('eql', text, everything)
    .filter(({ code }) => code !== 'EQL119')
    .map(({ code, severity, span: { start, end } }) => `${code} ${severity} ${start - from} ${end - from}`);

const texts = [
  'cmd.exe', 'CMD.exe', 'c*.exe', 'c*', '*', '?md.exe', 'cmd.exe.exe', ' cmd.exe', 'powershel.exe', 'svhost.exe', 'wéb.exe', 'а.exe',
  'C:\\\\Windows\\\\*', 'c:\\\\a.exe', '%TEMP%\\\\a', 'a\\tb', '\\"', '', '10.0.0.1', '10.0.0.0/8', '10', 'start', 'Start', 'end', '2024-01-01', '^a$', '(a', 'x'.repeat(1100),
]; // prettier-ignore
const filler = Array.from({ length: 40 }, (_, at) => `filler ${at}.dat`);
const list = fc
  .tuple(fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 4 }), fc.constantFrom(0, 40))
  .map(([some, more]) => `(${[...some, ...filler.slice(0, more)].map((text) => `"${text}"`).join(', ')}…)`);
const condition = fc
  .tuple(
    fc.constantFrom('process.name', 'process.executable', 'dll.name', 'source.ip', 'process.pid', 'event.type', '@timestamp', 'no.such', 'length(user.name)'),
    fc.constantFrom('in', 'in~', ':', 'like', 'like~', 'regex', 'not in'),
    list,
    fc.constantFrom('', 'not '),
  )
  .map(([subject, operator, values, not]) => `${not}${subject} ${operator} ${values}`); // prettier-ignore
const query = fc
  .tuple(condition, fc.constantFrom(' and ', ' or ', ' and not ('), condition)
  .map(([a, join, b]) => `process where host.id != null and (${a}${join}${b}${join.endsWith('(') ? ')' : ''})`);

test('the same is found in lists that are read in one go', () => {
  const found = new Set<string>();
  const sameFindings = (text: string): void => {
    const once = text.replaceAll('…', '    ');
    const findings = foundIn(once);
    expect({ text, findings }).toEqual({ text, findings: foundIn(text.replaceAll('…', '/**/')) });
    expect({ text, findings }).toEqual({ text, findings: foundIn(`  ${once}`, 2) });
    for (const finding of findings) found.add(finding.slice(0, 6));
  };
  fc.assert(fc.property(query, sameFindings), { seed: 9, numRuns: 400 });
  expect([...found].sort()).toEqual([
    'EQL102', 'EQL103', 'EQL110', 'EQL111', 'QRY002', 'QRY003', 'QRY005', 'QRY006', 'QRY007', 'QRY009', 'QRY010', 'QRY011', 'QRY015', 'QRY016',
    'QRY017', 'QRY022', 'QRY023',
  ]); // prettier-ignore
});

test('what is known of a long list is known of it in the next text', () => {
  const values = filler.map((text) => `"${text}"`).join(', ');
  const listIn = (text: string): unknown => eqlNodes(parseEql(text).tree)('listTest').map((node) => textsOf(node)?.list)[0];
  const first = listIn(`any where a : (${values})`);
  expect(listIn(`any where a == 1 and b in (${values})`)).toBe(first);
  expect(listIn(`any where a : (${values}, "b")`)).toMatchObject({ texts: [...filler, 'b'] });
  expect(listIn(`any where a : (${values}`)).toBeUndefined();
});
