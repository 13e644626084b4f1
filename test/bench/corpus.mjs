// The rules that benches run on: a folder of real ones, or generated ones, the same for the same number.
import fs from 'node:fs';
import path from 'node:path';

/** `folder` and `files` on disk, the `texts` of the files, and a sentence `about` them. */
export function openCorpus({ folder, size, temporary }) {
  const given = folder ?? referenceCorpus();
  const used = given === undefined ? generate(size, path.join(temporary, 'rules')) : path.resolve(given);
  const files = tomlFilesBelow(used);
  if (files.length === 0) throw new Error(`there are no TOML files in ${used}`);
  const texts = files.map((file) => fs.readFileSync(file, 'utf8'));
  const megabytes = (texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6).toFixed(1);
  return {
    folder: used,
    files,
    texts,
    about: `${files.length.toLocaleString('en')} ${given === undefined ? 'generated' : 'public'} rules, ${megabytes} MB`,
  };
}

function referenceCorpus() {
  const reference = process.env.RULEWRIGHT_REFERENCE;
  return reference === undefined || reference === '' ? undefined : path.join(reference, 'corpus');
}

export function tomlFilesBelow(folder) {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.toml'))
    .sort()
    .map((name) => path.join(folder, name));
}

function generate(size, folder) {
  fs.mkdirSync(folder, { recursive: true });
  const random = randomFrom(1);
  for (let number = 0; number < size; number++)
    fs.writeFileSync(path.join(folder, `execution_rule_${number}.toml`), ruleText(number, random));
  return folder;
}

/** Numbers from 0 to 1 (mulberry32). */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const programs = ['bash', 'sh', 'python3', 'perl', 'curl', 'wget', 'ssh', 'nc', 'tar', 'find', 'awk', 'sed', 'chmod', 'base64', 'openssl'];
const folders = ['/tmp', '/var/tmp', '/dev/shm', '/opt/acme', '/home/build', '/usr/local/lib', '/var/www/html', '/etc/cron.d'];

const templates = [
  {
    head: 'type = "eql"\nlanguage = "eql"',
    query: (some) =>
      `process where host.os.type == "linux" and event.type == "start" and\n  process.name in (${some.programs(6)}) and\n  process.args : (${some.paths(8)}) and\n  not process.parent.executable : (${some.paths(some.count(40))})`,
  },
  {
    head: 'type = "eql"\nlanguage = "eql"',
    query: (some) =>
      `sequence by host.id, user.id with maxspan=1m\n  [process where host.os.type == "linux" and event.type == "start" and process.name in (${some.programs(4)})]\n  [file where event.type == "creation" and file.path : (${some.paths(5)}) and not process.name : (${some.programs(3)})]\n  [network where event.type == "start" and destination.port in (22, 443, 8080)]`,
  },
  {
    head: 'type = "query"\nlanguage = "kuery"',
    query: (some) =>
      `event.category:process and host.os.type:linux and event.type:start and\n  process.name:(${some.alternatives(6)}) and\n  process.parent.name:(${some.alternatives(3)}) and not process.args:(${some.alternatives(some.count(20))})`,
  },
  {
    head: 'type = "threshold"\nlanguage = "kuery"',
    tail: '[rule.threshold]\nfield = ["host.id"]\nvalue = 10\n',
    query: (some) => `event.category:authentication and event.outcome:failure and user.name:(${some.alternatives(3)})`,
  },
];

function ruleText(number, random) {
  const below = (limit) => Math.floor(random() * limit);
  const several = (count, write) => Array.from({ length: count }, write);
  const some = {
    count: below,
    programs: (count) => several(count, () => `"${programs[below(programs.length)]}${below(50)}"`).join(', '),
    paths: (count) =>
      several(count + 1, () => `"${folders[below(folders.length)]}/*/${programs[below(programs.length)]}${below(900)}*"`).join(', '),
    alternatives: (count) => several(count + 1, () => `${programs[below(programs.length)]}${below(900)}`).join(' or '),
  };
  const { head, query, tail = '' } = templates[number % templates.length];
  const guide = several(
    3 + below(6),
    () => `- Look at what \`${programs[below(programs.length)]}\` did next on the host, and for whom.`,
  ).join('\n');
  return `[metadata]
creation_date = "2026/01/10"
integration = ["endpoint"]
maturity = "production"
updated_date = "2026/01/10"

[rule]
author = ["Bench"]
description = """
Generated rule ${number}: programs in folders where they are not expected.
"""
from = "now-9m"
index = ["logs-endpoint.events.*"]
name = "Generated Rule ${number}"
note = """## Triage

${guide}
"""
risk_score = 47
rule_id = "00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}"
severity = "medium"
tags = ["Domain: Endpoint", "OS: Linux", "Tactic: Execution"]
timestamp_override = "event.ingested"
${head}
query = '''
${query(some)}
'''

[[rule.threat]]
framework = "MITRE ATT&CK"

[[rule.threat.technique]]
id = "T1059"
name = "Command and Scripting Interpreter"
reference = "https://attack.mitre.org/techniques/T1059/"

[rule.threat.tactic]
id = "TA0002"
name = "Execution"
reference = "https://attack.mitre.org/tactics/TA0002/"

${tail}`;
}
