/** Mistakes people make: what is said, where, and what the text is after each fix. */
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/src/base/edit.js';
import { parseEql } from '../../../server/src/syntax/eql/parse.js';
import { rangesIn } from '../../kit/markers.js';

/** A text with `<|…|>` around each problem, then for each its code and message and the texts after its fixes. */
type Row = readonly [marked: string, ...problems: (readonly [codeAndMessage: string, ...fixed: string[]])[]];

function check([marked, ...wanted]: Row): void {
  const { text, spans } = rangesIn(marked);
  const found = parseEql(text).problems.map(({ code, span, message, fixes }) => ({
    span,
    said: `${code} ${message}`,
    fixed: (fixes ?? []).map(({ edits }) => applyEdits(text, edits)),
  }));
  expect(found).toEqual(wanted.map(([said, ...fixed], at) => ({ span: spans[at], said, fixed })));
}

const keywords: readonly Row[] = [
  ['process <|WHERE|> true', ['QRY001 Keywords are lower case; write `where` for `WHERE`', 'process where true']],
  [
    'process where a <|AND|> b <|Or|> <|NOT|> c',
    ['QRY001 Keywords are lower case; write `and` for `AND`', 'process where a and b Or NOT c'],
    ['QRY001 Keywords are lower case; write `or` for `Or`', 'process where a AND b or NOT c'],
    ['QRY001 Keywords are lower case; write `not` for `NOT`', 'process where a AND b Or not c'],
  ],
  ['process where a <|IN|> (1)', ['QRY001 Keywords are lower case; write `in` for `IN`', 'process where a in (1)']],
  ['process where a <|LIKE~|> "b"', ['QRY001 Keywords are lower case; write `like~` for `LIKE~`', 'process where a like~ "b"']],
  [
    '<|SEQUENCE|> <|BY|> a [b where c] [d where e]',
    ['QRY001 Keywords are lower case; write `sequence` for `SEQUENCE`', 'sequence BY a [b where c] [d where e]'],
    ['QRY001 Keywords are lower case; write `by` for `BY`', 'SEQUENCE by a [b where c] [d where e]'],
  ],
  ['process where a <|adn|> b', ["QRY001 `adn` can't stand here; did you mean `and`?", 'process where a and b']],
  ['process <|whre|> a', ["QRY001 `whre` can't stand here; did you mean `where`?", 'process where a']],
  ['process where a <||||> b', ['QRY001 `||` is not an operator of EQL; write `or`', 'process where a or b']],
  ['process where a <|&&|> b', ['QRY001 `&&` has no meaning in EQL; write `and`', 'process where a and b']],
  ['process where <|!|>(a)', ['QRY001 `!` is not an operator of EQL; write `not`', 'process where not (a)']],
  [
    'process where event.<|sequence|> == 1 and <|sample|> == 2',
    [
      'QRY001 `sequence` is a reserved word; as a field name it stands in back quotes',
      'process where event.`sequence` == 1 and sample == 2',
    ],
    ['QRY001 `sample` is a reserved word; as a field name it stands in back quotes', 'process where event.sequence == 1 and `sample` == 2'],
  ],
  [
    'process where a.<|and|> and ?<|or|>',
    ['QRY001 `and` is a reserved word; as a field name it stands in back quotes', 'process where a.`and` and ?or'],
    ['QRY001 `or` is a reserved word; as a field name it stands in back quotes', 'process where a.and and ?`or`'],
  ],
];

