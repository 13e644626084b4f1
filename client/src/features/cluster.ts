/** The commands that use a cluster: run the rule there, fetch samples and fields from it, and compare it with the local run. */
import * as vscode from 'vscode';
import type { ClusterProfile } from '../../../server/src/protocol/cluster.js';
import type { ClusterWindow } from '../../../server/src/protocol/clusterWork.js';
import type { RunResult } from '../../../server/src/protocol/protocol.js';
import { comparisonText, failureText } from '../clusterWords.js';
import type { Commands, UriArgument } from '../commands.js';
import type { Context } from '../context.js';
import { freeUri, pathBelow } from '../files.js';
import { refuse, tell } from '../notes.js';
import { canWrite, fileName } from '../rules.js';
import { count } from '../words.js';
import { answerClusterAccess } from './clusterAccess.js';
import { ClusterFiles } from './clusterFiles.js';
import { createCompareWithKibana, createSendToKibana } from './clusterKibana.js';
import { chooseCluster, createAddCluster, createForgetSecret, createSetSecret, type Chosen } from './clusterProfiles.js';
import { askCluster } from './clusterRequests.js';
import { ComingRun } from './clusterRun.js';
import { changeConfiguration, projectFolder } from './configuration.js';
import { setContextKey } from './contextKeys.js';
import type { ResultsView } from './results.js';
import { ruleFor } from './sample.js';

type ClusterCommands = Pick<
  Commands,
  | 'rulewright.addCluster'
  | 'rulewright.setClusterSecret'
  | 'rulewright.forgetClusterSecret'
  | 'rulewright.runOnCluster'
  | 'rulewright.fetchClusterSamples'
  | 'rulewright.refreshClusterFields'
  | 'rulewright.compareWithCluster'
  | 'rulewright.compareWithKibana'
  | 'rulewright.sendToKibana'
>;

export interface Clusters extends vscode.Disposable {
  readonly commands: ClusterCommands;
}

/** All of a run, in milliseconds. */
const timeout = 300_000;

/** `isReachable`: whether the server runs on Node, which alone can reach clusters. */
export function registerClusters(context: Context, isReachable: boolean, view: ResultsView): Clusters {
  const files = new ClusterFiles();
  const isOffered = (): boolean => isReachable && vscode.workspace.isTrusted;
  const offer = (): void => setContextKey('clusters', isOffered());
  offer();
  const guarded = <Args extends readonly unknown[], T>(work: (...args: Args) => Promise<T>, otherwise: T) => {
    return async (...args: Args): Promise<T> => {
      if (isOffered()) return work(...args);
      const why = isReachable
        ? vscode.l10n.t('Clusters are used in trusted folders only, since what a rule asks is sent to them')
        : vscode.l10n.t('Clusters are not reached from the web; open the rule in VS Code on the desktop, or on a remote host');
      refuse(why);
      return otherwise;
    };
  };
  const commands: ClusterCommands = {
    'rulewright.addCluster': guarded(createAddCluster(context), undefined),
    'rulewright.setClusterSecret': guarded(createSetSecret(context), false),
    'rulewright.forgetClusterSecret': createForgetSecret(context),
    'rulewright.runOnCluster': guarded(createRunOnCluster(context, files, view), undefined),
    'rulewright.fetchClusterSamples': guarded(createFetchSamples(context), undefined),
    'rulewright.refreshClusterFields': guarded(createRefreshFields(context), undefined),
    'rulewright.compareWithCluster': guarded(createCompare(context, files), undefined),
    'rulewright.compareWithKibana': guarded(createCompareWithKibana(context, files), undefined),
    'rulewright.sendToKibana': guarded(createSendToKibana(context, files), false),
  };
  const trusting = vscode.workspace.onDidGrantWorkspaceTrust(offer);
  const answering = answerClusterAccess(context, isOffered);
  return { commands, dispose: () => void vscode.Disposable.from(files, trusting, answering).dispose() };
}

function hasElasticsearch({ url, cloudId }: ClusterProfile): boolean {
  return url !== undefined || cloudId !== undefined;
}

interface Asked extends Chosen {
  readonly rule: vscode.Uri;
}

