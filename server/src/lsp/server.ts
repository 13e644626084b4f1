/** The language server: which requests it answers and with what. Where it runs (Node, browser, a test) is its caller's choice. */
import {
  CodeActionKind,
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  DocumentFormattingRequest,
  TextDocuments,
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Host } from '../base/host.js';
import { fixAllKind } from '../features/announced.js';
import type { BesideOthers } from '../features/diagnostics.js';
import { createLanguageService, type LanguageService } from '../features/languageService.js';
import type { RuleModel } from '../features/ruleModel.js';
import {
  runRequest,
  sampleRequest,
  setSampleNotification,
  type RunParams,
  type RunResult,
  type SampleParams,
  type SampleResult,
  type SetSampleParams,
  type Settings,
} from '../protocol/protocol.js';
import { usageOf } from '../features/ruleUsage.js';
import { isTestFile } from '../rule/testNames.js';
import { loadSchemas } from '../schema/load.js';
import { registersFormatting } from './capabilities.js';
import { createPublisher, type Publisher } from './diagnostics.js';
import { createModels, type Models } from './documents.js';
import { answerEditing } from './editing.js';
import type { EditorAccess } from './editorFiles.js';
import { answerElasticsearchQuery } from './elasticsearchQuery.js';
import { foldersOf, readFolders } from './folders.js';
import { answerAlerts } from './alerts.js';
import { answerClusterWork } from './cluster.js';
import { createClusterValues, type ClusterValuesSource } from './clusterValues.js';
import { answerScan } from './scan.js';
import { answerMatchDiff } from './matchDiff.js';
import { answerExplain } from './explain.js';
import { answerListedMatches } from './results.js';
import { answerSequences } from './sequences.js';
import { createGuard, type Guard } from './guard.js';
import { answerNavigation } from './navigation.js';
import { createServerProjects, type ServerProjects } from './projects.js';
import { answerRuleFiles } from './ruleFiles.js';
import { answerRuleTests, type TestedRules } from './ruleTests.js';
import type { Runner } from './runner.js';
import { createRunFindings, type RunFindings } from './runFindings.js';
import { notRun, runOnSample } from './runs.js';
import { answerSampleEvents } from './sampleEvents.js';
import { createSamples, type Samples } from './samples.js';
import { defaultSettings, readSettings } from './settings.js';
import { answerStatus } from './status.js';
import { answerSynthesis } from './synthesis.js';
import { createTestReferences, type TestReferences } from './testReferences.js';
import { answerTune } from './tune.js';
import { changesProjects, watchFiles } from './watching.js';
import { createWorkspace, type Workspace } from './workspace.js';

/** All that the handlers share. */
interface Server {
  readonly connection: Connection;
  readonly host: Host;
  readonly runner: Runner;
  readonly documents: TextDocuments<TextDocument>;
  readonly service: Promise<LanguageService>;
  readonly projects: ServerProjects;
  readonly models: Models;
  readonly workspace: Workspace;
  readonly samples: Samples;
  readonly publisher: Publisher;
  readonly runFindings: RunFindings;
  readonly clusterValues: ClusterValuesSource;
  readonly testReferences: TestReferences;
  readonly guard: Guard;
  readonly client: ClientCapabilities;
  readonly folders: readonly string[];
  settings: Settings;
}

/** `host` reads files, by `editor` where it has to; `runner` does the runs. */
export interface ServerParts {
  readonly connection: Connection;
  readonly host: Host;
  readonly runner: Runner;
  readonly editor?: EditorAccess;
}

/** Answers all that the editor sends after `initialize`, until the connection closes. */
export function answerEditor({ connection, host, runner, editor }: ServerParts, params: InitializeParams): void {
  editor?.negotiate(params.initializationOptions);
  const server = createServer({ connection, host, runner }, params);
  connection.onInitialized(() => {
    editor?.open();
    return server.guard.attempt({ what: 'start', uri: '' }, undefined, () => initialized(server));
  });
  connection.onShutdown(() => {
    server.publisher.dispose();
    server.workspace.dispose();
    runner.dispose();
  });
  followDocuments(server);
  answerFeatures(
    server,
    answerRuleTests(server, () => refreshCodeLenses(server)),
  );
  answerEditing(server);
  answerNavigation(server);
  answerRuns(server);
  answerElasticsearchQuery(server);
  answerExplain(server);
  answerSequences(server);
  answerListedMatches(server);
  answerSampleEvents(server);
  answerAlerts(server);
  answerScan(server);
  answerClusterWork(server);
  answerMatchDiff(server);
  answerTune(server);
  answerSynthesis(server);
  answerRuleFiles(server);
  answerStatus(server);
  server.documents.listen(connection);
}

