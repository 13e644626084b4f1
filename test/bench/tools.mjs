// What benches run: whole processes with their peak memory, the released command line, and the product's modules in this process.
import { spawn, spawnSync } from 'node:child_process';
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '../..');
const reportPeak = pathToFileURL(path.join(import.meta.dirname, 'reportPeak.mjs')).href;

/** `folder` is for what is built and goes away after the run. */
export function createTools(folder) {
  let cli;
  let server;
  let hello;
  let client;
  let helloOfClient;
  let engine;
  let pairs;
  return {
    root,
    /** The path of the command line, built as for a release. */
    cli: () => (cli ??= buildCli(folder)),
    /** The path of the language server, built as for a release. */
    server: () => (server ??= buildServer(folder)),
    /** The path of the extension's client, built as for a release. */
    client: () => (client ??= path.join(buildParts(folder, ['client']), 'client/node.cjs')),
    /** The path of a client that does nothing but start a language server. */
    helloClient: () => (helloOfClient ??= buildHello(folder, 'helloClient')),
    /** The path of a language server that answers at once, with nothing. */
    helloServer: () => (hello ??= buildHello(folder, 'helloServer')),
    /** The path of a program that takes chunks of events through JSON.parse and a scan in turn; see scanPairs.mjs. */
    scanPairs: () => (pairs ??= buildHello(folder, 'scanPairs')),
    /** The functions of the product that benches call, in one bundle. */
    engine: () => (engine ??= loadEngine(folder)),
    process: (command, args, settings) => runProcess(command, args, { ...settings, folder }),
  };
}

function buildCli(folder) {
  return path.join(buildParts(folder, ['cli', 'data']), 'cli.js');
}

function buildServer(folder) {
  return path.join(buildParts(folder, ['server', 'data']), 'server/node.cjs');
}

/** The folder of what was built. */
function buildParts(folder, parts) {
  const out = path.join(folder, `dist-${parts[0]}`);
  const { status, stderr } = spawnSync(process.execPath, ['server/tools/build.mjs', '--release', '--out', out, ...parts], { cwd: root });
  if (status !== 0) throw new Error(`${parts.join(' and ')} could not be built: ${stderr.toString()}`);
  return out;
}

const bundled = {
  ...{ bundle: true, platform: 'node', target: 'node20', format: 'cjs' },
  mainFields: ['module', 'main'],
  logLevel: 'warning',
};

async function buildHello(folder, name) {
  const outfile = path.join(folder, `${name}.cjs`);
  await build({ ...bundled, entryPoints: [path.join(root, `test/bench/${name}.mjs`)], outfile, minify: true, external: ['vscode'] });
  return outfile;
}

const exported = `
export { openRule } from './server/src/rule/openText.js';
export { catalogOf } from './server/src/rule/ruleCatalog.js';
export { analyze } from './server/src/analysis/analyze.js';
export { loadSchemas } from './server/src/schema/load.js';
export { parseEql } from './server/src/syntax/eql/parse.js';
export { parseKql } from './server/src/syntax/kql/parse.js';
export { balanceTokens } from './server/src/syntax/eql/balance.js';
export { EqlParser } from './server/src/syntax/eql/grammar.js';
export { lexEql } from './server/src/syntax/eql/lex.js';
export { createReporter } from './server/src/syntax/eql/report.js';
export { parseStrictly, parseTolerantly } from './server/src/syntax/kql/grammar.js';
export { lexKql } from './server/src/syntax/kql/tokens.js';
export { formatFile } from './server/src/features/formatFile.js';
export { createLanguageService } from './server/src/features/languageService.js';
export { createNodeHost } from './server/src/node/host.js';
`;

async function loadEngine(folder) {
  const outfile = path.join(folder, 'engine.cjs');
  await build({
    stdin: { contents: exported, resolveDir: root, sourcefile: 'benchEngine.ts', loader: 'ts' },
    outfile,
    ...bundled,
  });
  const { default: modules } = await import(pathToFileURL(outfile).href);
  const host = modules.createNodeHost(path.join(root, 'server/src/schema/data'), () => undefined);
  return { ...modules, schemas: await modules.loadSchemas(host) };
}

const time = '/usr/bin/time';
const canTime = process.platform === 'linux' && fs.existsSync(time);

/** Runs a process to its end, its output thrown away; gives the peak of its memory and its processor time where they can be known. */
async function runProcess(command, args, { folder, env = {}, exitCodes = [0] }) {
  const peakFile = path.join(folder, 'peak');
  fs.rmSync(peakFile, { force: true });
  // Node itself takes longer where it has to load something first, once more in each thread.
  const [program, ...all] = canTime
    ? [time, '--format', '%M %U %S', '--output', peakFile, '--quiet', command, ...args]
    : command === process.execPath
      ? [command, '--import', reportPeak, ...args]
      : [command, ...args];
  const child = spawn(program, all, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env, RULEWRIGHT_PEAK_FILE: peakFile },
  });
  let complaint = '';
  child.stderr.on('data', (chunk) => void (complaint += chunk));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (!exitCodes.includes(code)) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${complaint}`);
  if (!fs.existsSync(peakFile)) return {};
  const [kilobytes, user, system] = fs.readFileSync(peakFile, 'utf8').trim().split(' ').map(Number);
  return { peakBytes: kilobytes * 1024, cpuMilliseconds: (user + system) * 1000 };
}
