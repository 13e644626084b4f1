import { describe, expect, it } from 'vitest';
import type { FieldType } from '../../server/src/schema/fieldType.js';
import { nothingKnown } from '../../server/src/evaluate/judge.js';
import { accessOfAll, Prices, type Access, type Atom } from '../../server/src/scan/access.js';
import type { Predicate } from '../../server/src/evaluate/predicate.js';
import { parseWildcard } from '../../server/src/evaluate/wildcard.js';
import { catalogOf, contextOf, lowerEvents } from '../kit/evaluate.js';

const types: Readonly<Record<string, FieldType>> = {
  'event.category': 'keyword',
  'process.name': 'keyword',
  'process.args': 'keyword',
  'process.pid': 'long',
  'source.ip': 'ip',
  process: 'object',
};

/** As `field`, `field = value` or `field ∋ part`, sorted. */
function accessTo(query: string): readonly string[] | undefined {
  const context = contextOf(catalogOf(types));
  const { predicate } = lowerEvents(query, context);
  if (predicate === undefined) throw new Error('not lowered');
  const access: Access | undefined = accessOfAll([predicate], nothingKnown, new Prices(({ value }) => (value === undefined ? 0.5 : 0.01)));
  return access?.map((atom) => shown(context.fields.names[atom.field] ?? '', atom)).sort();
}

function shown(name: string, { value, isPart }: Atom): string {
  const text = String(value ?? '')
    .replace('\x02', '^')
    .replace('\x03', '$');
  return [name, isPart ? '∋' : value === undefined ? '' : '=', text].join(' ').trim();
}

describe('what an event must have for a condition to be true', () => {
  it.each<readonly [string, readonly string[] | undefined]>([
    ['any where process.name == "Bash"', ['process.name = bash']],
    ['any where process.name : ("a", "B")', ['process.name = a', 'process.name = b']],
    ['any where process.pid == 4', ['process.pid = 4']],
    ['any where process.pid > 4', ['process.pid']],
    ['any where source.ip == "10.0.0.1"', ['source.ip']],
    ['any where process.name : "*shell*.exe"', ['process.name ∋ shell']],
    ['any where process.name : "shell*"', ['process.name ∋ ^shell']],
    ['any where process.name regex~ ".*shell(.exe|x)"', ['process.name ∋ shell']],
    ['any where process.name regex~ ".+"', ['process.name']],
    ['any where process.name : ("*", "*ab*")', ['process.name']],
    ['any where process.name : ("Cmd.exe", "*shell*")', ['process.name = cmd.exe', 'process.name ∋ shell']],
    ['any where process.name == "a" or process.pid == 1', ['process.name = a', 'process.pid = 1']],
    ['any where process.name == "a" or not process.pid == 1', undefined],
    ['any where process.pid != null and process.name == "a"', ['process.name = a']],
    ['any where not process.name == "a"', undefined],
    ['any where not (not process.name == "a")', undefined],
    ['any where length(process.name) > 3', ['process.name']],
    ['any where process.name == null', undefined],
    ['process where true', ['event.category = process']],
    ['any where false', []],
    ['any where 1 / process.pid > 0 and process.name == "a"', ['process.name = a']],
  ])('%s: %j', (query, access) => expect(accessTo(query)).toEqual(access));
});

describe('what an event must have for a condition on a field in lower case', () => {
  const field = { id: 0, name: 'a', type: 'keyword', ignoreAbove: undefined, lowercased: true } as const;
  const span = { start: 0, end: 1 };
  const accessOf = (predicate: Predicate) =>
    accessOfAll([predicate], nothingKnown, new Prices(() => 0.01))?.map((atom) => shown(field.name, atom));

  it.each<readonly [readonly string[], readonly string[]]>([
    [
      ['Abc*', '*DESK*'],
      ['a ∋ ^abc', 'a ∋ des'],
    ],
    [['Chattr'], ['a ∋ ^chattr$']],
    [['Kubectl'], ['a ∋ ubectl$']],
    [['*\u212aart*'], ['a ∋ art']],
    [['abc', '*k*'], ['a']],
  ])('%j: %j', (patterns, access) => {
    const wildcard = { kind: 'wildcard', field, patterns: patterns.map(parseWildcard), caseInsensitive: false, span } as const;
    expect(accessOf(wildcard)).toEqual(access);
  });

  it.each<readonly [readonly string[], readonly string[]]>([
    [
      ['Web', 'Disk'],
      ['a ∋ ^web$', 'a ∋ ^d'],
    ],
    [['Web', 'ik'], ['a']],
  ])('equal to one of %j: %j', (constants, access) =>
    expect(accessOf({ kind: 'equals', field, constants, caseInsensitive: false, span })).toEqual(access),
  );

  it('that a regular expression matches: any value', () =>
    expect(accessOf({ kind: 'regex', field, patterns: ['abc.*'], caseInsensitive: false, span })).toEqual(['a']));
});
