import { describe, expect, it, test } from 'vitest';
import { sliceSpan } from '../../server/src/base/span.js';
import { entryOf, tableOf } from '../../server/src/toml/node.js';
import { applyEdits } from '../../server/src/base/edit.js';
import { readToml } from '../../server/src/toml/read.js';
import { rangesIn } from '../kit/markers.js';
import { flatten } from '../kit/tomlText.js';

/** Reads a text whose first `<|…|>` is where the only problem stands. */
function problemOf(marked: string): { readonly code: string; readonly message: string } {
  const { text, spans } = rangesIn(marked);
  const { problems } = readToml(text);
  expect(problems.map((problem) => problem.span)).toEqual(spans.slice(0, 1));
  const [problem] = problems;
  return { code: problem!.code, message: problem!.message };
}

describe('readToml', () => {
  it('gives headers, dotted keys, inline tables and arrays of tables the same shape', () => {
    const text = [
      'top = true',
      '[rule]',
      'name = "a"',
      'risk.score = 21',
      'point = { x = 1, y.z = -2.5 }',
      '[[rule.threat]]',
      "framework = 'one'",
      '[rule.threat.tactic]',
      'id = "TA0005"',
      '[[rule.threat]]',
      'framework = """two"""',
      '[metadata]',
      'date = 2024-01-02',
      'list = ["a", ["b"], 9007199254740993]',
    ].join('\n');
    const { root, problems } = readToml(text);
    expect(problems).toEqual([]);
    expect(flatten(root)).toEqual({
      top: true,
      'rule.name': 'a',
      'rule.risk.score': 21,
      'rule.point.x': 1,
      'rule.point.y.z': -2.5,
      'rule.threat[0].framework': 'one',
      'rule.threat[0].tactic.id': 'TA0005',
      'rule.threat[1].framework': 'two',
      'metadata.date': '2024-01-02',
      'metadata.list[0]': 'a',
      'metadata.list[1][0]': 'b',
      'metadata.list[2]': 9007199254740993n,
    });
  });

  it('knows where keys, values, headers and comments stand', () => {
    const text = '# first\n[rule]\n"name" = \'x\' # second\n[[rule.threat]]\n';
    const { root, comments } = readToml(text);
    const rule = entryOf(root, 'rule')!;
    const name = entryOf(tableOf(root, 'rule'), 'name')!;
    const threat = entryOf(tableOf(root, 'rule'), 'threat')!;
    expect([rule.span, rule.keySpan, name.keySpan, name.value.span, name.span, threat.span].map((span) => sliceSpan(text, span))).toEqual([
      '[rule]',
      'rule',
      '"name"',
      "'x'",
      '"name" = \'x\'',
      '[[rule.threat]]',
    ]);
    expect(comments.map((comment) => comment.text)).toEqual(['# first', '# second']);
  });

  it('reads a file with a byte order mark and Windows line breaks at their true offsets', () => {
    const text = '\ufeff[rule]\r\nname = "x"\r\n';
    const { root, problems } = readToml(text);
    expect(problems).toEqual([]);
    expect(sliceSpan(text, entryOf(tableOf(root, 'rule'), 'name')!.value.span)).toBe('"x"');
  });

  it('reads an empty file, and one of comments alone', () => {
    expect(readToml('')).toEqual({ root: { kind: 'table', span: { start: 0, end: 0 }, entries: [] }, comments: [], problems: [] });
    expect(readToml('# only').comments).toEqual([{ span: { start: 0, end: 6 }, text: '# only' }]);
  });

  it('reads strings too long for the parser', () => {
    const long = 'x'.repeat(200_000);
    expect(flatten(readToml(`a = '''${long}'''\nb = "${long}"\nc = 1`).root)).toEqual({ a: long, b: long, c: 1 });
  });

  it('reports nesting that is too deep and keeps the rest', () => {
    const { root, problems } = readToml(`a = 1\nb = ${'['.repeat(100_000)}\nc = 2\n`);
    expect(problems[0]?.code).toBe('TOM001');
    expect(flatten(root)['a']).toBe(1);
    expect(readToml(`a = 1\nb = ${'['.repeat(300)}${']'.repeat(300)}\nc = 2\n`).problems.map((problem) => problem.message)).toEqual([
      'The file is nested too deeply to be read as TOML',
    ]);
  });

  it('keeps what an unclosed string holds so far', () => {
    const text = '[rule]\nquery = \'\'\'\nprocess where true\n\nseverity = "low"\nname = "y\n';
    const { root } = readToml(text);
    expect(flatten(root)).toEqual({ 'rule.query': 'process where true', 'rule.severity': 'low', 'rule.name': 'y' });
    const query = entryOf(tableOf(root, 'rule'), 'query')!.value;
    expect(query).toMatchObject({ kind: 'string', closed: false, style: 'multilineLiteral' });
  });

  it('takes an escaped quote at the end of a line for a part of a string that is not closed', () => {
    const { root } = readToml('[rule]\nname = "x\\"\nseverity = "low"\n');
    expect(flatten(root)).toEqual({ 'rule.name': 'x"', 'rule.severity': 'low' });
    expect(entryOf(tableOf(root, 'rule'), 'name')!.value).toMatchObject({ kind: 'string', closed: false });
  });

  it('keeps the first of two values and joins two tables of one name', () => {
    const { root, problems } = readToml('[rule]\nname = "a"\nname = "b"\n[metadata]\nx = 1\n[rule]\ntype = "eql"\nname = "c"\n');
    expect(flatten(root)).toEqual({ 'rule.name': 'a', 'rule.type': 'eql', 'metadata.x': 1 });
    expect(problems.map(({ code, span, related }) => [code, span, related?.[0]?.span])).toEqual([
      ['TOM002', { start: 18, end: 22 }, { start: 7, end: 11 }],
      ['TOM002', { start: 47, end: 51 }, { start: 1, end: 5 }],
    ]);
  });
});

