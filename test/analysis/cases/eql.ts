/** Cases of the diagnostics of EQL queries. */
import { eqlRuleWith, type CodeCase } from './kit.js';

function inEql(code: string, fires: string, nearMiss: string, fixed?: string): CodeCase {
  return { code, language: 'eql', fires, nearMiss, ...(fixed === undefined ? {} : { fixed }) };
}

const withIndex = (index: string, query: string): string => eqlRuleWith({ rule: { index: `["${index}"]`, query: `'${query}'` } });
const since = (version: string, query: string): string =>
  eqlRuleWith({ metadata: { min_stack_version: `"${version}"` }, rule: { query: `'${query}'` } });

function newIn(version: string, earlier: string, query: string): CodeCase {
  return { code: 'EQL117', language: 'toml', fires: since(earlier, query), nearMiss: since(version, query), fixed: since(version, query) };
}

export const cases: readonly CodeCase[] = [
  inEql('EQL101', 'process where process.name == "py*"', 'process where process.name == "*"', 'process where process.name like "py*"'),
  inEql(
    'EQL102',
    'process where process.name in ("a", "py*")',
    'process where process.name like ("a", "py*")',
    'process where process.name like ("a", "py*")',
  ),
  inEql(
    'EQL103',
    'process where process.name like "sh"',
    'process where process.name like ("sh", "z*")',
    'process where process.name == "sh"',
  ),
  inEql(
    'EQL103',
    'process where process.name like~ ("sh", "zsh")',
    'process where process.name : ("sh", "zsh")',
    'process where process.name in~ ("sh", "zsh")',
  ),
  {
    code: 'EQL104',
    language: 'toml',
    fires: withIndex('logs-endpoint.events.file-*', 'file where process.command_line like "*curl*"'),
    nearMiss: withIndex('auditbeat-*', 'file where process.command_line like "*curl*"'),
    fixed: withIndex('logs-endpoint.events.file-*', 'file where ?process.command_line like "*curl*"'),
  },
  {
    code: 'EQL104',
    language: 'toml',
    fires: withIndex('logs-endpoint.events.network-*', 'network where process.parent.args == "-c"'),
    nearMiss: withIndex('logs-endpoint.events.network-*', 'network where process.name == "sh"'),
    fixed: withIndex('logs-endpoint.events.network-*', 'network where ?process.parent.args == "-c"'),
  },
  inEql('EQL105', 'process where process.name.text : "a"', 'process where process.name : "a"', 'process where process.name : "a"'),
  inEql(
    'EQL106',
    'sequence by host.id [process where true] [file where true]',
    'sequence by process.entity_id [process where true] [file where true]',
    'sequence by host.id with maxspan=1m [process where true] [file where true]',
  ),
  inEql(
    'EQL107',
    'sequence with maxspan=1m [process where true] by user.id [file where true]',
    'sequence with maxspan=1m [process where true] by user.id [file where true] by user.id',
  ),
  inEql(
    'EQL107',
    'sequence with maxspan=1m [process where true] [file where true] until ![any where true]',
    'sequence with maxspan=1m [process where true] [file where true] until [any where true]',
    'sequence with maxspan=1m [process where true] [file where true] until [any where true]',
  ),
  inEql(
    'EQL108',
    'sequence with maxspan=1m [process where true] by process.pid [file where true] by process.name',
    'sequence with maxspan=1m [process where true] by process.pid [file where true] by process.parent.pid',
  ),
  inEql(
    'EQL109',
    'process where lenght(process.name) > 3',
    'process where length(process.name) > 3',
    'process where length(process.name) > 3',
  ),
  inEql('EQL110', 'process where host.os.type == "Linux"', 'process where host.os.type : "Linux"', 'process where host.os.type == "linux"'),
  inEql(
    'EQL110',
    'process where event.type in ("Start", "end")',
    'process where event.type in~ ("Start", "end")',
    'process where event.type in ("start", "end")',
  ),
  inEql(
    'EQL111',
    'process where process.name regex "^sh$"',
    'process where process.name regex "sh[$]"',
    'process where process.name regex "sh"',
  ),
  inEql(
    'EQL112',
    'any where event.category == "file" and file.size > 1',
    'any where event.category in ("file", "process") and file.size > 1',
    'file where file.size > 1',
  ),
  inEql('EQL112', 'any where event.category == "file"', 'any where event.category != "file"', 'file where true'),
  inEql(
    'EQL113',
    String.raw`file where file.path : "?:\Users\*"`,
    String.raw`file where file.path : "?:\\Users\\*"`,
    String.raw`file where file.path : "?:\\Users\\*"`,
  ),
  inEql(
    'EQL114',
    'process where ?host.os.type == "linux"',
    'process where ?process.Ext.session == "a"',
    'process where host.os.type == "linux"',
  ),
  inEql(
    'EQL115',
    'process where user.name != null and user.name == "root"',
    'process where user.name != null and user.name != "root"',
    'process where user.name == "root"',
  ),
  {
    ...inEql('EQL116', 'process where user.name != "root"', 'process where user.name : "r*" and user.name != "root"'),
    level: 'hint',
    fixed: 'process where (user.name != null and user.name != "root")',
  },
  newIn('8.6.0', '8.5.0', 'sample by host.id [file where true] [process where true]'),
  newIn('8.9.0', '8.8.2', 'sequence by host.id with maxspan=1m [file where true] ![process where true]'),
  newIn('7.16.0', '7.15.0', 'process where ?process.Ext.session == "a"'),
  inEql('EQL118', 'proces where true', '"proces" where true', 'process where true'),
  inEql(
    'EQL119',
    'process where startsWith~(process.name, "a")',
    'process where startsWith~(process.name, "a*")',
    'process where process.name like~ "a*"',
  ),
  inEql(
    'EQL119',
    'process where not stringContains(process.name, "a")',
    'process where stringContains(process.name, "a") == true',
    'process where not process.name like "*a*"',
  ),
  inEql(
    'EQL119',
    'process where process.pid == 4 or process.pid in (5, 6)',
    'process where process.pid == 4 or process.parent.pid == 5',
    'process where process.pid in (4, 5, 6)',
  ),
  inEql(
    'EQL119',
    'file where user.id == "0" and (file.name : "a*" or file.name : ("b*", "c"))',
    'file where file.name : "a*" or file.name == "b"',
    'file where user.id == "0" and (file.name : ("a*", "b*", "c"))',
  ),
  inEql('EQL120', 'process where process.pid > "5"', 'process where process.pid > 5', 'process where process.pid > 5'),
  inEql('EQL120', 'process where process.pid == "5"', 'process where process.name == "5"', 'process where process.pid == 5'),
  inEql('EQL120', 'process where process.pe.file_version >= "10"', 'process where process.pe.file_version >= "a10"'),
  inEql('EQL121', 'process where process.name == process.parent.name', 'process where process.name == "a" and process.parent.name == "a"'),
  inEql('EQL122', 'process where process == "a"', 'process where process.name == "a"'),
];
