/** The desktop and remote entry: the language server runs as a Node process of its own. */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind, type ServerOptions } from 'vscode-languageclient/node';
import { start, type RulewrightApi } from '../extension.js';
import { clusterAccessOptions } from '../features/clusterAccess.js';
import { registerTasks } from '../features/tasks.js';
import { answerFileRequests, fileOptions } from '../fileRequests.js';

let running: LanguageClient | undefined;

export function activate(extension: vscode.ExtensionContext): RulewrightApi {
  const module = vscode.Uri.joinPath(extension.extensionUri, 'dist', 'server', 'node.cjs').fsPath;
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
  };
  extension.subscriptions.push(registerTasks());
  return start(
    extension,
    (options) => {
      running = new LanguageClient('rulewright', 'Rulewright', server, {
        ...options,
        initializationOptions: { ...fileOptions, ...clusterAccessOptions },
      });
      answerFileRequests(running, (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'));
      return running;
    },
    true,
  );
}

export async function deactivate(): Promise<void> {
  if (running?.isRunning() === true) await running.stop();
}
