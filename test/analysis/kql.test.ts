import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.js';
import { shippedSchemas } from '../schema/shipped.js';
import { diagnose, mappingCatalog, reannotate, withoutMarks } from './annotations.js';

const schemas = await shippedSchemas;
const everything = schemas.catalogFor([]);
const endpoint = schemas.catalogFor(['logs-endpoint.events.process-*']);

describe('a KQL query that is right', () => {
  it.each([
    'process.name: cmd.exe and process.pid > 5',
    'process.pid: (1 or "2" or not 3)',
    'source.ip: (10.0.0.0/8 or "::1") or source.ip >= 10.0.0.1',
    '@timestamp: "2024-05-01" or @timestamp >= now-1d/d or @timestamp < 1700000000000',
    'process.code_signature.trusted: (true or "false")',
    'process.hash.*: cmd and not *: *',
    'process.pid: * and source.ip: * and @timestamp: * and process: *',
    'process.command_line: *a*b* and message: hello*',
    'event.category: (network or network_traffic) and event.outcome: (success or Success)',
    'host.os.type: plan9',
    'kubernetes.audit.verb: "*" and file.path: "\\\\\\\\*\\\\IPC$"',
    'labels.team: 5 and winlog.event_data.Any: x* and process.cwd: 10.*',
    'process.pe.sections:{ name: .text and entropy > 7 }',
  ])('%s', (query) => {
    expect(reannotate('kuery', query, everything)).toBe(query);
  });
});

describe('a KQL query with a mistake', () => {
  it.each([
    `
process.nmae: cmd.exe
~~~~~~~~~~~~ QRY002 warning: \`process.nmae\` is not a known field; did you mean \`process.name\`?`,
    `
process where proces.name == "cmd.exe" and user.name in ("ada")
~~~~~~~~~~~~~ KQL108 error: This is EQL, not KQL; set the rule's type and language to \`eql\`, name a bare query \`.eql\`, or write it in KQL`,
    `
Process.Name: cmd.exe
~~~~~~~~~~~~ QRY002 warning: \`Process.Name\` is not a known field; did you mean \`process.name\`?`,
    `
acme.team: red
~~~~~~~~~ QRY002 information: \`acme.team\` is not a known field; not all fields of these indices are known, so it may exist all the same`,
    `
process.pid: abc or process.pid: 1* or process.pid > many
             ~~~ QRY003 error: \`process.pid\` is a number, and \`abc\` cannot be read as one
                                 ~~ QRY003 error: \`process.pid\` is a number and takes no wildcards; use \`<\` and \`>\` for a range
                                                     ~~~~ QRY003 error: \`process.pid\` is a number, and \`many\` cannot be read as one`,
    `
source.ip: 10.* or source.ip: localhost or source.ip > 10.0.0.0/8
           ~~~~ QRY003 error: \`source.ip\` is an IP address and takes no wildcards; write a network such as \`10.0.0.0/8\`
                              ~~~~~~~~~ QRY017 error: \`source.ip\` is an IP address, and \`localhost\` cannot be read as one
                                                       ~~~~~~~~~~ QRY017 error: \`source.ip\` is an IP address, and \`10.0.0.0/8\` cannot be read as one`,
    `
process.code_signature.trusted: TRUE or process.code_signature.trusted: (1 or t*)
                                ~~~~ QRY003 error: \`process.code_signature.trusted\` takes true or false in lower case; write \`true\`
                                                                         ~ QRY003 error: \`process.code_signature.trusted\` is a boolean, and \`1\` cannot be read as one
                                                                              ~~ QRY003 error: \`process.code_signature.trusted\` is a boolean and takes no wildcards; write true or false`,
    `
@timestamp: yesterday or @timestamp: 2024-* or @timestamp >= "now-30 d"
            ~~~~~~~~~ QRY017 error: \`@timestamp\` is a date, and \`yesterday\` cannot be read as one
                                     ~~~~~~ QRY003 error: \`@timestamp\` is a date and takes no wildcards; use \`<\` and \`>\` for a range
                                                             ~~~~~~~~~~ QRY017 error: \`@timestamp\` is a date, and \`now-30 d\` cannot be read as one`,
    `
process: cmd.exe
~~~~~~~ QRY003 warning: \`process\` is an object and has no value of its own; name one of the fields below it`,
    `
process.name: "python*" and process.command_line: ("a b*" or "*" or x*)
~~~~~~~~~~~~~~~~~~~~~~~ QRY022 warning: This rule can never match: nothing passes \`process.name: "python*"\`
              ~~~~~~~~~ KQL101 warning: \`*\` in quotes stands for itself; a pattern is written without quotes
                                                   ~~~~~~ KQL101 warning: \`*\` in quotes stands for itself; a pattern is written without quotes`,
    `
process.name: (cf-agent or cron or cf-agent)
                                   ~~~~~~~~ QRY005 hint: This value is in the list already`,
    `
event.type: strat or event.category: banana or event.outcome: "Success" or host.os.type: Linux
~~~~~~~~~~~~~~~~~ QRY022 warning: This rule can never match: nothing passes \`event.type: strat\`
            ~~~~~ QRY011 warning: \`strat\` is not among the values ECS allows for \`event.type\`; did you mean \`start\`?
                                     ~~~~~~ QRY011 warning: \`banana\` is not among the values ECS allows for \`event.category\`
                                                              ~~~~~~~~~ QRY011 warning: \`event.outcome\` has the value \`success\` in ECS, and this comparison is case-sensitive
                                                                                         ~~~~~ QRY011 warning: \`host.os.type\` has the value \`linux\` in ECS, and this comparison is case-sensitive`,
    `
process.pe.sections.name: .text
~~~~~~~~~~~~~~~~~~~~~~~~ KQL112 warning: \`process.pe.sections.name\` lies in the nested field \`process.pe.sections\`; write \`process.pe.sections:{ name: … }\``,
    `
process.parent.name:{ text: x }
~~~~~~~~~~~~~~~~~~~ KQL112 warning: \`process.parent.name\` is not a nested field; write its fields with their full names`,
    `
process.pe.sections:{ nmae: .text and physical_size: big }
                      ~~~~ QRY002 warning: \`process.pe.sections.nmae\` is not a known field; did you mean \`process.pe.sections.name\`?
                                                     ~~~ QRY003 error: \`process.pe.sections.physical_size\` is a number, and \`big\` cannot be read as one`,
  ])('%s', (annotated) => {
    expect(reannotate('kuery', annotated, everything, { severity: { KQL110: 'off' } })).toBe(annotated);
  });

  it('where all fields are known, an unlisted one is worth a warning', () => {
    const annotated = `
process.custom_thing: x and acme.team: red
~~~~~~~~~~~~~~~~~~~~ QRY002 warning: \`process.custom_thing\` is not a known field; the fields are those of ECS 9.4, endpoint.process and logs-endpoint.events.*
                            ~~~~~~~~~ QRY002 information: \`acme.team\` is not a known field; the fields are those of ECS 9.4, endpoint.process and logs-endpoint.events.*`;
    expect(reannotate('kuery', annotated, endpoint)).toBe(annotated);
  });

  it('with a real mapping, it is an error, and so is a nested field outside its braces', () => {
    const catalog = mappingCatalog({ user: 'keyword', items: 'nested', 'items.name': 'keyword' });
    const annotated = `
other: x and items.name: y and user:{ name: z }
~~~~~ QRY002 error: \`other\` is not a known field; the fields are those of the mapping
~~~~~~~~ QRY022 warning: This rule can never match: nothing passes \`other: x\`
             ~~~~~~~~~~ KQL112 error: \`items.name\` lies in the nested field \`items\`; write \`items:{ name: … }\`
                               ~~~~ KQL112 error: \`user\` is not a nested field; write its fields with their full names
                                      ~~~~ QRY002 error: \`user.name\` is not a known field; the fields are those of the mapping`;
    expect(reannotate('kuery', annotated, catalog)).toBe(annotated);
  });

  it('says nothing of the pieces of a broken query', () => {
    const found = diagnose('kuery', 'process.nmae: (cmd.exe or ', everything);
    expect(found.map(({ code }) => code)).toEqual(expect.arrayContaining(['QRY001', 'QRY002']));
    expect(diagnose('kuery', 'process.pid: abc:', everything).map(({ code }) => code)).toEqual(['KQL105']);
  });
});