const operators: readonly Row[] = [
  ['process where a <|=|> 1', ['QRY001 `=` is not a comparison in EQL; write `==`', 'process where a == 1']],
  ['process where a <|<>|> 1', ['QRY001 `<>` is not an operator of EQL; write `!=`', 'process where a != 1']],
  ['process where a <|===|> 1', ['QRY001 `===` is not an operator of EQL; write `==`', 'process where a == 1']],
  ['process where a <|=>|> 1', ['QRY001 `=>` is not an operator of EQL; write `>=`', 'process where a >= 1']],
  ['process where a < b <|<|> c', ["QRY001 Comparisons can't be chained; compare each pair and join the two with `and`"]],
  [
    'process where a == b <|!=|> c <|<=|> d',
    ["QRY001 Comparisons can't be chained; compare each pair and join the two with `and`"],
    ["QRY001 Comparisons can't be chained; compare each pair and join the two with `and`"],
  ],
  ['process where a <|not :|> "b"', ['QRY001 `not` stands before the whole condition: `not field : …`', 'process where not a : "b"']],
  [
    'process where a and b.c <|not  like~|> ("b")',
    ['QRY001 `not` stands before the whole condition: `not field like~ …`', 'process where a and not b.c like~ ("b")'],
  ],
  ['process where a <|!:|> "b"', ['QRY001 `!:` is not an operator of EQL; write `not field : "value"`']],
  ['process where a in <|~|> ("b")', ['QRY001 No space can stand before `~`', 'process where a in~ ("b")']],
  ['process where a : "b" <|:|> "c"', ["QRY001 Tests can't be chained; join this one with `and` or `or` and name the field again"]],
  ['process where a : <|b|>', ['QRY001 Only a constant such as "text" can stand after `:`, not a field']],
  ['process where a : <|-1|>', ['QRY001 Only a constant such as "text" can stand after `:`, not a calculation']],
  ['process where a like ("b", <|f(c)|>)', ['QRY001 Only a constant such as "text" can stand after `like`, not a function']],
  [
    'process where a : (<|("b")|>, <|(c == 1)|>)',
    ['QRY001 Only a constant such as "text" can stand after `:`, not parentheses inside the list', 'process where a : ("b", (c == 1))'],
    ['QRY001 Only a constant such as "text" can stand after `:`, not parentheses inside the list'],
  ],
  ['process where a : (<|"b" + "c"|>)', ['QRY001 Only a constant such as "text" can stand after `:`, not a calculation']],
  ['process where a in <|"b"|>', ['QRY001 `in` needs a list in parentheses, such as `in ("a", "b")`', 'process where a in ("b")']],
  ['process where a in <|()|>', ['QRY001 The list is empty; `in` needs at least one value']],
  ['process where a in ("b"<|,|>)', ['QRY001 A value is missing after this `,`; add one or remove the comma', 'process where a in ("b")']],
  ['process where a in (<|,|>"b")', ['QRY001 A value is missing before this `,`; add one or remove the comma', 'process where a in ("b")']],
  ['process where f("b"<|,|> )', ['QRY001 A value is missing after this `,`; add one or remove the comma', 'process where f("b" )']],
  ['process where a in ("b"<||> "c")', ['QRY001 `,` is missing between two values', 'process where a in ("b", "c")']],
  [
    'process where a in <|[|>"b", "c"]',
    ['QRY001 Lists and conditions stand in parentheses, not in brackets', 'process where a in ("b", "c")'],
  ],
  ['process where a == (1<|,|> 2)', ['QRY001 A list of values needs a field and an operator before it, such as `process.name in`']],
  ['process where length <|~|>(a) > 1', ['QRY001 No space can stand before `~`', 'process where length~(a) > 1']],
];