/** The rule that is meant and the cluster. */
async function begin(context: Context, argument: UriArgument, cluster: unknown): Promise<Asked | undefined> {
  const rule = await ruleFor(context, argument);
  if (rule === undefined || !(await context.requireServer())) return undefined;
  const chosen = await chooseCluster(context, cluster, hasElasticsearch);
  return chosen === undefined ? undefined : { ...chosen, rule };
}

function createRunOnCluster(context: Context, files: ClusterFiles, view: ResultsView): Commands['rulewright.runOnCluster'] {
  return async (argument, cluster, givenWindow) => {
    const asked = await begin(context, argument, cluster);
    const window = asked === undefined ? undefined : (windowGiven(givenWindow) ?? (await askWindow()));
    const size = window === undefined ? undefined : windowGiven(givenWindow) === undefined ? await askSize() : defaultSize;
    if (asked === undefined || window === undefined || size === undefined) return undefined;
    return run(context, files, view, asked, window, size);
  };
}

const defaultSize = 1000;

async function run(
  context: Context,
  files: ClusterFiles,
  view: ResultsView,
  asked: Asked,
  window: ClusterWindow,
  size: number,
): Promise<RunResult | undefined> {
  const { rule, profile } = asked;
  const sample = files.place(profile.name, `${fileName(rule).replace(/\.\w+$/, '')}.${profile.name}.ndjson`);
  const coming = new ComingRun(context, files, { rule, sample, cluster: profile.name });
  const title = vscode.l10n.t('Running {0} on {1}', fileName(rule), profile.name);
  const work = { kind: 'run', size, sample: sample.toString(), ...window } as const;
  const answer = await askCluster<'run'>(context, asked, rule, title, work, (batch) => {
    coming.take(batch);
    void view.showOnce();
  });
  const result = coming.end(answer);
  if (result === undefined) return undefined;
  await view.showOnce();
  if (answer?.failure !== undefined) refuse(context.secrets.scrub(failureText(answer.failure.message)));
  return result;
}

/** What scripts and keybindings say: `{ "from": "now-7d", "to": "now" }`, each of which may be left out. */
function windowGiven(given: unknown): ClusterWindow | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { from, to } = given as Readonly<Record<string, unknown>>;
  return { timeout, ...(typeof from === 'string' ? { from } : {}), ...(typeof to === 'string' ? { to } : {}) };
}

async function askWindow(): Promise<ClusterWindow | undefined> {
  const items = [
    { label: vscode.l10n.t('As the rule says'), description: vscode.l10n.t('its own look-back'), window: {} },
    { label: vscode.l10n.t('The last hour'), window: { from: 'now-1h', to: 'now' } },
    { label: vscode.l10n.t('The last 24 hours'), window: { from: 'now-24h', to: 'now' } },
    { label: vscode.l10n.t('The last 7 days'), window: { from: 'now-7d', to: 'now' } },
    { label: vscode.l10n.t('The last 30 days'), window: { from: 'now-30d', to: 'now' } },
    { label: vscode.l10n.t('Another time…'), window: undefined },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which time is searched') });
  if (chosen === undefined) return undefined;
  if (chosen.window !== undefined) return { timeout, ...chosen.window };
  const prompt = vscode.l10n.t('A date, or date maths such as now-7d');
  const from = await vscode.window.showInputBox({ title: vscode.l10n.t('From'), prompt, value: 'now-24h' });
  const to = from === undefined ? undefined : await vscode.window.showInputBox({ title: vscode.l10n.t('To'), prompt, value: 'now' });
  return from === undefined || to === undefined ? undefined : { timeout, from, to };
}

async function askSize(): Promise<number | undefined> {
  const items = [defaultSize, 100, 10_000].map((size) => ({ label: count(size, 'match', 'matches'), size }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('How many matches are fetched at most') }))?.size;
}

function createFetchSamples(context: Context): Commands['rulewright.fetchClusterSamples'] {
  return async (argument, cluster) => {
    const asked = await begin(context, argument, cluster);
    const which = asked === undefined ? undefined : await askWhich();
    const window = which === undefined ? undefined : await askWindow();
    const remove =
      window === undefined ? undefined : await askFields(vscode.l10n.t('Fields to leave out, separated by commas; empty for none'));
    const hash = remove === undefined ? undefined : await askFields(vscode.l10n.t('Fields whose values become hashes; empty for none'));
    if (asked === undefined || which === undefined || window === undefined || remove === undefined || hash === undefined) return undefined;
    const { rule, profile } = asked;
    const title = vscode.l10n.t('Fetching events from {0}', profile.name);
    const found = await askCluster<'samples'>(context, asked, rule, title, { kind: 'samples', which, size: 100, remove, hash, ...window });
    if (found === undefined) return undefined;
    if (found.count === 0) return refuse([vscode.l10n.t('{0} has no such events', profile.name), ...found.notes].join('. '));
    return keepSamples(
      context,
      rule,
      found.text,
      vscode.l10n.t('{0} fetched from {1}.', count(found.count, 'event'), profile.name),
      found.notes,
    );
  };
}

