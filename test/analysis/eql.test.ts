import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.js';
import { shippedSchemas } from '../schema/shipped.js';
import { createCatalog } from '../../server/src/schema/buildCatalog.js';
import type { FieldCatalog, FieldInfo } from '../../server/src/schema/catalog.js';
import { fieldSetOf } from '../../server/src/schema/fieldSet.js';
import { diagnose, mappingCatalog, reannotate, withoutMarks } from './annotations.js';
import { eqlRuleWith } from './cases/kit.js';

const schemas = await shippedSchemas;
const everything = schemas.catalogFor([]);
const endpoint = schemas.catalogFor(['logs-endpoint.events.process-*']);

describe('an EQL query that is right', () => {
  it.each([
    'process where true',
    'process where process.name == "cmd.exe" and process.pid > 5 and 5 < process.parent.pid',
    'process where process.code_signature.trusted and not process.code_signature.exists == false',
    'network where source.ip == "10.0.0.0/8" or source.ip in ("::1", "10.0.0.1") or cidrMatch(source.ip, "10.0.0.0/8", "::1")',
    'any where @timestamp > "now-1d" and @timestamp == 1700000000000 and event.created < "2024-05-01T00:00:00Z"',
    'process where process.pid < 2147483648 + 1 and -2147483648 < process.pid and number("0xff") + 1 / null + number(" 1e3 ") > 1 / 0.0',
    'process where length(process.name) > 3 and concat(process.name, process.pid) == "a1" and process.args_count / 2 == 1.5',
    'process where startsWith~(process.name, "A") == true and not stringContains(process.name, "b*")',
    'process where indexOf(process.name, ".", 3) == null and substring(process.name, add(1, 2) / 3, -1) : "a*"',
    'process where ?made.up == "x" and ?process.nothing.at.all : "y" and process.name != null',
    'process where winlog.event_data.Any == 5 and process.cwd : "/tmp/*"',
    'process where event.type in ("start", "change") and event.category : "PROCESS" and host.os.type == "plan9"',
    'process where process.args == "*" and process.args == "/list:*" and process.name like ("a*", "b?")',
    'any where file.path in ("\\\\\\\\*\\\\ADMIN$", "*")',
    'sequence by host.id, user.id with maxspan=1m [process where true] by process.pid [file where true] by process.parent.pid',
    'sequence by host.id with maxspan=1m [process where true] by process.entity_id [network where true] by process.parent.entity_id',
    'sequence by process.entity_id [process where true] [network where true]',
    'sequence [process where true] by process.parent.entity_id [network where true] by process.entity_id',
    'process where process.name regex ("[^a]+b", ".*\\\\^", "a\\\\d{2}", "~(ab)&<1-31>", "a(b|c)?", "^*", "^s^e^t", ".*\\\\$")',
    'process where process.name regex (".*[$]", ".*$", "\\\\(?i", """("?i")""", """a"(?i)" """)',
    'process where substring(process.name, 1) regex "^(?i)a$"',
    'custom where true',
    '"proces" where true',
    'library where true',
    'any where event.`sequence` > 5',
  ])('%s', (query) => {
    expect(reannotate('eql', query, everything)).toBe(query);
  });
});

