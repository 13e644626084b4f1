/** Completion and hover in a file of rule tests: its keys, those of a test and of what a test expects, from one table. */
import {
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
  type CompletionList,
  type Hover,
} from 'vscode-languageserver-types';
import { entryOf } from '../../rule/value.js';
import { readToml } from '../../toml/read.js';
import { lineEnd } from '../../toml/strings.js';
import { placeInToml, tableAtPath, type TomlPlace } from '../context/toml.js';
import { toRange } from '../convert.js';
import type { RuleModel } from '../ruleModel.js';

interface TestKey {
  readonly key: string;
  /** Markdown. */
  readonly about: string;
  /** A snippet with the value; undefined for what is written as a header. */
  readonly value?: string;
}

const events: TestKey = {
  key: 'events',
  about: "Events as JSON between `'''` and `'''`, or the name of a file that has some; or a list of these, read in that order.",
  value: "'''\n${1:{\\}}\n'''",
};
const surroundings: readonly TestKey[] = [
  { key: 'history', about: 'Events of before: what they hold is known to a `new_terms` rule.', value: "'''\n${1:{\\}}\n'''" },
  { key: 'indicators', about: 'Indicators for a `threat_match` rule.', value: "'''\n${1:{\\}}\n'''" },
  {
    key: 'now',
    about: 'What “now” is in the query; without it the time of the newest event.',
    value: '"${1:2026-01-05T12:00:00Z}"',
  },
];

/** The keys of each table of a test file, by the path to it. */
export const testFileTables: Readonly<Record<string, readonly TestKey[]>> = {
  '': [
    {
      key: 'rule',
      about: 'The file of the rule, from the folder of the tests on; without it the rule beside them.',
      value: '"${1:rule.toml}"',
    },
    { key: 'rule_name', about: 'The `rule_id` or name of the rule, where its file has several.', value: '"$1"' },
    {
      key: 'mapping',
      about: 'How events of other shapes become ECS: a mapping, a mapping file, or `none`; without it as each event looks.',
      value: '"${1:windows-sysmon}"',
    },
    {
      key: 'defaults',
      about: 'A JSON object: fields that each event in the file has unless it says otherwise.',
      value: "'''${1:{\\}}'''",
    },
    { ...events, about: `${events.about} For tests that have none themselves.` },
    ...surroundings,
    { key: 'test', about: 'One test; as many as are needed.' },
  ],
  test: [
    { key: 'name', about: 'What is tested; each name once in a file.', value: '"$1"' },
    events,
    ...surroundings,
    {
      key: 'expect',
      about: 'What is expected: `matches`, `events`, `ids`, `fields` or `alerts`, at least one.',
      value: '{ matches = ${1:1} }',
    },
  ],
  'test.expect': [
    {
      key: 'matches',
      about: 'How many events match, or how many sequences or samples; `0` for events that the rule must leave alone.',
      value: '${1:1}',
    },
    {
      key: 'events',
      about: 'Which events match, counted from 1 over all events of the test; of a sequence one list for each match, such as `[[1, 2]]`.',
      value: '[${1:1}]',
    },
    { key: 'ids', about: 'Which events match, by `_id`, or `event.id` where there is none.', value: '["$1"]' },
    {
      key: 'fields',
      about: 'Values that the matches have, one table for each match in order.',
      value: '[{ "${1:process.name}" = "$2" }]',
    },
    {
      key: 'alerts',
      about: 'How many alerts the rule creates, run as its type is: with thresholds, new terms, indicators and suppression.',
      value: '${1:1}',
    },
  ],
};

const headers = ['test', 'test.expect'];

export function testFileCompletions(model: RuleModel, offset: number): CompletionList {
  const { text } = model.document;
  const place = placeInToml(text, offset);
  const items =
    place === undefined || place.quotes !== '' ? [] : place.kind === 'key' ? keyItems(place, model, offset) : headerItems(place, model);
  return { isIncomplete: false, items: [...items] };
}

function keyItems({ path, replace }: TomlPlace, { document: { text }, lines }: RuleModel, offset: number): readonly CompletionItem[] {
  const table = tableAtPath(readToml(text).root, path, offset);
  const hasValue = /^[ \t]*=/.test(text.slice(replace.end, lineEnd(text, replace.end)));
  const range = toRange(lines, replace);
  return (testFileTables[path.join('.')] ?? []).flatMap((row, index): readonly CompletionItem[] => {
    const present = table === undefined ? undefined : entryOf(table, row.key);
    if (row.value === undefined || (present !== undefined && present.keySpan.start !== replace.start)) return [];
    return [
      {
        label: row.key,
        kind: CompletionItemKind.Property,
        textEdit: { range, newText: hasValue ? row.key : `${row.key} = ${row.value}` },
        insertTextFormat: hasValue ? InsertTextFormat.PlainText : InsertTextFormat.Snippet,
        sortText: String(index).padStart(2, '0'),
        documentation: { kind: MarkupKind.Markdown, value: row.about },
      },
    ];
  });
}

function headerItems({ kind, isArray, replace }: TomlPlace, { lines }: RuleModel): readonly CompletionItem[] {
  if (kind !== 'header') return [];
  return headers
    .filter((name) => isArray === (name === 'test'))
    .map((name) => ({ label: name, kind: CompletionItemKind.Module, textEdit: { range: toRange(lines, replace), newText: name } }));
}

export function testFileHover({ document: { text }, lines }: RuleModel, offset: number): Hover | undefined {
  const place = placeInToml(text, offset);
  if (place === undefined || place.kind === 'value') return undefined;
  const written = text.slice(place.replace.start, place.replace.end);
  // Of a header the last name is told of: the table that begins there.
  const path = place.kind === 'header' ? written.split('.').map((part) => part.trim()) : [...place.path, written];
  const key = path.at(-1) ?? '';
  const row = testFileTables[path.slice(0, -1).join('.')]?.find((each) => each.key === key);
  if (row === undefined) return undefined;
  return { contents: { kind: MarkupKind.Markdown, value: `**\`${key}\`**\n\n${row.about}` }, range: toRange(lines, place.replace) };
}
