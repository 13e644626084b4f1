/** Entry point of the language server in a browser: a web worker that the editor starts, and that starts the run worker. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection, ProposedFeatures } from 'vscode-languageserver/browser';
import type { LogLevel } from '../base/host.js';
import { createEditorAccess, createEditorHost } from '../lsp/editorFiles.js';
import { startServer } from '../lsp/server.js';
import { WorkerRunner } from '../lsp/workerRunner.js';
import type { ServerSetup } from '../protocol/browserSetup.js';
import { webWorkers } from './workerThread.js';

declare const self: DedicatedWorkerGlobalScope;

self.onmessage = ({ data }: MessageEvent<ServerSetup>) => {
  // From here on all messages are the protocol's.
  const connection = createConnection(ProposedFeatures.all, new BrowserMessageReader(self), new BrowserMessageWriter(self));
  const logTo: Readonly<Record<LogLevel, (message: string) => void>> = {
    error: (message) => connection.console.error(message),
    warn: (message) => connection.console.warn(message),
    info: (message) => connection.console.info(message),
    debug: (message) => connection.console.debug(message),
  };
  const log = (level: LogLevel, message: string): void => logTo[level](message);
  const editor = createEditorAccess(connection);
  const host = createEditorHost(editor.ask, { log, now: () => Date.now() });
  startServer(connection, host, new WorkerRunner({ start: webWorkers(data.runWorker), log, ask: editor.ask }), editor);
};
