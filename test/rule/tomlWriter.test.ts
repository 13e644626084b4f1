import { describe, expect, it } from 'vitest';
import { applyEdits, type TextEdit } from '../../server/src/base/edit.js';
import { createTomlWriter } from '../../server/src/rule/tomlWriter.js';
import {
  entryOf,
  plainOf,
  type Plain,
  type RuleArray,
  type RuleEntry,
  type RuleTable,
  type RuleValue,
} from '../../server/src/rule/value.js';
import type { RuleWriter } from '../../server/src/rule/writer.js';
import { readToml } from '../../server/src/toml/read.js';

/** The table, entry or value at a path such as `rule.threat.0.tactic`. */
interface Place {
  readonly table: RuleTable;
  readonly entry: RuleEntry;
  readonly value: RuleValue;
}

function placeAt(root: RuleTable, path: string): Place {
  let table = root;
  let found: Place | undefined;
  for (const part of path.split('.')) {
    if (/^\d+$/.test(part)) {
      const element = found?.value.kind === 'array' ? found.value.elements[Number(part)] : undefined;
      if (found === undefined || element === undefined) throw new Error(`no element ${part} in ${path}`);
      found = { ...found, value: element };
    } else {
      const entry = entryOf(table, part);
      if (entry === undefined) throw new Error(`no ${part} in ${path}`);
      found = { table, entry, value: entry.value };
    }
    if (found.value.kind === 'table') table = found.value;
  }
  if (found === undefined) throw new Error('empty path');
  return found;
}

type Change = (writer: RuleWriter, place: Place, root: RuleTable) => readonly TextEdit[];

function changed(text: string, path: string, change: Change): string {
  const { root, problems } = readToml(text);
  expect(problems).toEqual([]);
  return applyEdits(text, change(createTomlWriter(text, root), placeAt(root, path), root));
}

const replace =
  (value: Plain): Change =>
  (writer, place) =>
    writer.replaceValue(place.value, value);
const rename =
  (key: string): Change =>
  (writer, place) =>
    writer.renameKey(place.entry, key);
const remove: Change = (writer, place) => writer.removeEntry(place.table, place.entry);
const removeElement =
  (index: number): Change =>
  (writer, place) =>
    writer.removeElement(place.value as RuleArray, index);
const insert =
  (entries: Readonly<Record<string, Plain>>): Change =>
  (writer, place) =>
    writer.insertEntries(place.value as RuleTable, Object.entries(entries));
const append =
  (value: Plain): Change =>
  (writer, place) =>
    writer.insertElement(place.value as RuleArray, value);

const threat = '[[rule.threat]]\nframework = "MITRE ATT&CK"\n\n[rule.threat.tactic]\nid = "TA0002"\n';

