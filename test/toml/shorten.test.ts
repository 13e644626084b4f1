import { expect, test } from 'vitest';
import { entryOf, tableOf } from '../../server/src/toml/node.js';
import { readToml } from '../../server/src/toml/read.js';
import { shorten } from '../../server/src/toml/shorten.js';

const long = 'a line of a long text\n'.repeat(3);

test.each([
  ['a basic text', `a = """${long}"""\nb = 1`, 'a = """"""\nb = 1'],
  ['a literal text', `a = '''${long}'''`, "a = ''''''"],
  ['one that ends in quotes of its own', `a = """${long}"""""`, 'a = """"""'],
  ['one with escapes of one letter', `a = """\\"${long}\\\\\\n"""`, 'a = """"""'],
  ['one with a literal backslash', `a = '''\\x ${long}'''`, "a = ''''''"],
  ['a short text', 'a = """short"""', 'a = """"""'],
  ['a text of one line', 'a = \'one\'\nb = "two"', 'a = \'\'\nb = ""'],
  ['an element of a list', 'a = ["one", [ "two" ], { b = "three" }]', 'a = ["", [ "" ], { b = "" }]'],
  ['an element of a list of several lines', 'a = [\n"one",\n"two" # c\n, "three"]', 'a = [\n"",\n"" # c\n, ""]'],
  ['two of them', `a = """${long}"""\nb = '''${long}'''\n`, 'a = """"""\nb = \'\'\'\'\'\'\n'],
])('%s is emptied', (_, file, expected) => {
  expect(shorten(file)?.text).toBe(expected);
});

test.each([
  ['a key', '"a" = 1\n"b"."c" = 2\n\'d\' . e = 3\nf = { "g" = 4 }'],
  ['a header', '["a"]\n["b"."c"]\n [ "d" ]\r\n[["e"]]'],
  ['a header behind a mark of the byte order', '\ufeff["a\u2028b"]'],
  ['one with an escape that the parser has to look at', `a = """\\u0041 ${long}"""`],
  ['one with an escape that TOML does not have', `a = """\\q ${long}"""`],
  ['one that is not closed', `a = """${long}`],
  ['one with too many quotes behind it', `a = """${long}""""""`],
  ['quotes in a comment', `# """${long.replaceAll('\n', ' ')}"""`],
  ['a file with a control character', `a = """${long}"""\nb = "\u0001"`],
  ['a file with a carriage return alone', `a = """${long}\r"""`],
])('%s is left as it is', (_, file) => {
  expect(shorten(file)).toBeUndefined();
});

test('places of the shortened text are found in the file', () => {
  const file = `a = """${long}"""\nb = '''${long}'''\nc = 1`;
  const shortened = shorten(file);
  const text = shortened?.text ?? '';
  expect(['a =', '"""', 'b =', "'''", 'c =', '1'].map((part) => shortened?.toFile(text.indexOf(part)))).toEqual(
    ['a =', '"""', 'b =', "'''", 'c =', '1'].map((part) => file.indexOf(part)),
  );
  expect(shortened?.toFile(text.indexOf('\nb'))).toBe(file.indexOf('\nb'));
  expect(shortened?.toFile(text.length)).toBe(file.length);
});

test('the values and places of emptied texts are those of the file', () => {
  const file = `\ufeff[rule] # of ours\r\nnote = """\r\nOne \\"two\\"\r\n${long}"""\r\nquery = '''\n${long}'''\nname = "x"\n`;
  const { root, comments, problems } = readToml(file);
  const rule = tableOf(root, 'rule');
  const placed = (rule?.entries ?? []).map(({ span, value }) => [
    value.kind === 'string' ? value.value : undefined,
    file.slice(value.span.start, value.span.end),
    file.slice(span.start, span.end),
  ]);
  expect(problems).toEqual([]);
  expect(comments.map(({ text }) => text)).toEqual(['# of ours']);
  expect(placed).toEqual([
    [`One "two"\n${long}`, `"""\r\nOne \\"two\\"\r\n${long}"""`, `note = """\r\nOne \\"two\\"\r\n${long}"""`],
    [long, `'''\n${long}'''`, `query = '''\n${long}'''`],
    ['x', '"x"', 'name = "x"'],
  ]);
  expect(entryOf(root, 'rule')?.keySpan).toEqual({ start: 2, end: 6 });
});
