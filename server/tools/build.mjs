#!/usr/bin/env node
// Builds all that runs: the extension's client, the language server and its worker, the command line, the data files with the
// licences of the packages inside the bundles, and the suite that a real VS Code runs.
//   node server/tools/build.mjs [--release] [--out FOLDER] [part…]      parts: client server cli elastic data suite; default: all
// A release is minified, has no source maps, and fails when a bundle outgrows its budget.
import * as esbuild from 'esbuild';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..'));

const { values, positionals } = parseArgs({
  options: { release: { type: 'boolean', default: false }, out: { type: 'string', default: 'dist' } },
  allowPositionals: true,
});
const out = values.out;
const { version: packageVersion } = JSON.parse(fs.readFileSync('package.json', 'utf8'));

/** Bytes a released bundle may have. */
const budgets = {
  'dist/client/results.js': 300 * 1024,
  'dist/server/browser.js': 1550 * 1024,
  'dist/server/runWorker.browser.js': 1300 * 1024,
  'dist/elasticClient.cjs': 900 * 1024,
  'dist/client/node.cjs': 600 * 1024,
  'dist/client/browser.js': 600 * 1024,
};

/** Bytes that a source file may load in a release, with all that it imports but what it imports on demand. */
const loadBudgets = {
  // Until `initialize` is answered.
  'server/src/node/serverMain.ts': 220 * 1024,
  // Until the first diagnostics.
  'server/src/node/serve.ts': 1350 * 1024,
  'server/src/node/runWorker.ts': 1350 * 1024,
};

/** Bytes that all files of a release may have in which the language server runs on Node, the run worker's left out. */
const wholeServerBudget = 1550 * 1024;

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: values.release,
  sourcemap: values.release ? false : 'linked',
  metafile: true,
  logLevel: 'warning',
  legalComments: 'none',
  // jsonc-parser's own `main` is a format that bundlers cannot follow.
  mainFields: ['module', 'main'],
};

