/** Diagnostics of KQL queries. */
import { inKql, kqlErrors, kqlLints, type CodeRow } from './row.js';

export const kqlCodes: readonly CodeRow[] = [
  {
    code: 'KQL101',
    severity: 'warning',
    title: 'Wildcard inside quotes',
    about:
      'Between quotes `*` stands for itself, so the rule misses what the pattern is meant to find. Write the pattern without quotes, ' +
      'with a backslash before each special character. A lone `"*"` is taken as it stands.',
    examples: [inKql('process.name: "python*"', 'process.name: python*')],
    covers: kqlLints(1),
  },
  {
    code: 'KQL102',
    severity: 'information',
    title: 'Question mark is no wildcard',
    about:
      'In KQL only `*` is a wildcard; `?` stands for itself, and there is none for a single character. Write `*`, or list ' +
      'the values. Nothing is said of addresses, commands and texts, where a `?` is usual.',
    examples: [inKql('process.name: vim?', 'process.name: vim*')],
    covers: kqlLints(10),
  },
  {
    code: 'KQL103',
    severity: 'warning',
    title: 'Text without a field',
    about:
      'Words without a field are looked for in all the fields that the index settings name, by default in every one: slow, ' +
      'and hard to foresee. After an `or`, a value is often meant for the field before; that takes brackets, as in ' +
      '`process.name: (sh or bash)`. It is an error in the braces of a nested field, where Kibana looks for ' +
      'such words in a field that does not exist.',
    examples: [
      inKql('process.name: chattr or lsattr', 'process.name: (chattr or lsattr)'),
      inKql('"chattr +i" and host.os.type: linux', 'process.command_line: "chattr +i" and host.os.type: linux'),
    ],
    covers: kqlLints(3, 4, 27),
  },
  {
    code: 'KQL104',
    severity: 'information',
    repaired: true,
    title: 'Keyword in capitals',
    about: 'KQL reads `and`, `or` and `not` in any case, but tools that read rules may not, and lower case is how Kibana writes ' + 'them.',
    examples: [inKql('process.name: chattr AND host.os.type: linux', 'process.name: chattr and host.os.type: linux')],
  },
  {
    code: 'KQL105',
    severity: 'error',
    title: 'Special character is not escaped',
    about:
      'The characters `\\`, `(`, `)`, `:`, `<`, `>`, `"`, `{` and `}` have a meaning of their own outside quotes, ' +
      'so Kibana refuses the query. Write a backslash before each, or put the value in quotes: there, ' +
      'only `\\` and `"` need one and `*` is no wildcard.',
    examples: [inKql(String.raw`process.executable: C:\Windows\*`, String.raw`process.executable: C\:\\Windows\\*`)],
    covers: kqlErrors(10, 12, 13, 30),
  },
  {
    code: 'KQL106',
    severity: 'warning',
    title: 'Value that is taken apart',
    about:
      'Analysed text is stored as single words in lower case. Without quotes it is enough that one word of the value occurs; ' +
      'in quotes, all must stand together in this order. A pattern with `*` is compared with single words, and matches none ' +
      'if it has characters that no word has. On fields of type `wildcard` and `constant_keyword`, a pattern with spaces is ' +
      'taken apart as well, and any of its parts is enough: write `*` for the space.',
    examples: [
      inKql('message: dbus-daemon', 'message: "dbus-daemon"'),
      inKql('process.command_line.text: *chattr -i*', 'process.command_line.text: "chattr -i"'),
    ],
    covers: kqlLints(11, 12, 13),
  },
  {
    code: 'KQL107',
    severity: 'warning',
    title: 'Does not ask whether there is a value',
    about:
      'A single `*` asks whether a field has any value, and `not field: *` whether it has none. Elasticsearch refuses ' +
      '`null`; `**` is a pattern, which fails on numbers and addresses. It is only information for `""`, which finds values ' +
      'that are empty text.',
    examples: [inKql('user.name: null', 'not user.name: *'), inKql('process.name: **', 'process.name: *')],
    covers: kqlLints(23, 24),
  },
  {
    code: 'KQL108',
    severity: 'error',
    title: 'Syntax of another query language in KQL',
    about:
      'The query, or this part of it, is EQL, Lucene or ES|QL, and Kibana refuses it. Write it the way KQL does; ' +
      "where the whole query is in the other language, set the rule's `type` and `language` to it. " +
      'It is a warning where Kibana takes the signs and words for text and accepts the query, which then finds something else.',
    examples: [
      inKql('process.name == "chattr"', 'process.name: "chattr"'),
      inKql('process.name == chattr', 'process.name: chattr'),
      inKql('user.name: root || admin', 'user.name: (root or admin)'),
    ],
    covers: [...kqlErrors(14, 26, 27, 28, 29, 31, 32), ...kqlLints(5, 29, 30)],
  },
  {
    code: 'KQL109',
    severity: 'warning',
    title: 'Range over text',
    about:
      '`<` and `>` compare text character by character, so that `10` is less than `9`. Use a field that holds a number, a ' +
      'date or an address, or list the values.',
    examples: [inKql('process.args > 9', 'process.args_count > 9')],
    covers: kqlLints(34),
  },
  {
    code: 'KQL110',
    severity: 'hint',
    title: 'Not in its shortest form',
    about:
      'The parentheses change nothing, or alternatives on one field are written out that could be a list, as in ' +
      '`process.name: (sh or bash)`. What matches stays the same.',
    examples: [
      inKql('process.name: sh or process.name: bash', 'process.name: (sh or bash)'),
      inKql('(process.name: sh) and host.os.type: linux', 'process.name: sh and host.os.type: linux'),
    ],
  },
  {
    code: 'KQL111',
    severity: 'warning',
    title: 'Field name with wildcards',
    about:
      'Kibana puts every field that fits in the place of such a name. Among them may be numbers, dates or addresses that ' +
      'cannot have the value, and then the search fails; and where no field fits, a field of literally that name is asked ' +
      'for, which no event has. Name the fields that are meant.',
    examples: [inKql('process.*: chattr', 'process.name: chattr')],
    covers: kqlLints(25),
  },
  {
    code: 'KQL112',
    severity: 'warning',
    title: 'Nested field outside its braces, or braces on another field',
    about:
      'The conditions on a nested field stand in braces after its path, so that one and the same object has to satisfy them all. ' +
      'Kibana refuses such a field without its braces, and braces after any other field. ' +
      'It is a warning because your index may map the field in another way.',
    examples: [inKql('process.pe.sections.name: .text', 'process.pe.sections: { name: .text }')],
    covers: [...kqlErrors(35), ...kqlLints(27)],
  },
  {
    code: 'KQL113',
    severity: 'warning',
    title: 'List of exclusions that is always true',
    about:
      '`field: (not a or not b)` is true of every value, for none is both. What is mostly meant is `not field: (a or b)`, ' +
      'the same as `field: (not a and not b)`. Nothing is said of fields that may have several values.',
    examples: [inKql('process.name: (not sh or not bash)', 'not process.name: (sh or bash)')],
  },
  {
    code: 'KQL114',
    severity: 'warning',
    title: 'Backslash is not doubled',
    about:
      '`\\t`, `\\r` and `\\n` stand for a tab and for line ends, in quotes and outside, and outside quotes `\\or` at the ' +
      'beginning of a word stands for `or`. A backslash of a path is written as two. It is only information where a line ' +
      'break may be meant, and a hint where the backslash stays because no escape begins with it.',
    examples: [inKql(String.raw`process.executable: "C:\temp\a.exe"`, String.raw`process.executable: "C:\\temp\\a.exe"`)],
    covers: kqlLints(7, 8, 9),
  },
  {
    code: 'KQL115',
    severity: 'warning',
    title: 'Line break inside a value',
    about:
      'White space does not end an unquoted value, and neither does a line break: both lines are one value, which no event ' +
      'has. Mostly an `or` is missing at the end of the line.',
    examples: [inKql('process.name: (chattr\n  lsattr)', 'process.name: (chattr or\n  lsattr)')],
    covers: kqlLints(2),
  },
  {
    code: 'KQL116',
    severity: 'warning',
    title: 'Words that ran together',
    about:
      'A space ends neither a field name nor a value. `and` and `or` are operators only between two conditions; before the ' +
      'first or after the last they become part of the name or the value, and the condition never holds.',
    examples: [
      inKql('or process.name: chattr', 'process.name: chattr'),
      inKql('process.name: (chattr or lsattr and)', 'process.name: (chattr or lsattr)'),
    ],
    covers: [...kqlErrors(3), ...kqlLints(5, 6)],
  },
  {
    code: 'KQL117',
    severity: 'warning',
    title: 'Value longer than the index keeps',
    about:
      'Elasticsearch leaves out of the index what is longer than the `ignore_above` of the field, so no event has such a ' +
      'value. Look for a part of it in a field without this limit, such as `process.command_line`.',
    examples: [inKql(`process.name: ${'a'.repeat(1025)}`, 'process.name: chattr')],
    covers: kqlLints(33),
  },
  {
    code: 'KQL118',
    severity: 'information',
    title: 'Conditions on one nested field in several braces',
    about: 'Each pair of braces is satisfied by an object of its own. Conditions that the same object must satisfy stand in one ' + 'pair.',
    examples: [
      inKql(
        'process.pe.sections: { name: .text } and process.pe.sections: { entropy > 7 }',
        'process.pe.sections: { name: .text and entropy > 7 }',
      ),
    ],
    covers: kqlLints(28),
  },
  {
    code: 'KQL119',
    severity: 'information',
    title: 'Bound that is a month or a year',
    about:
      'With `<=` and `>`, what is missing of a date becomes the last moment of the day, but the day itself the first: `<= ' +
      '2024-01` ends with 1 January. Write the whole date.',
    examples: [inKql('@timestamp <= 2024-01', '@timestamp < 2024-02-01')],
    covers: kqlLints(35),
  },
  {
    code: 'KQL120',
    severity: 'warning',
    title: 'Single quotes',
    about:
      'Only double quotes quote in KQL. Single quotes and backquotes are characters like any other, and the value is ' +
      'compared with them.',
    examples: [inKql("process.name: 'chattr'", 'process.name: "chattr"')],
    covers: kqlLints(32),
  },
];
