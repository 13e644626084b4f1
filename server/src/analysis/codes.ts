/**
 * The table of diagnostics: every code the product can report, its default level, what it is about, and which rows of the two
 * languages' catalogues it stands for. Codes are public: they appear in suppression comments, settings and reports and never change.
 */
import { invariant } from '../base/invariant.js';
import type { Severity } from '../base/problem.js';

export interface CodeRow {
  readonly code: string;
  readonly severity: Severity;
  /** Sentence case, no full stop; the heading of its documentation. */
  readonly title: string;
  /** Markdown of a few sentences: what it means, what it does to the rule's matches, what to do. */
  readonly about: string;
  readonly examples?: readonly Example[];
  /** Numbers of the error and lint catalogues of the two languages that are reported under this code. */
  readonly covers?: readonly string[];
}

/** A text that has this problem and no other, and one that says what was meant and has none. */
export interface Example {
  /** `toml` is part of a rule's `[rule]` table. */
  readonly language: 'eql' | 'kuery' | 'toml';
  readonly wrong: string;
  readonly right: string;
}

const inEql = (wrong: string, right: string): Example => ({ language: 'eql', wrong, right });
const inKql = (wrong: string, right: string): Example => ({ language: 'kuery', wrong, right });
const inToml = (wrong: string, right: string): Example => ({ language: 'toml', wrong, right });

const eqlErrors = (...numbers: readonly number[]): readonly string[] => numbers.map((number) => `eql-error-${number}`);
const kqlErrors = (...numbers: readonly number[]): readonly string[] => numbers.map((number) => `kql-error-E${number}`);
const kqlLints = (...numbers: readonly number[]): readonly string[] => numbers.map((number) => `kql-lint-L${number}`);

