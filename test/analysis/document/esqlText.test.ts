import { describe, expect, it } from 'vitest';
import { columnsAfter, hasColumn, type Columns } from '../../../server/src/analysis/document/esqlColumns.js';
import { readEsql } from '../../../server/src/analysis/document/esqlText.js';

describe('the commands of an ES|QL query', () => {
  it.each([
    ['FROM logs-* | WHERE a > 1', 'from where'],
    ['from logs-*\n| eval b = "x | y" // c | d\n| keep b', 'from eval keep'],
    ['FROM a | EVAL b = """x " | y""" | LIMIT 1', 'from eval limit'],
    ['FROM a | FORK (WHERE b | LIMIT 1) (WHERE c) | KEEP d', 'from fork keep'],
    ['FROM a | RENAME `x|y` AS z', 'from rename'],
    ['FROM a /* | WHERE b */ | ', 'from '],
    ['', ''],
  ])('%j → %s', (text, expected) => {
    expect(
      readEsql(text)
        .commands.map(({ name }) => name)
        .join(' '),
    ).toBe(expected);
  });

  it('stand where they stand in the query', () => {
    const text = 'FROM a | WHERE b == "c"';
    const [, where] = readEsql(text).commands;
    expect([text.slice(where?.nameSpan.start, where?.nameSpan.end), text.slice(where?.bodyStart)]).toEqual(['WHERE', ' b == "c"']);
  });
});

describe('what has no partner', () => {
  it.each([
    ['FROM a | WHERE (b', '('],
    ['FROM a | WHERE b)', ')'],
    ['FROM a | WHERE (b]', ']'],
    ['FROM a | WHERE b == "c', '"'],
    ['FROM a /* b', '/*'],
    ['FROM a | WHERE b == "(\\"" // )', undefined],
    ['FROM a | EVAL b = """ " ( """', undefined],
  ])('%j → %s', (text, expected) => {
    const { unbalanced } = readEsql(text);
    expect(unbalanced === undefined ? undefined : text.slice(unbalanced.span.start, unbalanced.span.end)).toBe(expected);
  });
});

function columnsOf(text: string): readonly string[] | undefined {
  const columns = readEsql(text).commands.reduce<Columns>((before, command) => columnsAfter(command, before), undefined);
  return columns === undefined ? undefined : [...columns].sort();
}

describe('the columns that a query leaves', () => {
  it.each([
    ['FROM a', undefined],
    ['FROM a | EVAL b = 1', undefined],
    ['FROM a | KEEP b, `c d`, e*', ['b', 'c d', 'e*']],
    ['FROM a | STATS n = COUNT(*), MAX(b) BY c, d = BUCKET(e, 1 hour)', ['MAX(b)', 'c', 'd', 'n']],
    ['FROM a | STATS n = COUNT(*) WHERE b == 1 BY c | WHERE n > 3 | SORT n', ['c', 'n']],
    ['FROM a | KEEP b, c | EVAL d = b + 1, e = 2 | DROP b', ['c', 'd', 'e']],
    ['FROM a | KEEP b, c | RENAME b AS d', ['c', 'd']],
    ['FROM a | KEEP b | DROP b*', undefined],
    ['FROM a | KEEP b | DISSECT b "%{c}"', undefined],
  ])('%s → %s', (text, expected) => expect(columnsOf(text)).toEqual(expected));
});

describe('whether a column is there', () => {
  it.each([
    [['a.b'], 'a.b', true],
    [['a.b'], 'a.c', false],
    [['a.*'], 'a.b.c', true],
    [['*.name'], 'host.name', true],
    [['*.name'], 'host.names', false],
    [['a*b*c'], 'a-b-c', true],
  ])('%s has %s: %s', (columns, name, expected) => expect(hasColumn(new Set(columns), name)).toBe(expected));
});