function createServer({ connection, host, runner }: ServerParts, params: InitializeParams): Server {
  const documents = new TextDocuments(TextDocument);
  const guard = createGuard(host);
  const schemas = loadSchemas(host);
  const service = schemas.then(createLanguageService);
  service.catch((error: unknown) => {
    host.log('error', `The field data cannot be read: ${String(error)}`);
    connection.window.showErrorMessage('Rulewright cannot read its own field data; reinstall the extension');
  });
  const settings = (): Settings => server.settings;
  const projects = createServerProjects({ connection, documents, host, schemas, settings, guard });
  const models = createModels(documents, service, projects);
  const workspace = createWorkspace({ host, documents, models, projects, service, guard });
  const runFindings = createRunFindings();
  const testReferences = createTestReferences(documents, projects, host);
  const server: Server = {
    connection,
    host,
    runner,
    documents,
    service,
    projects,
    models,
    workspace,
    samples: createSamples(host, runner, guard),
    publisher: createPublisher({ connection, documents, models, service, projects, workspace, runFindings, testReferences, guard, host }),
    runFindings,
    clusterValues: createClusterValues({ connection, host, runner, projects, guard }, params.initializationOptions),
    testReferences,
    guard,
    client: params.capabilities,
    folders: foldersOf(params),
    settings: defaultSettings,
  };
  return server;
}

/** Formatting is offered for files that are nothing but a query: for TOML people have a formatter of their own, and editors use only one. */
const formattedLanguages = [{ language: 'eql' }, { language: 'kuery' }];

/** The folders are being read when the first request comes: what asks for all rules waits for them. Changes are watched for before. */
async function initialized(server: Server): Promise<void> {
  const { connection, client } = server;
  const registered: Promise<unknown>[] = [watchFiles(connection, client)];
  if (registersFormatting(client)) {
    registered.push(connection.client.register(DocumentFormattingRequest.type, { documentSelector: formattedLanguages }));
  }
  if (client.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
    registered.push(connection.client.register(DidChangeConfigurationNotification.type, { section: 'rulewright' }));
  }
  readFolders(server, server.folders, client, () => checkAll(server));
  await Promise.all(registered);
  if (client.workspace?.configuration === true) await pullSettings(server);
}

async function pullSettings(server: Server): Promise<void> {
  applySettings(server, await server.connection.workspace.getConfiguration('rulewright'));
}

function applySettings(server: Server, sent: unknown): void {
  server.settings = readSettings(sent, (message) => server.host.log('warn', message));
  checkAll(server);
  refreshCodeLenses(server);
}

function checkAll({ documents, publisher }: Server): void {
  for (const { uri } of documents.all()) publisher.schedule(uri);
}

function refreshCodeLenses({ client, connection, guard }: Server): void {
  if (client.workspace?.codeLens?.refreshSupport !== true) return;
  void guard.attempt({ what: 'code lens refresh', uri: '' }, undefined, () => connection.sendRequest(CodeLensRefreshRequest.type));
}

function followDocuments(server: Server): void {
  const { connection, documents, guard, models, publisher, samples } = server;
  connection.onDidChangeConfiguration(({ settings }) =>
    guard.attempt({ what: 'settings', uri: '' }, undefined, () => {
      if (server.client.workspace?.configuration === true) return pullSettings(server);
      const sent: unknown = settings;
      applySettings(server, typeof sent === 'object' && sent !== null && 'rulewright' in sent ? sent.rulewright : undefined);
      return undefined;
    }),
  );
  connection.onDidChangeWatchedFiles(({ changes }) =>
    guard.attempt({ what: 'changed files', uri: '' }, undefined, async () => {
      if (changesProjects(changes, server.projects)) {
        server.projects.forget();
        checkAll(server);
      }
      server.testReferences.concernedBy(changes).forEach((uri) => publisher.schedule(uri));
      (await server.workspace.changed(changes)).forEach((uri) => publisher.schedule(uri));
    }),
  );
  documents.onDidChangeContent(({ document }) => publisher.schedule(document.uri));
  documents.onDidOpen(({ document }) =>
    guard.attempt({ what: 'opening', uri: document.uri }, undefined, async () => {
      const model = await models.of(document.uri);
      if (model !== undefined && model.document.format !== 'other') await samples.read(document.uri);
    }),
  );
  documents.onDidClose(({ document }) => {
    models.forget(document.uri);
    server.runFindings.forget(document.uri);
    server.workspace.closed(document.uri);
    publisher.clear(document.uri);
  });
}

