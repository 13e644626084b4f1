/** How EQL text is cut into tokens. */
import { describe, expect, it, test } from 'vitest';
import { isClosedComment, eqlKeywords } from '../../../server/src/syntax/eql/tokens.js';
import { lexEql } from '../../../server/src/syntax/eql/lex.js';

/** `Type:text` for each token; the comments follow after `--`. */
function compact(text: string): string {
  const { tokens, comments } = lexEql(text);
  const show = tokens.map(({ tokenType, image }) => `${tokenType.name}:${image}`).join(' ');
  return comments.length === 0 ? show : `${show} -- ${comments.map(({ image }) => image).join(' -- ')}`;
}

describe('tokens', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['and android', 'And:and Identifier:android'],
    ['And AND', 'Identifier:And Identifier:AND'],
    ['in in~ in~x inner~', 'In:in InInsensitive:in~ InInsensitive:in~ Identifier:x TildeIdentifier:inner~'],
    ['like like~ liked likes~', 'Like:like LikeInsensitive:like~ Identifier:liked TildeIdentifier:likes~'],
    ['regex~regex', 'RegexInsensitive:regex~ Regex:regex'],
    ['or~ not_', 'TildeIdentifier:or~ Identifier:not_'],
    ['_f', 'Identifier:_f'],
    ['@timestamp a@b', 'Identifier:@timestamp Identifier:a Identifier:@b'],
    ['a.b', 'Identifier:a Dot:. Identifier:b'],
    ['a.1b', 'Identifier:a Decimal:.1 Identifier:b'],
    ['where a.b.c == 1', 'Where:where FieldName:a.b.c Equal:== Integer:1'],
    ['(@a.b_1, not c.d', 'LeftParen:( FieldName:@a.b_1 Comma:, Not:not FieldName:c.d'],
    ['and a . b', 'And:and Identifier:a Dot:. Identifier:b'],
    ['and a.in == b.android', 'And:and Identifier:a Dot:. In:in Equal:== FieldName:b.android'],
    ['and a.b~', 'And:and Identifier:a Dot:. TildeIdentifier:b~'],
    ['or a.b.`c`', 'Or:or FieldName:a.b Dot:. QuotedIdentifier:`c`'],
    ['`a b` `c``d` ``', 'QuotedIdentifier:`a b` QuotedIdentifier:`c``d` QuotedIdentifier:``'],
    ['`a\nb`', 'QuotedIdentifier:`a\nb`'],
    ['`a`b`', 'QuotedIdentifier:`a` Identifier:b UnclosedName:`'],
    ['`a``\nb', 'QuotedIdentifier:`a` UnclosedName:` Identifier:b'],
    ['1 1. .1 1.5 1e5 1.e-5 .5E+2', 'Integer:1 Decimal:1. Decimal:.1 Decimal:1.5 Decimal:1e5 Decimal:1.e-5 Decimal:.5E+2'],
    ['30s 1e 0x1', 'Integer:30 Identifier:s Integer:1 Identifier:e Integer:0 Identifier:x1'],
    ['-5', 'Minus:- Integer:5'],
    ['== = != < <= > >=', 'Equal:== Assign:= NotEqual:!= Less:< LessEqual:<= Greater:> GreaterEqual:>='],
    ['===', 'Equal:== Assign:='],
    ['+-*/%', 'Plus:+ Minus:- Star:* Slash:/ Percent:%'],
    [': , ( ) [ ] ![ | ?', 'Colon:: Comma:, LeftParen:( RightParen:) LeftBracket:[ RightBracket:] MissingOpen:![ Pipe:| Question:?'],
    ['"a" "" "a\\"b" "\\\\"', 'StringLiteral:"a" StringLiteral:"" StringLiteral:"a\\"b" StringLiteral:"\\\\"'],
    ['"C:\\Win"', 'StringLiteral:"C:\\Win"'],
    ['"a\n"b"', 'UnclosedString:"a StringLiteral:"b"'],
    ['"""a"b""" x', 'RawString:"""a"b""" Identifier:x'],
    ['""""""', 'RawString:""""""'],
    ['"""a""""" x', 'RawString:"""a""""" Identifier:x'],
    ['"""a"""""" x', 'RawString:"""a""""" UnclosedString:" x'],
    ['"""C:\\"""', 'RawString:"""C:\\"""'],
    ['"""a\n"', 'UnclosedString:"""a UnclosedString:"'],
    ["'a' 'b\\'c' 'd", "SingleQuoted:'a' SingleQuoted:'b\\'c' SingleQuoted:'d"],
    ['?"a" ?\'b\' ?c', 'LegacyRaw:?"a" LegacyRaw:?\'b\' Question:? Identifier:c'],
    ['a // b\nc', 'Identifier:a Identifier:c -- // b'],
    ['a /* b */ c', 'Identifier:a Identifier:c -- /* b */'],
    ['/* /* */ */ a', 'Identifier:a -- /* /* */ */'],
    ['/* /* */ a', 'Identifier:a -- /* /* */'],
    ['/* /* */ a /* b */ c', 'Identifier:c -- /* /* */ a /* b */'],
    ['/*/ a */ b', 'Identifier:b -- /*/ a */'],
    ['a /* b', 'Identifier:a -- /* b'],
  ];
  it.each(rows)('%j', (text, tokens) => {
    expect(compact(text)).toBe(tokens);
  });
});

test('characters that mean nothing are left out, neighbours together', () => {
  expect(lexEql('a ;# b~ \u{1f600}c').unknown).toEqual([
    { start: 2, end: 4 },
    { start: 8, end: 10 },
  ]);
});

test('a comment is closed by its mark', () => {
  expect(['/**/', '/*/', '/* a', '/* a */', '// a'].map(isClosedComment)).toEqual([true, false, false, true, true]);
});

test('the keywords', () => {
  expect([...eqlKeywords].sort()).toEqual([
    'and', 'any', 'by', 'false', 'in', 'in~', 'join', 'like', 'like~', 'maxspan', 'not', 'null', 'of', 'or', 'regex', 'regex~', 'sample',
    'sequence', 'true', 'until', 'where', 'with',
  ]); // prettier-ignore
});
