/** The start of the server: `initialize` is answered before the rest is loaded, and nothing is lost that is sent meanwhile. */
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createConnection,
  createProtocolConnection,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
  type Connection,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { startServer, type Serve } from '../../server/src/lsp/start.js';

const open: { dispose(): void }[] = [];

afterEach(() => {
  for (const each of open.splice(0)) each.dispose();
});

/** `load`: what loads the rest of the server. */
function start(load: () => Promise<Serve>): ProtocolConnection {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  startServer((options) => {
    const connection: Connection = createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
      options,
    );
    open.push(connection);
    return connection;
  }, load);
  const editor = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  editor.listen();
  open.push(editor);
  return editor;
}

const params = { processId: null, rootUri: 'file:///rules', capabilities: {} };
const position = { textDocument: { uri: 'file:///rules/one.eql' }, position: { line: 0, character: 0 } };

describe('the start of the server', () => {
  it('answers `initialize` with nothing else loaded, and begins to load when the editor goes on', async () => {
    let loads = 0;
    let hearLoading = (): void => undefined;
    const loaded = new Promise<void>((resolve) => (hearLoading = resolve));
    const editor = start(() => {
      loads++;
      hearLoading();
      return Promise.resolve(() => undefined);
    });
    const { capabilities } = await editor.sendRequest(InitializeRequest.type, params);
    expect([capabilities.hoverProvider, loads]).toEqual([true, 0]);
    await editor.sendNotification(InitializedNotification.type, {});
    await loaded;
    expect(loads).toBe(1);
  });

  it('hears what was sent while it was loading, once and in order', async () => {
    let endLoading = (): void => undefined;
    const loading = new Promise<void>((resolve) => (endLoading = resolve));
    const heard: string[] = [];
    const editor = start(async () => {
      await loading;
      return (connection, { rootUri }) => {
        heard.push(`served ${String(rootUri)}`);
        connection.onInitialized(() => void heard.push('initialized'));
        connection.onDidOpenTextDocument(({ textDocument }) => void heard.push(`opened ${textDocument.uri}`));
        connection.onHover(() => ({ contents: heard.join(', ') }));
      };
    });
    await editor.sendRequest(InitializeRequest.type, params);
    await editor.sendNotification(InitializedNotification.type, {});
    const textDocument = { uri: 'one.eql', languageId: 'eql', version: 1, text: '' };
    await editor.sendNotification('textDocument/didOpen', { textDocument });
    const hover = editor.sendRequest(HoverRequest.type, position);
    endLoading();
    expect(await hover).toEqual({ contents: 'served file:///rules, initialized, opened one.eql' });
    expect(await editor.sendRequest(HoverRequest.type, position)).toEqual(await hover);
  });

  it('refuses what comes before `initialize`, and loads nothing for it', async () => {
    const editor = start(() => Promise.reject(new Error('is not loaded')));
    await expect(editor.sendRequest(HoverRequest.type, position)).rejects.toThrow('Unhandled method textDocument/hover');
  });
});