const gaps: readonly Row[] = [
  ['process where<||>', ['QRY001 A condition is missing after `where`, such as `true`']],
  ['process where a == 1 and b ==<||> and c == 3', ['QRY001 A value is missing after `==`']],
  ['process where a and<||>', ['QRY001 A condition is missing after `and`']],
  ['process where<||> or a', ['QRY001 A condition is missing before `or`']],
  ['process where a and<||> or b', ['QRY001 A condition is missing before `or`']],
  ['process where not<||>', ['QRY001 A condition is missing after `not`']],
  ['process where <||>== 1', ['QRY001 A value is missing before `==`']],
  ['process where <||>in (1)', ['QRY001 A field is missing before `in`']],
  ['process where a :<||>', ['QRY001 A value is missing after `:`']],
  ['process where a in<||>', ['QRY001 A list in parentheses is missing after `in`']],
  ['process where a +<||> * 2 == 1', ['QRY001 A value is missing after `+`']],
  ['process where -<||>', ['QRY001 A value is missing after `-`']],
  ['process where ?<||>', ['QRY001 A field name is missing after `?`']],
  ['process where process.<||> and a', ['QRY001 A part of the field name is missing after `.`']],
  ['process where a.<||>.b == 1', ['QRY001 A part of the field name is missing after `.`']],
  ['process where startsWith~<||>', ['QRY001 `(` is missing after the function name `startsWith~`']],
  ['process where <|()|>', ['QRY001 A condition is missing in the parentheses']],
  ['process where a<||> b', ['QRY001 `and` or `or` is missing between two conditions']],
  ['process where a : "b"<||>c', ['QRY001 `and` or `or` is missing here; a quote may be out of place']],
  ['process where a<|,|> b', ['QRY001 Conditions are joined with `and` or `or`, not with `,`']],
  ['process where a <|where|> b', ['QRY001 `where` is not expected here']],
  ['process where a == 1 <|by with|>', ['QRY001 `by with` is not expected here']],
  ['process<||>', ['QRY001 `where` is missing after the event category `process`', 'process where']],
  ['process<||> process.pid == 1', ['QRY001 `where` is missing after the event category `process`', 'process where process.pid == 1']],
  ['<||>where true', ['QRY001 An event category is missing before `where`, such as `process` or `any`', 'any where true']],
  [
    '<||>process.pid == 1',
    ['QRY001 The event category is missing: a query starts with one and `where`, such as `process where`', 'any where process.pid == 1'],
  ],
  [
    '<||>length(a) == 1',
    ['QRY001 The event category is missing: a query starts with one and `where`, such as `process where`', 'any where length(a) == 1'],
  ],
  ['<||>', ['QRY004 The query is empty; start with an event category, such as `process where true`']],
  ['<||>  // nothing', ['QRY004 The query is empty; start with an event category, such as `process where true`']],
];

const categories: readonly Row[] = [
  ['<|42|> where true', ['QRY001 `42` is not an event category; write a name such as `process`, or `any`']],
  ['<|`p`|> where true', ['QRY001 An event category stands in double quotes: "p"', '"p" where true']],
  ['<|?|>x where true', ["QRY001 An event category can't be optional", 'x where true']],
  [
    '<|sample|> where true',
    ['QRY001 `sample` is a reserved word; as an event category it stands in double quotes: "sample"', '"sample" where true'],
  ],
  ['<|process.name|> where true', ['QRY001 Before `where` stands one event category such as `process`, or `any`']],
  [
    '"p<|\\q|>" where true',
    [
      'EQL113 `\\q` is not an escape; write `\\\\q` for a backslash, or use a raw string: """…"""',
      '"p\\\\q" where true',
      '"""p\\q""" where true',
    ],
  ],
];

const names: readonly Row[] = [
  [
    'process where process<|.1st|> == 1',
    ['QRY001 A part of a field name that starts with a digit stands in back quotes', 'process where process.`1st` == 1'],
  ],
  ['process where proce<|ß|> == 1', ["QRY001 `ß` can't be part of a name; put the name in back quotes"]],
  ['process where a~<||> == 1', ['QRY001 `(` is missing after the function name `a~`']],
  ['process where a.<|b~|>.c == 1', ['QRY001 `~` stands only directly after a function name, `in`, `like` or `regex`']],
  ['process where x<|[0]|> == "a"', ["QRY001 Elasticsearch can't read one element of an array; a field stands for all its values"]],
  ['process where <|`a == 1|>\nand b', ['QRY001 The quoted name is not closed; end it with a back quote']],
];

