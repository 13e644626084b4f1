/** The web entry: the language server runs in a web worker, and reads every file through VS Code. */
import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient, type MessageTransports } from 'vscode-languageclient/browser';
import type { ServerSetup } from '../../../server/src/protocol/browserSetup.js';
import { assetRequest, type AssetParams } from '../../../server/src/protocol/files.js';
import { start, type RulewrightApi } from '../extension.js';
import { answerFileRequests, fileOptions } from '../fileRequests.js';

let running: LanguageClient | undefined;
let worker: Worker | undefined;

export function activate(extension: vscode.ExtensionContext): RulewrightApi {
  const shipped = vscode.Uri.joinPath(extension.extensionUri, 'dist');
  const startServer = () => startWorker(vscode.Uri.joinPath(shipped, 'server'));
  return start(extension, (options) => {
    running = new LanguageClient('rulewright', 'Rulewright', startServer, { ...options, initializationOptions: fileOptions });
    answerFileRequests(running, (bytes) => bytes);
    running.onRequest(assetRequest, async ({ name }: AssetParams) => textOf(vscode.Uri.joinPath(shipped, 'data', name)));
    return running;
  });
}

export async function deactivate(): Promise<void> {
  if (running?.isRunning() === true) await running.stop();
  worker?.terminate();
}

/** Also called when the client starts the server again after it failed. */
async function startWorker(folder: vscode.Uri): Promise<MessageTransports> {
  worker?.terminate();
  const [server, runWorker] = await Promise.all(
    ['browser.js', 'runWorker.browser.js'].map((name) => address(vscode.Uri.joinPath(folder, name))),
  );
  if (server === undefined || runWorker === undefined) throw new Error('the scripts of the language server are missing');
  worker = new Worker(server, { name: 'Rulewright' });
  const setup: ServerSetup = { runWorker };
  worker.postMessage(setup);
  return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
}

/** Of a script, for a worker: not every place that extensions are kept at can be one's origin, so its text is read. */
async function address(script: vscode.Uri): Promise<string> {
  return URL.createObjectURL(new Blob([await textOf(script)], { type: 'text/javascript' }));
}

async function textOf(file: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}
