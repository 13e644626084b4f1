// Takes a file of events in chunks, each of whole lines: through JSON.parse, line by line, and then through a scan with many rules. Writes
// how long each chunk took of either, the first third left out, in which the compiler warms up.
//   node scanPairs.mjs EVENTS SCHEMA_DATA FILE_WITH_PATHS_OF_RULES OUTPUT
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { noCancel } from '../../server/src/base/cancel.ts';
import { createNodeHost } from '../../server/src/node/host.ts';
import { openRules } from '../../server/src/rule/openText.ts';
import { scanRules } from '../../server/src/scan/scanRules.ts';
import { loadSchemas } from '../../server/src/schema/load.ts';

const chunkBytes = 1 << 20;

const [eventsPath, schemaData, listOfRules, output] = process.argv.slice(2);
const events = fs.readFileSync(eventsPath);
const pairs = [];

void measure();

async function measure() {
  const host = createNodeHost(schemaData, () => undefined);
  const schemas = await loadSchemas(host);
  const rules = JSON.parse(fs.readFileSync(listOfRules, 'utf8'))
    .flatMap((file) => openRules(fs.readFileSync(file, 'utf8'), { uri: pathToFileURL(file).href }))
    .map((document) => ({ document, schemas }));
  const fromMemory = { ...host, openStream: async () => ({ ok: true, value: { size: events.length, chunks: chunks() } }) };
  const request = { rules, events: [{ uri: pathToFileURL(eventsPath).href }], listed: 1 };
  for await (const update of scanRules(request, fromMemory, noCancel)) {
    if (update.kind === 'summary' && update.summary.status !== 'finished') throw new Error(update.summary.message);
  }
  fs.writeFileSync(output, JSON.stringify(pairs.slice(Math.ceil(pairs.length / 3))));
}

/** The scan asks for the next chunk when it is done with one. */
async function* chunks() {
  for (let from = 0; from < events.length;) {
    const newline = events.indexOf(10, from + chunkBytes);
    const to = newline === -1 ? events.length : newline + 1;
    const chunk = new Uint8Array(events.subarray(from, to));
    const start = performance.now();
    parseLines(Buffer.from(chunk.buffer));
    const parsed = performance.now();
    yield chunk;
    pairs.push({ parse: parsed - start, scan: performance.now() - parsed });
    from = to;
  }
}

/** What any reader has to do at least: each line to an object. */
function parseLines(chunk) {
  let objects = 0;
  let start = 0;
  for (let line; (line = chunk.indexOf(10, start)) !== -1; start = line + 1) {
    if (JSON.parse(chunk.utf8Slice(start, line)) !== null) objects++;
  }
  return objects;
}