describe('a damaged file says what is wrong and where', () => {
  test.each([
    ['[rule]\n<|severity =|>\nname = "x"', 'TOM001', '`severity` has no value; write it after the equals sign, on the same line'],
    ['[rule]\n<|seve|>\nname = "x"', 'TOM001', '`seve` is neither a key with a value nor a table; write `seve = "…"`'],
    ['[rule]\nname = "x"\n<|seve|>', 'TOM001', '`seve` is neither a key with a value nor a table; write `seve = "…"`'],
    ['[rule]\nname = "x"\n<|severity =|> ', 'TOM001', '`severity` has no value; write it after the equals sign, on the same line'],
    ['<|[rule|>\nname = "x"', 'TOM001', 'This table header is not closed; end it with ]'],
    ['<|[[rule.threat]|>\nname = "x"', 'TOM001', 'This table header is not closed; end it with ]]'],
    ['severity = <|low|>\nname = "x"', 'TOM001', '`low` needs quotes: text is written as "low"'],
    ['severity = <|very low|> # c\nname = "x"', 'TOM001', '`very low` needs quotes: text is written as "very low"'],
    ['a = <|\u0001|>', 'TOM001', 'A control character is not allowed in TOML; delete it or write it as an escape'],
    ['name<|:|> "x"', 'TOM001', 'A key and its value are joined by `=`, not by `:`'],
    ['name <|==|> "x"', 'TOM001', 'A key and its value are joined by `=`, not by `==`'],
    ['na<|😀|>me = "x"', 'TOM001', '`😀` stands only in a key in quotes; without them a key is letters from a to z, digits, `_` and `-`'],
    ['name = <|“x”|>', 'TOM001', 'Text stands in straight quotes: "x"'],
    ['name = <|"abc|>\nseverity = "low"', 'TOM001', 'This text has no closing "; use """ for text of several lines'],
    [
      "query = <|'''|>\nprocess where true\nname = \"x\"\n",
      'TOM001',
      "This ''' is never closed; end the text with ''' on a line of its own",
    ],
    [
      "query = <|'''|>\nprocess where true\nnote = '''\ntext\n'''\n",
      'TOM001',
      "This ''' is never closed; end the text with ''' on a line of its own",
    ],
    ['query = <|"""|>\nprocess where true\n', 'TOM001', 'This """ is never closed; end the text with """ on a line of its own'],
    [
      'path = "C:<|\\q|>x"\nname = "x"',
      'TOM001',
      '`\\q` is not an escape of TOML; write \\\\ for a backslash, or put the text in single quotes',
    ],
    ['list = ["a" <|"|>b"]\nname = "x"', 'TOM001', 'A comma is missing before this value'],
    ['a = 1 <|b|> = 2', 'TOM001', 'Only one key with its value goes on a line; begin a new line here'],
    ['risk = <|007|>', 'TOM001', 'A number has no leading zeros; put it in quotes when it is text'],
    ['date = <|2024-02-31x|>', 'TOM001', 'This date does not exist; put it in quotes when it is text'],
    ['name = "a"\n<|name|> = "b"', 'TOM002', '`name` is set already; only its first value counts'],
    ['[rule]\na = 1\n[<|rule|>]\nb = 2', 'TOM002', 'The table `rule` exists already; a table has one header'],
  ])('%s', (marked, code, message) => {
    expect(problemOf(marked)).toEqual({ code, message });
  });

  it.each([
    ['name: "x"', 'name = "x"'],
    ['name := "x"', 'name = "x"'],
    ['"na.me" == 5', '"na.me" = 5'],
    ['name = “x\\y”', 'name = "x\\\\y"'],
  ])('repairs %s', (text, repaired) => {
    expect(readToml(text).problems.map(({ fixes = [] }) => fixes.map(({ edits }) => applyEdits(text, edits)))).toEqual([[repaired]]);
  });

  it('offers quotes for a bare word', () => {
    expect(readToml('severity = low').problems[0]?.fixes).toEqual([
      { title: 'Put it in quotes: "low"', edits: [{ span: { start: 11, end: 14 }, newText: '"low"' }] },
    ]);
  });

  it('reports several errors at once, in order', () => {
    const { problems } = readToml('[rule]\nseverity =\nname = low\nquery = "x\ntype = "eql"');
    expect(problems.map((problem) => problem.span.start)).toEqual([7, 25, 37]);
  });

  it('is read at every cut without throwing, and in bounded time', () => {
    const text =
      '# c\n[rule]\nname = "a\\u00e9"\nquery = \'\'\'\nprocess where "x"\n\'\'\'\ntags = [\n  "a",\n  { b = 1 },\n]\n[[rule.threat]]\nid = 1\n';
    for (let cut = 0; cut <= text.length; cut += 1) expect(() => readToml(text.slice(0, cut))).not.toThrow();
    const started = performance.now();
    readToml('= "\n'.repeat(50_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
