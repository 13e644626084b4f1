import { describe, expect, it, test } from 'vitest';
import { sliceSpan, span } from '../../server/src/base/span.js';
import { entryOf, type TomlString } from '../../server/src/toml/node.js';
import { readToml } from '../../server/src/toml/read.js';
import { identityMap, stringMapOf, type StringMap } from '../../server/src/toml/stringMap.js';
import { cursorIn, rangesIn } from '../kit/markers.js';

function queryMap(file: string): StringMap {
  return stringMapOf(file, entryOf(readToml(file).root, 'query')!.value as TomlString);
}

describe('the map of a string', () => {
  test.each([
    ["query = 'a b'", 'literal', 'a b'],
    ['query = "a\\tb\\\\c\\"d\\u00e9\\U0001F600"', 'basic', 'a\tb\\c"dé😀'],
    ["query = '''a\nb'''", 'multilineLiteral', 'a\nb'],
    ["query = '''\na\\n\nb'''", 'multilineLiteral', 'a\\n\nb'],
    ["query = '''\r\na\r\nb\r\n'''", 'multilineLiteral', 'a\nb\n'],
    ["query = ''''a'''''", 'multilineLiteral', "'a''"],
    ['query = """\na \\\n   b \\  \r\n\r\n  c"""', 'multilineBasic', 'a b c'],
    ['query = """"a""x\\""""', 'multilineBasic', '"a""x"'],
    ['query = ""', 'basic', ''],
    ["query = ''''''", 'multilineLiteral', ''],
  ])('%j is %s and decodes to %j, as the parser says', (file, style, text) => {
    const map = queryMap(file);
    expect({ style: map.style, text: map.text }).toEqual({ style, text });
    expect(text).toBe((entryOf(readToml(file).root, 'query')!.value as TomlString).value);
  });

  test.each([
    ["query = '''process where <|proc|>ess.name'''", 'proc'],
    ["query = '''\nprocess where <|proc|>ess.name'''", 'proc'],
    ["query = '''\r\nprocess where\r\n <|proc|>ess.name'''", 'proc'],
    ['query = "x == \\"<|cmd|>\\""', 'cmd'],
    ['query = "<|\\"|>cmd\\""', '"'],
    ['query = "\\u0041<|\\U0001F600|>b"', '😀'],
    ['query = """a <|b|> \\\n  c"""', 'b'],
    ['query = """a b \\\n  <|c|>"""', 'c'],
  ])('%j leads to %j and back', (marked, expected) => {
    const { text: file, spans } = rangesIn(marked);
    const [place] = spans;
    const map = queryMap(file);
    const inText = { start: map.toText(place!.start)!, end: map.toText(place!.end)! };
    expect(sliceSpan(map.text, inText)).toBe(expected);
    expect(map.spanToFile(inText)).toEqual(place);
  });

  it('ends a span before a line that is continued, not after it', () => {
    const file = 'query = """ab\\\n  cd"""';
    const map = queryMap(file);
    expect(sliceSpan(file, map.spanToFile(span(0, 2)))).toBe('ab');
    expect(sliceSpan(file, map.spanToFile(span(2, 4)))).toBe('cd');
    expect(map.spanToFile(span(2, 2))).toEqual(span(17, 17));
  });

  test.each([
    ["query = <|>'''\nab'''", undefined],
    ["query = '''<|>\nab'''", undefined],
    ["query = '''\n<|>ab'''", 0],
    ["query = '''\nab<|>'''", 2],
    ["query = '''\nab'<|>''", undefined],
    ['query = "a\\<|>nb"', 1],
    ['query = """a\\\n <|> b"""', 1],
    ['query = """a<|>\\\n  b"""', 1],
  ])('the place in %j is offset %j', (marked, expected) => {
    const { text, offset } = cursorIn(marked);
    expect(queryMap(text).toText(offset)).toBe(expected);
  });

  it('leads to the content of a string without closing quotes', () => {
    const file = "query = '''\nprocess where\nname = \"x\"\n";
    const map = queryMap(file);
    expect(map.text).toBe('process where');
    expect(sliceSpan(file, map.contentSpan)).toBe('process where');
  });

  it('is the identity for a bare file', () => {
    const map = identityMap('a\r\nb');
    expect([map.toFile(2), map.toText(4), map.toText(5), map.encode('"\n')]).toEqual([2, 4, undefined, '"\n']);
  });
});

describe('text written into a string', () => {
  test.each([
    ["query = 'x'", 'a"b\\c', 'a"b\\c'],
    ["query = 'x'", "a'b", undefined],
    ["query = 'x'", 'a\nb', undefined],
    ["query = '''x'''", "a''b\nc", "a''b\nc"],
    ["query = '''x'''", "a'''b", undefined],
    ["query = '''\r\nx\r\n'''", 'a\nb', 'a\r\nb'],
    ['query = "x"', 'a"b\\c\td\ne\u0001', 'a\\"b\\\\c\td\\ne\\u0001'],
    ['query = """x"""', 'say "a" \\ b', 'say "a" \\\\ b'],
    ['query = """x"""', 'say """', 'say \\"\\"\\"'],
  ])('%j takes %j as %j', (file, inserted, expected) => {
    expect(queryMap(file).encode(inserted)).toBe(expected);
  });

  it('minds the quotes it meets', () => {
    expect(queryMap('query = """a"" b"""').encode('"c"', span(3, 3))).toBe('\\"c\\"');
    expect(queryMap('query = """a"" b"""').encode('"c"', span(4, 4))).toBe('"c"');
    expect(queryMap("query = '''a'' b'''").encode("'", span(3, 3))).toBeUndefined();
  });
});
