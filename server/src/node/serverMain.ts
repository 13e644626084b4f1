/** Entry point of the language server on Node: over Node's own channel, as editors start it, or over standard input and output. */
import path from 'node:path';
import { createConnection, ProposedFeatures, type Connection } from 'vscode-languageserver/node';
import type { LogLevel } from '../base/host.js';
import { createEditorAccess, withEditorFiles } from '../lsp/editorFiles.js';
import { startServer } from '../lsp/server.js';
import { WorkerRunner } from '../lsp/workerRunner.js';
import { createNodeHost } from './host.js';
import { workerThreads } from './workerThread.js';

const hasTransport = process.argv.some((argument) => /^--(?:stdio|node-ipc|socket|pipe)\b/.test(argument));
const connection: Connection = hasTransport
  ? createConnection(ProposedFeatures.all)
  : createConnection(ProposedFeatures.all, process.stdin, process.stdout);

const logTo: Readonly<Record<LogLevel, (message: string) => void>> = {
  error: (message) => connection.console.error(message),
  warn: (message) => connection.console.warn(message),
  info: (message) => connection.console.info(message),
  debug: (message) => connection.console.debug(message),
};

// The build puts the server and its worker side by side, each in one file, and the data one folder up.
const assetsFolder = path.join(__dirname, '..', 'data');
const editor = createEditorAccess(connection);
const log = (level: LogLevel, message: string): void => logTo[level](message);
const host = withEditorFiles(createNodeHost(assetsFolder, log), editor.ask);
const runner = new WorkerRunner({ start: workerThreads(path.join(__dirname, 'runWorker.cjs'), assetsFolder), log, ask: editor.ask });
startServer(connection, host, runner, editor);
