/** Diagnostics of EQL queries. */
import { inEql, inToml, eqlErrors, type CodeRow } from './row.js';

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
    code: 'EQL103',
    severity: 'hint',
    title: 'Pattern operator without a wildcard',
    about: '`like` compares patterns, and there is none: `==` and `in` say the same, and `:` and `in~` where case is ignored.',
    examples: [inEql('process where process.name like "chattr"', 'process where process.name == "chattr"')],
  },
  {
    code: 'EQL104',
    severity: 'warning',
    title: 'Field that events of this category do not have',
    about:
      'Elastic Defend gives the command line, the arguments and other facts of a process with the event of its start only, not with each file, ' +
      'network or registry event. The condition is never true there. Test the field in a process event and join the two in a sequence.',
    examples: [
      inToml(
        'type = "eql"\nlanguage = "eql"\nindex = ["logs-endpoint.events.file-*"]\nquery = \'file where process.command_line like "*curl*"\'',
        'type = "eql"\nlanguage = "eql"\nindex = ["logs-endpoint.events.file-*"]\nquery = \'file where process.name == "curl"\'',
      ),
    ],
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
    code: 'EQL110',
    severity: 'warning',
    title: 'Value in another case than events have it',
    about:
      '`==`, `!=` and `in` tell upper from lower case, and ECS has this value in another case: the comparison is never true. ' +
      'Write the value as ECS does, or use `:` or `in~`.',
    examples: [inEql('process where host.os.type == "Linux"', 'process where host.os.type == "linux"')],
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
    code: 'EQL112',
    severity: 'warning',
    title: 'Any category for events of one',
    about:
      'A condition lets only events of one category through. The category before `where` says so at once, and a query that names it ' +
      'can be checked against what ECS knows of the category.',
    examples: [inEql('any where event.category == "file" and file.name == "a"', 'file where file.name == "a"')],
  },
  {
    code: 'EQL113',
    severity: 'error',
    title: 'Invalid string',
    about:
      'A string stands in double quotes, and a backslash in it begins an escape, so one that stands for itself is written twice. ' +
      'In a raw string, between triple double quotes, it is written once. Elasticsearch refuses any other.',
    examples: [inEql(String.raw`file where file.path : "?:\Users\*"`, String.raw`file where file.path : "?:\\Users\\*"`)],
    covers: eqlErrors(9, 10, 11, 12, 13, 14),
  },
  {
    code: 'EQL114',
    severity: 'hint',
    title: 'Optional field that is always there',
    about: 'The `?` lets the search go on where no index has the field. All indices with events have this one, so it changes nothing.',
    examples: [inEql('process where ?host.os.type == "linux"', 'process where host.os.type == "linux"')],
  },
  {
    code: 'EQL115',
    severity: 'information',
    title: 'Test for presence beside a condition that needs a value',
    about: 'A comparison is true only of events that have a value, so asking for one besides changes nothing.',
    examples: [inEql('process where user.name != null and user.name == "root"', 'process where user.name == "root"')],
  },
  {
    code: 'EQL116',
    severity: 'hint',
    defaultOff: true,
    title: 'Exclusion that is true without the field',
    about:
      '`!=`, `not in` and `not` are true of every event that does not have the field. That is often meant. ' +
      'Where it is not, ask for a value with `!= null` beside the exclusion.',
    examples: [inEql('process where user.name != "root"', 'process where user.name != null and user.name != "root"')],
  },
  {
    code: 'EQL117',
    severity: 'error',
    title: 'Newer than the oldest stack of the rule',
    about:
      '`min_stack_version` says that the rule is for a version of the Elastic Stack that cannot read this part of EQL: the rule fails there. ' +
      'Samples came with 8.6, missing events with 8.9, `with runs` and optional fields with 7.16.',
    examples: [
      inToml(
        'type = "eql"\nlanguage = "eql"\nquery = \'sample by host.id [process where process.pid == 1] [process where true]\'\n\n[metadata]\nmin_stack_version = "8.3.0"\n',
        'type = "eql"\nlanguage = "eql"\nquery = \'sample by host.id [process where process.pid == 1] [process where true]\'\n\n[metadata]\nmin_stack_version = "8.6.0"\n',
      ),
    ],
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
    code: 'EQL119',
    severity: 'information',
    title: 'Can be said in a simpler way',
    about:
      'Another form has the same matches and is plainer: one list instead of several comparisons of a field, `like` instead of a function.',
    examples: [
      inEql('process where endsWith(process.name, ".tmp")', 'process where process.name like "*.tmp"'),
      inEql('process where process.name == "sh" or process.name == "bash"', 'process where process.name in ("sh", "bash")'),
    ],
  },
  {
    code: 'EQL120',
    severity: 'warning',
    title: 'Number and text compared',
    about:
      'A number in quotes is text. Against a text field, `<` and `>` compare letter by letter; a number field cannot be ordered against text. ' +
      'It is a hint where `==` reads the text as a number all the same.',
    examples: [inEql('process where process.pid > "5"', 'process where process.pid > 5')],
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
      'With the mapping of your own indices it is also said of fields that the indices map in different ways, and of those with a normalizer. ' +
      'It is a warning because your index may map the field in another way.',
    examples: [inEql('process where process == "chattr"', 'process where process.name == "chattr"')],
    covers: eqlErrors(40, 41, 42, 44),
  },
];
