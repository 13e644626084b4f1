// Events to run rules on, the same for the same size: what an endpoint agent writes on forty hosts, some 2 KB each, in nested and in
// dotted keys, some with characters written as numbers. How many match the rules of the benches is known from how they were made.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { randomFrom } from './corpus.mjs';

const hostCount = 40;
const linuxPrograms = [
  'bash',
  'ls',
  'grep',
  'sed',
  'python3',
  'cron',
  'systemd',
  'curl',
  'dpkg',
  'cat',
  'node',
  'java',
  'sshd',
  'tar',
  'git',
];
const windowsPrograms = ['svchost.exe', 'cmd.exe', 'conhost.exe', 'chrome.exe', 'explorer.exe', 'rundll32.exe', 'reg.exe', 'WmiPrvSE.exe'];
/** Of these four the rare rule asks for. */
const rarePrograms = ['chattr', 'chgrp', 'chmod', 'chown'];

/** A file of about so many megabytes: `path`, `bytes`, `events`, and how many events have which trait. Kept between runs. */
export function generateEvents(megabytes) {
  const source = fs.readFileSync(import.meta.filename);
  const name = `rulewright-events-${createHash('sha256').update(source).digest('hex').slice(0, 12)}-${megabytes}`;
  const file = path.join(os.tmpdir(), `${name}.ndjson`);
  const factsFile = path.join(os.tmpdir(), `${name}.json`);
  if (!fs.existsSync(file) || !fs.existsSync(factsFile)) fs.writeFileSync(factsFile, JSON.stringify(write(file, megabytes * 1e6)));
  return { path: file, ...JSON.parse(fs.readFileSync(factsFile, 'utf8')) };
}

function write(file, size) {
  const random = randomFrom(42);
  const make = eventMaker(random);
  const facts = { bytes: 0, events: 0, rare: 0, many: 0, pairs: 0 };
  const descriptor = fs.openSync(`${file}.part`, 'w');
  let lines = [];
  while (facts.bytes < size) {
    const line = `${make(facts)}\n`;
    facts.bytes += Buffer.byteLength(line);
    facts.events++;
    lines.push(line);
    if (lines.length === 2000) {
      fs.writeSync(descriptor, lines.join(''));
      lines = [];
    }
  }
  fs.writeSync(descriptor, lines.join(''));
  fs.closeSync(descriptor);
  fs.renameSync(`${file}.part`, file);
  return facts;
}

function eventMaker(random) {
  const below = (limit) => Math.floor(random() * limit);
  const pick = (list) => list[below(list.length)];
  const hex = (length) =>
    Array.from({ length: Math.ceil(length / 7) }, () => below(0x10000000).toString(16).padStart(7, '0'))
      .join('')
      .slice(0, length);
  const hosts = Array.from({ length: hostCount }, (_, index) => hostOf(index, hex));
  let time = Date.UTC(2024, 0, 10);
  return (facts) => {
    time += below(120);
    const host = pick(hosts);
    const at = new Date(time).toISOString();
    const { event, process } = processEvent({ at, host, below, pick, hex });
    const isStart = event.type[0] === 'start';
    const isRare = host.isLinux && below(500) === 0;
    if (isRare) process.name = pick(rarePrograms);
    if (isRare && isStart && process.args_count >= 3) facts.rare++;
    if (process.args_count >= 6 && process.pid > 58_000) facts.many++;
    const made = {
      '@timestamp': at,
      agent: host.agent,
      ecs: { version: '8.10.0' },
      event,
      host: host.host,
      message: 'Endpoint process event',
      process,
      user: { name: pick(['root', 'deploy', 'alice', 'SYSTEM']), id: String(below(2000)) },
    };
    const text = JSON.stringify(below(20) === 0 ? { ...made, process: undefined, ...dotted('process', process) } : made);
    return below(50) === 0 ? text.replace('"message":"Endpoint', '"message":"\\u0045ndpoint') : text;
  };
}

function hostOf(index, hex) {
  const isLinux = index % 5 < 3;
  const name = isLinux ? `srv-${index}` : `WKS-${index}`;
  const system = isLinux
    ? {
        family: 'ubuntu',
        full: 'Ubuntu 22.04.3',
        kernel: '5.15.0-89-generic #99-Ubuntu SMP',
        name: 'Linux',
        platform: 'ubuntu',
        type: 'linux',
        version: '22.04.3',
      }
    : {
        family: 'windows',
        full: 'Windows 10 Pro 22H2',
        kernel: '22H2 (10.0.19045.3570)',
        name: 'Windows',
        platform: 'windows',
        type: 'windows',
        version: '22H2',
      };
  const ip = [`10.1.${index}.7`, `fe80::${hex(4)}:${hex(4)}:${hex(4)}`, '127.0.0.1', '::1'];
  const host = { architecture: 'x86_64', hostname: `${name}.corp.example`, id: hex(32), ip, mac: [hex(12), hex(12)], name, os: system };
  return { isLinux, host, agent: { id: hex(32), type: 'endpoint', version: '8.11.1' } };
}

function processEvent({ at, host, below, pick, hex }) {
  const name = pick(host.isLinux ? linuxPrograms : windowsPrograms);
  const executable = host.isLinux ? `/usr/bin/${name}` : `C:\\Windows\\System32\\${name}`;
  const args = [
    executable,
    ...Array.from({ length: below(7) }, () => pick(['-c', '-x', '--verbose', '/tmp/job', '-R', '+x', '755', 'run-parts'])),
  ];
  const parent = pick(host.isLinux ? linuxPrograms : windowsPrograms);
  const isStart = below(2) === 0;
  return {
    event: {
      action: isStart ? 'exec' : 'end',
      agent_id_status: 'verified',
      category: ['process'],
      created: at,
      dataset: 'endpoint.events.process',
      id: hex(20),
      ingested: at,
      kind: 'event',
      module: 'endpoint',
      outcome: 'unknown',
      type: [isStart ? 'start' : 'end'],
    },
    process: {
      Ext: {
        ancestry: [hex(60), hex(60), hex(60)],
        authentication_id: '0x3e7',
        token: {
          elevation: true,
          integrity_level_name: 'system',
          privileges: [
            { name: 'SeTcbPrivilege', enabled: true },
            { name: 'SeDebugPrivilege', enabled: true },
          ],
        },
      },
      args,
      args_count: args.length,
      code_signature: { exists: true, status: 'trusted', subject_name: 'Example® Corporation', trusted: true },
      command_line: args.join(' '),
      entity_id: hex(48),
      executable,
      hash: { md5: hex(32), sha1: hex(40), sha256: hex(64) },
      name,
      parent: {
        args: [parent, '-l'],
        args_count: 2,
        command_line: `${parent} -l`,
        entity_id: hex(48),
        executable: `/usr/bin/${parent}`,
        name: parent,
        pid: below(60_000),
      },
      pe: { original_file_name: name, product: 'Example® Operating System', company: 'Example Corporation' },
      pid: below(60_000),
      working_directory: host.isLinux ? '/home/deploy/releases/current' : 'C:\\Users\\alice\\Documents',
    },
  };
}

/** The fields of an object with their whole names as keys. */
function dotted(prefix, object) {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) =>
      typeof value === 'object' && !Array.isArray(value)
        ? Object.entries(dotted(`${prefix}.${key}`, value))
        : [[`${prefix}.${key}`, value]],
    ),
  );
}
