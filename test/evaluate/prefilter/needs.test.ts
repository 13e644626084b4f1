import { describe, expect, it } from 'vitest';
import { chooseLiterals, literalsIn } from '../../../server/src/evaluate/prefilter/choose.js';
import { needsOf, type Needs } from '../../../server/src/evaluate/prefilter/needs.js';
import { fragmentsOf, isNeverNumber } from '../../../server/src/evaluate/prefilter/fragments.js';
import { catalogOf, contextOf, lowerEvents } from '../../kit/evaluate.js';

const types = {
  'event.category': 'keyword',
  name: 'keyword',
  'a.b': 'keyword',
  message: 'match_only_text',
  pid: 'long',
  flag: 'boolean',
  addr: 'ip',
  version: 'version',
  at: 'date',
  list: 'nested',
} as const;

function needsOfQuery(query: string): Needs {
  const context = contextOf(catalogOf(types));
  const { predicate } = lowerEvents(`any where ${query}`, context);
  if (predicate === undefined) throw new Error(`${query} cannot be evaluated`);
  return needsOf(predicate, context.fields);
}

/** `~x` for both cases; `&` binds tighter than `|`. */
function shown(needs: Needs): string {
  switch (needs.kind) {
    case 'literal':
      return `${needs.literal.folds ? '~' : ''}${needs.literal.text}`;
    case 'all':
      return needs.needs.map(shown).join(' & ');
    case 'any':
      return needs.needs.map((need) => (need.kind === 'all' ? `(${shown(need)})` : shown(need))).join(' | ');
    default:
      return needs.kind;
  }
}

describe('what a line needs', () => {
  it.each([
    ['name == "chmod"', 'name" & chmod'],
    ['a.b == "chmod"', 'b" & chmod'],
    ['name : "ChMod"', 'name" & ~chmod'],
    ['name : ("ch*", "b?sh")', 'name" & ~ch | ~sh'],
    ['name in ("chmod", "chown")', 'name" & chmod | chown'],
    ['name like "*/bin/ch*mod"', 'name" & bin & ch & mod'],
    ['name == "C:\\\\Windows\\\\a\\"b.exe"', 'name" & C: & Windows & b.exe'],
    ['name == "größe.exe"', 'name" & gr & e.exe'],
    ['name == "é"', 'name"'],
    // A number becomes text when it is compared with a keyword, and 10 may be written 1e1.
    ['name == "10"', 'name"'],
    ['name : "1*"', 'name"'],
    ['name : "Inf*"', 'name"'],
    ['name == "10.0.0.1-x"', 'name" & 10.0.0.1-x'],
    ['name == "true"', 'name" & true'],
    ['pid == 4624', 'pid"'],
    ['pid > 4 and pid < 8', 'pid" & pid"'],
    ['flag == true', 'flag"'],
    ['addr == "10.0.0.1"', 'addr"'],
    ['version == "1.2.3-x"', 'version"'],
    ['name != null', 'name"'],
    ['name regex "ch.*"', 'name"'],
    ['name == null', 'nothing'],
    ['not name == "chmod"', 'nothing'],
    ['name != "chmod"', 'nothing'],
    ['name == "chmod" or pid == 1', 'pid" | (name" & chmod)'],
    ['name == "chmod" or not pid == 1', 'nothing'],
    ['name == "chmod" and not pid == 1', 'name" & chmod'],
    ['name == "chmod" or length(name) > 4', 'nothing'],
    ['name == "chmod" and false', 'never'],
    ['name == "chmod" or true', 'nothing'],
    ['stringContains(name, "chmod")', 'name" & chmod'],
    ['startsWith~(name, "ChMod")', 'name" & ~chmod'],
  ])('of %s is %s', (query, expected) => {
    const got = shown(needsOfQuery(query));
    expect(got.split(' | ').sort().join(' | ')).toBe(expected.split(' | ').sort().join(' | '));
  });
});

describe('the fragments of a text', () => {
  it.each([
    ['C:\\Temp\\a b.exe', ['C:', 'Temp', 'a b.exe']],
    ['/usr/bin/x', ['usr', 'bin']],
    ['a"b', []],
    ['äöü', []],
    ['tab\there', ['tab', 'here']],
    ['', []],
    ['x'.repeat(100), ['x'.repeat(64)]],
  ])('%j are %j', (text, expected) => {
    expect(fragmentsOf(text, 'exact').map((fragment) => fragment.text)).toEqual(expected);
  });

  it.each([
    ['10', false],
    ['1e+21', false],
    ['-', false],
    ['Infinity', false],
    ['nit', false],
    ['10x', true],
    ['null', true],
    ['true', true],
  ])('%s is never a number: %s', (text, expected) => expect(isNeverNumber(text)).toBe(expected));
});

describe('the choice of literals', () => {
  const rates: Readonly<Record<string, number>> = { 'name"': 1, 'pid"': 0.4, 'b"': 0.2, chmod: 0.01, chown: 0.02, ls: 0.5 };
  const chosen = (query: string): readonly string[] | undefined =>
    chooseLiterals(needsOfQuery(query), ({ text }) => rates[text] ?? 1)?.literals.map(({ text }) => text);

  it.each([
    ['name == "chmod" and pid == 1', ['chmod']],
    ['name == "ls" and pid == 1', ['pid"']],
    ['name in ("chmod", "chown")', ['chmod', 'chown']],
    ['name in ("chmod", "ls") and a.b != null', ['b"']],
    ['name == "chmod" or a.b : "*"', ['chmod', 'b"']],
    ['not name == "chmod"', undefined],
    ['false', []],
  ])('for %s is %j', (query, expected) => expect(chosen(query)?.toSorted()).toEqual(expected?.toSorted()));

  it('is none where too many would have to be looked for', () => {
    const names = Array.from({ length: 200 }, (_, index) => `"tool${index}"`).join(', ');
    const needs = needsOfQuery(`name in (${names})`);
    expect([literalsIn(needs).length, chooseLiterals(needs, () => 0.001)?.literals]).toEqual([201, [{ text: 'name"', folds: false }]]);
  });
});
