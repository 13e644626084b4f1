/** An editor for tests: a real connection to a real server, in memory, with the runs on the test's own thread. */
import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  ProposedFeatures,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import { succeed, type Host } from '../../server/src/base/host.js';
import { alertsJob } from '../../server/src/features/alerts.js';
import { eventLinesJob, excerptJob } from '../../server/src/features/sampleEvents.js';
import { scanJob } from '../../server/src/features/scan.js';
import { explainJob } from '../../server/src/features/explainEvent.js';
import { Lists } from '../../server/src/features/listing.js';
import { matchDiffJob } from '../../server/src/features/matchDiff.js';
import { testsJob } from '../../server/src/features/ruleTests.js';
import { readSample, runJob } from '../../server/src/features/run.js';
import { sequencesJob } from '../../server/src/features/sequenceDebug.js';
import { KeptConnections } from '../../server/src/elastic/keptConnections.js';
import { runClusterJob } from '../../server/src/node/clusterRunner.js';
import { synthesizeJob } from '../../server/src/features/synthesize.js';
import type { Runner } from '../../server/src/lsp/runner.js';
import { answerEditor } from '../../server/src/lsp/server.js';
import { startServer } from '../../server/src/lsp/start.js';
import { schemas } from '../kit/services.js';

export interface Editor {
  readonly connection: ProtocolConnection;
  readonly capabilities: InitializeResult['capabilities'];
  /** All diagnostics that were published, in order. */
  readonly published: readonly PublishDiagnosticsParams[];
  open(uri: string, languageId: string, text: string): Promise<void>;
  /** Replaces the whole text. */
  change(uri: string, version: number, text: string): Promise<void>;
  close(uri: string): Promise<void>;
  /** The next diagnostics to be published for the document from now on. */
  nextDiagnostics(uri: string): Promise<PublishDiagnosticsParams>;
  stop(): Promise<void>;
}

export interface EditorOptions {
  readonly host: Host;
  readonly runner?: Runner;
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: object;
  /** The folder that is open. */
  readonly folder?: string;
  /** Called before the server hears `initialized`. */
  readonly prepare?: (connection: ProtocolConnection) => void;
}

const loadElastic = () => import('../../server/src/elastic/bundle.js');

const nothingKept = { cacheFolder: '/cache', readFile: async () => undefined, keepFile: async () => succeed(undefined) };

/** Runs at once, without a worker. */
export function inProcessRunner(host: Host): Runner {
  const lists = new Lists();
  const connections = new KeptConnections();
  return {
    run: (job, report, token) => runJob(job, { host, schemas, lists }, report, token),
    listed: (params) => Promise.resolve(lists.page(params)),
    explain: (job, token) => explainJob(job, { host, schemas }, token),
    sequences: (job, report, token) => sequencesJob(job, { host, schemas }, report, token),
    alerts: (job, report, token) => alertsJob(job, { host, schemas }, report, token),
    tests: (job, token) => testsJob(job, { host, schemas }, token),
    synthesize: (job, token) => synthesizeJob(job, { host, schemas }, token),
    matchDiff: (job, report, token) => matchDiffJob(job, { host, schemas }, report, token),
    scan: (job, report, token) => scanJob(job, { host, schemas }, report, token),
    excerpt: (job, report, token) => excerptJob(job, { host }, report, token),
    eventLines: (text, token) => eventLinesJob(text, token),
    cluster: (job, hear, token) =>
      runClusterJob({ job, tools: { host, schemas, lists }, ...hear, token, load: loadElastic, kept: nothingKept, connections }),
    readSample: (source, token) => readSample(source, { host, schemas }, token),
    dispose: () => undefined,
  };
}

export async function startEditor({
  host,
  runner,
  capabilities = {},
  initializationOptions,
  folder,
  prepare,
}: EditorOptions): Promise<Editor> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  startServer(
    (options) => createConnection(ProposedFeatures.all, new StreamMessageReader(toServer), new StreamMessageWriter(toClient), options),
    () => Promise.resolve((connection, params) => answerEditor({ connection, host, runner: runner ?? inProcessRunner(host) }, params)),
  );
  const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const published: PublishDiagnosticsParams[] = [];
  const waiting: { readonly uri: string; readonly resolve: (params: PublishDiagnosticsParams) => void }[] = [];
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
    published.push(params);
    const found = waiting.findIndex(({ uri }) => uri === params.uri);
    if (found >= 0) waiting.splice(found, 1)[0]?.resolve(params);
  });
  prepare?.(connection);
  connection.listen();
  const { capabilities: offered } = await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: folder ?? null,
    capabilities,
    ...(initializationOptions === undefined ? {} : { initializationOptions }),
  });
  await connection.sendNotification(InitializedNotification.type, {});
  return {
    connection,
    capabilities: offered,
    published,
    open: (uri, languageId, text) =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId, version: 1, text } }),
    change: (uri, version, text) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, { textDocument: { uri, version }, contentChanges: [{ text }] }),
    close: (uri) => connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } }),
    nextDiagnostics: (uri) => new Promise((resolve) => waiting.push({ uri, resolve })),
    async stop() {
      await connection.sendRequest(ShutdownRequest.type);
      connection.dispose();
      toServer.destroy();
      toClient.destroy();
    },
  };
}
