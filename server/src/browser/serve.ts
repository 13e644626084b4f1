/** The language server in a browser but for its start: the editor reads all files, and runs have a web worker of their own. */
import type { LogLevel } from '../base/host.js';
import { createEditorAccess, createEditorHost } from '../lsp/editorFiles.js';
import { answerEditor } from '../lsp/server.js';
import type { Serve } from '../lsp/start.js';
import { WorkerRunner } from '../lsp/workerRunner.js';
import { webWorkers } from './workerThread.js';

/** `runWorker`: the address of the run worker's bundle. */
export function serverWith(runWorker: string): Serve {
  return (connection, params) => {
    const logTo: Readonly<Record<LogLevel, (message: string) => void>> = {
      error: (message) => connection.console.error(message),
      warn: (message) => connection.console.warn(message),
      info: (message) => connection.console.info(message),
      debug: (message) => connection.console.debug(message),
    };
    const log = (level: LogLevel, message: string): void => logTo[level](message);
    const editor = createEditorAccess(connection);
    const host = createEditorHost(editor.ask, { log, now: () => Date.now() });
    const runner = new WorkerRunner({ start: webWorkers(runWorker), log, ask: editor.ask });
    answerEditor({ connection, host, runner, editor }, params);
  };
}
