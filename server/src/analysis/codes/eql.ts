/** Diagnostics of EQL queries. */
import { inEql, eqlErrors, type CodeRow } from './row.js';

export const eqlCodes: readonly CodeRow[] = [
  {
    code: 'EQL101',
    severity: 'warning',
    title: 'Wildcard in a comparison that takes it literally',
    about:
      '`==` and `!=` compare the whole text as it is written: `*` and `?` stand for themselves, so the rule misses what the pattern ' +
      'is meant to find. Use `like`, or `:` to ignore case.',
    examples: [inEql('process where process.name == "python*"', 'process where process.name like "python*"')],
  },
  {
    code: 'EQL102',
    severity: 'warning',
    title: 'Wildcard in a list that takes it literally',
    about: '`in` and `in~` compare whole texts: `*` and `?` in the list stand for themselves. Use `like` or `like~` with the same list.',
    examples: [inEql('process where process.name in ("perl", "python*")', 'process where process.name like ("perl", "python*")')],
  },
  {
    code: 'EQL105',
    severity: 'error',
    title: 'Text field compared in EQL',
    about:
      'Fields of the types `text` and `match_only_text` are indexed word by word; EQL compares whole values and fails on them. ' +
      'Use the keyword field beside it.',
    examples: [inEql('process where process.name.text : "chattr"', 'process where process.name : "chattr"')],
    covers: eqlErrors(43),
  },
  {
    code: 'EQL106',
    severity: 'information',
    title: 'Sequence without maxspan',
    about:
      'Nothing says how far apart the events of the sequence may lie, so events that have nothing to do with each other can make a match. ' +
      'Give the longest time that what the rule looks for takes. Nothing is said where a join key is an entity id, ' +
      'for what it names lives only so long.',
    examples: [
      inEql(
        'sequence by host.id\n  [process where process.name == "curl"]\n  [file where event.type == "creation"]',
        'sequence by host.id with maxspan=1m\n  [process where process.name == "curl"]\n  [file where event.type == "creation"]',
      ),
    ],
  },
  {
    code: 'EQL107',
    severity: 'error',
    title: 'Sequence or sample is not well formed',
    about:
      'Each part can be read, but not together: a sequence has at least two items with the same number of join keys, ' +
      'a missing event `![…]` needs a `maxspan` to be missing in, a sample needs a join key and has no order. ' +
      'Elasticsearch refuses the query. It is a warning where it takes the query as something else.',
    examples: [
      inEql(
        'sequence by host.id\n  [process where process.name == "curl"]\n  ![file where event.type == "creation"]',
        'sequence by host.id with maxspan=1m\n  [process where process.name == "curl"]\n  ![file where event.type == "creation"]',
      ),
    ],
    covers: eqlErrors(17, 22, 23, 24, 26, 27, 28, 29, 30, 31),
  },
  {
    code: 'EQL108',
    severity: 'error',
    title: 'Join keys of incompatible types',
    about:
      'The items of a sequence or sample are joined where their keys are equal, key by key in the order they are written. ' +
      'Values of these two types are never equal, and Elasticsearch refuses the query.',
    examples: [
      inEql(
        'sequence with maxspan=1m\n  [process where event.type == "start"] by process.pid\n  [network where true] by process.name',
        'sequence with maxspan=1m\n  [process where event.type == "start"] by process.pid\n  [network where true] by process.pid',
      ),
    ],
    covers: eqlErrors(58),
  },
  {
    code: 'EQL109',
    severity: 'error',
    title: 'Unknown function or wrong arguments',
    about:
      'Elasticsearch has no such function, or the function takes other arguments: the search fails. ' +
      'Functions that only other dialects of EQL have are named with what to write instead.',
    examples: [inEql('process where lenght(process.command_line) > 200', 'process where length(process.command_line) > 200')],
    covers: eqlErrors(49, 50, 51, 52, 53, 54, 55),
  },
  {
    code: 'EQL111',
    severity: 'warning',
    title: 'Regular expression in another dialect',
    about:
      '`regex` on a field takes the regular expressions of Lucene. They match whole values, so `^` and `$` are ordinary characters there; ' +
      'so is the `?` of `(?i)`, `(?:…)` or `(?=…)`. The pattern is valid, but finds only values with these characters in them.',
    examples: [inEql('process where process.name regex "^python[23]$"', 'process where process.name regex "python[23]"')],
  },
  {
    code: 'EQL113',
    severity: 'error',
    title: 'Invalid string',
    about:
      'A string stands in double quotes, and a backslash in it begins an escape, so one that stands for itself is written twice. ' +
      'In a raw string, between triple double quotes, it is written once. Elasticsearch refuses any other.',
    examples: [inEql(String.raw`file where file.path : "C:\Users\*"`, String.raw`file where file.path : "C:\\Users\\*"`)],
    covers: eqlErrors(9, 10, 11, 12, 13, 14),
  },
  {
    code: 'EQL118',
    severity: 'warning',
    title: 'Misspelt event category',
    about:
      'The word before `where` is nearly a category of ECS, but none, so no event that follows ECS matches. ' +
      'Write a category of your own in quotes to say that it is meant.',
    examples: [inEql('proces where process.name == "chattr"', 'process where process.name == "chattr"')],
  },
  {
    code: 'EQL121',
    severity: 'error',
    title: 'Field compared with a field',
    about:
      'EQL compares a field with constants only; Elasticsearch refuses a field on both sides. ' +
      'Name the values, or write the rule in ES|QL, which can compare fields.',
    examples: [
      inEql('process where process.name == process.parent.name', 'process where process.name == "bash" and process.parent.name == "bash"'),
    ],
    covers: eqlErrors(56, 57),
  },
  {
    code: 'EQL122',
    severity: 'warning',
    title: 'Field that EQL cannot query',
    about:
      'The name is that of an object, or of a field whose type EQL does not support, such as nested or flattened: the search fails. ' +
      'It is a warning because your index may map the field in another way.',
    examples: [inEql('process where process == "chattr"', 'process where process.name == "chattr"')],
    covers: eqlErrors(40, 41),
  },
];
