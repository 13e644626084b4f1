// Many rules on a file of events in one pass, beside parsing the events and beside running the rules one after the other. A million events
// are `--events 2217`.
import { generateEvents } from '../generateEvents.mjs';
import { quantile } from '../measure.mjs';
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

const pairwise =
  'The events are in memory, and taken in chunks of 1 MB by one thread: each chunk first through JSON.parse, line by line, and then through the scan. The first third of the chunks, in which the compiler warms up, is left out; the times are of the others, and the ratios, of which the quartiles are given, are those of each chunk.';

export const benches = [
  {
    name: 'scan',
    about: 'looking for matches of all rules in one pass, warmed up, beside JSON.parse of the same bytes',
    remark: pairwise,
    async prepare(context) {
      const events = generateEvents(context.eventMegabytes);
      const { subject, parsing } = await inPairs(context, 'rulewright scan', context.corpus.files, events);
      return {
        facts: [`${context.corpus.files.length.toLocaleString('en')} rule files`, `${events.events.toLocaleString('en')} events`],
        subject,
        anchors: [{ ...parsing, target: 1 }],
      };
    },
  },
  {
    name: 'scan-growth',
    about: 'the same for ever more rules, the subject for all',
    remark: pairwise,
    async prepare(context) {
      const { corpus, eventMegabytes } = context;
      const events = generateEvents(eventMegabytes);
      const of = async (name, files) => (await inPairs(context, name, files, events)).subject;
      const counts = [100, 500, 1000].filter((count) => count < corpus.files.length);
      return {
        subject: await of('all rules', corpus.files),
        anchors: await Promise.all(counts.map((count) => of(`${count} rules`, someRules(corpus.files, count)))),
      };
    },
  },
  {
    name: 'scan-whole',
    about: 'looking for matches of all rules in one pass from the first event on, warming up included, without reading the rules',
    remark:
      'Each row is a process of its own. From that of the scan the time of another one is taken off, which scans a single event: reading the rules takes the same time however many events there are.',
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
];

/** The scan, and JSON.parse as it ran beside it: one process does both, for whichever is asked first in a round. */
async function inPairs({ folder, root, process: run, scanPairs }, name, files, events) {
  const program = await scanPairs();
  const [list, output] = [path.join(folder, `rules-${files.length}.json`), path.join(folder, `pairs-${files.length}.json`)];
  fs.writeFileSync(list, JSON.stringify(files));
  const both = async () => {
    const args = [program, events.path, path.join(root, 'server/src/schema/data'), list, output];
    const { peakBytes } = await run(process.execPath, args);
    return { peakBytes, pairs: JSON.parse(fs.readFileSync(output, 'utf8')) };
  };
  const left = new Map();
  /** What was measured, unless this one has been given it before. */
  const measured = async (asking) => {
    if (!left.has(asking)) {
      const found = await both();
      for (const each of ['scan', 'parse']) left.set(each, found);
    }
    const found = left.get(asking);
    left.delete(asking);
    return found;
  };
  const sum = (pairs, part) => pairs.reduce((total, pair) => total + pair[part], 0);
  const ratiosOf = (pairs) =>
    [0.25, 0.5, 0.75].map((share) =>
      quantile(
        pairs.map(({ parse, scan: scanned }) => scanned / parse),
        share,
      ),
    );
  return {
    subject: {
      name,
      async run() {
        const { pairs, peakBytes } = await measured('scan');
        return { milliseconds: sum(pairs, 'scan'), peakBytes, besideParsing: ratiosOf(pairs) };
      },
    },
    parsing: {
      name: 'JSON.parse of the same bytes',
      async run() {
        const { pairs } = await measured('parse');
        return { milliseconds: sum(pairs, 'parse'), ratio: ratiosOf(pairs)[1] };
      },
    },
  };
}

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

/** So many of the rules, spread over all. */
function someRules(files, count) {
  return Array.from({ length: count }, (_, number) => files[Math.floor((number * files.length) / count)]);
}
