/** The shipped mappings on events as the sources write them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAuditEvent } from '../../server/src/events/auditd.js';
import type { JsonObject } from '../../server/src/events/json.js';
import { originText } from '../../server/src/events/mappingReport.js';
import { chooseMapper, loadMappings } from '../../server/src/mapping/load.js';
import { shippedMappings } from '../../server/src/mapping/names.js';
import { readMapping } from '../../server/src/mapping/mappingFile.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import { memoryHost } from '../kit/memoryHost.js';

const host = memoryHost({});
const mappings = await loadMappings(host);
const chosen = chooseMapper(mappings, undefined);
if (!chosen.ok || chosen.value === undefined) throw new Error('there is no mapper');
const mapper = chosen.value;

const processCreated = {
  Image: 'C:\\Windows\\System32\\rundll32.exe',
  CommandLine: '"C:\\Windows\\System32\\rundll32.exe" a.dll,Start',
  User: 'ACME\\anna',
  ProcessId: '4021',
  ParentImage: 'C:\\Windows\\explorer.exe',
  OriginalFileName: 'RUNDLL32.EXE',
  Hashes: 'SHA1=AB,MD5=CD,SHA256=EF,IMPHASH=12',
  RuleName: '-',
  UtcTime: '2026-03-02 10:00:00.125',
};

const inEcs = {
  '@timestamp': '2026-03-02T10:00:00.125Z',
  'event.code': '1',
  'event.provider': 'Microsoft-Windows-Sysmon',
  'event.category': ['process'],
  'event.type': ['start'],
  'event.action': 'Process creation',
  'host.os.type': 'windows',
  'host.name': 'ws1',
  'process.name': 'rundll32.exe',
  'process.executable': 'C:\\Windows\\System32\\rundll32.exe',
  'process.args': ['C:\\Windows\\System32\\rundll32.exe', 'a.dll,Start'],
  'process.args_count': 2,
  'process.pid': 4021,
  'process.parent.name': 'explorer.exe',
  'process.pe.original_file_name': 'RUNDLL32.EXE',
  'process.pe.imphash': '12',
  'process.hash.sha256': 'ef',
  'user.name': 'anna',
  'user.domain': 'ACME',
  'winlog.channel': 'Microsoft-Windows-Sysmon/Operational',
};

function mapped(event: JsonObject): JsonObject {
  const result = mapper.map(event);
  return result.kind === 'mapped' ? { mapping: result.mapping, ...result.event } : { kind: result.kind };
}

describe('the forms of a Windows event', () => {
  const channel = 'Microsoft-Windows-Sysmon/Operational';
  const provider = 'Microsoft-Windows-Sysmon';
  it.each([
    ['flat, as NXLog and public attack data have it', { EventID: 1, Channel: channel, SourceName: provider, Hostname: 'ws1', host: 'collector', ...processCreated }],
    ['as winlogbeat sends it', { host: { name: 'ws1' }, event: { code: '1', kind: 'event', provider }, winlog: { event_id: '1', channel, provider_name: provider, event_data: processCreated } }],
    ['an export of the event log', { Event: { System: { EventID: { '#text': 1 }, Channel: channel, Computer: 'ws1', Provider: { '#attributes': { Name: provider } } }, EventData: processCreated } }],
    ['an export with named elements', { Event: { System: { EventID: 1, Channel: channel, Computer: 'ws1', Provider: { '@Name': provider } }, EventData: { Data: Object.entries(processCreated).map(([name, text]) => ({ '@Name': name, '#text': text })) } } }],
  ])('%s', (_, event) => {
    const result = mapped(event);
    expect(result).toMatchObject({ mapping: 'windows-sysmon' });
    for (const [field, value] of Object.entries(inEcs)) expect([field, result[field] ?? valueIn(result, field)]).toEqual([field, value]);
    expect(result['rule.name']).toBeUndefined();
  }); // prettier-ignore
});

/** Through the objects that stayed. */
function valueIn(event: JsonObject, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], event);
}

