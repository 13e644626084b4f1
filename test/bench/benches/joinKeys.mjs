// Running a sequence on events of which each waits for another with its join key: what a waiting key costs.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { randomFrom } from '../corpus.mjs';

const most = 1_000_000;
const fewer = [300_000, 100_000];

/** A host's identifier and a process's, as an endpoint agent writes them: 93 characters. */
const lengths = { host: 36, process: 57 };

/** `process.parent` is in the last two events alone, so that the others satisfy the first item but have no join key. */
const rules = { waiting: 'process.entity_id', none: 'process.parent.entity_id' };

/** What one would do first: a map from each key to its event, or to its place; or the same without keeping anything. */
const mapProgram = `
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
const [, file, kept] = process.argv;
const waiting = new Map();
let matches = 0;
let place = 0;
for await (const line of createInterface({ input: createReadStream(file) })) {
  const event = JSON.parse(line);
  const key = event.host.id + ' ' + event.process.entity_id;
  place += line.length + 1;
  if (event.event.type[0] === 'end') matches += Number(waiting.delete(key));
  else if (kept !== 'nothing') waiting.set(key, kept === 'events' ? event : place);
}
console.log(matches);
`;

export const benches = [
  {
    name: 'join-keys',
    about: 'running a sequence on events of which all but two wait for another with the same join key, start to end of the process',
    remark:
      'What a waiting key takes is the peak of memory above that of the same events of which none has its key, by the number of keys. The room that Node has for short-lived objects is held small (`--max-semi-space-size=1`), for it would hide what stays.',
    async prepare({ cli, folder, process: run }) {
      const files = new Map([most, ...fewer].map((count) => [count, writeEvents(folder, count)]));
      const command = cli();
      const rulewright = (rule, count) => {
        const args = [command, 'run', writeRule(folder, rule), '--events', files.get(count), '--limit', '0'];
        checkMatches(args);
        return () => run(process.execPath, ['--max-semi-space-size=1', ...args], { env: { RULEWRIGHT_THREADS: '1' } });
      };
      const map = (kept) => () =>
        run(process.execPath, [
          ...['--max-semi-space-size=1', '--max-old-space-size=8192', '--input-type=module', '-e', mapProgram],
          ...[files.get(most), kept],
        ]);
      const [without, withoutMap] = [rulewright('none', most), map('nothing')];
      const targets = { 'a waiting key': 64, 'all of them': 80 * 2 ** 20 };
      return {
        facts: [`${lengths.host + lengths.process} characters a key`, 'one thread'],
        subject: above(without, { name: `${shown(most)} keys wait`, run: rulewright('waiting', most), targets }),
        anchors: [
          { name: `${shown(most)} events without their join key`, run: without },
          ...fewer.map((count) => ({ name: `${shown(count)} keys wait`, run: rulewright('waiting', count) })),
          above(withoutMap, { name: 'a Map from keys to parsed events', run: map('events') }),
          above(withoutMap, { name: 'a Map from keys to places', run: map('places') }),
        ],
      };
    },
  },
];

/** With the memory above that of the other, which runs just before. */
function above(other, { name, run, targets = {} }) {
  return {
    name,
    async run() {
      const { peakBytes: least } = await other();
      const start = performance.now();
      const own = await run();
      const milliseconds = performance.now() - start;
      const bytes = { 'a waiting key': (own.peakBytes - least) / most, 'all of them': own.peakBytes - least };
      return { ...own, milliseconds, bytes, bytesTargets: targets };
    },
  };
}

function shown(count) {
  return count.toLocaleString('en');
}

/** That many events whose keys come once, and two with the same. */
function writeEvents(folder, count) {
  const file = path.join(folder, `waiting-${count}.ndjson`);
  const random = randomFrom(7);
  const text = (length) => Array.from({ length }, () => Math.floor(random() * 36).toString(36)).join('');
  const hosts = Array.from({ length: 40 }, () => text(lengths.host));
  const descriptor = fs.openSync(file, 'w');
  let time = Date.UTC(2024, 0, 10);
  const line = (type, host, id, more) => {
    const event = { category: ['process'], type: [type] };
    time += Math.floor(random() * 40);
    const process = { entity_id: id, name: 'bash', pid: Math.floor(random() * 60_000), ...more };
    return `${JSON.stringify({ '@timestamp': new Date(time).toISOString(), event, host: { id: host }, process })}\n`;
  };
  for (let written = 0; written < count; written += 5000) {
    const lines = Array.from({ length: Math.min(5000, count - written) }, (_, index) =>
      line('start', hosts[index % hosts.length], text(lengths.process)),
    );
    fs.writeSync(descriptor, lines.join(''));
  }
  const [host, id] = [hosts[0], text(lengths.process)];
  for (const type of ['start', 'end']) fs.writeSync(descriptor, line(type, host, id, { parent: { entity_id: id } }));
  fs.closeSync(descriptor);
  return file;
}

function writeRule(folder, name) {
  const file = path.join(folder, `join-${name}.toml`);
  fs.writeFileSync(
    file,
    `[rule]
name = "Bench"
rule_id = "00000000-0000-4000-8000-000000000000"
index = ["logs-endpoint.events.*"]
type = "eql"
language = "eql"
query = '''
sequence by host.id, ${rules[name]} with maxspan=1m
  [process where event.type == "start"]
  [process where event.type == "end"]
'''
`,
  );
  return file;
}

function checkMatches(args) {
  const { stdout, stderr } = spawnSync(process.execPath, [...args, '--format', 'json'], { maxBuffer: 1e9 });
  if (stdout.length === 0) throw new Error(`the rule could not be run: ${stderr}`);
  const { matches } = JSON.parse(stdout).summary;
  if (matches !== 1) throw new Error(`${matches} sequences were found; 1 was made`);
}
