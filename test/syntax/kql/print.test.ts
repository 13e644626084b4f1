import { describe, expect, it, test } from 'vitest';
import { parseKql } from '../../../server/src/syntax/kql/parse.js';
import { printKql } from '../../../server/src/syntax/kql/print.js';

/** Lines of 50 columns, so that the examples stay short. */
function format(text: string): string | undefined {
  return printKql(parseKql(text), 50);
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

type Rows = readonly (readonly [before: string, after: string])[];

const onOneLine: Rows = [
  ['  a : b ', 'a:b'],
  ['a: "b  c"', 'a:"b  c"'],
  ['a:b  AND c:d Or NOT e:f', 'a:b and c:d or not e:f'],
  ['a:b\nand\n\nc:d', 'a:b and c:d'],
  ['( a:b )', '(a:b)'],
  ['((a:b))', '((a:b))'],
  ['not  ( a:b )', 'not (a:b)'],
  ['a: ( b  or\n"c" )', 'a:(b or "c")'],
  ['a:(not b and (c or d))', 'a:(not b and (c or d))'],
  ['a>1 and b  <=  "2"', 'a > 1 and b <= "2"'],
  ['a : {b:c and d>1}', 'a: { b:c and d > 1 }'],
  ['some  free   text', 'some  free   text'],
  ['a:b  c   or d', 'a:b  c or d'],
  ['field name  :  b', 'field name:b'],
  ['a:C\\:\\\\x* and *:*', 'a:C\\:\\\\x* and *:*'],
  ['a:"AND" and b:(OR c)', 'a:"AND" and b:(OR c)'],
  ['a:\\and and b:x\\or', 'a:\\and and b:x\\or'],
];

const onLines: Rows = [
  [
    'event.category:process and host.os.type:linux and process.name:sudo and user.id:0',
    lines('event.category:process and host.os.type:linux and', '  process.name:sudo and', '  user.id:0'),
  ],
  [
    'process.name:sudo and user.name:someone and not user.id:1000',
    lines('process.name:sudo and', '  user.name:someone and', '  not user.id:1000'),
  ],
  [
    'process.name:("one" or "two" or "three" or "four" or "five" or "six")',
    lines('process.name:(', '  "one" or "two" or "three" or "four" or "five" or', '  "six"', ')'),
  ],
  [
    'process.executable:("/usr/share/some/long/path" or "/usr/share/some/other/path")',
    lines('process.executable:(', '  "/usr/share/some/long/path" or', '  "/usr/share/some/other/path"', ')'),
  ],
  [
    'message:("the first value" and "the second value" and not "the third")',
    lines('message:(', '  "the first value" and', '  "the second value" and', '  not "the third"', ')'),
  ],
  [
    'message:(("the first" and "the second") or "the third" or "the fourth")',
    lines('message:(', '  ("the first" and "the second") or', '  "the third" or', '  "the fourth"', ')'),
  ],
  [
    'event.action:a and (process.name:"the first" or process.name:"the second" and user.id:0 or user.id:1)',
    lines(
      'event.action:a and',
      '  (',
      '    process.name:"the first" or',
      '    process.name:"the second" and user.id:0 or',
      '    user.id:1',
      '  )',
    ),
  ],
  [
    '(process.name:"the first one" or process.name:"the second one") and user.id:0',
    lines('(', '  process.name:"the first one" or', '  process.name:"the second one"', ') and', '  user.id:0'),
  ],
  [
    'user.items:{ name:"the first name" and size > 1000 and owner:someone }',
    lines('user.items: {', '  name:"the first name" and', '  size > 1000 and', '  owner:someone', '}'),
  ],
  ['message:two\n  lines and a:b', lines('message:two\n  lines and a:b')],
  [
    'message:"two\n  lines" and process.name:"a name that is too long"',
    lines('message:"two', '  lines" and', '  process.name:"a name that is too long"'),
  ],
];

/** White space after the last word would make it a keyword. */
const tight: Rows = [
  ['a:b and', 'a:b and'],
  ['a:cannot', 'a:cannot'],
  ['not', 'not'],
  ['cannot>1', 'cannot> 1\n'],
  ['a:{b:c or}', 'a: { b:c or}\n'],
  ['(process.name:"the first name" or process.name:cannot)', lines('(', '  process.name:"the first name" or', '  process.name:cannot)')],
];

describe('KQL is formatted', () => {
  test.each(onOneLine)('on one line: %j', (before, after) => {
    expect(format(before)).toBe(`${after}\n`);
  });

  test.each(onLines)('on several lines: %j', (before, after) => {
    expect(format(before)).toBe(after);
  });

  test.each(tight)('without the white space that would change it: %j', (before, after) => {
    expect(format(before)).toBe(after);
  });

  test.each([...onOneLine, ...onLines, ...tight])('once and for all: %j', (before) => {
    const once = format(before) ?? '';
    expect(format(once)).toBe(once);
  });

  it('with the line breaks it has', () => {
    expect(format('process.name:sudo and user.name:someone\r\nand not user.id:1000')).toBe(
      'process.name:sudo and\r\n  user.name:someone and\r\n  not user.id:1000\r\n',
    );
  });

  test.each(['', ' \n'])('to nothing when it is blank: %j', (text) => {
    expect(format(text)).toBe('');
  });

  test.each(['a:', 'a:b and ', '(a:b', 'a:"b', 'a:b or or:c:'])('not at all with a syntax error: %j', (text) => {
    expect(format(text)).toBeUndefined();
  });
});
