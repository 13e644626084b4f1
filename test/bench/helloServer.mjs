// An anchor: a language server that answers at once, with nothing. Bundled before it runs, as the real one is.
import { createConnection, ProposedFeatures, TextDocumentSyncKind } from 'vscode-languageserver/node';

const connection = createConnection(ProposedFeatures.all);
connection.onInitialize(() => ({ capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental, completionProvider: {} } }));
connection.onDidOpenTextDocument(({ textDocument: { uri, version } }) => connection.sendDiagnostics({ uri, version, diagnostics: [] }));
connection.onDidChangeTextDocument(({ textDocument: { uri, version } }) => connection.sendDiagnostics({ uri, version, diagnostics: [] }));
connection.onCompletion(() => []);
connection.listen();
