/** Audit logs: records to events, whatever the order of their lines and the size of the chunks. */
import { describe, expect, it } from 'vitest';
import { readAuditEvent } from '../../server/src/events/auditd.js';
import { syscallName } from '../../server/src/events/auditdSyscalls.js';
import { readInAllChunks } from './reading.js';

const call = (serial: number, more = ''): string =>
  `type=SYSCALL msg=audit(1700000000.125:${serial}): arch=c000003e syscall=59 success=yes exit=0 a0=55 ppid=7 pid=${serial} auid=1000 uid=0 comm="id" exe="/usr/bin/id" key=(null)${more}`;
const execve = (serial: number): string => `type=EXECVE msg=audit(1700000000.125:${serial}): argc=2 a0="id" a1=2D6E2078`;
const cwd = (serial: number): string => `type=CWD msg=audit(1700000000.125:${serial}): cwd="/root"`;

/** The part of the event that the records make. */
function auditOf(...lines: readonly string[]): unknown {
  return (readAuditEvent(lines.join('\n')) as { readonly audit: unknown }).audit;
}

describe('an audit event', () => {
  it('has the fields of its records, decoded', () => {
    expect(
      auditOf(
        call(12),
        execve(12),
        cwd(12),
        'type=PATH msg=audit(1700000000.125:12): item=0 name="/usr/bin" nametype=PARENT',
        'type=PATH msg=audit(1700000000.125:12): item=1 name=2F7573722F62696E2F6120C3A9 ouid=0 nametype=NORMAL',
        'type=PROCTITLE msg=audit(1700000000.125:12): proctitle=6964002D6E2078',
      ),
    ).toEqual({
      type: 'SYSCALL',
      types: ['SYSCALL', 'EXECVE', 'CWD', 'PATH', 'PATH', 'PROCTITLE'],
      time: '1700000000.125',
      serial: '12',
      syscall: 'execve',
      arguments: ['id', '-n x'],
      title: 'id -n x',
      directory: '/root',
      path: { item: '1', name: '/usr/bin/a é', ouid: '0', nametype: 'NORMAL' },
      paths: [
        { item: '0', name: '/usr/bin', nametype: 'PARENT' },
        { item: '1', name: '/usr/bin/a é', ouid: '0', nametype: 'NORMAL' },
      ],
      data: {
        arch: 'x86_64', syscall: 'execve', success: 'yes', exit: '0', a0: '55', ppid: '7', pid: '12', auid: '1000', uid: '0', comm: 'id',
        exe: '/usr/bin/id',
      }, // prettier-ignore
    });
  });

  it('takes the fields inside msg, and what auditd explained after them', () => {
    expect(
      auditOf(
        `node=web1 type=USER_LOGIN msg=audit(1700000000.125:3): pid=9 uid=0 msg='op=login acct="root" exe="/usr/sbin/sshd" hostname=? addr=203.0.113.5 res=failed'\u001dUID="root"`,
      ),
    ).toEqual({
      type: 'USER_LOGIN',
      types: ['USER_LOGIN'],
      time: '1700000000.125',
      serial: '3',
      node: 'web1',
      data: { pid: '9', uid: '0', op: 'login', acct: 'root', exe: '/usr/sbin/sshd', addr: '203.0.113.5', res: 'failed', UID: 'root' },
    });
  });

  it.each([
    ['020001BBCB0071050000000000000000', { family: 'ipv4', address: '203.0.113.5', port: 443 }],
    ['0A0000350000000020010DB8000000000000000000000001', { family: 'ipv6', address: '2001:db8::1', port: 53 }],
    ['0A0000350000000000000000000000000000000000000000', { family: 'ipv6', address: '::', port: 53 }],
    ['0A000035000000000000000000000000000000000000000100000000', { family: 'ipv6', address: '::1', port: 53 }],
    ['0A0000350000000000000000000000000000FFFFCB007105', { family: 'ipv6', address: '203.0.113.5', port: 53 }],
    ['01002F72756E2F6100', { family: 'unix', path: '/run/a' }],
    ['0200', undefined],
    ['zz', undefined],
  ])('address %s -> %j', (saddr, socket) => {
    expect(auditOf(`type=SOCKADDR msg=audit(1.000:1): saddr=${saddr}`)).toEqual(
      expect.objectContaining(socket === undefined ? { type: 'SOCKADDR' } : { socket }),
    );
  });

  it('joins an argument that is too long for one record', () => {
    expect(
      auditOf('type=EXECVE msg=audit(1.000:1): argc=2 a0="sh" a1_len=4 a1[0]=6162', 'type=EXECVE msg=audit(1.000:1): a1[1]=6364'),
    ).toMatchObject({
      arguments: ['sh', 'abcd'],
    });
  });

  it.each([
    ['c000003e', '0', 'read'],
    ['c000003e', '59', 'execve'],
    ['c00000b7', '221', 'execve'],
    ['c00000b7', '56', 'openat'],
    ['c000003e', 'execve', 'execve'],
    ['c000003e', '99999', undefined],
    ['40000003', '11', undefined],
  ])('system call of %s number %s is %s', (arch, number, name) => {
    expect(syscallName(arch, number)).toBe(name);
  });
});

describe('an audit log', () => {
  it('gives one event for all records with a serial, although others stand between', async () => {
    const lines = [call(1), execve(1), call(2), cwd(1), execve(2), call(3)];
    const { events, places, bad } = await readInAllChunks(`${lines.join('\n')}\n`);
    expect(events.map((event) => (event['audit'] as { serial: string; types: string[] }).types.join(' '))).toEqual([
      'SYSCALL EXECVE CWD',
      'SYSCALL EXECVE',
      'SYSCALL',
    ]);
    expect(places.map(({ line }) => line)).toEqual([1, 3, 6]);
    expect(bad).toEqual([]);
  });

  it('passes over what ausearch writes between events, and reports what is no record', async () => {
    const { events, bad } = await readInAllChunks(`----\ntime->Tue Nov 14 22:13:20 2023\n${call(1)}\nhello\n----\n${call(2)}\n`);
    expect(events).toHaveLength(2);
    expect(bad).toEqual([{ line: 4, message: 'Not an audit record: `type=SYSCALL msg=audit(1604994496.155:92733): …` is meant.' }]);
  });

  it('that is cut anywhere still reads, without an exception', () => {
    const text = `${call(1)}\n${execve(1)}\ntype=SOCKADDR msg=audit(1700000000.125:1): saddr=020001BBCB007105`;
    for (let at = 0; at < text.length; at++) expect(typeof readAuditEvent(text.slice(0, at))).toMatch(/object|undefined/);
  });

  it('does not hold more than some events at once', async () => {
    const { events } = await readInAllChunks(Array.from({ length: 100 }, (_, at) => call(at)).join('\n'));
    expect(events).toHaveLength(100);
  });
});

describe('a file of CloudTrail', () => {
  it.each([
    ['on one line', undefined],
    ['pretty-printed', 2],
  ])('has its records as events, %s', async (_, indent) => {
    const records = [{ eventName: 'A', requestParameters: { Records: [1] } }, { eventName: 'B' }];
    const { events, bad } = await readInAllChunks(JSON.stringify({ Records: records }, undefined, indent));
    expect([events, bad]).toEqual([records, []]);
  });

  it('is not an event with such a field among others', async () => {
    const event = { id: 1, Records: [{ a: 1 }] };
    expect((await readInAllChunks(JSON.stringify(event, undefined, 2))).events).toEqual([event]);
  });
});
