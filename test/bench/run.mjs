// Measures Rulewright against anchors: programs and parsers that do a part of the same work on the same files. What counts is the ratio;
// a figure alone says as much about the machine.
//   npm run bench -- [--only NAME]… [--corpus FOLDER | --size N] [--events MB] [--rounds N] [--json FILE] [--write]
// Subject and anchors take turns in each round, so that a noisy moment hits all of them; the ratio is the median of the rounds' ratios.
// --corpus is a folder of rules, by default the one in the folder that RULEWRIGHT_REFERENCE names; without either, --size rules are
// generated. --events is the size of the file of events that rules run on, generated too. A name may be the start of several: `engine`.
// --write puts the results into docs/performance.md, beside those of the benches that were not run.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { benches as check } from './benches/check.mjs';
import { benches as editor } from './benches/editor.mjs';
import { benches as engine } from './benches/engine.mjs';
import { benches as joinKeys } from './benches/joinKeys.mjs';
import { benches as queries } from './benches/queries.mjs';
import { benches as ruleTests } from './benches/ruleTests.mjs';
import { benches as scan } from './benches/scan.mjs';
import { benches as server } from './benches/server.mjs';
import { openCorpus } from './corpus.mjs';
import { createTools } from './tools.mjs';
import { measure } from './measure.mjs';
import { resultTable, writePerformancePage } from './page.mjs';

/**
 * A bench has a `name`, what it is `about` (one sentence), and `prepare(context)`, which gives `{ subject, anchors, facts? }`.
 * A contender, subject or anchor, is `{ name, run }`: `run` does the work once and may give `{ milliseconds?, peakBytes?, figures? }`
 * where it knows better than the clock around it, and `{ bytes, bytesTargets? }` for memory by name,
 * and `besideParsing`, the quartiles of ratios that it took itself. An anchor that is not there is `{ name, skipped: reason }`; one may have a `target`:
 * how many times as long as it the subject is to take at most.
 */
const benches = [...check, ...queries, ...editor, ...engine, ...joinKeys, ...scan, ...server, ...ruleTests];

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    corpus: { type: 'string' },
    size: { type: 'string', default: '1000' },
    events: { type: 'string', default: '128' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const wanted = benches.filter(
  ({ name }) => options.only === undefined || options.only.some((only) => name === only || name.startsWith(`${only}-`)),
);
if (wanted.length === 0) throw new Error(`--only takes one of ${benches.map(({ name }) => name).join(', ')}`);

// Where it names certificates, Node reads them all at each start: with those of a whole system that takes longer than starting itself.
delete process.env.NODE_EXTRA_CA_CERTS;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rulewright-bench-'));
const results = [];
const endings = [];
const corpus = openCorpus({ folder: options.corpus, size: positive('size'), temporary: folder });
try {
  const context = {
    corpus,
    folder,
    rounds: positive('rounds'),
    eventMegabytes: positive('events'),
    atEnd: (end) => void endings.push(end),
    ...createTools(folder),
  };
  for (const bench of wanted) {
    process.stderr.write(`${bench.name} …\n`);
    results.push(await measure(bench, context));
    for (const end of endings.splice(0)) await end();
  }
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}

const report = {
  rounds: positive('rounds'),
  node: process.version,
  platform: `${os.platform()} ${os.arch()}`,
  processors: os.cpus().length,
  corpus: corpus.about,
  results,
};
process.stdout.write(
  `${report.corpus}; Node ${report.node}, ${report.platform}, ${report.processors} processors\n\n${resultTable(results)}\n`,
);
if (options.json !== undefined) fs.writeFileSync(options.json, `${JSON.stringify(report, undefined, 2)}\n`);
if (options.write) writePerformancePage(report);

function positive(name) {
  const number = Number(options[name]);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} takes a whole number above 0`);
  return number;
}
