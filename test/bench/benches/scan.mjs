// Many rules on a file of events in one pass, beside parsing the events and beside running the rules one after the other. A million events
// are `--events 2217`.
import { generateEvents } from '../generateEvents.mjs';
import path from 'node:path';
import fs from 'node:fs';

/** What any reader has to do at least: each line to an object. */
const parseEvents = `
import { openSync, readSync } from 'node:fs';
const file = openSync(process.argv[1]);
const buffer = Buffer.allocUnsafe(1 << 22);
let held = 0, objects = 0;
for (let read; (read = readSync(file, buffer, held, (1 << 22) - held, null)) > 0; ) {
  const end = held + read;
  let start = 0;
  for (let line; (line = buffer.indexOf(10, start)) !== -1 && line < end; start = line + 1) {
    if (JSON.parse(buffer.utf8Slice(start, line)) !== null) objects++;
  }
  buffer.copyWithin(0, start, end);
  held = end - start;
}
console.log(objects);
`;

/** Rules that are run one after the other; the time of all is that of these times their share. */
const runAlone = 4;

export const benches = [
  {
    name: 'scan',
    about: 'looking for matches of all rules in one pass, without reading the rules',
    async prepare({ cli, corpus, process: run, eventMegabytes }) {
      const events = generateEvents(eventMegabytes);
      const command = cli();
      const all = corpus.files;
      const runnable = all.filter((_, index) => /^language = "(?:eql|kuery)"/m.test(corpus.texts[index]));
      const alone = Array.from({ length: runAlone }, (_, index) => runnable[Math.floor((index * runnable.length) / runAlone)]);
      return {
        facts: [`${all.length.toLocaleString('en')} rule files`, `${events.events.toLocaleString('en')} events`],
        subject: scan(run, command, 'rulewright scan', [corpus.folder], events),
        anchors: [
          {
            name: 'JSON.parse of each line',
            run: () => run(process.execPath, ['--input-type=module', '-e', parseEvents, events.path]),
            target: 1,
          },
          {
            name: `rulewright run --strict of each rule (${runAlone} rules, times their share)`,
            target: 1 / 50,
            async run() {
              const start = performance.now();
              for (const rule of alone)
                await run(process.execPath, [command, 'run', rule, '--events', events.path, '--strict', '--limit', '0']);
              return { milliseconds: ((performance.now() - start) * runnable.length) / alone.length };
            },
          },
        ],
      };
    },
  },
  {
    name: 'scan-growth',
    about: 'the same for ever more rules, the subject for all',
    async prepare({ cli, corpus, folder, process: run, eventMegabytes }) {
      const events = generateEvents(eventMegabytes);
      const command = cli();
      const counts = [100, 500, 1000].filter((count) => count < corpus.files.length);
      return {
        subject: scan(run, command, 'all rules', [corpus.folder], events),
        anchors: counts.map((count) => scan(run, command, `${count} rules`, [someRules(corpus.files, count, folder)], events)),
      };
    },
  },
];

/** Reading the rules takes the same time however many events there are: it is taken off, as a scan of a single event shows it. */
function scan(run, command, name, rules, events) {
  const single = `${events.path}.first`;
  fs.writeFileSync(single, firstLine(events.path));
  const on = (file) => run(process.execPath, [command, 'scan', ...rules, '--events', file]);
  return {
    name,
    async run() {
      const start = performance.now();
      const first = await on(single);
      const read = performance.now();
      const { peakBytes, cpuMilliseconds } = await on(events.path);
      return {
        peakBytes,
        milliseconds: Math.max(1, performance.now() - read - (read - start)),
        cpuMilliseconds: cpuMilliseconds - first.cpuMilliseconds,
        figures: { 'reading the rules': read - start },
      };
    },
  };
}

function firstLine(file) {
  const descriptor = fs.openSync(file);
  const buffer = Buffer.alloc(1 << 16);
  const length = fs.readSync(descriptor, buffer);
  fs.closeSync(descriptor);
  return buffer.subarray(0, Math.max(0, buffer.subarray(0, length).indexOf(10)) + 1);
}

/** A folder with so many of the rules, spread over all. */
function someRules(files, count, folder) {
  const target = path.join(folder, `rules-${count}`);
  fs.mkdirSync(target);
  for (let number = 0; number < count; number++) {
    const file = files[Math.floor((number * files.length) / count)];
    fs.copyFileSync(file, path.join(target, `${number}-${path.basename(file)}`));
  }
  return target;
}