const brackets: readonly Row[] = [
  ['process where <|(|>a == 1', ['QRY001 `(` is not closed; add `)`', 'process where (a == 1)']],
  ['process where <|(|>a | head 1', ['QRY001 `(` is not closed; add `)`', 'process where (a) | head 1']],
  ['process where a<|)|> and b', ['QRY001 `)` closes nothing; there is no `(` for it', 'process where a and b']],
  ['process where a <|]|>', ['QRY001 `]` closes nothing; there is no `[` for it', 'process where a ']],
  ['process where f(a, <|"b|>', ['EQL113 The string is not closed; end it with `"` on the same line']],
  [
    'sequence [a where <|(|>b == 1] <|[|>c where d',
    ['QRY001 `(` is not closed; add `)`', 'sequence [a where (b == 1)] [c where d'],
    ['QRY001 `[` is not closed; add `]`', 'sequence [a where (b == 1] [c where d]'],
  ],
  ['sequence <|[|>a where b [c where d]', ['QRY001 `[` is not closed; add `]`', 'sequence [a where b] [c where d]']],
  ['sequence <|[|>a where b by c [d where e] by f', ['QRY001 `[` is not closed; add `]`', 'sequence [a where b] by c [d where e] by f']],
  ['<|[|>a where b] [c where d]', ['QRY001 A sequence starts with `sequence`', 'sequence [a where b] [c where d]']],
  ['process where <|[|>a == 1]', ['QRY001 Lists and conditions stand in parentheses, not in brackets', 'process where (a == 1)']],
  ['process where <|child|> of [a where b]', ['QRY001 Elasticsearch does not support relationships between processes such as `child of`']],
  [
    'process where <|event|> of<||>',
    ['QRY001 Elasticsearch does not support relationships between processes such as `event of`'],
    ['QRY001 A query in brackets is missing after `event of`'],
  ],
  [
    'process where <|child|> of [file where<||> ]',
    ['QRY001 Elasticsearch does not support relationships between processes such as `child of`'],
    ['QRY001 A condition is missing after `where`, such as `true`'],
  ],
];

const strings: readonly Row[] = [
  ["process where a == <|'b'|>", ['EQL113 Strings stand in double quotes, not in single quotes', 'process where a == "b"']],
  [
    'process where a == <|\'say "b"\'|>',
    ['EQL113 Strings stand in double quotes, not in single quotes', 'process where a == "say \\"b\\""'],
  ],
  ['process where a == <|?"|>C:\\b"', ['EQL113 Raw strings stand in `"""`, not in `?"`', 'process where a == """C:\\b"""']],
  ["process where a == <|?'|>b'", ['EQL113 Raw strings stand in `"""`, not in `?\'`', 'process where a == """b"""']],
  [
    'process where a : "C:<|\\W|>indows\\notepad.exe"',
    [
      'EQL113 `\\W` is not an escape; write `\\\\W` for a backslash, or use a raw string: """…"""',
      'process where a : "C:\\\\Windows\\\\notepad.exe"',
      'process where a : """C:\\Windows\\notepad.exe"""',
    ],
  ],
  [
    'process where a : "C:\\\\b<|\\c|>"',
    ['EQL113 `\\c` is not an escape; write `\\\\c` for a backslash, or use a raw string: """…"""', 'process where a : "C:\\\\b\\\\c"'],
  ],
  [
    'process where a == "C:<|\\u|>sers"',
    [
      'EQL113 `\\u` is not an escape; write `\\\\u` for a backslash, or use a raw string: """…"""',
      'process where a == "C:\\\\users"',
      'process where a == """C:\\users"""',
    ],
  ],
  ['process where a == "<|\\u{D}|>"', ['EQL113 A Unicode escape has 2 to 8 hexadecimal digits; `\\u{D}` has 1']],
  ['process where a == "<|\\u{123456789}|>"', ['EQL113 A Unicode escape has 2 to 8 hexadecimal digits; `\\u{123456789}` has 9']],
  ['process where a == "<|\\u{00}|>"', ["EQL113 `\\u{00}` is the null character, which a string can't hold"]],
  ['process where a == "<|\\u{110000}|>"', ['EQL113 `\\u{110000}` is not a Unicode character; the last one is `\\u{10ffff}`']],
  ['process where a == "<|\\u|>{xyz}"', ['EQL113 A Unicode escape is written `\\u{…}` with 2 to 8 hexadecimal digits']],
  ['process where a == "<|\\u0041|>"', ['EQL113 A Unicode escape needs braces: `\\u{0041}`', 'process where a == "\\u{0041}"']],
  ['process where a == <|"b|>', ['EQL113 The string is not closed; end it with `"` on the same line']],
  ['process where a == <|"""b|>\nand c', ['EQL113 The raw string is not closed; end it with `"""` on the same line']],
  [
    'process where a == <|“|>b<|”|>',
    ['QRY001 `“` has no meaning in EQL; write `"`', 'process where a == "b”'],
    ['QRY001 `”` has no meaning in EQL; write `"`', 'process where a == “b"'],
  ],
];

