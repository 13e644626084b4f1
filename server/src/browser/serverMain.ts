/** Entry point of the language server in a browser: a web worker that the editor starts, and that starts the run worker. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection, ProposedFeatures } from 'vscode-languageserver/browser';
import { startServer } from '../lsp/start.js';
import type { ServerSetup } from '../protocol/browserSetup.js';

declare const self: DedicatedWorkerGlobalScope;

self.onmessage = ({ data }: MessageEvent<ServerSetup>) => {
  // From here on all messages are the protocol's.
  startServer(
    (options) => createConnection(ProposedFeatures.all, new BrowserMessageReader(self), new BrowserMessageWriter(self), options),
    async () => (await import('./serve.js')).serverWith(data.runWorker),
  );
};