describe('an EQL query with a mistake', () => {
  it.each([
    // Fields.
    `
process where process.nmae == "a" and ?proces.name == "b"
              ~~~~~~~~~~~~ QRY002 warning: \`process.nmae\` is not a known field; did you mean \`process.name\`?
                                       ~~~~~~~~~~~ QRY002 information: \`proces.name\` is not a known field and is always missing; did you mean \`process.name\`?`,
    `
process where acme.team == "red"
              ~~~~~~~~~ QRY002 information: \`acme.team\` is not a known field; not all fields of these indices are known, so it may exist all the same`,
    `
process where process == "a"
              ~~~~~~~ EQL122 warning: \`process\` is an object, not a field; name one of the fields below it`,
    `
process where process.name.text : "a" and message == "b"
              ~~~~~~~~~~~~~~~~~ EQL105 error: \`process.name.text\` is of type match_only_text, which EQL cannot compare; use \`process.name\`
                                          ~~~~~~~ EQL105 error: \`message\` is of type match_only_text, which EQL cannot compare; use a keyword field`,
    `
process where process.pe.sections.name == "a" and process.pe.imports == "b" and source.geo.location == "c"
              ~~~~~~~~~~~~~~~~~~~~~~~~ EQL122 warning: \`process.pe.sections.name\` lies below the nested field \`process.pe.sections\`, and EQL cannot query nested fields
                                                  ~~~~~~~~~~~~~~~~~~ EQL122 warning: \`process.pe.imports\` is of type flattened, which EQL cannot query
                                                                                ~~~~~~~~~~~~~~~~~~~ EQL122 warning: \`source.geo.location\` is of type geo_point, which EQL cannot query`,
    // Values and operators.
    `
process where process.pid == "abc" or process.pid > "5" or process.pid == true
                             ~~~~~ QRY003 warning: \`process.pid\` is a number, and \`"abc"\` cannot be read as one
                                                    ~~~ EQL120 warning: \`process.pid\` is a number; write 5 without quotes
                                                                          ~~~~ QRY003 warning: \`process.pid\` is a number, and \`true\` cannot be read as one`,
    `
process where process.name == 5 or true != process.code_signature.status
                              ~ QRY003 warning: \`process.name\` is text; write \`5\` in quotes
                                   ~~~~ QRY003 warning: \`process.code_signature.status\` is text; write \`true\` in quotes`,
    `
process where process.code_signature.trusted == "yes" or process.code_signature.trusted == 1
                                                ~~~~~ QRY003 warning: \`process.code_signature.trusted\` is a boolean, and \`"yes"\` cannot be read as one
                                                                                           ~ QRY003 warning: \`process.code_signature.trusted\` is a boolean, and \`1\` cannot be read as one`,
    `
network where source.ip == "localhost" or source.ip == 5 or @timestamp > "yesterday"
                           ~~~~~~~~~~~ QRY017 warning: \`source.ip\` is an IP address, and \`"localhost"\` cannot be read as one
                                                       ~ QRY003 warning: \`source.ip\` is an IP address, and \`5\` cannot be read as one
                                                                         ~~~~~~~~~~~ QRY017 warning: \`@timestamp\` is a date, and \`"yesterday"\` cannot be read as one`,
    `
network where source.ip : "10.*" or process.pid like ("1*", "2*") or process.pid in~ ("1") or @timestamp regex "2.*"
              ~~~~~~~~~ QRY003 error: \`:\` compares text, but \`source.ip\` is an IP address; use \`==\` with an address or cidrMatch with a network
                                    ~~~~~~~~~~~ QRY003 error: \`like\` compares text, but \`process.pid\` is a number; use \`==\`, \`in\` or \`<\` and \`>\`
                                                                     ~~~~~~~~~~~ QRY003 error: \`in~\` compares text, but \`process.pid\` is a number; use \`==\`, \`in\` or \`<\` and \`>\`
                                                                                              ~~~~~~~~~~ QRY003 error: \`regex\` compares text, but \`@timestamp\` is a date; use \`==\`, \`in\` or \`<\` and \`>\``,
    `
process where process.name : ("a", 5) or process.name in (1, "b")
                                   ~ QRY003 error: \`:\` compares text, but \`5\` is a number
                                                          ~ QRY003 error: \`process.name\` is text, and so must be the values it is looked up in, not \`1\``,
    `
process where ?acme.team : 5 and ?acme.team in~ ("a", true)
                           ~ QRY003 error: \`:\` compares text, but \`5\` is a number
                                                      ~~~~ QRY003 error: \`in~\` compares text, but \`true\` is a boolean`,
    `
process where process.pid in (1, "2") and length(process.name) in ("3")
                                 ~~~ QRY003 error: \`process.pid\` is a number, and so must be the values it is looked up in, not \`"2"\`
                                                                   ~~~ QRY003 error: \`length(process.name)\` is a number, and so must be the values it is looked up in, not \`"3"\``,
    // Conditions.
    `
process where process.pid
              ~~~~~~~~~~~ QRY003 error: A condition is true or false, but \`process.pid\` is a number; compare it with a value`,
    `
process where (process.name and (length(process.name) or not "a")) or 1 + 2
               ~~~~~~~~~~~~ QRY003 error: A condition is true or false, but \`process.name\` is text; compare it with a value
                                 ~~~~~~~~~~~~~~~~~~~~ QRY003 error: A condition is true or false, but \`length(process.name)\` is a number; compare it with a value
                                                             ~~~ QRY003 error: A condition is true or false, but \`"a"\` is text
                                                                      ~~~~~ QRY003 error: A condition is true or false, but \`1 + 2\` is a number`,
    `
process where (process.pid == 1) == "yes"
                                    ~~~~~ QRY003 warning: \`(process.pid == 1)\` is a boolean, and \`"yes"\` cannot be read as one`,
    `
process where process.name + 1 == 2 and -process.name == 3 and process.pid % true == 0
              ~~~~~~~~~~~~ QRY003 error: \`+\` takes numbers, but \`process.name\` is text
                                         ~~~~~~~~~~~~ QRY003 error: \`-\` takes numbers, but \`process.name\` is text
                                                                             ~~~~ QRY003 error: \`%\` takes numbers, but \`true\` is a boolean`,
    // Field against field.
    `
process where process.name == process.parent.name and process.pid in (process.parent.pid, 4) and length(process.name) > process.pid
                              ~~~~~~~~~~~~~~~~~~~ EQL121 error: EQL compares fields with constants only; \`process.parent.name\` is a field on the other side
                                                                      ~~~~~~~~~~~~~~~~~~ EQL121 error: EQL compares fields with constants only; \`process.parent.pid\` is a field on the other side
                                                                                                                        ~~~~~~~~~~~ EQL121 error: EQL compares fields with constants only; \`process.pid\` is a field on the other side`,
    `
process where process.pid == 1 / 0 or (process.pid % (0) > 1 or process.pid / 0.0 > 1 or divide(process.pid, 2 - 2) > 1)
                             ~~~~~ QRY003 error: Division of 1 by zero: the search fails
                                                     ~~~ QRY003 warning: A whole number cannot be divided by zero: the search fails
                                                                                                             ~~~~~ QRY003 warning: A whole number cannot be divided by zero: the search fails`,
    // Constants that cannot be computed.
    `
process where process.name == "a" or number("abc") == 1 or process.pid + number("9", 8) > 1
                                     ~~~~~~~~~~~~~ QRY003 error: "abc" cannot be read as a number of base 10: the search fails
                                                                         ~~~~~~~~~~~~~~ QRY003 error: "9" cannot be read as a number of base 8: the search fails`,
    `
process where process.pid in (1 + (2147483647 + 1), modulo(7, 0)) or -9223372036854775808 == process.pid
                                   ~~~~~~~~~~~~~~ QRY003 error: 2147483647 + 1 does not fit a 32-bit integer: the search fails
                                                    ~~~~~~~~~~~~ QRY003 error: Division of 7 by zero: the search fails
                                                                     ~~~~~~~~~~~~~~~~~~~~ QRY003 error: -(9223372036854775808) does not fit an unsigned 64-bit integer: the search fails`,
    `
process where true | head 2147483647 * 2
                          ~~~~~~~~~~~~~~ QRY003 error: 2147483647 * 2 does not fit a 32-bit integer: the search fails`,
    `
process where ?acme.team == process.name and process.pid > ?acme.limit
              ~~~~~~~~~~ EQL121 warning: EQL compares fields with constants only; \`?acme.team\` is null where no index has it, and the query is refused where one has it
                                                           ~~~~~~~~~~~ EQL121 warning: EQL compares fields with constants only; \`?acme.limit\` is null where no index has it, and the query is refused where one has it`,
    // Functions.
    `
process where lenght(process.name) > 3 and explode(process.name)
              ~~~~~~ EQL109 error: \`lenght\` is not a function; did you mean \`length\`?
                                           ~~~~~~~ EQL109 error: \`explode\` is not a function; there are add, between, cidrMatch, concat, divide, endsWith, indexOf, length, modulo, multiply, number, startsWith, string, stringContains, substring, subtract, wildcard`,
    `
process where match(process.name, "a.*") and safe(process.pid > 3) and arrayCount(process.args) == 1
              ~~~~~ EQL109 error: Elasticsearch has no function \`match\`; write field regex~ ("a", "b")
                                             ~~~~ EQL109 error: Elasticsearch has no function \`safe\`; its argument alone says the same
                                                                       ~~~~~~~~~~ EQL109 error: Elasticsearch has no function \`arrayCount\`; elements of arrays cannot be counted in a query`,
    `
process where length~(process.name) == 1 and between(process.name) == "a" and stringContains(process.name, "a", "b")
              ~~~~~~~ EQL109 error: \`length\` has no form with \`~\`: its result does not depend on case
                                             ~~~~~~~~~~~~~~~~~~~~~ EQL109 error: \`between\` takes three or four arguments, not one: between(source, left, right[, greedy])
                                                                              ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ EQL109 error: \`stringContains\` takes two arguments, not three: stringContains(source, substring)`,
    `
process where between(process.name, 1, "b", "c") == "a" and number(process.pid) == 1 and substring(process.name, 1.5) == "a"
                                    ~ EQL109 error: \`left\` of \`between\` must be text, but \`1\` is a number
                                            ~~~ EQL109 error: \`greedy\` of \`between\` must be a boolean, but \`"c"\` is text
                                                                   ~~~~~~~~~~~ EQL109 error: \`source\` of \`number\` must be text, but \`process.pid\` is a number
                                                                                                                 ~~~ EQL109 error: \`start\` of \`substring\` must be a whole number, but \`1.5\` is a number`,
    `
process where substring(process.name, 1.5 + 1, number("3")) == "a" and cidrMatch("10.0.0.1", "10.0.0.0/8")
                                      ~~~~~~~ EQL109 error: \`start\` of \`substring\` must be a whole number, but \`1.5 + 1\` is a number
                                               ~~~~~~~~~~~ EQL109 error: \`end\` of \`substring\` must be a whole number, but \`number("3")\` is a number
                                                                                 ~~~~~~~~~~ EQL109 error: \`address\` of \`cidrMatch\` must be an IP address, but \`"10.0.0.1"\` is text`,
    `
network where cidrMatch(host.name, "10.0.0.0/8") or cidrMatch(source.ip, destination.ip) or cidrMatch(source.ip, "10.0.0.0/33", 5)
                        ~~~~~~~~~ EQL109 error: \`address\` of \`cidrMatch\` must be an IP address, but \`host.name\` is text
                                                                         ~~~~~~~~~~~~~~ EQL109 error: \`network\` of \`cidrMatch\` must be a constant, not a field
                                                                                                                 ~~~~~~~~~~~~~ QRY017 error: \`"10.0.0.0/33"\` is not a network in CIDR notation such as \`10.0.0.0/8\`
                                                                                                                                ~ EQL109 error: \`network\` of \`cidrMatch\` must be text, but \`5\` is a number`,
    // Sequences.
    `
sequence with maxspan=1m [process where true] by process.pid [file where true] by process.name [any where true] by process.parent.pid
                                                                                  ~~~~~~~~~~~~ EQL108 error: \`process.name\` is text and cannot join with \`process.pid\`, which is a number`,
    // Patterns.
    `
process where process.name regex "py(thon" or process.name regex~ ("a", """[b-a]""") or not ?acme.x regex "\\\\bx"
                                    ~ QRY017 error: \`)\` is missing for this parenthesis
                                                                            ~ QRY017 error: The range \`b-a\` runs backwards; write \`\\-\` for a hyphen
                                                                                                          ~~~~~~ QRY017 error: \`\\b\` is not a character class; only \\d, \\s, \\w and \\D, \\S, \\W are`,
    `
process where process.name regex ("^abc$", "ab") or process.title regex "(?i)abc" or process.name regex "a(?:b|c)(?!d)"
                                   ~ EQL111 warning: \`regex\` matches the whole value and takes \`^\` and \`$\` literally; leave them out, and write \`.*\` where the value may go on
                                                                          ~ EQL111 warning: After \`(\`, \`regex\` takes \`?\` literally; use \`regex~\` to ignore case
                                                                                                           ~ EQL111 warning: After \`(\`, \`regex\` takes \`?\` literally; a group is \`(…)\`, and there are no other kinds
                                                                                                                  ~ EQL111 warning: After \`(\`, \`regex\` takes \`?\` literally; a group is \`(…)\`, and there are no other kinds`,
    // Sequences.
    `
sequence by host.id [process where true] by user.id [file where true] by user.name until ![any where true] by user.name
~~~~~~~~ EQL106 information: Without \`maxspan\` the events of this sequence may lie any time apart; add \`with maxspan=…\` after the join keys
                                                                                         ~~ EQL107 warning: Elasticsearch takes \`until ![…]\` as \`until […]\`: the sequence ends when there is such an event, not when there is none`,
    `
sequence by host.id with maxspan=1m [proces where process.nmae : "a"] [file where file.nmae : "b"] until [any where host.nme : "c"]
                                     ~~~~~~ EQL118 warning: \`proces\` is not an event category of ECS; did you mean \`process\`?
                                                  ~~~~~~~~~~~~ QRY002 warning: \`process.nmae\` is not a known field; did you mean \`process.name\`?
                                                                                  ~~~~~~~~~ QRY002 warning: \`file.nmae\` is not a known field; did you mean \`file.name\`?
                                                                                                                    ~~~~~~~~ QRY002 warning: \`host.nme\` is not a known field; did you mean \`host.name\`?`,
    // Lints.
    `
process where process.name == "cmd*" or process.name != "a?" or process.name in ("a*", "b") or user.name not in~ ("c*")
                              ~~~~~~ EQL101 warning: \`==\` takes \`*\` literally; a pattern needs \`like\`, or \`:\` to ignore case
                                                        ~~~~ EQL101 warning: \`!=\` takes \`?\` literally; a pattern needs \`like\`, or \`:\` to ignore case
                                                                                 ~~~~ EQL102 warning: \`in\` takes \`*\` literally; a pattern needs \`like\`
                                                                                                                  ~~~~ EQL102 warning: \`in~\` takes \`*\` literally; a pattern needs \`like~\``,
    `
process where process.name : ("a", "b", "A") or process.pid in (1, 2, 1) or user.full_name in ("a", "A", "a")
                                        ~~~ QRY005 hint: This value is in the list already
                                                                      ~ QRY005 hint: This value is in the list already
                                                                                                         ~~~ QRY005 hint: This value is in the list already`,
    `
process where event.type == "strat" or event.category in ("banana") or event.outcome in ("Success") or host.os.type == "Linux"
              ~~~~~~~~~~~~~~~~~~~~~ QRY022 warning: This rule can never match: nothing passes \`event.type == "strat"\`
                            ~~~~~~~ QRY011 warning: \`strat\` is not among the values ECS allows for \`event.type\`; did you mean \`start\`?
                                                          ~~~~~~~~ QRY011 warning: \`banana\` is not among the values ECS allows for \`event.category\`
                                                                                         ~~~~~~~~~ EQL110 warning: \`event.outcome\` has the value \`success\` in ECS, and this comparison is case-sensitive
                                                                                                                       ~~~~~~~ EQL110 warning: \`host.os.type\` has the value \`linux\` in ECS, and this comparison is case-sensitive`,
  ])('%s', (annotated) => {
    expect(reannotate('eql', annotated, everything)).toBe(annotated);
  });

  it('where all fields are known, an unlisted one is worth a warning', () => {
    const annotated = `
process where process.custom_thing == 1
              ~~~~~~~~~~~~~~~~~~~~ QRY002 warning: \`process.custom_thing\` is not a known field; the fields are those of ECS 9.4, endpoint.process and logs-endpoint.events.*`;
    expect(reannotate('eql', annotated, endpoint)).toBe(annotated);
  });

  it('with a real mapping, what EQL cannot query is an error, and an optional field that is not there is null', () => {
    const catalog = mappingCatalog({
      'event.category': 'keyword',
      a: 'long',
      n: 'nested',
      'n.x': 'long',
      t: 'text',
      't.raw': 'keyword',
      b: 'binary',
    });
    const annotated = `
any where z == 1 or n == 1 or n.x == 1 or ?z == a or t : "x" or b == 1 or a == a or z.a
          ~ QRY002 error: \`z\` is not a known field; the fields are those of the mapping
                    ~ EQL122 error: \`n\` is nested, and EQL cannot query nested fields
                              ~~~ EQL122 error: \`n.x\` lies below the nested field \`n\`, and EQL cannot query nested fields
                                                                               ~ EQL121 error: EQL compares fields with constants only; \`a\` is a field on the other side
                                                                                    ~~~ QRY002 error: \`z.a\` is not a known field; the fields are those of the mapping`;
    expect(reannotate('eql', annotated, catalog)).toBe(annotated);
  });
});