const characters: readonly Row[] = [
  ['process where a == 1<|;|>', ['QRY001 `;` has no meaning in EQL', 'process where a == 1']],
  ['process where <|#|> a', ['QRY001 `#` has no meaning in EQL', 'process where  a']],
  [
    'process where a == 1<|\u00a0|>and b',
    ['QRY001 A no-break space has no meaning in EQL; write a plain space', 'process where a == 1 and b'],
  ],
  ['process where a == 1 <|/*|> b', ['QRY001 The comment is not closed; end it with `*/`', 'process where a == 1 /* b */']],
  ['process where a == <|1e999|>', ['QRY001 The number is too large']],
];

const sequences: readonly Row[] = [
  [
    'sequence with maxspan=1s <|by k|> [a where b] [c where d]',
    ['EQL107 `by` comes before `with maxspan`', 'sequence by k with maxspan=1s [a where b] [c where d]'],
  ],
  [
    'sequence with maxspan=<|30|> [a where b] [c where d]',
    ['QRY001 The time has no unit; did you mean `30s`?', 'sequence with maxspan=30s [a where b] [c where d]'],
  ],
  ['sequence with maxspan=30<|x|> [a where b] [c where d]', ['QRY001 `x` is not a unit of time; use `ms`, `s`, `m`, `h` or `d`']],
  [
    'sequence with maxspan=5<|min|> [a where b] [c where d]',
    ['QRY001 `min` is not a unit of time; use `ms`, `s`, `m`, `h` or `d`', 'sequence with maxspan=5m [a where b] [c where d]'],
  ],
  [
    'sequence with maxspan=<|1.5|>h [a where b] [c where d]',
    ['QRY001 The time must be a whole number of its unit; write `90m`', 'sequence with maxspan=90m [a where b] [c where d]'],
  ],
  ['sequence with maxspan=<|0|>s [a where b] [c where d]', ['QRY001 The time must be more than zero']],
  ['sequence with maxspan=1<|h30m|> [a where b] [c where d]', ['QRY001 `h30m` is not a unit of time; use `ms`, `s`, `m`, `h` or `d`']],
  [
    'sequence with maxspan=<|"30s"|> [a where b] [c where d]',
    ['QRY001 The time is a whole number and a unit, such as `maxspan=30s`', 'sequence with maxspan=30s [a where b] [c where d]'],
  ],
  ['sequence with maxspan=<|-1s|> [a where b] [c where d]', ['QRY001 The time is a whole number and a unit, such as `maxspan=30s`']],
  ['sequence with maxspan<||> [a where b] [c where d]', ['QRY001 `=` and a value are missing after `maxspan`']],
  [
    'sequence with maxspan<|==|>1s [a where b] [c where d]',
    ['QRY001 `maxspan` takes a single `=`', 'sequence with maxspan=1s [a where b] [c where d]'],
  ],
  ['sequence with<||> [a where b] [c where d]', ['QRY001 `maxspan` is missing after `with`']],
  [
    'sequence with <|timeout|>=1s [a where b] [c where d]',
    ['QRY001 `timeout` is not an option; only `maxspan` can stand here', 'sequence with maxspan=1s [a where b] [c where d]'],
  ],
  [
    'sequence by k <|a|> where b by e <|c|> where (d) by e | head 1',
    ['QRY001 An item stands in brackets: `[a where …]`', 'sequence by k [a where b] by e c where (d) by e | head 1'],
    ['QRY001 An item stands in brackets: `[c where …]`', 'sequence by k a where b by e [c where (d)] by e | head 1'],
  ],
  [
    'sequence [a where b] <|c|> where d until <|any|> where e',
    ['QRY001 An item stands in brackets: `[c where …]`', 'sequence [a where b] [c where d] until any where e'],
    ['QRY001 An item stands in brackets: `[any where …]`', 'sequence [a where b] c where d until [any where e]'],
  ],
  [
    'sequence <|(|>a where (b)) <|(|>"c" where d',
    ['QRY001 An item stands in brackets: `[a where …]`', 'sequence [a where (b)] ("c" where d'],
    ['QRY001 An item stands in brackets: `["c" where …]`', 'sequence (a where (b)) ["c" where d]'],
  ],
  ['sequence [a where b] <|c|> where d]', ['QRY001 An item stands in brackets: `[c where …]`', 'sequence [a where b] [c where d]']],
  ['<|sequence|> [a where b]', ['EQL107 A sequence needs at least two items, found one']],
  ['<|sequence|>', ['EQL107 A sequence needs at least two items, found none']],
  ['<|sequence|> [a where b] until [c where d]', ['EQL107 A sequence needs at least two items, found one; `until` does not count']],
  [
    'sequence [a where b] by x [c where d] <|by x, y|>',
    ['EQL107 Every item needs the same number of join keys: this one has 2, the first has 1'],
  ],
  ['sequence [a where b] by x <|[c where d]|>', ['EQL107 Every item needs the same number of join keys: this one has 0, the first has 1']],
  [
    'sequence by k [a where b] by x [c where d] by x until <|[e where f]|>',
    ['EQL107 Every item needs the same number of join keys: this one has 0, the first has 1'],
  ],
  ['sequence by <|length(x)|> [a where b] [c where d]', ['EQL107 A join key is a plain field, not an expression']],
  ['sequence by<||> [a where b] [c where d]', ['QRY001 A join key is missing after `by`']],
  ['sequence by a,<||> [a where b] [c where d]', ['QRY001 A join key is missing after `,`']],
  [
    'sequence [a where b] with <|repeat|>=2 [c where d]',
    ['QRY001 `repeat` is not an option; only `runs` can stand here', 'sequence [a where b] with runs=2 [c where d]'],
  ],
  ['sequence [a where b] with runs=<|0|> [c where d]', ['EQL107 `runs` takes a whole number from 1 to 100']],
  ['sequence [a where b] with runs=<|101|> [c where d]', ['EQL107 `runs` takes a whole number from 1 to 100']],
  ['sequence [a where b] with runs=<|1.5|> [c where d]', ['EQL107 `runs` takes a whole number from 1 to 100']],
  [
    'sequence [a where b] with runs=2 <|by c|> [c where d] by e',
    ['EQL107 `by` comes before `with runs`', 'sequence [a where b] by c with runs=2 [c where d] by e'],
  ],
  ['sequence [a where b] <|![|>c where d]', ['EQL107 A missing event needs a time to be missing in: add `with maxspan=…` to the sequence']],
  [
    '<|sequence|> with maxspan=1m ![a where b] ![c where d]',
    ['EQL107 A sequence needs at least one item that is not a missing event `![…]`'],
  ],
  ['sequence [a where b] <|until|> [c where d] [e where f]', ['EQL107 `until` and its item come last']],
  ['sequence [a where b] <|until|> [c where d] until [e where f]', ['EQL107 `until` can be given only once']],
  ['sequence [a where b] [c where d] until<||>', ['QRY001 An event query in brackets is missing after `until`']],
  ['sequence [a where b] [c where d] until [e where f] <|with runs=2|>', ["EQL107 `until` can't have `runs`"]],
  ['sequence [a where b] [<||>] ', ['QRY001 An event query is missing in the brackets, such as `process where true`']],
  ['sequence by a [a where b] [c where d] <|fork|>', ['QRY001 `fork` is not expected here']],
  ['sequence [a where b] <|with maxspan=1m|> [c where d]', ['QRY001 `with maxspan` stands before the first item']],
  ['sequence <|with runs=2|> [a where b] [c where d]', ['QRY001 `with runs` stands after an item']],
  ['sequence by a <|by b|> [a where b] [c where d]', ['QRY001 The join keys are given twice; name them in one `by`, separated by `,`']],
];

