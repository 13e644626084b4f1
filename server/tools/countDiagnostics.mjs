// Counts, for each code, the rules of a folder that have it, under each profile, for docs/diagnostics.md (see generateDocs.mjs).
//
//   node server/tools/countDiagnostics.mjs FOLDER [--out FILE]      default: server/tools/corpusCounts.json
//
// Codes that are off by default are counted as if they were on. Only numbers are kept, nothing of the rules themselves.
import { build } from 'esbuild';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '../..');
const { values: options, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true });
const [folder] = positionals;
if (folder === undefined) throw new Error('name the folder of rules: node server/tools/countDiagnostics.mjs FOLDER');

const exported = `
export { LineIndex } from './server/src/base/lines.js';
export { openRule } from './server/src/rule/openText.js';
export { catalogOf } from './server/src/rule/ruleCatalog.js';
export { analyze } from './server/src/analysis/analyze.js';
export { codes } from './server/src/analysis/codes.js';
export { profiles } from './server/src/analysis/profile.js';
export { factsOf } from './server/src/analysis/repository/facts.js';
export { createRepository, repositoryProblems } from './server/src/analysis/repository/repository.js';
export { loadSchemas } from './server/src/schema/load.js';
export { createNodeHost } from './server/src/node/host.js';
`;

async function loadProduct() {
  const temporary = mkdtempSync(path.join(tmpdir(), 'rulewright-count-'));
  const outfile = path.join(temporary, 'product.cjs');
  await build({
    stdin: { contents: exported, resolveDir: root, sourcefile: 'countDiagnostics.ts', loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  try {
    return createRequire(import.meta.url)(outfile);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

const product = await loadProduct();
const host = product.createNodeHost(path.join(root, 'server/src/schema/data'), () => undefined);
const schemas = await product.loadSchemas(host);

const documents = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.toml'))
  .sort()
  .map((name) =>
    product.openRule(readFileSync(path.join(folder, name), 'utf8'), {
      uri: pathToFileURL(path.resolve(folder, name)).href,
      languageId: 'toml',
    }),
  );

const facts = documents.map((document) => product.factsOf(document, new product.LineIndex(document.text)));
const repository = product.createRepository(facts.filter((known) => known !== undefined));
const severity = Object.fromEntries(product.codes.filter(({ defaultOff }) => defaultOff === true).map((row) => [row.code, row.severity]));
// A day after the newest rules were written, so that the counts do not change with the day on which this runs.
const today = '2026-09-01';

const counts = {};
for (const profile of product.profiles) {
  for (const [index, document] of documents.entries()) {
    const known = facts[index];
    const beside = known === undefined ? [] : product.repositoryProblems(known, repository, profile);
    const knowledge = { catalog: product.catalogOf(document, schemas), schemas, beside };
    const found = new Set(product.analyze(document, knowledge, { profile, severity, today }).map(({ code }) => code));
    for (const code of found) {
      counts[code] ??= Object.fromEntries(product.profiles.map((each) => [each, 0]));
      counts[code][profile]++;
    }
  }
}

const sorted = Object.fromEntries(
  Object.keys(counts)
    .sort()
    .map((code) => [code, counts[code]]),
);
const file = options.out ?? path.join(root, 'server/tools/corpusCounts.json');
writeFileSync(file, `${JSON.stringify({ rules: documents.length, counts: sorted }, undefined, 2)}\n`);
