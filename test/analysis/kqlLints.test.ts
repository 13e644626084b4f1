import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.js';
import { lintKql } from '../../server/src/analysis/kql/lints.js';
import { openRule } from '../../server/src/rule/openText.js';
import { toKuery, type KueryNode } from '../../server/src/syntax/kql/kuery.js';
import { parseKql } from '../../server/src/syntax/kql/parse.js';
import { corpusRules } from '../kit/reference.js';
import { shippedSchemas } from '../schema/shipped.js';

const schemas = await shippedSchemas;
const everything = schemas.catalogFor([]);
const endpoint = schemas.catalogFor(['logs-endpoint.events.process-*']);

/** `CODE level text: message`; no level where it is that of the code. */
function lints(query: string, catalog = everything): readonly string[] {
  return lintKql(parseKql(query), catalog).map(
    ({ code, severity, span, message }) =>
      `${code}${severity === undefined ? '' : ` ${severity}`} ${query.slice(span.start, span.end)}: ${message}`,
  );
}

describe('a KQL query that says nothing doubtful', () => {
  it.each([
    '',
    'process.name: (sh or bash) and not user.name: root',
    'not (process.name: sh or user.name: root) and (host.name: a or host.id: b) and (not host.name: c)',
    'process.args: (+x or !a or "a == b" or -c) and process.command_line: (*sh||true* or a~ or b^2)',
    'url.original: (*?id=1* or a?b) and file.path: (/var//log or /a/PROGRA~1 or *#*)',
    'file.path: ("C:\\\\temp" or "\\"a\\"" or C\\:\\\\new) and process.name: \\or',
    'message: (error or *err* or "a b-c" or 10.0.0.1) and process.command_line: a b',
    'process.pid > 5 and source.ip >= 10.0.0.1 and @timestamp < 2024 and @timestamp >= now-1d/d',
    'user.name: +441 and rule.name: Case # 5 and tls.version >= "2024-01-02"',
    'process.hash.*: abc and *: * and not process.*: *',
    'process.pe.sections: { name: a } or process.pe.sections: { name: b }',
    'event.action: log on and rule.name: my own rule',
  ])('%s', (query) => {
    expect(lints(query)).toEqual([]);
  });
});