async function askWhich(): Promise<'matches' | 'near' | 'random' | undefined> {
  const items = [
    { label: vscode.l10n.t('Events that match'), which: 'matches' as const },
    {
      label: vscode.l10n.t('Events that nearly match'),
      detail: vscode.l10n.t('Of each clause those that it alone keeps from matching'),
      which: 'near' as const,
    },
    { label: vscode.l10n.t('Events at random'), detail: vscode.l10n.t('Of the indices of the rule'), which: 'random' as const },
  ];
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which events are fetched') }))?.which;
}

async function askFields(prompt: string): Promise<readonly string[] | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Keep secrets out of the sample'),
    prompt,
    placeHolder: 'user.*',
  });
  return text?.split(',').flatMap((field) => (field.trim() === '' ? [] : [field.trim()]));
}

/** Beside the rule under a name that is free, and chosen as its sample; in a document that is not saved where nothing can be written. */
async function keepSamples(context: Context, rule: vscode.Uri, text: string, done: string, notes: readonly string[]): Promise<vscode.Uri> {
  const name = `${fileName(rule).replace(/\.\w+$/, '')}.events.ndjson`;
  if (!canWrite(rule)) {
    const document = await vscode.workspace.openTextDocument({ content: text, language: 'jsonl' });
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
    return document.uri;
  }
  const file = await freeUri(vscode.Uri.joinPath(rule, '..'), name);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  await context.samples.choose(rule.toString(), file);
  await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  tell(context, done, notes);
  return file;
}

/** The fields as a file of the project: they stay known without the cluster, and to the command line as well. */
function createRefreshFields(context: Context): Commands['rulewright.refreshClusterFields'] {
  return async (argument, cluster) => {
    const asked = await begin(context, argument, cluster);
    const folder = asked === undefined ? undefined : await projectFolder(context);
    if (asked === undefined || folder === undefined) return undefined;
    const { rule, profile } = asked;
    const found = await askCluster<'fields'>(context, asked, rule, vscode.l10n.t('Asking {0} for its fields', profile.name), {
      kind: 'fields',
    });
    if (found === undefined) return undefined;
    const name = [profile.name, ...found.patterns].join('-').replace(/[^\w.-]+/g, '_').slice(0, 100); // prettier-ignore
    const file = vscode.Uri.joinPath(folder, 'fields', `${name}.json`);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(found.text));
    const config = await changeConfiguration(context, folder, {
      kind: 'fields',
      file: pathBelow(folder, file) ?? fileName(file),
      indexPatterns: undefined,
      cluster: profile.name,
    });
    if (config !== undefined) {
      const fields = count(found.count, 'field');
      tell(
        context,
        vscode.l10n.t('{0} of {1} are known from now on: {2} has them.', fields, found.patterns.join(', '), fileName(file)),
        [],
      );
    }
    return config;
  };
}

function createCompare(context: Context, files: ClusterFiles): Commands['rulewright.compareWithCluster'] {
  return async (argument, cluster, givenWindow) => {
    const asked = await begin(context, argument, cluster);
    const window = asked === undefined ? undefined : (windowGiven(givenWindow) ?? (await askWindow()));
    if (asked === undefined || window === undefined) return undefined;
    const { rule, profile } = asked;
    const title = vscode.l10n.t('Comparing {0} with {1}', fileName(rule), profile.name);
    const compared = await askCluster<'compare'>(context, asked, rule, title, { kind: 'compare', events: 10_000, ...window });
    if (compared === undefined) return undefined;
    const uri = files.place(profile.name, `${fileName(rule)} (${profile.name}).txt`);
    files.put(uri, comparisonText(fileName(rule), profile.name, compared));
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
    return uri;
  };
}