function answerFeatures(server: Server, tested: TestedRules): void {
  const { connection, guard, models, samples, service } = server;
  connection.onCompletion(({ textDocument: { uri }, position }, token) =>
    guard.answer({ what: 'completion', uri }, null, token, async () => {
      const model = await models.of(uri);
      if (model === undefined) return null;
      const { complete, wantedValue } = await service;
      const onCluster = await server.clusterValues.of(uri, () => wantedValue(model, position));
      return complete(model, position, samples.contents(uri), () => usageOf(server.workspace.others(uri)), onCluster);
    }),
  );
  connection.onCompletionResolve((item, token) =>
    guard.answer({ what: 'completion details', uri: item.label }, item, token, async () => (await service).resolve(item)),
  );
  connection.onHover(({ textDocument: { uri }, position }, token) =>
    guard.answer({ what: 'hover', uri }, null, token, async () => {
      const model = await models.of(uri);
      return model === undefined
        ? null
        : ((await (
            await service
          ).hover(model, position, server.runFindings.exclusionsOf(uri, server.documents.get(uri)?.version), samples.contents(uri))) ??
            null);
    }),
  );
  connection.onCodeAction(({ textDocument: { uri }, range, context: { only } }, token) =>
    guard.answer({ what: 'code actions', uri }, [], token, async () => {
      const model = await models.of(uri);
      if (model === undefined) return [];
      const { codeActions, refactorings, conversions, formatActions, fixAllActions } = await service;
      const settings = await server.projects.settingsOf(uri);
      const explain = only !== undefined && server.client.textDocument?.codeAction?.disabledSupport === true;
      const fixes = isWanted(CodeActionKind.QuickFix, only) ? codeActions(model, range, settings, await beyondText(server, model)) : [];
      return [
        ...fixes,
        ...(isWanted(CodeActionKind.RefactorRewrite, only) ? [...refactorings(model, range), ...conversions(model, range, explain)] : []),
        ...(only === undefined ? [] : formatActions(model).filter(({ kind = '' }) => isWanted(kind, only))),
        ...(only !== undefined && isWanted(fixAllKind, only) ? fixAllActions(model, settings) : []),
      ];
    }),
  );
  connection.onDocumentFormatting(({ textDocument: { uri } }, token) =>
    guard.answer({ what: 'formatting', uri }, null, token, async () => {
      const model = await models.of(uri);
      return model === undefined ? null : [...(await service).format(model)];
    }),
  );
  connection.onCodeLens(({ textDocument: { uri } }, token) =>
    guard.answer({ what: 'code lenses', uri }, [], token, async () => {
      const model = server.settings.codeLens ? await models.of(uri) : undefined;
      return model === undefined ? [] : [...(await service).codeLenses(model, await samples.of(uri), await tested.of(uri))];
    }),
  );
}

/** `refactor` asks for `refactor.rewrite` too. */
function isWanted(kind: CodeActionKind, only: readonly CodeActionKind[] | undefined): boolean {
  return only === undefined || only.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`));
}

function answerRuns(server: Server): void {
  const { connection, guard, samples } = server;
  connection.onRequest(runRequest, async (params: RunParams, token: CancellationToken): Promise<RunResult> => {
    const fallback = notRun(params.rule, 'failed', 'The run ended unexpectedly; the Rulewright log says why');
    const result = await guard.attempt({ what: 'run', uri: params.rule }, fallback, () => runOnSample(params, server, token));
    const isCurrent = result.status === 'finished' && result.sample === (await samples.of(params.rule));
    if (isCurrent) void samples.read(params.rule, params.sample?.text);
    if (server.runFindings.keep(result)) server.publisher.schedule(params.rule);
    return result;
  });
  connection.onRequest(sampleRequest, async ({ rule }: SampleParams): Promise<SampleResult> => {
    return { sample: await guard.attempt({ what: 'sample', uri: rule }, undefined, () => samples.of(rule)) };
  });
  connection.onNotification(setSampleNotification, ({ rule, sample }: SetSampleParams) => {
    samples.choose(rule, sample);
    void samples.read(rule);
    refreshCodeLenses(server);
  });
}

/** What the text of a file alone does not tell, and can be repaired in it. */
async function beyondText({ testReferences, runFindings, documents }: Server, model: RuleModel): Promise<BesideOthers | undefined> {
  if (!isTestFile(model.uri)) return runFindings.of(model, documents.get(model.uri)?.version);
  const problems = await testReferences.problemsOf(model);
  return () => problems;
}
