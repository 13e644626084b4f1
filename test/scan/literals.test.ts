import { describe, expect, it } from 'vitest';
import { FieldTable, type EventView } from '../../server/src/events/event.js';
import { createView } from '../../server/src/events/view.js';
import { parseWildcard } from '../../server/src/evaluate/wildcard.js';
import { LiteralScanner, literalOf } from '../../server/src/scan/literals.js';
import { literalsOfRegex } from '../../server/src/scan/regexLiterals.js';

/** With `^` for the start of a value, `$` for its end and `¬` for a character that is not ASCII. */
function shown(literal: string): string {
  return literal.replace('\x02', '^').replace('\x03', '$').replace('\x01', '¬');
}

describe('the text that every value of a pattern has', () => {
  it.each([
    ['*', undefined],
    ['*x*', undefined],
    ['*.*', undefined],
    ['*=*', '='],
    ['*ü*', '¬'],
    ['*ü*a*', '¬'],
    ['*ü*ab*', 'ab'],
    ['*.EXE', '.exe$'],
    ['ab*.exe', '.exe$'],
    ['abc*.exe', '^abc'],
    ['* ', ' $'],
    ['.*', '^.'],
    ['?.dll', '.dll$'],
    ['C:\\*\\System32\\?.dll', '\\system32\\'],
    ['*ürb*kis', 'kis$'],
    ['ürb*', 'rb'],
    ['a\x02b\x03*', '^a'],
    ['plain', '^plain$'],
  ])('%s: %s', (pattern, literal) => {
    const found = literalOf(parseWildcard(pattern));
    expect(found === undefined ? undefined : shown(found)).toBe(literal);
  });
});

describe('the texts of which every value of a regular expression has one', () => {
  it.each<readonly [string, readonly string[] | undefined]>([
    ['Abc', ['^abc$']],
    ['', ['^$']],
    ['.*abc.*', ['abc']],
    ['@abc', ['abc$']],
    ['.*[0-9]{1,3}\\.[0-9]+:[0-9].*', [':']],
    ['(a|cd)\\w+.exe', ['exe$']],
    ['(ab|cd)\\w+.exe', ['^ab', '^cd']],
    ['.*(abc|d.)', undefined],
    ['a(bcd)?', ['^a']],
    ['(abc)+', ['abc']],
    ['x{0,3}', undefined],
    ['"a.b"[xy]', ['^a.b']],
    ['[xy]"a.b"', ['a.b$']],
    ['[ab]#', undefined],
    ['(.*abc.*)&(.*d.*)', ['abc']],
    ['~(abc)', undefined],
    ['<1-31>th', ['th$']],
    ['.*[ᴬ-ᶻ]+.*', ['¬']],
    ['.*[a-ᶻ]+.*', undefined],
    ['.*[^ᴬ-ᶻ]+.*', undefined],
    ['..', undefined],
  ])('%s: %j', (pattern, literals) => expect(literalsOfRegex(pattern)?.map(shown)).toEqual(literals));
});

const fields = new FieldTable();
const field = fields.intern('process.args');

function viewOf(args: readonly unknown[]): EventView {
  const view = createView(fields);
  view.reset({ process: { args: args as string[] } });
  return view;
}

function foundIn(literals: readonly string[], args: readonly unknown[]): readonly string[] {
  const scanner = new LiteralScanner();
  for (const literal of literals) scanner.add(field, literal);
  scanner.nextEvent(undefined);
  return scanner
    .found(field, viewOf(args))
    .map((number) => literals.find((literal) => scanner.numberOf(field, literal) === number) ?? '')
    .sort();
}

describe('literals in the values of a field', () => {
  it.each([
    [['she', 'he', 'hers', 'his'], ['ushers'], ['he', 'hers', 'she']],
    [['he'], ['HE', 'other'], ['he']],
    [['ab', 'bc'], ['a', 'b', 'c'], []],
    [['ab'], ['aüb'], []],
    [['12'], [512, true], ['12']],
    [['ab'], [], []],
    [['aab', 'ab'], ['aaab'], ['aab', 'ab']],
    [
      ['\x02ab', 'ab\x03', '\x02b'],
      ['aab', 'abb'],
      ['\x02ab', 'ab\x03'],
    ],
    [['\x02\x03', '\x02a'], ['', 'b'], ['\x02\x03']],
    [['\x01', 'b'], ['aüb'], ['\x01', 'b']],
    [['\x01'], ['ab'], []],
  ])('%j in %j: %j', (literals, args, found) => expect(foundIn(literals, args)).toEqual(found));

  it('are those that looking for each of them finds', () => {
    const alphabet = ['a', 'b', 'c', 'B', '.'];
    let state = 7;
    const next = (most: number): number => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) % most;
    const text = (length: number): string => Array.from({ length }, () => alphabet[next(alphabet.length)]).join('');
    for (let round = 0; round < 200; round++) {
      const literals = [...new Set(Array.from({ length: 1 + next(6) }, () => text(1 + next(4)).toLowerCase()))];
      const args = Array.from({ length: next(4) }, () => text(next(12)));
      const expected = literals.filter((literal) => args.some((arg) => arg.toLowerCase().includes(literal)));
      expect(foundIn(literals, args)).toEqual(expected.sort());
    }
  });

  it('of one event are forgotten with the next', () => {
    const scanner = new LiteralScanner();
    scanner.add(field, 'ab');
    const hasAny = scanner.anyOf(field, ['ab']);
    scanner.nextEvent(undefined);
    expect(hasAny(viewOf(['ab']))).toBe(true);
    scanner.nextEvent(undefined);
    expect(hasAny(viewOf(['b']))).toBe(false);
    expect(scanner.found(field, viewOf(['ab']))).toEqual([]);
  });
});
