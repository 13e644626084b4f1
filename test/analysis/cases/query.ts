/** Cases of the diagnostics of queries in any language. */
import { eqlRuleWith, ruleWith, type CodeCase } from './kit.js';

function inEql(code: string, fires: string, nearMiss: string, fixed?: string): CodeCase {
  return { code, language: 'eql', fires, nearMiss, ...(fixed === undefined ? {} : { fixed }) };
}

function inKql(code: string, fires: string, nearMiss: string, fixed?: string): CodeCase {
  return { code, language: 'kuery', fires, nearMiss, ...(fixed === undefined ? {} : { fixed }) };
}

export const cases: readonly CodeCase[] = [
  inEql('QRY001', 'process where process.name = "sh"', 'process where process.name == "sh"', 'process where process.name == "sh"'),
  inKql('QRY001', 'process.name: (sh or bash', 'process.name: (sh or bash)', 'process.name: (sh or bash)'),
  inEql('QRY002', 'process where process.nmae == "sh"', 'process where process.name == "sh"', 'process where process.name == "sh"'),
  inEql('QRY002', 'any where acme.team == "red"', 'any where ?acme.team == "red"', 'any where ?acme.team == "red"'),
  inKql('QRY002', 'Process.Name: sh', 'process.name: sh', 'process.name: sh'),
  inEql('QRY003', 'process where process.pid : "1"', 'process where process.pid == 1', 'process where process.pid == "1"'),
  inKql('QRY003', 'destination.port: 80*', 'destination.port: 80'),
  { code: 'QRY004', language: 'toml', fires: ruleWith({ rule: { query: "''" } }), nearMiss: ruleWith() },
  inEql(
    'QRY005',
    'process where process.name in ("sh", "bash", "sh")',
    'process where process.name in ("sh", "bash", "SH")',
    'process where process.name in ("sh", "bash")',
  ),
  inKql('QRY005', 'process.name: (sh or bash or sh)', 'process.name: (sh or bash or "s*h")', 'process.name: (sh or bash)'),

  // The same condition, once more or in other words.
  inEql(
    'QRY006',
    'process where process.name == "sh" and user.id == "0" and process.name == "sh"',
    'process where process.name == "sh" and user.id == "0" and process.parent.name == "sh"',
    'process where process.name == "sh" and user.id == "0"',
  ),
  inEql(
    'QRY006',
    'process where process.name : ("CMD.exe", "c*.exe")',
    'process where process.name like ("CMD.exe", "c*.exe")',
    'process where process.name : ("c*.exe")',
  ),
  inEql(
    'QRY006',
    'process where process.name : ("c?d.exe", "c*.exe")',
    'process where process.name : ("c?d.exe", "cm*.exe")',
    'process where process.name : ("c*.exe")',
  ),
  inEql(
    'QRY006',
    'process where process.name : "c*" or process.name : "cmd.exe"',
    'process where process.name == "c*" or process.name : "cmd.exe"',
    'process where process.name : "c*"',
  ),
  inEql(
    'QRY006',
    'process where not process.name : "cmd.exe" and not process.name : "c*"',
    'process where not process.name : "cmd.exe" or not process.parent.name : "c*"',
    'process where not process.name : "c*"',
  ),
  inKql('QRY006', 'user.name: * and user.name: root', 'user.name: * and not user.name: root', 'user.name: root'),
  inKql('QRY006', 'process.name: (cmd.exe or c*.exe)', 'process.name: (CMD.exe or c*.exe)', 'process.name: (c*.exe)'),
  inKql(
    'QRY006',
    '(user.name: a and user.id: 1) or (user.id: 1 and user.name: a)',
    '(user.name: a and user.id: 1) or (user.id: 1 and user.name: b)',
    '(user.name: a and user.id: 1)',
  ),

  inEql(
    'QRY007',
    'process where process.name == "sh" and process.name == "bash"',
    'process where process.args == "sh" and process.args == "bash"',
  ),
  inEql(
    'QRY007',
    'process where process.name : "a*" and process.name : "?B" and process.name : "ax*"',
    'process where process.name : "a*" and process.name : "?B*" and process.name : "*c"',
  ),
  inEql('QRY007', 'process where process.pid > 5 and process.pid <= 5', 'process where process.pid > 5 and process.pid <= 6'),
  inEql(
    'QRY007',
    'process where process.pid == 5 and (user.id == "0" or process.pid == 6)',
    'process where process.pid == 5 and not (user.id == "0" and process.pid == 6)',
  ),
  inEql('QRY007', 'process where user.name == "root" and user.name == null', 'process where user.name == "root" or user.name == null'),
  inKql('QRY007', 'process.name: (sh and bash)', 'process.name: (sh and s*)'),
  inKql('QRY007', 'host.os.type: linux and host.os.type: windows', 'event.category: process and event.category: file'),
  inKql('QRY007', 'user.name: root and not user.name: root', 'user.name: root and not user.name: Root'),

  inEql('QRY008', 'process where true and process.pid == 4', 'process where true', 'process where process.pid == 4'),
  inEql('QRY008', 'process where process.pid == 4 or 1 == 1', 'process where process.pid == 4 or process.pid == 1'),
  inEql('QRY008', 'process where false', 'process where true'),
  inEql('QRY008', 'process where not false', 'process where not process.Ext.session == "false"'),
  inKql('QRY008', 'user.name: root or not user.name: root', 'user.name: root or not user.name: admin'),

  inEql(
    'QRY009',
    'process where process.name != "sh" or process.name != "bash"',
    'process where process.name != "sh" or process.parent.name != "bash"',
    'process where process.name != "sh" and process.name != "bash"',
  ),
  inEql(
    'QRY009',
    'process where user.id == "0" or process.name != "sh" or not process.name : "b*"',
    'process where user.id == "0" or process.name != "sh" or not process.name : "s*"',
  ),
  inKql(
    'QRY009',
    'not user.name: root or not user.name: admin',
    'not event.type: start or not event.type: end',
    'not user.name: root and not user.name: admin',
  ),

  inEql(
    'QRY010',
    'process where user.id == "0" or process.name == "sh" and process.pid == 4',
    'process where user.id == "0" or (process.name == "sh" and process.pid == 4)',
    'process where user.id == "0" or (process.name == "sh" and process.pid == 4)',
  ),
  inKql(
    'QRY010',
    'not user.name: root or user.name: admin',
    'not (user.name: root or user.name: admin)',
    '(not user.name: root) or user.name: admin',
  ),
  inKql(
    'QRY010',
    'not user.name: root or user.name: (admin or sys*)',
    'not user.name: root or host.name: web',
    '(not user.name: root) or user.name: (admin or sys*)',
  ),

  inEql('QRY011', 'process where event.type == "strat"', 'process where event.type == "start"', 'process where event.type == "start"'),
  inKql('QRY011', 'event.outcome: Failure', 'event.outcome: failure', 'event.outcome: failure'),

  inEql('QRY012', 'process where event.type == "deletion"', 'process where event.type in ("deletion", "end")'),
  inEql(
    'QRY012',
    'file where user.id == "0" and event.type in ("start", "end")',
    'file where user.id == "0" and not event.type in ("start", "end")',
  ),
  inKql('QRY012', 'event.category: process and event.type: creation', 'event.category: (process or file) and event.type: creation'),

  {
    ...inEql('QRY013', 'process where true', 'process where host.os.type == "linux"', 'process where host.os.type == "linux" and true'),
    uri: 'file:///rules/linux/rule.eql',
  },
  {
    ...inEql(
      'QRY013',
      'sequence with maxspan=1m [file where file.size > 1 or user.id == "0"] [process where true]',
      'sequence with maxspan=1m [file where host.os.type == "windows"] [process where true]',
      'sequence with maxspan=1m [file where host.os.type == "windows" and (file.size > 1 or user.id == "0")] [process where host.os.type == "windows" and true]',
    ),
    uri: 'file:///rules/windows/rule.eql',
  },
  {
    ...inKql(
      'QRY013',
      'user.name: a or user.id: 1',
      'host.os.type: macos and user.name: a',
      'host.os.type:macos and (user.name: a or user.id: 1)',
    ),
    uri: 'file:///rules/macos/rule.kuery',
  },

  { ...inEql('QRY014', 'process where process.name : "*sh"', 'process where process.command_line : "*sh"'), level: 'hint' },
  { ...inKql('QRY014', 'process.name: *sh', 'process.name: "*sh"'), level: 'hint' },

  inEql(
    'QRY015',
    String.raw`process where process.name : "C:\\Windows\\cmd.exe"`,
    String.raw`process where process.executable : "?:\\Windows\\cmd.exe"`,
    String.raw`process where process.executable : "C:\\Windows\\cmd.exe"`,
  ),
  inEql(
    'QRY015',
    String.raw`file where file.path : "C:\\Windows\\*"`,
    String.raw`file where file.path == "C:\\Windows\\x"`,
    String.raw`file where file.path : "?:\\Windows\\*"`,
  ),
  inEql('QRY015', String.raw`file where file.path : "%TEMP%\\a"`, String.raw`file where file.path : "?:\\%TEMP%\\a"`),
  inEql('QRY015', String.raw`file where file.path : "?:\temp\\a"`, String.raw`file where file.path : "?:\\temp\\a"`),
  inKql('QRY015', 'process.executable: cmd.exe', 'process.executable: *cmd.exe', 'process.name: cmd.exe'),
  inKql('QRY015', 'process.name: (sh or /bin/bash)', 'process.executable: (/bin/sh or /bin/bash)'),

  inEql('QRY016', 'process where process.name == "sh "', 'process where process.args == "sh "', 'process where process.name == "sh"'),
  inEql('QRY016', 'file where file.name : "a.exe.exe"', 'file where file.name : "a.pdf.exe"'),
  inEql(
    'QRY016',
    'process where process.name : "rundl32.exe"',
    'process where process.name : ("rundl32.exe", "rundll32.exe")',
    'process where process.name : "rundll32.exe"',
  ),
  inKql('QRY016', 'process.name: "ba\u200bsh"', 'process.name: "ba-sh"', 'process.name: "bash"'),
  inKql('QRY016', 'process.name: “sh”', 'process.name: "sh"'),
  inKql('QRY016', 'process.name: p\u0430ss', 'process.name: \u043f\u0430\u0440\u043e\u043b\u044c'),

  inEql('QRY017', 'network where cidrMatch(source.ip, "10.0.0.0/33")', 'network where cidrMatch(source.ip, "10.0.0.0/32")'),
  inEql('QRY017', 'process where process.name regex "py(thon"', 'process where process.name regex "py(thon)"'),
  inEql('QRY017', 'process where substring(process.name, 0, 3) regex "py(t"', 'process where substring(process.name, 0, 3) regex "py(t)?"'),
  inKql('QRY017', '@timestamp >= yesterday', '@timestamp >= now-1d'),

  inEql(
    'QRY019',
    'process where process.name : ("cmd.exe", "cat") and not process.name : "c*"',
    'process where process.name : ("cmd.exe", "sh") and not process.name : "c*"',
  ),
  inKql('QRY019', 'not event.action: s* and event.action: (start or stop)', 'not event.action: s* or event.action: (start or stop)'),

  {
    ...inKql(
      'QRY021',
      'host.name: web and not user.name: root',
      'user.name: * and not user.name: root',
      'host.name: web and (user.name: * and not user.name: root)',
    ),
    level: 'hint',
  },
  {
    code: 'QRY006',
    language: 'toml',
    fires: eqlRuleWith({ rule: { query: "'process where process.pid == 4 or process.pid == 4'" } }),
    nearMiss: eqlRuleWith(),
    fixed: eqlRuleWith({ rule: { query: "'process where process.pid == 4'" } }),
  },

  // A clause that every match needs and that is never true, and parts of a query that are never true.
  inEql(
    'QRY022',
    'process where process.name == "sh" and process.args in ("-o*", "--out*")',
    'process where process.name == "sh" and process.args in ("-o*", "--out")',
    'process where process.name == "sh" and process.args like ("-o*", "--out*")',
  ),
  inEql(
    'QRY022',
    'sequence by host.id [process where process.name == "a"] [file where file.name == "x" and file.name == "y" and user.id == "0"]',
    'sequence by host.id [process where process.name == "a"] [file where (file.name == "x" or file.name == "y") and user.id == "0"]',
  ),
  inEql(
    'QRY022',
    'process where process.name == "sh" and not (user.id == "0" or user.id != "0")',
    'process where process.name == "sh" and not (user.id == "0" or user.name != "0")',
  ),
  // The clause is all there is, and has a diagnostic of its own.
  inEql('QRY022', 'process where user.id == "0" and false and process.name == "sh"', 'process where process.name == "python*"'),
  inKql(
    'QRY022',
    'process.name: sh and (event.outcome: Failure and user.id: 0 or user.name: "adm*")',
    'process.name: sh and (event.outcome: Failure and user.id: 0 or user.name: "adm")',
    'process.name: sh and (event.outcome: failure and user.id: 0 or user.name: "adm*")',
  ),
  inKql(
    'QRY022',
    'process.name: sh and user.name: "adm*"',
    'process.name: sh and event.action: "*"',
    'process.name: sh and user.name: adm*',
  ),
  inEql(
    'QRY023',
    'process where process.pid == 4 or (process.name == "sh" and user.name == "adm*")',
    'process where process.pid == 4 or user.name == "adm*"',
    'process where process.pid == 4 or (process.name == "sh" and user.name like "adm*")',
  ),
  inEql(
    'QRY023',
    'process where process.pid == 4 and not (process.name == "sh" and user.name in ("adm*", "ro?t"))',
    'process where process.pid == 4 and not (process.name == "sh" and user.name in ("adm*", "root"))',
    'process where process.pid == 4 and not (process.name == "sh" and user.name like ("adm*", "ro?t"))',
  ),
  inEql(
    'QRY023',
    'sequence by host.id with maxspan=1m [process where true] ![file where file.name == "x*"]',
    'sequence by host.id with maxspan=1m [process where true] ![file where file.name like "x*"]',
    'sequence by host.id with maxspan=1m [process where true] ![file where file.name like "x*"]',
  ),
  inEql(
    'QRY023',
    `process where process.name in ("sh", "${'a'.repeat(1025)}")`,
    `process where process.name in ("sh", "${'a'.repeat(1024)}")`,
  ),
  inKql(
    'QRY023',
    'process.name: sh or (user.name: "adm*" and user.id: 0)',
    'process.name: sh or (user.name: "adm" and user.id: 0)',
    'process.name: sh or (user.name: adm* and user.id: 0)',
  ),

  // What whoever runs the program chooses, and folders that every user can write to.
  ...(
    [
      ['process where not process.args == "x"', 'process where process.args != null and process.pid != 4'],
      ['process where not process.name in ("a", "b")', 'process where not process.code_signature.subject_name in ("a", "b")'],
      ['process where process.command_line != "x"', 'process where process.executable != "/usr/bin/x"'],
      [
        'process where not (process.name == "a" and process.executable : "/home/*/a")',
        'process where not (process.name == "a" and process.code_signature.trusted == true)',
      ],
      [
        'process where not (process.code_signature.trusted == true or process.parent.args : "x*")',
        'process where not (process.code_signature.trusted == true or process.parent.executable : "/opt/x*")',
      ],
      [
        String.raw`process where not process.executable : "?:\\Users\\*\\a.exe"`,
        String.raw`process where not process.executable : "?:\\Program Files\\*\\a.exe"`,
      ],
      [String.raw`process where not process.executable : "*\\a.exe"`, String.raw`process where not process.executable == "*\\a.exe"`],
      ['process where not (process.name : "a") and true', 'process where not (not process.name : "a") and true'],
    ] as const
  ).map(([fires, nearMiss]): CodeCase => ({ ...inEql('QRY024', fires, nearMiss), level: 'information' })),
  ...(
    [
      ['user.id: 0 and not url.path: "/health"', 'user.id: 0 and not url.domain: "example.com"'],
      ['not user_agent.original: curl*', 'not user_agent.original: *'],
    ] as const
  ).map(([fires, nearMiss]): CodeCase => ({ ...inKql('QRY024', fires, nearMiss), level: 'information' })),
];