describe('a field of a real mapping', () => {
  const field = (name: string, facts: Partial<FieldInfo>): FieldInfo => ({
    name,
    type: 'keyword',
    source: 'mapping',
    array: false,
    ignoreAbove: undefined,
    values: undefined,
    ...facts,
  });
  const fields = [field('event.category', {}), field('host.caseless', { lowercased: true }), field('user.id', { typeUncertain: true })];
  const catalogWith = (authoritative: boolean): FieldCatalog =>
    createCatalog({ sets: [fieldSetOf('mapping', fields)], others: () => [], complete: true, authoritative, description: 'the mapping' });
  const annotated = `
process where host.caseless == "a" and host.caseless in ("b", "c") and user.id == "0" and host.caseless != null
              ~~~~~~~~~~~~~ EQL122 error: \`host.caseless\` has a normalizer, and EQL compares only fields with the values as they are; use the field without it
                                       ~~~~~~~~~~~~~ EQL122 error: \`host.caseless\` has a normalizer, and EQL compares only fields with the values as they are; use the field without it
                                                                       ~~~~~~~ EQL122 error: \`user.id\` has different types in the indices of this rule, and EQL refuses it; name indices that agree`;

  it('has one type in all indices, and no normalizer', () => {
    expect(reannotate('eql', annotated, catalogWith(true), { severity: { EQL115: 'off' } })).toBe(annotated);
  });

  it('is not complained about where the mapping is not known', () => {
    expect(diagnose('eql', withoutMarks(annotated), catalogWith(false), { severity: { EQL115: 'off' } })).toEqual([]);
  });
});