describe('a mapped event', () => {
  const rows: readonly (readonly [what: string, event: JsonObject, expected: JsonObject])[] = [
    [
      'a logon',
      { EventID: 4624, Channel: 'Security', Hostname: 'dc1', TargetUserName: 'anna', TargetUserSid: 'S-1-5-21-7', LogonType: '3', IpAddress: '::ffff:203.0.113.5', IpPort: '50123', EventType: 'AUDIT_SUCCESS' },
      { mapping: 'windows-security', 'event.category': ['authentication'], 'event.action': 'logged-in', 'event.outcome': 'success', 'user.name': 'anna', 'user.id': 'S-1-5-21-7', 'winlog.logon.type': 'Network', 'source.ip': '203.0.113.5', 'source.port': 50123, 'winlog.event_data.LogonType': '3' },
    ],
    [
      'a process of the Security log, whose channel is in small letters',
      { EventID: 4688, Channel: 'security', NewProcessName: 'C:\\a\\b.exe', NewProcessId: '0x1f4', ProcessId: '0x2', ParentProcessName: 'C:\\p.exe', CommandLine: 'b.exe -x', SubjectUserName: 'anna' },
      { mapping: 'windows-security', 'event.type': ['start'], 'process.name': 'b.exe', 'process.pid': 500, 'process.parent.pid': 2, 'process.parent.name': 'p.exe', 'process.args': ['b.exe', '-x'], 'user.name': 'anna' },
    ],
    [
      'a value of the registry',
      { EventID: 13, Channel: 'Microsoft-Windows-Sysmon/Operational', TargetObject: 'HKLM\\SOFTWARE\\Run\\a', Details: 'DWORD (0x00000001)' },
      { mapping: 'windows-sysmon', 'event.category': ['configuration', 'registry'], 'registry.path': 'HKLM\\SOFTWARE\\Run\\a', 'registry.value': 'a', 'registry.hive': 'HKLM', 'registry.data.strings': ['1'] },
    ],
    [
      'a query of DNS',
      { EventID: 22, SourceName: 'Microsoft-Windows-Sysmon', QueryName: 'a.test', QueryResults: 'type:  5 b.test;::ffff:203.0.113.5;', QueryStatus: '0' },
      { 'dns.question.name': 'a.test', 'dns.resolved_ip': ['203.0.113.5'], 'network.protocol': 'dns', 'sysmon.dns.status': 'SUCCESS' },
    ],
    [
      'a script block',
      { EventID: 4104, Channel: 'Microsoft-Windows-PowerShell/Operational', ScriptBlockText: 'Get-Date', Path: 'C:\\a.ps1' },
      { mapping: 'windows-powershell', 'event.category': ['process'], 'event.type': ['info'], 'powershell.file.script_block_text': 'Get-Date', 'file.name': 'a.ps1' },
    ],
    [
      'an event of a log that no other mapping knows',
      { EventID: 7045, Channel: 'System', SourceName: 'Service Control Manager', Hostname: 'ws1', ServiceName: 'a', ImagePath: 'C:\\a.exe' },
      { mapping: 'windows-event', 'event.code': '7045', 'event.provider': 'Service Control Manager', 'event.dataset': 'system.system', 'winlog.event_data.ImagePath': 'C:\\a.exe', 'host.os.type': 'windows' },
    ],
    [
      'a program that was run on Linux',
      readAuditEvent(`type=SYSCALL msg=audit(1700000000.125:12): arch=c000003e syscall=59 success=yes exit=0 ppid=7 pid=12 auid=1000 uid=0 comm="id" exe="/usr/bin/id" key="exec"\ntype=EXECVE msg=audit(1700000000.125:12): argc=2 a0="id" a1="-u"\ntype=CWD msg=audit(1700000000.125:12): cwd="/root"\ntype=PATH msg=audit(1700000000.125:12): item=0 name="/usr/bin/id" nametype=NORMAL`) ?? {},
      { mapping: 'linux-auditd', '@timestamp': '2023-11-14T22:13:20.125Z', 'event.action': 'executed', 'event.category': ['process'], 'event.type': ['start'], 'event.outcome': 'success', 'process.name': 'id', 'process.executable': '/usr/bin/id', 'process.args': ['id', '-u'], 'process.pid': 12, 'process.parent.pid': 7, 'process.working_directory': '/root', 'user.id': '0', 'file.path': '/usr/bin/id', 'host.os.type': 'linux', 'auditd.data.syscall': 'execve', tags: ['exec'] },
    ],
    [
      'a login that failed on Linux',
      readAuditEvent(`type=USER_LOGIN msg=audit(1700000000.125:3): pid=9 uid=0 auid=4294967295 msg='op=login acct="root" exe="/usr/sbin/sshd" addr=203.0.113.5 res=failed'`) ?? {},
      { 'event.action': 'logged-in', 'event.category': ['authentication'], 'event.outcome': 'failure', 'source.ip': '203.0.113.5', 'user.name': 'root' },
    ],
    [
      'a connection on Linux',
      readAuditEvent(`type=SYSCALL msg=audit(1700000000.125:4): arch=c000003e syscall=42 success=no comm="nc"\ntype=SOCKADDR msg=audit(1700000000.125:4): saddr=020001BBCB007105`) ?? {},
      { 'event.action': 'connected-to', 'event.category': ['network'], 'event.outcome': 'failure', 'destination.ip': '203.0.113.5', 'destination.port': 443, 'network.direction': 'egress' },
    ],
    [
      'a call of the AWS API',
      { eventVersion: '1.08', eventTime: '2026-03-02T10:00:00Z', eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', awsRegion: 'us-east-1', sourceIPAddress: '203.0.113.5', userAgent: 'aws-cli', userIdentity: { type: 'IAMUser', userName: 'anna', accountId: '111122223333' }, requestParameters: { userName: 'eve' }, errorCode: 'AccessDenied' },
      { mapping: 'aws-cloudtrail', '@timestamp': '2026-03-02T10:00:00.000Z', 'event.provider': 'iam.amazonaws.com', 'event.action': 'CreateUser', 'event.category': ['iam'], 'event.type': ['user', 'creation'], 'event.outcome': 'failure', 'data_stream.dataset': 'aws.cloudtrail', 'user.name': 'anna', 'user.target.name': 'eve', 'source.ip': '203.0.113.5', 'user_agent.original': 'aws-cli', 'aws.cloudtrail.user_identity.type': 'IAMUser', 'aws.cloudtrail.request_parameters': '{userName=eve}', 'aws.cloudtrail.flattened.request_parameters': { userName: 'eve' } },
    ],
    [
      'a login to the console of AWS',
      { eventVersion: '1.08', eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin', sourceIPAddress: 'signin.amazonaws.com', responseElements: { ConsoleLogin: 'Failure' }, additionalEventData: { MFAUsed: 'No' } },
      { 'event.outcome': 'failure', 'aws.cloudtrail.console_login.additional_eventdata.mfa_used': false, 'source.address': 'signin.amazonaws.com' },
    ],
  ]; // prettier-ignore

  it.each(rows)('%s', (_, event, expected) => {
    expect(mapped(event)).toMatchObject(expected);
  });

  it('is left as it stands where it has the fields already, or where nothing is known of it', () => {
    expect(mapped({ EventID: 1, Channel: 'Security', event: { category: 'process' } })).toEqual({ kind: 'asIs' });
    expect(mapped({ process: { name: 'a' } })).toEqual({ kind: 'asIs' });
    expect(mapper.map({ SourceName: 'Acme-Proxy', id: 12 })).toEqual({ kind: 'unmapped', label: 'Acme-Proxy event 12' });
    expect(mapper.map({ a: 1, b: 2 })).toEqual({ kind: 'unmapped', label: 'events with a, b' });
  });

  it('tells where its fields come from', () => {
    const event = { EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational', ...processCreated };
    const origin = (field: string): string | undefined => {
      const known = mapper.originOf(event, field);
      return known === undefined ? undefined : `${known.mapping}: ${originText(known.origin)}`;
    };
    expect(['process.name', 'process.hash.md5', 'host.os.type', 'winlog.event_data.Image', 'registry.path'].map(origin)).toEqual([
      'windows-sysmon: Image (basename)',
      'windows-sysmon: Hashes (MD5, lower)',
      'windows-sysmon: the mapping itself',
      'windows-sysmon: Image',
      undefined,
    ]);
  });
});

describe('an event with any values', () => {
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string()),
    fc.dictionary(fc.string(), fc.string()),
  );
  const names = [
    'EventID',
    'Channel',
    'SourceName',
    'Image',
    'CommandLine',
    'Hashes',
    'Details',
    'TargetObject',
    'UtcTime',
    'User',
    'TicketOptions',
    'winlog',
    'Event',
    'audit',
    'eventName',
  ];
  const event = fc.dictionary(fc.constantFrom(...names), value);

  it('is mapped or left alone, but never fails', () => {
    fc.assert(
      fc.property(event, fc.constantFrom(...mappings.all), (made, mapping) => {
        expect([typeof mapping.suits(made), typeof mapping.map(made), typeof mapper.map(made).kind]).toEqual([
          'boolean',
          'object',
          'string',
        ]);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

describe('the shipped mappings', () => {
  it.each(shippedMappings)('%s is a valid mapping of that name, with its sources', async (name) => {
    const read = readMapping(await host.readAsset(`mappings/${name}.json`));
    expect(read).toMatchObject({ ok: true, value: { name } });
    expect(mappings.all.find((mapping) => mapping.name === name)?.sources.length).toBeGreaterThan(0);
  });

  it('make only fields that rules can know, but for some that hold objects or are newer', async () => {
    const catalog = (await loadSchemas(host)).catalogFor([]);
    const unknown = mappings.all
      .flatMap(({ rows }) => rows.map(({ field }) => field))
      .filter((field) => catalog.field(field) === undefined && !/^(?:winlog|aws\.cloudtrail\.flattened)\./.test(field));
    expect([...new Set(unknown)].sort()).toEqual([
      'auditd.paths',
      'auditd.user.audit.id',
      'auditd.user.audit.name',
      'aws.cloudtrail.resources',
      'aws.cloudtrail.session_credential_from_console',
    ]);
  });
});
