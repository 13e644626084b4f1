/** The language server on Node but for its start: with the files of this machine, and runs in a thread of their own. */
import path from 'node:path';
import type { LogLevel } from '../base/host.js';
import { createEditorAccess, withEditorFiles } from '../lsp/editorFiles.js';
import { answerEditor } from '../lsp/server.js';
import type { Serve } from '../lsp/start.js';
import { WorkerRunner } from '../lsp/workerRunner.js';
import { createNodeHost } from './host.js';
import { workerThreads } from './workerThread.js';

export const serve: Serve = (connection, params) => {
  const logTo: Readonly<Record<LogLevel, (message: string) => void>> = {
    error: (message) => connection.console.error(message),
    warn: (message) => connection.console.warn(message),
    info: (message) => connection.console.info(message),
    debug: (message) => connection.console.debug(message),
  };
  // The build puts the server and its worker into one folder, and the data one folder up.
  const assetsFolder = path.join(import.meta.dirname, '..', 'data');
  const editor = createEditorAccess(connection);
  const log = (level: LogLevel, message: string): void => logTo[level](message);
  const host = withEditorFiles(createNodeHost(assetsFolder, log), editor.ask);
  const runner = new WorkerRunner({
    start: workerThreads(path.join(import.meta.dirname, 'runWorker.cjs'), assetsFolder),
    log,
    ask: editor.ask,
  });
  answerEditor({ connection, host, runner, editor }, params);
};