describe('the event category', () => {
  const catalog = mappingCatalog({ kind: 'keyword' });
  it('must be in a real mapping, unless every event is meant or the rule names another field', () => {
    const annotated = `
process where true
~~~~~~~ QRY002 error: The indices have no field \`event.category\` to find the category in; write \`any\`, or name another in event_category_override`;
    expect(reannotate('eql', annotated, catalog)).toBe(annotated);
    expect(diagnose('eql', 'any where true', catalog)).toEqual([]);
    const rule = eqlRuleWith({ rule: { event_category_override: '"kind"', timestamp_override: undefined, query: '"process where true"' } });
    expect(diagnose('toml', rule, catalog)).toEqual([]);
  });
});

describe('the fix', () => {
  it.each([
    ['process where process.nmae == "a"', 'Replace by `process.name`', 'process where process.name == "a"'],
    ['process where acme.team == "a"', 'Mark as optional with `?`', 'process where ?acme.team == "a"'],
    ['any where event.sequenc == 5', 'Replace by `event.sequence`', 'any where event.`sequence` == 5'],
    ['process where process.name.text : "a"', 'Replace by `process.name`', 'process where process.name : "a"'],
    ['process where process.name == 5', 'Write "5"', 'process where process.name == "5"'],
    ['network where source.ip:"10.0.0.1"', 'Replace `:` by `==`', 'network where source.ip == "10.0.0.1"'],
    ['network where source.ip : ("::1", "10.0.0.0/8")', 'Replace `:` by `in`', 'network where source.ip in ("::1", "10.0.0.0/8")'],
    ['process where process.pid : 5', 'Replace `:` by `==`', 'process where process.pid == 5'],
    ['process where lenght(process.name) == 5', 'Replace by `length`', 'process where length(process.name) == 5'],
    ['process where length~(process.name) == 5', 'Remove `~`', 'process where length(process.name) == 5'],
    [
      'process where match(process.name, "a.*", "b")',
      'Rewrite as `process.name regex~ ("a.*", "b")`',
      'process where process.name regex~ ("a.*", "b")',
    ],
    ['process where safe(process.pid == 5)', 'Rewrite as `process.pid == 5`', 'process where process.pid == 5'],
    ['process where process.name == "a*"', 'Use `like`', 'process where process.name like "a*"'],
    ['process where process.name != "a*"', 'Use `:`', 'process where not process.name : "a*"'],
    ['process where process.name not in~ ("a*", "b")', 'Use `like~`', 'process where not process.name like~ ("a*", "b")'],
    ['process where process.name in ("a", "b", "a")', 'Remove the duplicate', 'process where process.name in ("a", "b")'],
    ['process where event.type == "strat"', 'Replace by `start`', 'process where event.type == "start"'],
    ['proces where true', 'Replace by `process`', 'process where true'],
    ['process where process.name regex "^ab$"', 'Remove `^` and `$`', 'process where process.name regex "ab"'],
    ['process where process.name regex "^a\\\\.b"', 'Remove `^` and add `.*`', 'process where process.name regex "a\\\\.b.*"'],
    ['process where process.name regex """^ab.*"""', 'Remove `^`', 'process where process.name regex """ab.*"""'],
    ['process where process.name regex "^a\\\\$"', 'Remove `^` and add `.*`', 'process where process.name regex "a\\\\$.*"'],
    [
      'sequence by host.id [any where true] [any where true]',
      'Add `with maxspan=1m`',
      'sequence by host.id with maxspan=1m [any where true] [any where true]',
    ],
    ['sequence [any where true] [any where true]', 'Add `with maxspan=1m`', 'sequence with maxspan=1m [any where true] [any where true]'],
    [
      'sequence with maxspan=1m [any where true] [any where true] until ![any where true]',
      'Write `[`',
      'sequence with maxspan=1m [any where true] [any where true] until [any where true]',
    ],
  ])('of %s, %s, gives %s, which is right', (query, title, fixed) => {
    const fix = diagnose('eql', query, everything)
      .flatMap((found) => found.fixes ?? [])
      .find((offered) => offered.title === title);
    expect(fix && applyEdits(query, fix.edits)).toBe(fixed);
    expect(diagnose('eql', fixed, everything)).toEqual([]);
  });

  it.each(['network where source.ip : "10.*"', 'process where process.pid : ("1", "2")', 'process where arrayCount(process.args) == 1'])(
    'there is none for %s',
    (query) => {
      expect(diagnose('eql', query, everything).flatMap((found) => found.fixes ?? [])).toEqual([]);
    },
  );
});
