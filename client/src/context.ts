/** What the features share: the language client, the log, the runs so far and the samples chosen. */
import * as vscode from 'vscode';
import { State, type BaseLanguageClient, type LanguageClientOptions } from 'vscode-languageclient';
import { Runs } from './runs.js';
import { SamplePreviews } from './samplePreview.js';
import { Samples } from './samples.js';
import { ClusterSecretStore } from './secrets.js';

export type ClientFactory = (options: LanguageClientOptions) => BaseLanguageClient;

/** What the features of the extension share. */
export interface Context {
  readonly client: BaseLanguageClient;
  readonly log: vscode.LogOutputChannel;
  /** Those of connections to clusters. */
  readonly secrets: ClusterSecretStore;
  readonly runs: Runs;
  readonly samples: Samples;
  readonly previews: SamplePreviews;
  /** Starts the language server if need be. False when it cannot be started. */
  readonly ready: () => Promise<boolean>;
  /** As `ready`, for what the user asked for: says so when there is no server. */
  readonly requireServer: () => Promise<boolean>;
  /** Ends the language server, where it runs, and starts it again. False when it cannot be started. */
  readonly restart: () => Promise<boolean>;
  /** Shows an error that offers the log. */
  readonly pointToLog: (message: string) => void;
}

export function createContext(extension: vscode.ExtensionContext, options: LanguageClientOptions, createClient: ClientFactory): Context {
  const log = vscode.window.createOutputChannel('Rulewright', { log: true });
  const secrets = new ClusterSecretStore(extension.secrets);
  // A trace of the protocol has what was sent in it.
  const client = createClient({ ...options, outputChannel: log, traceOutputChannel: secrets.hiddenIn(log) });
  const runs = new Runs();
  const samples = new Samples(extension.workspaceState, client);
  // Also after a crash, when the client starts the server again.
  const telling = client.onDidChangeState(({ newState }) => newState === State.Running && samples.tellServer());
  const forgetting = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
    if (uri.scheme === 'untitled') void samples.forget(uri);
  });
  extension.subscriptions.push(log, runs, telling, forgetting);
  let started: Promise<boolean> | undefined;
  const ready = () => (started ??= startClient(client, log));
  const restart = () => (started = restartClient(client, log));
  const pointToLog = (message: string) => showWithLog(message, log);
  const requireServer = async () => {
    const isReady = await ready();
    if (!isReady) pointToLog(vscode.l10n.t('The Rulewright language server did not start. The Rulewright log has the details.'));
    return isReady;
  };
  const previews = new SamplePreviews({ client, ready });
  extension.subscriptions.push(previews);
  return { client, log, secrets, runs, samples, previews, ready, requireServer, restart, pointToLog };
}

async function startClient(client: BaseLanguageClient, log: vscode.LogOutputChannel): Promise<boolean> {
  try {
    await client.start();
    return true;
  } catch (error) {
    log.error('The language server did not start.', String(error));
    return false;
  }
}

/** A server that crashed or never started has nothing to stop. */
async function restartClient(client: BaseLanguageClient, log: vscode.LogOutputChannel): Promise<boolean> {
  try {
    if (client.needsStop()) await client.stop();
  } catch (error) {
    log.warn('The language server did not stop in time.', String(error));
  }
  return startClient(client, log);
}

function showWithLog(message: string, log: vscode.LogOutputChannel): void {
  const showLog = vscode.l10n.t('Show Log');
  void vscode.window.showErrorMessage(message, showLog).then((chosen) => (chosen === showLog ? log.show() : undefined));
}
