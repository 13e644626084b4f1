/** Values that fields usually have: what an event gets where the query asks for any value, so that it reads like a real one. */
import type { Value } from '../events/event.js';
import { fieldFamily } from '../evaluate/lowering.js';
import type { FieldRef } from '../evaluate/predicate.js';

/** The time of the first event, where no other is asked for. */
export const defaultBaseTime = '2025-01-01T00:00:00.000Z';

/** By the whole name of the field. Addresses, domains and names are those that are reserved for examples (RFC 5737, 3849 and 2606). */
const byName: Readonly<Record<string, readonly Value[]>> = {
  'agent.id': ['agent-1'],
  'cloud.account.id': ['111122223333'],
  'destination.ip': ['198.51.100.7', '10.0.0.7', '2001:db8::7'],
  'destination.port': [443, 8443],
  'dns.question.name': ['www.example.com'],
  'event.action': ['example-action'],
  'event.category': ['process', 'file', 'network'],
  'event.code': ['1'],
  'event.dataset': ['example.log'],
  'event.kind': ['event'],
  'event.module': ['example'],
  'event.outcome': ['success', 'failure'],
  'event.provider': ['example-provider'],
  'event.type': ['start', 'info'],
  'file.path': ['/tmp/example.txt', 'C:\\example\\example.txt'],
  'group.id': ['1000'],
  'host.id': ['host-1'],
  'host.name': ['host-1'],
  'host.os.family': ['linux'],
  'host.os.type': ['linux', 'windows', 'macos'],
  'http.request.method': ['GET', 'POST'],
  'process.args': ['example'],
  'process.command_line': ['example --option', 'example'],
  'process.entity_id': ['process-1'],
  'process.executable': ['/usr/bin/example', 'C:\\Program Files\\Example\\example.exe'],
  'process.name': ['example', 'example.exe'],
  'process.parent.entity_id': ['process-0'],
  'process.parent.executable': ['/usr/bin/parent', 'C:\\Program Files\\Example\\parent.exe'],
  'process.parent.name': ['parent', 'parent.exe'],
  'process.parent.pid': [4000],
  'process.pid': [4242],
  'registry.path': ['HKLM\\SOFTWARE\\Example\\Value'],
  'source.ip': ['203.0.113.7', '10.1.2.3', '2001:db8::7'],
  'source.port': [50000],
  'url.domain': ['www.example.com'],
  'url.full': ['https://www.example.com/'],
  'user.id': ['1000', 'S-1-5-21-1-2-3-1001'],
  'user.name': ['alice', 'bob'],
};

/** By the last part of the name, for fields such as `dll.name` and `file.hash.sha256`. */
const byEnding: Readonly<Record<string, readonly Value[]>> = {
  command_line: ['example --option'],
  domain: ['example.com'],
  email: ['alice@example.com'],
  entity_id: ['entity-1'],
  executable: ['/usr/bin/example', 'C:\\Program Files\\Example\\example.exe'],
  extension: ['txt'],
  id: ['1000'],
  md5: ['00112233445566778899aabbccddeeff'],
  name: ['example', 'example.exe'],
  path: ['/tmp/example', 'C:\\example\\example'],
  port: [443],
  sha1: ['00112233445566778899aabbccddeeff00112233'],
  sha256: ['00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'],
};

const numbers: readonly Value[] = [1, 0, 2, 7, 100, 1000, 4242, 50_000, 1_000_000, -1];
const dates: readonly Value[] = [defaultBaseTime, '1999-01-02T03:04:05.000Z'];
const addresses: readonly Value[] = ['203.0.113.7', '10.1.2.3', '127.0.0.1', '2001:db8::7', '::1'];
const texts: readonly Value[] = [
  'example', 'sample-1', 'C:\\example\\example.exe', '/example/example', '7', 'www.example.com', '203.0.113.7', 'S-1-5-21-7', 'Zq7'.repeat(12),
]; // prettier-ignore

/** Some of what the field takes, the most usual first. None of them need satisfy a query: whoever uses them checks. */
export function usualValues({ name, type }: FieldRef): readonly Value[] {
  const named = byName[name] ?? byEnding[name.slice(name.lastIndexOf('.') + 1)] ?? [];
  switch (fieldFamily(type)) {
    case 'integer':
    case 'decimal':
      return [...named.filter((value) => typeof value === 'number'), ...numbers];
    case 'boolean':
      return [true, false];
    case 'date':
      return dates;
    case 'ip':
      return [...named.filter((value) => typeof value === 'string'), ...addresses];
    case 'version':
      return ['1.2.3', '10.0.0'];
    default:
      return [...named, ...texts];
  }
}
