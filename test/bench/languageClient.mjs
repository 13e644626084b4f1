// As little of an editor as a language server needs to be measured: starts one, opens a rule, edits it, waits for what it sends.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';

const capabilities = { textDocument: { publishDiagnostics: { versionSupport: true }, completion: {} } };

/** Starts the server; resolves once it has answered `initialize`. */
export async function startClient(script) {
  const child = spawn(process.execPath, [script, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const waiting = new Map();
  connection.onNotification('textDocument/publishDiagnostics', ({ version }) => waiting.get(version)?.());
  // What a server asks of the editor (settings, registrations) has an empty answer.
  connection.onRequest((method, { items = [] } = {}) => (method === 'workspace/configuration' ? items.map(() => null) : null));
  connection.onError(() => undefined);
  connection.listen();
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities, workspaceFolders: null });
  await connection.sendNotification('initialized', {});
  const uri = 'file:///rules/measured.toml';
  let version = 0;

  const diagnosticsAfter = (send) =>
    new Promise((resolve, reject) => {
      version++;
      const stamp = version;
      waiting.set(stamp, () => {
        waiting.delete(stamp);
        resolve();
      });
      send(stamp).catch(reject);
    });

  return {
    /** Resolves with the first diagnostics. */
    open: (text) =>
      diagnosticsAfter((stamp) =>
        connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'toml', version: stamp, text } }),
      ),
    /** Puts the text in the place of a range; resolves with the diagnostics of the new text. */
    edit: (range, text) =>
      diagnosticsAfter((stamp) =>
        connection.sendNotification('textDocument/didChange', {
          textDocument: { uri, version: stamp },
          contentChanges: [{ range, text }],
        }),
      ),
    /** In milliseconds, of all threads that run; undefined where it cannot be known. */
    processorTime: () => processorTime(child.pid),
    complete: (position) => connection.sendRequest('textDocument/completion', { textDocument: { uri }, position }),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await ended;
      connection.dispose();
    },
  };
}

/** What every server on Node takes at least: a process that says a word and then waits. */
export async function startEmptyNode() {
  const start = performance.now();
  const script = 'process.stdin.once("data", () => process.exit()); process.stdout.write("started")';
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const milliseconds = performance.now() - start;
  const cpuMilliseconds = processorTime(child.pid);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdin.end('end');
  await ended;
  return { milliseconds, cpuMilliseconds };
}

function processorTime(pid) {
  if (process.platform !== 'linux') return undefined;
  const threads = fs.readdirSync(`/proc/${pid}/task`).map((thread) => fs.readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'));
  return threads.reduce((sum, stat) => sum + Number(stat.split(' ')[0]) / 1e6, 0);
}
