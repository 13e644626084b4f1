import { describe, expect, it, test } from 'vitest';
import { parseEql } from '../../../server/src/syntax/eql/parse.js';
import { printEql } from '../../../server/src/syntax/eql/print.js';

/** Lines of 50 columns, so that the examples stay short. */
function format(text: string): string | undefined {
  return printEql(parseEql(text), 50);
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

type Rows = readonly (readonly [before: string, after: string])[];

const onOneLine: Rows = [
  ['  process   where\ttrue', 'process where true'],
  ['any where a==1', 'any where a == 1'],
  ['"my events" where null', '"my events" where null'],
  ['process where a!=1 and b<2 or c>=3', 'process where a != 1 and b < 2 or c >= 3'],
  ['process where ( a==1 )', 'process where (a == 1)'],
  ['process where ((a==1))', 'process where ((a == 1))'],
  ['process where not(a==1)', 'process where not (a == 1)'],
  ['process where not not a', 'process where not not a'],
  ['process where a in("x","y")', 'process where a in ("x", "y")'],
  ['process where a not   in~("x")', 'process where a not in~ ("x")'],
  ['process where a:"x*"', 'process where a : "x*"'],
  ['process where a:("x*" ,"y")', 'process where a : ("x*", "y")'],
  ['process where a like~"x*"', 'process where a like~ "x*"'],
  ['process where a regex("x","y")', 'process where a regex ("x", "y")'],
  ['process where length( a )>1+ -2*3', 'process where length(a) > 1 + -2 * 3'],
  ['process where (1+2)*3%4/5-6==0', 'process where (1 + 2) * 3 % 4 / 5 - 6 == 0'],
  ['process where - (a)==+1', 'process where -(a) == +1'],
  ['process where endsWith~(a,"x")', 'process where endsWith~(a, "x")'],
  ['process where concat(  )==""', 'process where concat() == ""'],
  ['process where a . b==1', 'process where a.b == 1'],
  ['process where ?a.`b c` == true', 'process where ?a.`b c` == true'],
  ['process where "\\u{41}\\"" == """a\\b"""', 'process where "\\u{41}\\"" == """a\\b"""'],
  ['process where 1.50e3 == .5 and 007 == 7.', 'process where 1.50e3 == .5 and 007 == 7.'],
  ['process where StringContains(a, "b")', 'process where StringContains(a, "b")'],
];

const onLines: Rows = [
  [
    'process where host.os.type == "linux" and a == 1 and b == "a value" and not c in ("x")',
    lines('process where host.os.type == "linux" and', '  a == 1 and', '  b == "a value" and', '  not c in ("x")'),
  ],
  [
    'file where host.os.type == "linux" and event.type == "change" and a == 1 and b == 2',
    lines('file where host.os.type == "linux" and', '  event.type == "change" and', '  a == 1 and', '  b == 2'),
  ],
  [
    'process where first.condition == 1 or second.condition == 2 or third == 3',
    lines('process where first.condition == 1 or', '  second.condition == 2 or', '  third == 3'),
  ],
  [
    'process where a == "the first" and b == "the second" or c == "the third"',
    lines('process where a == "the first" and', '    b == "the second" or', '  c == "the third"'),
  ],
  [
    'process where a == 1 and (b == "the second" or c == "the third") and not (d == "the fourth" and e == "the fifth")',
    lines('process where a == 1 and', '  (b == "the second" or c == "the third") and', '  not (d == "the fourth" and e == "the fifth")'),
  ],
  [
    'process where a == 1 and not (b == "the second" or c == "the third" or d == "the fourth")',
    lines('process where a == 1 and', '  not (', '    b == "the second" or', '    c == "the third" or', '    d == "the fourth"', '  )'),
  ],
  [
    'process where process.name in ("one", "two", "three", "four", "five", "six", "seven")',
    lines('process where process.name in (', '  "one", "two", "three", "four", "five", "six",', '  "seven"', ')'),
  ],
  [
    'process where process.executable : ("/usr/share/some/long/path", "/usr/share/some/other/path")',
    lines('process where process.executable : (', '  "/usr/share/some/long/path",', '  "/usr/share/some/other/path"', ')'),
  ],
  [
    'network where cidrmatch(source.ip, "10.0.0.0/8", "172.16.0.0/12") and a == 1',
    lines('network where cidrmatch(', '  source.ip, "10.0.0.0/8", "172.16.0.0/12"', ') and', '  a == 1'),
  ],
  ['process where true|head 5|tail   3', lines('process where true', '| head 5', '| tail 3')],
  [
    'sequence by host.id,user.id with maxspan = 1m [ process where true ]by a with runs = 3 [ file where b == 1 ]by b',
    lines('sequence by host.id, user.id with maxspan=1m', '  [process where true] by a with runs=3', '  [file where b == 1] by b'),
  ],
  [
    'sequence with maxspan=30s [process where a == 1] by x, y ![file where true] by x, y until [any where b == 1] by x, y | tail 1',
    lines(
      'sequence with maxspan=30s',
      '  [process where a == 1] by x, y',
      '  ![file where true] by x, y',
      'until [any where b == 1] by x, y',
      '| tail 1',
    ),
  ],
  [
    'sequence [process where event.type == "start" and process.name == "sudo" and user.id != "0"] [any where true]',
    lines(
      'sequence',
      '  [process where event.type == "start" and',
      '    process.name == "sudo" and',
      '    user.id != "0"]',
      '  [any where true]',
    ),
  ],
  ['sample by host.id [any where true] [any where false]', lines('sample by host.id', '  [any where true]', '  [any where false]')],
];

const comments: Rows = [
  ['// above\nprocess where true', lines('// above', 'process where true')],
  ['/* above */ process where true', lines('/* above */', 'process where true')],
  ['process where true // behind', lines('process where true // behind')],
  ['process where true\n   // below', lines('process where true', '// below')],
  ['process where true /* behind */\n', lines('process where true /* behind */')],
  ['process where // first\n a == 1', lines('process where // first', '  a == 1')],
  ['process where\n// first\na == 1 and b == 2', lines('process where', '  // first', '  a == 1 and b == 2')],
  ['process where a == 1 and // why\n b == 2', lines('process where a == 1 and // why', '  b == 2')],
  ['process where a == 1 // why\n and b == 2', lines('process where a == 1 and // why', '  b == 2')],
  ['process where a == 1\n // of b\n and b == 2', lines('process where a == 1 and', '  // of b', '  b == 2')],
  ['process where a == 1 /* of b */ and b == 2', lines('process where a == 1 and', '  /* of b */', '  b == 2')],
  ['process where a == /* inside */ 1', lines('process where a == /* inside */ 1')],
  ['process where a // inside\n == 1', lines('process where a == 1 // inside')],
  ['process where a\n// inside\n== 1', lines('process where a', '// inside', '== 1')],
  ['process where (a == 1 and // why\nb == 2)', lines('process where (', '  a == 1 and // why', '  b == 2', ')')],
  ['process where (a == 1\n// last\n)', lines('process where (', '  a == 1', '  // last', ')')],
  ['process where a in (\n"x", // of x\n"y" /* of y */\n)', lines('process where a in (', '  "x", // of x', '  "y" /* of y */', ')')],
  [
    'process where a in (\n// some\n"x", "y",\n\n// more\n"z")',
    lines('process where a in (', '  // some', '  "x", "y",', '  // more', '  "z"', ')'),
  ],
  ['process where a in ("x" // of x\n, "y")', lines('process where a in (', '  "x", // of x', '  "y"', ')')],
  ['process where a in (/* all */ "x")', lines('process where a in (', '  /* all */', '  "x"', ')')],
  ['process where length(a // the name\n) > 1', lines('process where length(', '  a // the name', ') > 1')],
  ['process where a in ("x") /* two\n   lines */ and b', lines('process where a in ("x") and', '  /* two', '   lines */', '  b')],
  ['process where a // one\n . /* two */\n b // three\n and c', lines('process where a.b and /* two */ // one // three', '  c')],
  [
    'sequence // why\n[any where true] // first\n// second\n[any where false // done\n] /* end */\n| head 1 // most',
    lines(
      'sequence // why',
      '  [any where true] // first',
      '  // second',
      '  [any where false // done',
      '  ] /* end */',
      '| head 1 // most',
    ),
  ],
  [
    'sequence\n[\n// inside\nany where true\n// end\n] [any where null]\n// of until\nuntil [any where false]\n// of head\n| head 1',
    lines(
      'sequence',
      '  [',
      '    // inside',
      '    any where true',
      '    // end',
      '  ]',
      '  [any where null]',
      '// of until',
      'until [any where false]',
      '// of head',
      '| head 1',
    ),
  ],
];

describe('EQL is formatted', () => {
  test.each(onOneLine)('on one line: %j', (before, after) => {
    expect(format(before)).toBe(`${after}\n`);
  });

  test.each(onLines)('on several lines: %j', (before, after) => {
    expect(format(before)).toBe(after);
  });

  test.each(comments)('with its comments: %j', (before, after) => {
    expect(format(before)).toBe(after);
  });

  test.each([...onOneLine, ...onLines, ...comments])('once and for all: %j', (before) => {
    const once = format(before) ?? '';
    expect(format(once)).toBe(once);
  });

  it('without blank lines, with the line breaks it has', () => {
    expect(format('// a\r\n\r\n\r\nprocess where b == 1 and // c\r\n\r\n  d == 2\r\n\r\n')).toBe(
      '// a\r\nprocess where b == 1 and // c\r\n  d == 2\r\n',
    );
  });

  it('in lines of 120 columns', () => {
    const query = `process where a == "${'x'.repeat(84)}" and b == 12345`;
    expect(printEql(parseEql(query))).toBe(`${query}\n`);
    expect(printEql(parseEql(`${query}6`))).toBe(`${query.replace(' and ', ' and\n  ')}6\n`);
  });

  test.each(['', 'process where', 'process where a = 1', "process where a == 'x'", 'process where (a', 'sequence [process where true'])(
    'not at all with a syntax error: %j',
    (text) => {
      expect(format(text)).toBeUndefined();
    },
  );
});