/** What runs in VS Code's web extension host and in the workers that it starts. */
const forBrowsers = {
  platform: 'browser',
  target: ['chrome112', 'firefox115', 'safari16.4'],
  mainFields: ['browser', 'module', 'main'],
  // There is no Node, whatever a package looks for.
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** What a bundle in CommonJS has instead of `import.meta.url`. */
const ownUrl = "const ownUrl = require('node:url').pathToFileURL(__filename).href;";

/** A bundle that is an expression: the function that Node makes of a module in CommonJS, for `cliStart.ts` to call. */
const asFunction = {
  banner: { js: `(function (exports, require, module, __filename, __dirname, ownThreads) {${ownUrl}` },
  footer: { js: '})' },
};

/** Every source file of the shipped bundles. */
const bundledFiles = new Set();

const parts = {
  client: async () => {
    await bundle({
      entryPoints: { node: 'client/src/node/main.ts' },
      outdir: `${out}/client`,
      outExtension: { '.js': '.cjs' },
      external: ['vscode'],
    });
    await bundle({ ...forBrowsers, entryPoints: { browser: 'client/src/browser/main.ts' }, outdir: `${out}/client`, external: ['vscode'] });
    // What runs inside the results view.
    await bundle({ ...forBrowsers, entryPoints: { results: 'client/src/results/main.ts' }, outdir: `${out}/client`, format: 'iife' });
  },
  server: async () => {
    fs.rmSync(`${out}/server`, { recursive: true, force: true });
    // Each has what it needs twice, rather than load what only the other one needs.
    const bytes = await bundleInChunks({ node: 'server/src/node/serverMain.ts' }, `${out}/server`);
    checkBudget('the language server', bytes, wholeServerBudget);
    await bundleInChunks({ runWorker: 'server/src/node/runWorker.ts' }, `${out}/server`);
    await bundle({
      ...{ ...forBrowsers, format: 'iife', outdir: `${out}/server` },
      entryPoints: { browser: 'server/src/browser/serverMain.ts', 'runWorker.browser': 'server/src/browser/runWorker.ts' },
    });
  },
  cli: async () => {
    const chunks = await chunksOf({
      entryPoints: { cliMain: 'server/src/node/cliMain.ts' },
      define: { 'import.meta.url': 'ownUrl', packageVersion: JSON.stringify(packageVersion) },
      plugins: [withoutPrograms],
    });
    await bundle({
      entryPoints: { cliMain: './cliMain.cjs' },
      outdir: out,
      outExtension: { '.js': '.cjs' },
      plugins: [asFunctions(chunks)],
      ...asFunction,
    });
    await bundle({ entryPoints: { segmentWorker: 'server/src/node/segmentWorker.ts' }, outdir: out, outExtension: { '.js': '.cjs' } });
    const buildId = createHash('sha256')
      .update(fs.readFileSync(`${out}/cliMain.cjs`))
      .digest('hex')
      .slice(0, 16);
    await bundle({
      entryPoints: { cli: 'server/src/node/cliStart.ts' },
      outdir: out,
      define: { 'import.meta.url': 'ownUrl', buildId: `"${buildId}"` },
      banner: { js: `#!/usr/bin/env node\n${ownUrl}` },
    });
    fs.chmodSync(`${out}/cli.js`, 0o755);
    // Node loads CommonJS faster.
    fs.writeFileSync(`${out}/package.json`, '{ "type": "commonjs" }\n');
  },
  // Loaded when a cluster is first asked for, by the command line and the language server alike.
  elastic: () =>
    bundle({
      entryPoints: { elasticClient: 'server/src/elastic/bundle.ts' },
      outdir: out,
      outExtension: { '.js': '.cjs' },
      plugins: [withoutArrow],
    }),
  data: () => fs.cpSync('server/src/schema/data', `${out}/data`, { recursive: true, filter: isFolderOrJson }),
  schema: async () => {
    const { outputFiles } = await esbuild.build({
      ...common,
      ...{ entryPoints: ['server/src/config/projectConfig.ts'], format: 'esm', write: false, sourcemap: false, metafile: false },
    });
    const { configSchema } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
    fs.mkdirSync(out, { recursive: true });
    fs.writeFileSync(`${out}/rulewright.config.schema.json`, `${JSON.stringify(configSchema(), undefined, 2)}\n`);
  },
  suite: async () => {
    const tests = fs.readdirSync('test/vscode/suite').map((name) => `test/vscode/suite/${name}`);
    await bundle({
      entryPoints: tests,
      outdir: 'out/test/suite',
      outExtension: { '.js': '.cjs' },
      external: ['vscode', 'mocha'],
      minify: false,
    });
    await bundle({
      ...{ ...forBrowsers, minify: false, external: ['vscode'], alias: { 'node:assert/strict': './test/vscode/web/assert.ts' } },
      entryPoints: { index: 'test/vscode/web/index.ts' },
      outdir: 'out/test/web',
      define: { 'process.env': '{"E2E_FROM":"vsix"}' },
    });
  },
};

function isFolderOrJson(file) {
  return fs.statSync(file).isDirectory() || file.endsWith('.json');
}

/** The client reads this large package for a helper for results of ES|QL alone, which nothing calls. */
const withoutArrow = without(/^apache-arrow/);

/** Our own files import it on demand; Commander always does, for commands that are programs of their own, which ours are not. */
const withoutPrograms = without(/^node:child_process$/, /commander/);

/** Leaves a package out where `importer` imports it. */
function without(filter, importer = /./) {
  return {
    name: 'without',
    setup(build) {
      build.onResolve({ filter }, ({ path: name, importer: file }) =>
        importer.test(file) ? { path: name, namespace: 'empty' } : undefined,
      );
      build.onLoad({ filter: /./, namespace: 'empty' }, () => ({ contents: 'module.exports = {};' }));
    },
  };
}

/** An entry point, and a file for what it imports on demand and for what several of these share. Gives their bytes. */
async function bundleInChunks(entryPoints, outdir) {
  const chunks = await chunksOf({
    entryPoints,
    define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
    minify: values.release,
  });
  fs.mkdirSync(outdir, { recursive: true });
  for (const [name, { code }] of chunks) fs.writeFileSync(path.join(outdir, name), code);
  for (const [name, { bytes, entryPoint }] of chunks) {
    tellSize(path.join(outdir, name), bytes);
    checkBudget(`what ${entryPoint} loads`, loadedBytes(Object.fromEntries(chunks), name), loadBudgets[entryPoint]);
  }
  return [...chunks.values()].reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * What an entry point imports, on demand too, in chunks of CommonJS, which Node loads faster than its own modules: by the name of each its
 * code, its size, the entry point that it is, and what it imports.
 */
async function chunksOf({ minify = false, ...options }) {
  const sourcemap = values.release ? false : 'inline';
  const { outputFiles, metafile } = await esbuild.build({
    ...common,
    ...options,
    ...{ format: 'esm', splitting: true, outdir: '.', outExtension: { '.js': '.cjs' }, write: false, sourcemap },
    // Spaces stay as `byValue` expects them.
    ...{ minify: false, minifySyntax: values.release, minifyIdentifiers: values.release },
  });
  for (const file of Object.keys(metafile.inputs)) bundledFiles.add(file);
  const { target, logLevel } = common;
  const inCommonJs = async ({ path: file, text }) => {
    const name = path.basename(file);
    const { code } = await esbuild.transform(byValue(text), { target, logLevel, sourcemap, minify, format: 'cjs' });
    const { entryPoint, imports } = metafile.outputs[name];
    return [name, { code, bytes: Buffer.byteLength(code), entryPoint, imports }];
  };
  return new Map(await Promise.all(outputFiles.map(inCommonJs)));
}

/** For one bundle of all chunks, in which each is a function: so that of a chunk that is not asked for nothing is compiled, kept with the compiled code, or made at the start. */
function asFunctions(chunks) {
  return {
    name: 'chunks',
    setup(build) {
      build.onResolve({ filter: /^\.\/[\w-]+\.cjs$/ }, ({ path: name }) => ({ path: path.resolve(name) }));
      build.onLoad({ filter: /./ }, ({ path: file }) => ({ contents: chunks.get(path.basename(file)).code }));
    },
  };
}

/** A chunk that takes what it imports from others once: esbuild asks a chunk of CommonJS anew for each use, which makes `check` a tenth slower. */
function byValue(chunk) {
  const pairs = (names, pair) =>
    `{ ${names
      .split(',')
      .map((name) => pair(...name.trim().split(' as ')))
      .join(', ')} }`;
  const taken = chunk
    .replace(/^import \{([^}]*)\} from ("\.\/[^"]+");$/gm, (_, names, file) => {
      return `var ${pairs(names, (name, own = name) => `${name}: ${own}`)} = require(${file});`;
    })
    .replace(/^import ("\.\/[^"]+");$/gm, 'require($1);')
    .replace(/\bimport\(("\.\/[^"]+")\)/g, 'Promise.resolve().then(() => require($1))')
    .replace(/^export \{([^}]*)\};$/gm, (_, names) => `module.exports = ${pairs(names, (own, name = own) => `${name}: ${own}`)};`);
  if (/^(?:import\b[^;]*"\.\/|export\b)/m.test(taken))
    throw new Error('esbuild prints imports of chunks in another way: byValue has to follow');
  return taken;
}

async function bundle(options) {
  const { metafile } = await esbuild.build({ ...common, ...options });
  for (const file of Object.keys(metafile.inputs)) bundledFiles.add(file);
  const outputs = Object.entries(metafile.outputs).filter(([file]) => !file.endsWith('.map'));
  for (const [file, { bytes }] of outputs) tellSize(file, bytes);
}

function tellSize(file, bytes) {
  console.log(`${file}  ${(bytes / 1024).toFixed(0)} KB`);
  checkBudget(file, bytes, budgets[file]);
}

/** Of a chunk, with all that it imports but what it imports on demand. */
function loadedBytes(chunks, name) {
  const loaded = new Set([name]);
  for (const each of loaded) {
    for (const { path: other, kind } of chunks[each].imports)
      if (kind === 'import-statement' && Object.hasOwn(chunks, other)) loaded.add(other);
  }
  return [...loaded].reduce((sum, each) => sum + chunks[each].bytes, 0);
}

function checkBudget(name, bytes, budget) {
  if (values.release && budget !== undefined && bytes > budget) throw new Error(`${name} has ${bytes} bytes; the budget is ${budget}`);
}

/** The licence texts of the packages that went into the bundles, as their licences ask. */
function writeNotices() {
  const packages = [...new Set([...bundledFiles].map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]))];
  const texts = packages.filter((folder) => folder !== undefined).map(notice);
  fs.writeFileSync(`${out}/THIRD_PARTY_NOTICES.txt`, texts.sort().join('\n\n'));
}

function notice(folder) {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = fs.readdirSync(folder).filter((file) => /^(?:licen[cs]e|notice|copying)/i.test(file));
  const texts = files.sort().map((file) => fs.readFileSync(path.join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}

const wanted = positionals.length > 0 ? positionals : Object.keys(parts);
for (const part of wanted) {
  if (!Object.hasOwn(parts, part)) throw new Error(`unknown part ${part}: one of ${Object.keys(parts).join(', ')}`);
}
const isWhole = positionals.length === 0;
if (isWhole) for (const folder of [out, 'out']) fs.rmSync(folder, { recursive: true, force: true });
for (const part of wanted) await parts[part]();
if (isWhole) writeNotices();
