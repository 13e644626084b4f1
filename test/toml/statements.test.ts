import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { expect, test } from 'vitest';
import { plainOf } from '../../server/src/rule/value.js';
import { readToml } from '../../server/src/toml/read.js';
import { statementsOf } from '../../server/src/toml/statements.js';

/** What the parser saw, piece by piece. */
function piecesOf(file: string): readonly string[] | undefined {
  return statementsOf(file)?.pieces.map(({ program }) => program.tokens.map(({ value }) => value).join(' '));
}

test.each([
  ['keys and headers', '[a]\nb = "x"\nc = 1\n[[d]]\n', ['[ a ]', 'b = ""', 'c = 1', '[ [ d ] ]']],
  ['a list of several lines', 'a = [\n  "x",\n  "y"\n]\nb = 1\n', ['a = [ "" , "" ]', 'b = 1']],
  ['lines in a text', 'a = """\nb = 1\n[c]\n"""\nd = 1', ['a = """"""', 'd = 1']],
  ['comments and blank lines', '# "x"\n\na = "x" # y\n# b = 1\nb = 1', ['', 'a = ""', 'b = 1']],
  ['lines that begin with blanks or quotes', 'a = "x"\n  b = 1\n"c" = 2\n', ['a = "" b = 1 "c" = 2']],
  ['a mark of the byte order', '\ufeffa = "x"\nb = 1', ['a = ""', 'b = 1']],
  ['a separator of lines in a comment, which ends none', 'a = "x" # \u2028b = 1\nc = 1', ['a = ""', 'c = 1']],
])('%s are read piece by piece', (_, file, expected) => {
  expect(piecesOf(file)).toEqual(expected);
});

test.each([
  ['an error', 'a = "x"\nb =\n'],
  ['a list whose elements begin a line as keys do', 'a = "x"\nb = [\n1,\n2\n]\n'],
  ['a text that is not closed', 'a = "x"\nb = """\nc = 1\n'],
  ['a file without texts', 'a = 1\nb = 2\n'],
])('%s is left to the parser as a whole', (_, file) => {
  expect(piecesOf(file)).toBeUndefined();
});

test('a statement is parsed once for all files, and stands where it stands in each', () => {
  const [first, second] = ['first = 1\nname = "one"\n', 'name = "another"\n'];
  expect(statementsOf(second)?.pieces[0]?.program).toBe(statementsOf(first)?.pieces[1]?.program);
  expect([first, second].map((file) => readToml(file).root.entries.at(-1))).toEqual([
    {
      key: 'name',
      keySpan: { start: 10, end: 14 },
      span: { start: 10, end: 22 },
      value: { kind: 'string', style: 'basic', closed: true, span: { start: 17, end: 22 }, value: 'one' },
    },
    {
      key: 'name',
      keySpan: { start: 0, end: 4 },
      span: { start: 0, end: 16 },
      value: { kind: 'string', style: 'basic', closed: true, span: { start: 7, end: 16 }, value: 'another' },
    },
  ]);
});

const lines = [
  'a = "x"',
  'b = "y"',
  '"a" = "z"',
  'a.b = "x"',
  'a.c = ""',
  'a.b.c = "x"',
  'a = { b = "x", c.d = 1 }',
  'a = ["x", ["y"], { b = "z" }]',
  'a = [',
  '"x"]',
  '[a]',
  '[b]',
  '["a"]',
  '[a.b]',
  '["a"."b"]',
  '[a.b.c]',
  '[[a]]',
  '[[ "a" ]]',
  '[[a.b]]',
  '[b.a]',
  "a = '''",
  "c = 'x'''",
  '# "x',
];

/** As the parser reads the whole file; undefined where it reports an error. */
function parsed(file: string): unknown {
  try {
    return getStaticTOMLValue(parseTOML(file, { tomlVersion: '1.0' }));
  } catch {
    return undefined;
  }
}

function read(file: string): unknown {
  const { root, problems } = readToml(file);
  return problems.length > 0 ? undefined : plainOf(root);
}

test('files of all lines in any order are sound, and mean, what the parser says of the whole', () => {
  const files = lines.flatMap((first) => lines.flatMap((second) => lines.map((third) => `${first}\n${second}\n${third}\ns = ""\n`)));
  const wrong = files.filter((file) => JSON.stringify(read(file)) !== JSON.stringify(parsed(file)));
  expect(wrong).toEqual([]);
  expect(files.filter((file) => parsed(file) !== undefined).length).toBeGreaterThan(1000);
});