describe('a KQL query that reads otherwise than it is', () => {
  it.each<readonly [string, ...string[]]>([
    [
      'process.name: cmd.exe or powershell.exe',
      'KQL103 powershell.exe: `powershell.exe` is not compared with `process.name` but looked for in all fields; put both values into brackets after the field',
    ],
    [
      'process.name: (a or b) or c and d',
      'KQL103 c: `c` has no field, so it is looked for in all of them; write `field: c`',
      'KQL103 d: `d` has no field, so it is looked for in all of them; write `field: d`',
    ],
    [
      'process.pe.sections: { text }',
      'KQL103 error text: `text` has no field, so Kibana looks for it in a field `process.pe.sections.null`; name a field of `process.pe.sections`',
    ],
    [
      'process.name == sh and user.name like ro* or process.name in sh and just words',
      'KQL103 just words: `just words` has no field, so it is looked for in all of them; write `field: just words`',
      'KQL108 warning process.name == sh: KQL has no `==`: `process.name == …` is text that is searched for; write `process.name: value`',
      'KQL108 warning user.name like ro*: KQL has no `like`: `user.name like …` is text that is searched for; write `user.name: value`',
      'KQL108 warning process.name in sh: KQL has no `in`: `process.name in …` is text that is searched for; write `process.name: value`',
    ],
    [
      'user.name: root && admin or user.name: (x || y)',
      'KQL108 warning root && admin: `&&` is part of the value; KQL writes `and`',
      'KQL108 warning x || y: `||` is part of the value; KQL writes `or`',
      'KQL110 user.name: root && admin or user.name: (x || y): Alternatives on one field are a list: `user.name: (… or …)`',
    ],
    ['user.name: root # the boss', 'KQL108 warning root # the boss: KQL has no comments: this one is part of the value; delete it'],
    ['# all shells', 'KQL108 warning # all shells: KQL has no comments: these words are searched for; delete them'],
    [
      'process.pid: [* TO 5] and process.args_count: { 1 TO 5 }',
      'KQL108 warning [* TO 5]: This is a range in Lucene syntax and here only text; KQL writes `field >= 1 and field <= 5`',
      'KQL108 warning 1 TO 5: This is a range in Lucene syntax; KQL writes `field >= 1 and field <= 5`',
    ],
    [
      '-user.name: a and +host.name: b and not !host.id: c and _missing_: d',
      'KQL108 warning -user.name: `-` is part of the field name; write `not` for the opposite',
      'KQL108 warning +host.name: `+` is part of the field name; `and` makes a condition required',
      'KQL108 warning !host.id: `!` is part of the field name; write `not` for the opposite',
      'KQL108 warning _missing_: d: `_missing_` is Lucene syntax; KQL writes `not field: *`',
    ],
    [
      'user.name: !root and host.name: +x and host.id: ab~ and host.ip: ab^2 and user.id: /ro+t/',
      'KQL108 warning !root: `!` is part of the value; write `not` before the condition for the opposite',
      'KQL108 warning +x: `+` is part of the value; delete it',
      'KQL108 warning ab~: `~` is fuzzy search in Lucene and here part of the value; delete it',
      'KQL108 warning ab^2: `^` raises the weight in Lucene and here is part of the value; delete it',
      'KQL108 warning /ro+t/: KQL has no regular expressions: this is text; write a pattern with `*`, or use the language lucene',
    ],
    [
      'and process.name: a',
      'KQL116 and process.name: `and` joins two conditions; here none stands before it, and it is part of the field name',
    ],
    [
      'process.name: (or a) and host.name: a not',
      'KQL116 or a: `or` is part of this value, for nothing stands before it; delete it, or quote the value',
      'KQL116 a not: `not` is part of this value, for nothing stands after it; delete it, or quote the value',
    ],
    [
      'process name: a and my field > 5',
      'KQL116 process name: A space does not end a field name, so this is one name; write `and`, `or` or `:` between the words, or delete one',
      'KQL116 my field: A space does not end a field name, so this is one name; write `and`, `or` or `:` between the words, or delete one',
    ],
    [
      'process.name: a.exe b.exe',
      'KQL116 a.exe b.exe: A space does not part values, so these names are one value; write `or` between them',
    ],
    ['process.name: (a\n  b)', 'KQL115 a\n  b: The line break after `a` is part of the value; write `or` between two values'],
    [
      `process.name: 'a' and user.name: \`b\` and 'host.name': c`,
      `KQL120 'a': Single quotes do not quote in KQL but belong to the text; write double quotes`,
      'KQL120 `b`: Backquotes do not quote in KQL but belong to the text; write double quotes',
      `KQL120 'host.name': Single quotes do not quote in KQL but belong to the text; write double quotes`,
    ],
    [
      'file.path: ("C:\\new" or "C:\\Win" or "\\\\Win") and message: "a\\nb" and process.name: (\\order or \\temp)',
      'KQL114 \\n: `\\n` stands for a line break; write two backslashes for one',
      'KQL114 hint \\W: The backslash of `\\W` stands for itself only because no escape begins so; write two',
      'KQL114 information \\n: `\\n` stands for a line break; write two backslashes for one',
      'KQL114 \\order: `\\order` stands for `order` without the backslash; write two backslashes for one',
      'KQL114 \\t: `\\t` stands for a tab; write two backslashes for one',
    ],
    [
      'file.path: C\\:\\\\new and message: "\\u0041" and file.path: "\\u00g"',
      'KQL114 hint \\u: The backslash of `\\u` stands for itself only because no escape begins so; write two',
    ],
    ['process.name: a?b', 'KQL102 a?b: `?` is no wildcard in KQL and stands for itself; `*` stands for any number of characters'],
    [
      'message: a-b and message: a b c and message: *a-b* and message: *a b*',
      'KQL106 a-b: `message` is analysed text: without quotes it is enough that it has `a` or `b`; quote the value to find them together',
      'KQL106 a b c: `message` is analysed text: without quotes it is enough that it has one of `a`, `b` and so on; quote the value to find them together',
      'KQL106 *a-b*: `message` is analysed text, whose single words have no such characters, so `*a-b*` matches nothing; quote a phrase',
      'KQL106 *a b*: `message` is analysed text: each part of `*a b*` is looked for on its own; quote a phrase instead',
    ],
    [
      'process.command_line: *a b* and process.command_line: a b',
      'KQL106 *a b*: On `process.command_line`, of type wildcard, the space parts this pattern in two, and one of them is enough; write `*` for it',
    ],
    [
      'user.name: null and user.id: (null or "") and user.email: ** and message: ""',
      'KQL107 null: `null` is no value that KQL can look for; `not field: *` asks for no value',
      'KQL107 null: `null` is no value that KQL can look for; `not field: *` asks for no value',
      'KQL107 information "": This finds values that are empty text, not events without a value; those are `not field: *`',
      'KQL107 **: Only a single `*` asks whether there is a value; more of them are a pattern, which fails on all but text',
      'KQL107 information "": Empty text matches nothing in analysed text; `not field: *` asks for no value',
    ],
    [
      'process.pid > null and not @timestamp: null and process.pid <= "5"',
      'KQL107 null: `null` is no value that KQL can look for; `not field: *` asks for no value',
      'KQL107 null: `null` is no bound, so this only asks for a value; `field: *` says so',
    ],
    [
      'tls.version > 9 and tls.version_protocol >= tls and message < b',
      'KQL109 >: `tls.version` is text, and as text `10` comes before `9`; use a numeric field, or list the values',
      'KQL109 >=: `tls.version_protocol` is text, and text is ordered letter by letter, capitals first; use a numeric field, or list the values',
      'KQL109 <: `message` is text, and text is ordered letter by letter, capitals first; use a numeric field, or list the values',
    ],
    [
      '@timestamp <= 2024 and @timestamp > "2024-12"',
      'KQL119 2024: `<= 2024` ends with the day 2024-01-01; for the whole year write `< 2025-01-01`',
      'KQL119 "2024-12": `> 2024-12` begins after the day 2024-12-01; for the whole month write `>= 2025-01-01`',
    ],
    [
      'process.*: cmd and *.ip: 10.0.0.1',
      'KQL111 process.*: `process.*` stands for `process.Ext.api.metadata.background_callcount` (a number) too, where the search fails on this value; name the fields that are meant',
    ],
    [
      'process.pe.sections: { name: a } and host.name: x and process.pe.sections: { name: b or name: c }',
      'KQL118 process.pe.sections: One object of `process.pe.sections` may satisfy these braces and another those before; put both into one pair if one object is meant',
      'KQL110 name: b or name: c: Alternatives on one field are a list: `name: (… or …)`',
    ],
    [
      'process.name: a AND NOT user.name: (b Or c)',
      `KQL104 AND: KQL's keywords are usually written in lower case; write \`and\``,
      `KQL104 NOT: KQL's keywords are usually written in lower case; write \`not\``,
      `KQL104 Or: KQL's keywords are usually written in lower case; write \`or\``,
    ],
    [
      '(process.name: a) and (user.name: b or user.name: c) and ((not host.name: d))',
      'KQL110 (: These parentheses change nothing and can be left out',
      'KQL110 user.name: b or user.name: c: Alternatives on one field are a list: `user.name: (… or …)`',
      'KQL110 (: These parentheses change nothing and can be left out',
    ],
  ])('%s', (query, ...expected) => {
    expect(lints(query)).toEqual(expected);
  });

  it('where all fields are known, wildcards that fit none are found', () => {
    expect(lints('acme.*: x', endpoint)).toEqual([
      'KQL111 acme.*: No field of ECS 9.4, endpoint.process and logs-endpoint.events.* fits `acme.*`, so it asks for a field of literally that name; name the field',
    ]);
    expect(lints('acme.*: x')).toEqual([]);
  });
});

