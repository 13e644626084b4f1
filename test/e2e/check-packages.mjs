#!/usr/bin/env node
// Looks into the packages as they would be published: nothing in them that is not needed, nothing missing that is, and the command line
// runs from its tarball alone. `npm run test:e2e` calls it after `npm run package`.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..'));

const megabyte = 1024 * 1024;

/** Files that a package may hold; each pattern must find at least one. */
const inExtension = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/package(?:\.nls)?\.json$/,
  /^extension\/(?:readme|changelog)\.md$/i,
  /^extension\/(?:LICENSE\.txt|NOTICE)$/,
  /^extension\/dist\/client\/[\w.]+\.(?:c?js)$/,
  /^extension\/dist\/server\/(?:node|runWorker)\.cjs$/,
  // What those two share, and what they load on demand.
  /^extension\/dist\/server\/\w+-[A-Z0-9]{8}\.cjs$/,
  /^extension\/dist\/server\/(?:browser|runWorker\.browser)\.js$/,
  /^extension\/dist\/elasticClient\.cjs$/,
  /^extension\/dist\/data\/[\w./-]+\.(?:json|wasm)$/,
  /^extension\/dist\/(?:rulewright\.config\.schema\.json|THIRD_PARTY_NOTICES\.txt)$/,
  /^extension\/client\/media\/[\w./-]+\.(?:png|svg|css|m?js|md|woff2?|ttf)$/,
  /^extension\/syntaxes\/[\w.-]+\.json$/,
  /^extension\/l10n\/bundle\.l10n\.json$/,
  /^extension\/rules\/linux\/\w+_by_chattr\.(?:test\.toml|toml|events\.ndjson)$/,
];
const inTarball = [
  /^package\/package\.json$/,
  /^package\/(?:README|CHANGELOG)\.md$/,
  /^package\/(?:LICENSE|NOTICE|THIRD_PARTY_NOTICES\.txt)$/,
  /^package\/(?:cli\.js|(?:cliMain|segmentWorker|elasticClient)\.cjs)$/,
  /^package\/server\/(?:node|runWorker)\.cjs$/,
  /^package\/server\/\w+-[A-Z0-9]{8}\.cjs$/,
  /^package\/data\/[\w./-]+\.(?:json|wasm)$/,
];

const checks = {
  'the extension holds only what is needed, and less than 3 MB': () => {
    const file = 'dist/rulewright.vsix';
    assert.ok(fs.statSync(file).size < 3 * megabyte, `${file} has ${fs.statSync(file).size} bytes`);
    compare(Object.keys(unzipSync(fs.readFileSync(file))), inExtension);
  },
  'the tarball for npm holds only what is needed': () => {
    const names = execFileSync('tar', ['tzf', tarball()], { encoding: 'utf8' }).split('\n');
    compare(names.filter(Boolean), inTarball);
  },
  'the command line and the language server run from their tarball alone': async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rulewright-npx-'));
    try {
      execFileSync('npm', ['install', '--prefix', folder, '--offline', '--no-audit', '--no-fund', tarball()], { stdio: 'pipe' });
      const rule = path.resolve('rules/linux/defense_evasion_file_made_immutable_by_chattr.toml');
      const run = ['--no', 'rulewright', 'run', rule, '--format', 'json'];
      const lines = execFileSync('npx', run, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
      assert.equal(JSON.parse(lines).status, 'finished');
      assert.match(await answerOfServer(folder), /"hoverProvider":true/, 'the language server answers');
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  },
  'a secret for a cluster is in no list of processes and in no output': async () => {
    const secret = 'cGxhbnRlZDpzZWNyZXQtaW4tcHJvY2Vzcw==';
    const server = http.createServer();
    const asked = new Promise((resolve) => server.once('request', resolve));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${server.address().port}`;
    const child = spawn(
      process.execPath,
      ['dist/cli.js', 'search', 'rules/linux/defense_evasion_file_mod_writable_dir.toml', '--url', url],
      {
        env: { ...process.env, RULEWRIGHT_ES_API_KEY: secret },
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => void (output += chunk));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const request = await Promise.race([asked, ended.then(() => assert.fail(`it ended without a request: ${output}`))]);
    const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    child.kill('SIGINT');
    server.closeAllConnections();
    await ended;
    server.close();
    assert.ok(request.headers.authorization.includes(secret), 'the secret was sent');
    assert.ok(processes.includes(url), 'the process was listed');
    assert.ok(!processes.includes(secret), 'the list of processes shows the secret');
    assert.ok(!output.includes(secret), 'the output shows the secret');
  },
  'the licence of each bundled package is in the notices': () => {
    const notices = fs.readFileSync('dist/THIRD_PARTY_NOTICES.txt', 'utf8');
    const named = [...notices.matchAll(/^(?:@[\w.-]+\/)?[\w.-]+ \d+\.\d+\.\d+\S* \((.+)\)$/gm)];
    assert.ok(named.length > 15, `only ${named.length} packages are named`);
    for (const [line, licence] of named) assert.notEqual(licence, 'undefined', line);
  },
  'the bill of materials names the product and its packages': () => {
    const { metadata, components } = JSON.parse(fs.readFileSync('dist/rulewright.sbom.json', 'utf8'));
    assert.equal(metadata.component.name, 'rulewright');
    for (const { name, licenses } of components) assert.ok(licenses?.length > 0, `${name} has no licence`);
  },
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`✔ ${name}`);
  } catch (error) {
    failed++;
    console.log(`✘ ${name}\n  ${error.message}`);
  }
}
console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** What `rulewright lsp` says when an editor begins to talk with it. */
async function answerOfServer(folder) {
  const server = spawn(process.execPath, [path.join(folder, 'node_modules/rulewright/cli.js'), 'lsp', '--stdio'], { cwd: folder });
  try {
    const params = { processId: null, rootUri: null, capabilities: {} };
    const message = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    server.stdin.write(`Content-Length: ${message.length}\r\n\r\n${message}`);
    let answer = '';
    for await (const part of server.stdout) {
      answer += part;
      if (answer.includes('"capabilities"') && answer.endsWith('}')) break;
    }
    return answer;
  } finally {
    server.kill();
  }
}

function tarball() {
  const { version } = JSON.parse(fs.readFileSync('package.json', 'utf8'));
  return path.resolve(`dist/rulewright-${version}.tgz`);
}

function compare(names, allowed) {
  const unexpected = names.filter((name) => !allowed.some((pattern) => pattern.test(name)));
  assert.deepEqual(unexpected, [], 'files that nothing needs');
  const missing = allowed.filter((pattern) => !names.some((name) => pattern.test(name)));
  assert.deepEqual(missing.map(String), [], 'files that are missing');
}