const cases: readonly [what: string, text: string, path: string, change: Change, expected: string][] = [
  ['a string keeps its quotes', "[rule]\nname = 'a' # why\n", 'rule.name', replace('b'), "[rule]\nname = 'b' # why\n"],
  ['a string changes its quotes where it has to', "[rule]\nname = 'a'\n", 'rule.name', replace("it's"), '[rule]\nname = "it\'s"\n'],
  ['a number', '[rule]\nrisk_score = 200\n', 'rule.risk_score', replace(100), '[rule]\nrisk_score = 100\n'],
  ['a string becomes a list', '[rule]\nindex = "a"\n', 'rule.index', replace(['a']), '[rule]\nindex = ["a"]\n'],
  ['a number becomes text', '[rule]\nfrom = 5\n', 'rule.from', replace('now-5m'), '[rule]\nfrom = "now-5m"\n'],
  ['a key', '[rule]\nnmae = "a"\n', 'rule.nmae', rename('name'), '[rule]\nname = "a"\n'],
  [
    'a key that stands in several headers',
    '[rule]\n[[rule.treat]]\na = 1\n[rule.treat.tactic]\nid = "x"\n',
    'rule.treat',
    rename('threat'),
    '[rule]\n[[rule.threat]]\na = 1\n[rule.threat.tactic]\nid = "x"\n',
  ],
  ['an entry with its line', '[rule]\na = 1 # why\nb = 2\n', 'rule.a', remove, '[rule]\nb = 2\n'],
  ['an entry over several lines', '[rule]\na = [\n  1,\n]\nb = 2\n', 'rule.a', remove, '[rule]\nb = 2\n'],
  ['nothing into a table that has no header of its own', '[rule.a.b]\nc = 1\n', 'rule.a', insert({ d: 2 }), '[rule.a.b]\nc = 1\n'],
  ['nothing into a list of tables without one', '[[rule.a.b]]\nc = 1\n', 'rule.a', insert({ d: 2 }), '[[rule.a.b]]\nc = 1\n'],
  ['an entry of an inline table', '[rule]\nmeta = { a = 1, b = 2 }\n', 'rule.meta.b', remove, '[rule]\nmeta = { a = 1 }\n'],
  [
    'a table with all below it, not the comment of the next one',
    `[rule]\nname = "a"\n\n${threat}\n# the next\n[transform]\n`,
    'rule.threat',
    remove,
    '[rule]\nname = "a"\n\n# the next\n[transform]\n',
  ],
  ['an element in the middle', '[rule]\ntags = ["a", "b", "c"]\n', 'rule.tags', removeElement(1), '[rule]\ntags = ["a", "c"]\n'],
  ['the last element', '[rule]\ntags = ["a", "b"]\n', 'rule.tags', removeElement(1), '[rule]\ntags = ["a"]\n'],
  ['the only element', '[rule]\ntags = ["a"]\n', 'rule.tags', removeElement(0), '[rule]\ntags = []\n'],
  ['an element with its line', '[rule]\ntags = [\n  "a",\n  "b",\n]\n', 'rule.tags', removeElement(0), '[rule]\ntags = [\n  "b",\n]\n'],
  ['one of several tables', `[rule]\n\n${threat}\n${threat}`, 'rule.threat', removeElement(1), `[rule]\n\n${threat}\n`],
  ['an entry behind the last one', '[rule]\na = 1\n\n[transform]\n', 'rule', insert({ b: 'x' }), '[rule]\na = 1\nb = "x"\n\n[transform]\n'],
  ['an entry of an empty table', '[rule]\n', 'rule', insert({ b: 'x' }), '[rule]\nb = "x"\n'],
  ['an entry at the end of a file without line break', '[rule]\na = 1', 'rule', insert({ b: 2 }), '[rule]\na = 1\nb = 2'],
  [
    'an entry of a table with tables below it',
    `[rule]\na = 1\n\n${threat}`,
    'rule',
    insert({ b: ['x'] }),
    `[rule]\na = 1\nb = ["x"]\n\n${threat}`,
  ],
  ['an entry of an inline table', '[rule]\nmeta = { a = 1 }\n', 'rule.meta', insert({ b: 2 }), '[rule]\nmeta = { a = 1, b = 2 }\n'],
  [
    'a table',
    '[rule]\na = 1\n',
    'rule',
    insert({ threshold: { field: [], value: 2 } }),
    '[rule]\na = 1\n\n[rule.threshold]\nfield = []\nvalue = 2\n',
  ],
  [
    'a table below one of several',
    `[rule]\n\n${threat}`,
    'rule.threat.0',
    insert({ technique: [{ id: 'T1059' }] }),
    `[rule]\n\n${threat}\n[[rule.threat.technique]]\nid = "T1059"\n`,
  ],
  ['an element', '[rule]\ntags = ["a"]\n', 'rule.tags', append('b'), '[rule]\ntags = ["a", "b"]\n'],
  ['an element of an empty list', '[rule]\ntags = []\n', 'rule.tags', append('b'), '[rule]\ntags = ["b"]\n'],
  ['an element on a line of its own', '[rule]\ntags = [\n  "a",\n]\n', 'rule.tags', append('b'), '[rule]\ntags = [\n  "a",\n  "b",\n]\n'],
  [
    'one more table',
    `[rule]\n\n${threat}\n[transform]\n`,
    'rule.threat',
    append({ framework: 'MITRE ATT&CK', tactic: { id: 'TA0003' } }),
    `[rule]\n\n${threat}\n[[rule.threat]]\nframework = "MITRE ATT&CK"\n[rule.threat.tactic]\nid = "TA0003"\n\n[transform]\n`,
  ],
  ['line breaks of the file', '[rule]\r\na = 1\r\n', 'rule', insert({ b: 2, c: 3 }), '[rule]\r\na = 1\r\nb = 2\r\nc = 3\r\n'],
];

describe('edits of a TOML rule', () => {
  it.each(cases)('%s', (_, text, path, change, expected) => expect(changed(text, path, change)).toBe(expected));
});

const values: readonly Plain[] = [
  '', 'a', 'say "x"', 'C:\\x', "it's \\ \"both\"", 'tab\t', 'two\nlines', "two\nlines '''", 'ends with quote\n\'', '\u007f\u0001', 'é😀',
  1, -2.5, true, [], ['a', 'b'], [1, [2]], { a: 'b', 'c d': { e: [] } }, [{ a: 1 }], 'x'.repeat(200).split(''),
]; // prettier-ignore

describe('a value written as TOML', () => {
  it.each(values.map((value) => [value]))('%j is read back', (value) => {
    const text = `v = ${createTomlWriter('', readToml('').root).literal(value)}\n`;
    const { root, problems } = readToml(text);
    expect(problems).toEqual([]);
    expect(plainOf(placeAt(root, 'v').value)).toEqual(value);
  });
});