describe('a query cut off anywhere', () => {
  it.each([
    'or user\nname: a ?b // c\n and -host.name: (x y.exe\n z and) or "t\\\n\\t" and process.*: \'a b\' && c',
    '(process.pe.sections: { a\nb } and process.pe.sections: { (name: **) } and ((a.b\t: null) OR a.b\t: ("" or /x+/)))',
    'process.pid == a\nb and message: *a-b\nc* and message: x y and @timestamp <= 2024-01 and [1 TO 2] and _exists_: a\nb or process.name: \\order',
  ])('%j', (query) => {
    for (let length = 0; length <= query.length; length++) {
      const text = query.slice(0, length);
      for (const { span, message, fixes = [] } of lintKql(parseKql(text), everything)) {
        expect([text, span.start < span.end, span.end <= length, /[\r\n]/.test(message)]).toEqual([text, true, true, false]);
        for (const { edits } of fixes) applyEdits(text, edits);
      }
    }
  });
});

/** What Kibana reads, without the grouping of what is joined in the same way. */
function meaning(query: string): unknown {
  return JSON.parse(JSON.stringify(flat(toKuery(parseKql(query).tree)), (key, value: unknown) => (key === 'span' ? undefined : value)));
}

function flat(node: KueryNode): unknown {
  if (node.function === 'and' || node.function === 'or') {
    const parts = node.arguments.flatMap((part): unknown[] => {
      const inner = flat(part);
      return Array.isArray(inner) && inner[0] === node.function ? inner.slice(1) : [inner];
    });
    return [node.function, ...parts];
  }
  if (node.function === 'not') return ['not', flat(node.arguments[0])];
  return node.function === 'nested' ? ['nested', node.arguments[0], flat(node.arguments[1])] : node;
}