const samples: readonly Row[] = [
  ['<|sample|> [a where b] [c where d]', ['EQL107 A sample needs a join key: add `by` and a field']],
  ['sample by x [a where b] <|![|>c where d]', ['EQL107 Missing events `![…]` exist only in sequences']],
  ['sample by x <|with maxspan=1m|> [a where b] [c where d]', ["EQL107 A sample can't have a `maxspan`; only sequences do"]],
  ['sample by x [a where b] <|with runs=2|> [c where d]', ["EQL107 A sample has no order, so its items can't have `runs`"]],
  ['sample by x [a where b] [c where d] until <|[e where f]|>', ["EQL107 A sample can't have `until`; only sequences do"]],
  ['sample by x [a where b] [c where d] <|| head 1|>', ["EQL107 Samples can't be piped"]],
  ['<|sample|> by x', ['EQL107 A sample needs at least one item']],
  ['<|join|> by x [a where b] [c where d]', ['QRY001 Elasticsearch does not run `join`; use `sequence` or `sample`']],
];

const pipes: readonly Row[] = [
  ['process where true | <|count|>', ['QRY001 Elasticsearch does not support the pipe `count`; only `head` and `tail`']],
  ['process where true | <|unique|> a, b', ['QRY001 Elasticsearch does not support the pipe `unique`; only `head` and `tail`']],
  ['process where true | <|heads|> 5', ['QRY001 `heads` is not a pipe; did you mean `head`?', 'process where true | head 5']],
  ['process where true | <|Tail|> 5', ['QRY001 `Tail` is not a pipe; did you mean `tail`?', 'process where true | tail 5']],
  ['process where true | <|frobnicate|> 5', ['QRY001 `frobnicate` is not a pipe; use `head` or `tail`']],
  ['process where true <|| head|>', ['QRY001 `head` takes exactly one number, found none']],
  ['process where true <|| head 1, 2|>', ['QRY001 `head` takes exactly one number, found 2']],
  ['process where true | head <|-1|>', ['QRY001 `head` takes a whole number that is not negative']],
  ['process where true | head <|x|>', ['QRY001 `head` takes a whole number that is not negative']],
  ['process where true | tail <|1.5|>', ['QRY001 `tail` takes a whole number that is not negative']],
  ['process where true | head <|1/0|>', ['QRY001 `head` takes a whole number that is not negative']],
  ['process where true |<||>', ['QRY001 The name of a pipe is missing after `|`, such as `head 10`']],
  ['process where true | head 5,<||>', ['QRY001 A value is missing after `,`']],
  [
    'process where true | <|unique|> a<||> b',
    ['QRY001 Elasticsearch does not support the pipe `unique`; only `head` and `tail`'],
    ['QRY001 `,` is missing between two values', 'process where true | unique a, b'],
  ],
  ['<||>| head 1', ['QRY001 A query is missing, such as `process where true`']],
];

describe.each([
  ['keywords', keywords],
  ['operators', operators],
  ['gaps', gaps],
  ['categories', categories],
  ['names', names],
  ['brackets', brackets],
  ['strings', strings],
  ['characters', characters],
  ['sequences', sequences],
  ['samples and joins', samples],
  ['pipes', pipes],
])('%s', (_name, rows) => {
  it.each(rows.map((row) => [row[0], row] as const))('%s', (_text, row) => check(row));
});

describe('several problems at once', () => {
  it('are listed in the order of the text, at most one for a gap', () => {
    const { text, spans } = rangesIn("process where a <|=|> 1 and b ==<||> and c in <|()|> and d : <|'x'|> | <|count|>");
    expect(parseEql(text).problems.map(({ span }) => span)).toEqual(spans);
  });

  it('are cut off where nobody would read on', () => {
    const { problems } = parseEql(`process where ${'a = 1 and '.repeat(300)}a`);
    expect([problems.length, problems.at(-1)?.message]).toEqual([101, '200 more syntax problems are not listed']);
  });
});