export const codes: readonly CodeRow[] = [
  {
    code: 'TOM001',
    severity: 'error',
    title: 'TOML syntax error',
    about:
      'The file is not valid TOML at this place, so no tool can load the rule. ' +
      'What can be read around it, the query above all, is checked all the same.',
    examples: [inToml('name = Immutable file', 'name = "Immutable file"')],
  },
  {
    code: 'TOM002',
    severity: 'error',
    title: 'Key or table is defined twice',
    about:
      'TOML allows each key and each table header once, so no tool can load the rule. ' +
      'Here only the first one counts. Remove the one that is not meant.',
    examples: [inToml('severity = "low"\nseverity = "high"', 'severity = "high"')],
  },
  {
    code: 'TOM007',
    severity: 'error',
    title: 'Value is not one of the allowed ones',
    about:
      'The rule has a type or a query language that does not exist, so Kibana refuses it. ' +
      'A query in an unknown language is neither checked nor run. Rules call KQL `kuery`.',
    examples: [inToml('language = "kql"', 'language = "kuery"')],
  },
  {
    code: 'QRY001',
    severity: 'error',
    title: 'Query syntax error',
    about:
      'The query cannot be parsed: Elasticsearch or Kibana refuses it, and the rule fails each time it runs. ' +
      'The parts that are understood are checked all the same.',
    examples: [
      inEql('process where process.name = "chattr"', 'process where process.name == "chattr"'),
      inKql('process.name: (chattr or lsattr', 'process.name: (chattr or lsattr)'),
    ],
    covers: [
      ...eqlErrors(1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 18, 19, 20, 21, 25, 32, 33, 34, 35, 36, 37),
      ...kqlErrors(1, 2, 4, 5, 6, 7, 8, 9, 11, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 33),
    ],
  },
  {
    code: 'QRY002',
    severity: 'warning',
    title: 'Unknown field',
    about:
      "No schema for the rule's index patterns has a field of this name. In KQL the condition is never true; " +
      'in EQL the search fails when no index has the field, unless it is marked as optional, as in `?acme.team`. ' +
      'It is only information where the field may exist all the same, as one of your own or of an integration that is not known here.',
    examples: [
      inEql('process where process.nmae == "chattr"', 'process where process.name == "chattr"'),
      inKql('Process.Name: chattr', 'process.name: chattr'),
    ],
    covers: [...eqlErrors(38, 39), ...kqlLints(36)],
  },
  {
    code: 'QRY003',
    severity: 'error',
    title: 'Value or operator does not fit the field type',
    about:
      "The operator does not work on fields of this type, or the value cannot be one of the field's: the search fails. " +
      'It is a warning where the search is accepted, but the condition can hardly be what was meant.',
    examples: [
      inEql('process where process.pid : "1"', 'process where process.pid == 1'),
      inKql('destination.port: 80*', 'destination.port: (80 or 8080)'),
    ],
    covers: [...eqlErrors(45, 46, 47, 48), ...kqlLints(14, 15, 26)],
  },
  {
    code: 'QRY004',
    severity: 'warning',
    title: 'Query is empty or missing',
    about:
      'The rule has no query where its type needs one. An empty KQL query matches every event; an empty EQL query is an error, ' +
      'for Elasticsearch refuses it. A rule with `filters` may leave it empty.',
    examples: [inToml("query = ''", "query = 'process.name: chattr'")],
  },
  {
    code: 'QRY005',
    severity: 'hint',
    title: 'Duplicate value in a list',
    about: 'The list has this value already. It changes nothing in what matches, but another value may have been meant.',
    examples: [
      inEql('process where process.name in ("sh", "bash", "sh")', 'process where process.name in ("sh", "bash")'),
      inKql('process.name: (sh or bash or sh)', 'process.name: (sh or bash)'),
    ],
    covers: kqlLints(37),
  },
  {
    code: 'QRY011',
    severity: 'warning',
    title: 'Value is not one ECS allows for this field',
    about:
      'ECS lists the values of some fields, among them `event.category`, `event.type` and `event.outcome`, ' +
      'and integrations keep to them. A value outside the list, or in another case where case counts, matches none of their events.',
    examples: [
      inEql('process where event.type == "started"', 'process where event.type == "start"'),
      inKql('event.outcome: Failure', 'event.outcome: failure'),
    ],
    covers: kqlLints(18),
  },
  {
    code: 'QRY017',
    severity: 'error',
    title: 'Invalid address, network, date or pattern',
    about:
      'The text cannot be read as the IP address, network, date or regular expression that its field, operator or function takes: ' +
      'the search fails, or the condition is never true. It is a warning where EQL accepts it.',
    examples: [
      inEql('network where cidrMatch(source.ip, "10.0.0.0/33")', 'network where cidrMatch(source.ip, "10.0.0.0/8")'),
      inEql('process where process.name regex "py(thon"', 'process where process.name regex "py(thon)?"'),
      inKql('@timestamp >= yesterday', '@timestamp >= now-1d/d'),
    ],
    covers: kqlLints(15, 39),
  },
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
    code: 'KQL108',
    severity: 'error',
    title: 'Syntax of another query language in KQL',
    about:
      'The query, or this part of it, is EQL, Lucene or ES|QL, and Kibana refuses it. Write it the way KQL does; ' +
      "where the whole query is in the other language, set the rule's `type` and `language` to it.",
    examples: [inKql('process.name == "chattr"', 'process.name: "chattr"')],
    covers: kqlErrors(14, 26, 27, 28, 29, 31, 32),
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
    code: 'RUN001',
    severity: 'information',
    title: 'Query is not evaluated locally',
    about:
      'The query is valid, but uses something that only a cluster evaluates faithfully. ' +
      "A run says so and stops, rather than give matches that could differ from the cluster's.",
    examples: [inEql('process where process.name regex "a~(b)c"', 'process where process.name regex "a.*c&~(abc)"')],
  },
];

const rows = new Map(codes.map((row) => [row.code, row]));

/** The row of a code; every code that is reported has one. */
export function codeRow(code: string): CodeRow {
  const row = rows.get(code);
  invariant(row, `no row for the code ${code}`);
  return row;
}

export function defaultSeverity(code: string): Severity {
  return codeRow(code).severity;
}
