/** Entry point of the language server on Node: over Node's own channel, as editors start it, or over standard input and output. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from '../lsp/start.js';

const hasTransport = process.argv.some((argument) => /^--(?:stdio|node-ipc|socket|pipe)\b/.test(argument));

startServer(
  (options) =>
    hasTransport
      ? createConnection(ProposedFeatures.all, options)
      : createConnection(ProposedFeatures.all, process.stdin, process.stdout, options),
  async () => (await import('./serve.js')).serve,
);
