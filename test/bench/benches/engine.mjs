// Running one rule on a large file of events, beside the programs one would use instead.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { generateEvents } from '../generateEvents.mjs';

/** Selective: few events hold any of the names. */
const rare = {
  name: 'rare',
  rule: `type = "query"
language = "kuery"
query = '''
event.category:process and host.os.type:linux and event.type:start and
  process.name:(chattr or chgrp or chmod or chown) and process.args_count >= 3
'''`,
  literals: ['chattr', 'chgrp', 'chmod', 'chown'],
  jq: 'select((.process.name // ."process.name") as $n | ($n == "chattr" or $n == "chgrp" or $n == "chmod" or $n == "chown")) | select(.host.os.type == "linux" and (.event.type | index("start")) and (.process.args_count // ."process.args_count") >= 3) | 1',
};

/** Nothing in it is rare, or a text at all. */
const many = {
  name: 'many',
  rule: `type = "eql"
language = "eql"
query = '''
any where process.args_count >= 6 and process.pid > 58000
'''`,
  literals: ['args_count'],
  jq: 'select((.process.args_count // ."process.args_count") >= 6 and (.process.pid // ."process.pid") > 50000) | 1',
};

/** A sequence whose first item is rare. */
const sequence = {
  name: 'sequence',
  rule: `type = "eql"
language = "eql"
query = '''
sequence by host.id with maxspan=1m
  [process where host.os.type == "linux" and process.name in ("chmod", "chown")]
  [process where process.name == "chattr"]
'''`,
  literals: ['chattr', 'chmod', 'chown'],
};

/** Where the time goes that no anchor has to spend. */
const starting =
  'Before the first byte is looked at, about 80 ms of processor time go by whatever the size of the file, a third of it in Node itself: the rest is loading the command line, its parser of queries and the names of the fields. After that a byte is copied once, for Node has no way to map a file into memory, and looked at once; each of the two takes about as long as the other. Starting and reading alone, which no program on Node is spared, take about half as long as ripgrep on 512 MB. A second thread starts anew what the first has, which takes 0.08 s of processor time.';

export const benches = [
  bench({ name: 'engine-rare', about: 'running a rule that few events come near to', query: rare, grep: 1, plain: 1 / 15, jq: 1 / 50 }),
  bench({ name: 'engine-rare-one', about: 'the same with one thread', query: rare, threads: '1', grep: 1.3, plain: 1 / 12 }),
  bench({ name: 'engine-many', about: 'running a rule without any text to look for', query: many, plain: 1 / 7, one: 0.6, jq: 1 / 20 }),
  bench({ name: 'engine-many-one', about: 'the same with one thread', query: many, threads: '1', plain: 1 / 4 }),
  bench({ name: 'engine-sequence', about: 'running a sequence', query: sequence, plain: 0.3 }),
  growth(),
];

/** `grep`, `plain`, `one`, `jq`: how many times as long as these the subject is to take at most. */
function bench({ name, about, query, threads = '', ...targets }) {
  return {
    name,
    about: `${about}, start to end of the process`,
    remark: starting,
    async prepare({ cli, folder, process: run, eventMegabytes }) {
      const events = generateEvents(eventMegabytes);
      const command = cli();
      const rule = writeRule(folder, query);
      checkMatches(command, rule, events, query);
      const rulewright = (engine, count) => () => {
        const args = [command, 'run', rule, '--events', events.path, '--engine', engine, '--limit', '0'];
        return run(process.execPath, args, { env: { RULEWRIGHT_THREADS: count } });
      };
      const texts = query.literals.flatMap((literal) => ['-e', literal]);
      const anchors = [
        { name: 'rulewright run --strict', run: rulewright('plain', '1'), target: targets.plain },
        program(run, 'rg', ['-c', '-F', ...texts, events.path], 'ripgrep for its texts', targets.grep),
        { name: 'Node, reading only', run: () => run(process.execPath, [path.join(import.meta.dirname, '../readOnly.mjs'), events.path]) },
        { name: 'Node, starting only', run: () => run(process.execPath, ['-e', '0']) },
      ];
      return {
        facts: [`${Math.round(events.bytes / 1e6)} MB`, `${events.events.toLocaleString('en')} events`],
        subject: { name: threads === '1' ? 'rulewright run, one thread' : 'rulewright run', run: rulewright('fast', threads) },
        anchors:
          threads === '1'
            ? anchors
            : [
                { name: 'rulewright run, one thread', run: rulewright('fast', '1'), target: targets.one },
                ...anchors,
                ...peers(run, query, events, targets),
              ],
      };
    },
  };
}

function peers(run, query, events, targets) {
  const parsing = 'import json, sys\nfor line in open(sys.argv[1], "rb"): json.loads(line)';
  return [
    query.jq === undefined
      ? { name: 'jq', skipped: 'has no sequences' }
      : program(run, 'jq', ['-c', query.jq, events.path], 'jq, the same query', targets.jq),
    program(run, 'python3', ['-c', parsing, events.path], "Python's json.loads, parsing only"),
    pythonEql(),
  ];
}

/** The same rule on files of different sizes: time grows with them, memory does not. */
function growth() {
  return {
    name: 'engine-growth',
    about: 'running the rare rule on files of different sizes, the subject on the largest',
    async prepare({ cli, folder, process: run, eventMegabytes }) {
      const rule = writeRule(folder, rare);
      const command = cli();
      const on = (megabytes) => {
        const events = generateEvents(megabytes);
        return {
          name: `${megabytes} MB`,
          run: () => run(process.execPath, [command, 'run', rule, '--events', events.path, '--engine', 'fast', '--limit', '0']),
        };
      };
      const sizes = [1 / 2, 1 / 4, 1 / 8, 1 / 16].map((share) => Math.max(1, Math.round(eventMegabytes * share)));
      return { subject: on(eventMegabytes), anchors: sizes.map(on) };
    },
  };
}

function writeRule(folder, { name, rule }) {
  const file = path.join(folder, `${name}.toml`);
  const head = `[rule]\nname = "Bench"\nrule_id = "00000000-0000-4000-8000-000000000000"\nindex = ["logs-endpoint.events.*"]\n`;
  fs.writeFileSync(file, `${head}${rule}\n`);
  return file;
}

/** A figure counts only where both engines find what was put into the events. */
function checkMatches(command, rule, events, { name }) {
  const found = ['fast', 'plain'].map((engine) => {
    const args = [command, 'run', rule, '--events', events.path, '--engine', engine, '--format', 'json'];
    const { stdout, stderr } = spawnSync(process.execPath, args, { maxBuffer: 1e9 });
    if (stdout.length === 0) throw new Error(`the rule could not be run: ${stderr}`);
    const { summary, hits } = JSON.parse(stdout);
    return { events: summary.events, matches: summary.matches, places: hits.map(({ line }) => line).join(' ') };
  });
  const [fast, plain] = found;
  if (JSON.stringify(fast) !== JSON.stringify(plain)) throw new Error('the two engines find different events');
  const expected = events[name];
  if (fast.events !== events.events || (expected !== undefined && expected !== fast.matches))
    throw new Error(`${fast.matches} of ${fast.events} events match; ${expected} of ${events.events} were made so`);
}

function program(run, command, args, name, target) {
  if (spawnSync(command, ['--version']).error !== undefined) return { name, skipped: `${command} is not installed` };
  return { name, run: () => run(command, args), target };
}

function pythonEql() {
  const { status } = spawnSync('python3', ['-c', 'import eql']);
  return { name: "Python's eql", skipped: status === 0 ? 'fails on fields that are arrays' : 'is not installed' };
}