/** The query after all that is not in its shortest form was rewritten, one by one. */
function simplified(query: string): string {
  let text = query;
  for (let step = 0; step < 100; step++) {
    const [fix] = lintKql(parseKql(text), everything).flatMap(({ code, fixes }) => (code === 'KQL110' ? (fixes ?? []) : []));
    if (fix === undefined) break;
    text = applyEdits(text, fix.edits);
  }
  return text;
}

describe('the shortest form', () => {
  it.each([
    ['(a.b: x)', 'a.b: x'],
    ['((a.b: x or c.d: y))', 'a.b: x or c.d: y'],
    ['( a.b: x )  and (c.d > 5)', 'a.b: x  and c.d > 5'],
    ['a.b: x or a.b: (y or z) or a.b: (not w)', 'a.b: (x or y or z or (not w))'],
    ['a.b: x or a.b: (y and z) or c.d: v', 'a.b: (x or (y and z)) or c.d: v'],
    ['a.b: ((x or y) or "z")', 'a.b: (x or y or "z")'],
    ['not (a.b: x) and n.o: { (p: q) }', 'not a.b: x and n.o: { p: q }'],
    ['a.b: (x) or c.d: y', 'a.b: x or c.d: y'],
    ['a.b: x or (c.d: y and e.f: z)', 'a.b: x or (c.d: y and e.f: z)'],
    ['(a.b: x and) or c.d: y', '(a.b: x and) or c.d: y'],
    ['not (a.b: x or a.b: y)', 'not a.b: (x or y)'],
  ])('of %s is %s', (query, expected) => {
    expect(simplified(query)).toBe(expected);
    expect(meaning(expected)).toEqual(meaning(query));
  });

  it('means the same in every rule', () => {
    for (const { path, text } of corpusRules()) {
      for (const { parsed } of openRule(text, { uri: `file:///${path}`, languageId: 'toml' }).queries) {
        if (parsed?.language === 'kuery') expect([path, meaning(simplified(parsed.text))]).toEqual([path, meaning(parsed.text)]);
      }
    }
  });
});
