// An anchor: the client of an extension that does nothing but speak to a language server.
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

export function activate() {
  const server = { module: 'server.cjs', transport: TransportKind.ipc };
  return new LanguageClient('hello', 'Hello', server, { documentSelector: [{ language: 'toml' }] }).start();
}
