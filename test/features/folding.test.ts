import { describe, expect, it, test } from 'vitest';
import { openModel, service, type Form } from '../kit/services.js';

/** `first…last` line of each range, counted from 1, with its kind. */
function folds(text: string, form: Form): readonly string[] | undefined {
  return service
    .folding(openModel(text, form))
    ?.map(({ startLine, endLine, kind }) => `${startLine + 1}…${endLine + 1}${kind === undefined ? '' : ` ${kind}`}`);
}

describe('folding', () => {
  test.each<readonly [string, Form, readonly string[]]>([
    ['sequence\n  [process where\n    true\n  ]\n  [file where\n    true]', 'eql', ['2…3', '5…6']],
    ['sequence\n  ![process where\n    true\n  ]', 'eql', ['2…3']],
    ['any where (\n  a == 1 or\n  (b == 2 and\n    c == 3)\n)', 'eql', ['1…4', '3…4']],
    ['any where a in (\n  "x",\n  "y"\n) and length(\n  b) > 1', 'eql', ['1…3', '4…5']],
    ['any where a in ("x",\n  "y")', 'eql', ['1…2']],
    ['/* a\n b */ any where true\n// c\n// d\n// e\n', 'eql', ['1…2 comment', '3…5 comment']],
    ['any where // a\n true // b\n', 'eql', []],
    ['any where (a\n == 1', 'eql', []],
    ['any where (a\n == [1)', 'eql', ['1…2']],
    ['a:(b or\n  c) and nest:{\n  d:e\n}', 'kuery', ['1…2', '2…3']],
    ['any where true', 'eql', []],
    [
      'any where\n// #region one\n a == 1 and\n// #region\n b == 2 and\n// #endregion\n c == 3\n// #endregion\n',
      'eql',
      ['2…8 region', '4…6 region'],
    ],
    ['// #endregion\nany where true\n// #region\n', 'eql', []],
  ])('%j in %s', (text, form, expected) => {
    expect(folds(text, form)).toEqual(expected);
  });

  it('folds the query and all else of a rule file', () => {
    const head = '[metadata]\nmaturity = "production"\n\n[rule]\nname = "Test"\ntype = "eql"\nlanguage = "eql"\n';
    const query = "query = '''\nsequence\n  [any where\n    true]\n  [any where true]\n'''\n";
    const text = `${head}${query}severity = "low"\ntags = [\n  "a",\n  "b",\n]\n\n[[rule.threat]]\nframework = "x"\n[rule.threat.tactic]\nid = "a"\nname = "b"\n`;
    const [first, ...rest] = folds(text, 'toml') ?? [];
    expect(text.split('\n').map((line, i) => `${i + 1} ${line}`)).toEqual([
      '1 [metadata]',
      '2 maturity = "production"',
      '3 ',
      '4 [rule]',
      '5 name = "Test"',
      '6 type = "eql"',
      '7 language = "eql"',
      "8 query = '''",
      '9 sequence',
      '10   [any where',
      '11     true]',
      '12   [any where true]',
      "13 '''",
      '14 severity = "low"',
      '15 tags = [',
      '16   "a",',
      '17   "b",',
      '18 ]',
      '19 ',
      '20 [[rule.threat]]',
      '21 framework = "x"',
      '22 [rule.threat.tactic]',
      '23 id = "a"',
      '24 name = "b"',
      '25 ',
    ]);
    expect([first, ...rest]).toEqual(['1…2', '4…18', '8…12', '10…11', '15…17', '20…21', '22…24']);
  });

  it('leaves files that are no rules to the editor', () => {
    expect(folds('[package]\nname = [\n"a"\n]', 'toml')).toBeUndefined();
  });
});