describe('the fix', () => {
  it.each([
    ['process.nmae: x', 'process.name: x'],
    ['source.ip: 10.*', 'source.ip: "10.0.0.0/8"'],
    ['source.ip: 192.168.1.*', 'source.ip: "192.168.1.0/24"'],
    ['process.code_signature.trusted: TRUE', 'process.code_signature.trusted: true'],
    ['process.executable: "C:\\\\a b*(1)"', 'process.executable: C\\:\\\\a b*\\(1\\)'],
    ['process.name: (a or b or a)', 'process.name: (a or b)'],
    ['event.type: "strat"', 'event.type: "start"'],
    ['event.type: strat', 'event.type: start'],
    ['process.pe.sections:{ nmae: x }', 'process.pe.sections:{ name: x }'],
  ])('of %s gives %s, which is right', (query, fixed) => {
    const [fix] = diagnose('kuery', query, everything).flatMap((found) => found.fixes ?? []);
    expect(fix && applyEdits(query, fix.edits)).toBe(fixed);
    expect(diagnose('kuery', fixed, everything)).toEqual([]);
  });

  it('is not a field that the braces of a nested one cannot hold', () => {
    const found = diagnose('kuery', 'p:{ user.name: x }', everything);
    expect(found.map(({ code, fixes }) => [code, fixes])).toEqual([
      ['QRY002', []],
      ['QRY002', []],
    ]);
  });

  it('is not offered where spaces would split the pattern', () => {
    const [found] = diagnose('kuery', withoutMarks('process.command_line: "a b*"'), everything);
    expect(found).toMatchObject({ code: 'KQL101', fixes: [] });
  });
});
