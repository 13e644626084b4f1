/** Clusters from the editor: a cluster and a Kibana on loopback, which the language server speaks to. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RuleComparison } from '../../../server/src/protocol/kibana.js';
import { startFakeCluster, type FakeCluster } from '../../kit/fakeCluster.js';
import { startFakeKibana, type FakeKibana } from '../../kit/fakeKibana.js';
import { closeAll, extension, file, open, openNew, provided, until, type RunResult } from './kit.js';

/** Chooses "None", the last entry, where the secret is asked for. */
async function withoutSecret<T>(asked: Thenable<T>): Promise<T> {
  let isOver = false;
  const answer = Promise.resolve(asked).finally(() => (isOver = true));
  while (!isOver) {
    await vscode.commands.executeCommand('workbench.action.quickOpenNavigatePrevious');
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 200))]);
  }
  return answer;
}

function inTrustedFolder(): void {
  let cluster: FakeCluster;
  let kibana: FakeKibana;
  let pages: Pages;

  suiteSetup(async () => {
    const hits = ['a', 'b'].map((name, at) => ({
      ...{ _index: 'logs-1', _id: `e${at}` },
      _source: { '@timestamp': `2026-01-02T03:04:0${at}.000Z`, user: { name } },
    }));
    [cluster, kibana, pages] = [await startFakeCluster({ hits, eql: sequence }), await startFakeKibana(), await startPages()];
    const clusters = [
      { name: 'loop', url: cluster.url, kibanaUrl: kibana.url },
      { name: 'paged', url: pages.url },
    ];
    await vscode.workspace.getConfiguration('rulewright').update('clusters', clusters, vscode.ConfigurationTarget.Global);
  });

  suiteTeardown(async () => {
    await vscode.workspace.getConfiguration('rulewright').update('clusters', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('rulewright.forgetClusterSecret', 'loop');
    await vscode.commands.executeCommand('rulewright.forgetClusterSecret', 'paged');
    await cluster.close();
    await pages.close();
    await kibana.close();
    await closeAll();
  });

  test('a rule is run on one, and its events are a file that can be read', async () => {
    const { uri } = await openRule();
    const asked = vscode.commands.executeCommand<RunResult | undefined>('rulewright.runOnCluster', uri, 'loop', {});
    const result = await withoutSecret(asked);
    assert.deepEqual([result?.status, result?.cluster, result?.matches], ['finished', 'loop', 2]);
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.parse(result?.sample ?? '')));
    assert.deepEqual(
      text.split('\n').flatMap((line) => (line === '' ? [] : [(JSON.parse(line) as { _id: string })._id])),
      ['e0', 'e1'],
    );
  });

  test('what a run finds is shown as it comes', async () => {
    const { uri } = await openRule();
    const running = vscode.commands.executeCommand<RunResult | undefined>('rulewright.runOnCluster', uri, 'paged', {});
    let isOver = false;
    const asked = withoutSecret(running).finally(() => (isOver = true));
    const first = await until('the first page', () => {
      const { lastRun } = extension().exports;
      return lastRun?.cluster === 'paged' && lastRun.matches > 0 ? lastRun : undefined;
    });
    assert.deepEqual([first.matches, first.listed?.matches, isOver], [100, 100, false]);
    const sample = vscode.Uri.parse(first.sample ?? '');
    const editor = await open(sample);
    assert.equal(editor.document.lineCount, 101);
    pages.release();
    const result = await asked;
    assert.deepEqual([result?.status, result?.message, result?.matches], ['finished', undefined, 900]);
    assert.deepEqual([result?.listed?.id, result?.sample], [first.listed?.id, first.sample]);
    await until('the editor to have all events', () => editor.document.lineCount === 901);
    // The file grew, nobody edited it: the result is still that of the cluster, and not of another run.
    assert.deepEqual([extension().exports.lastRun?.cluster, extension().exports.lastRun?.matches], ['paged', 900]);
  });

  test('the timeline of sequences that it found is that of its events', async () => {
    const content = ruleText
      .replace('"kuery"', '"eql"')
      .replace('"query"', '"eql"')
      .replace('user.name : *', 'sequence by user.name [any where true] [any where true]');
    const { document } = await openNew('toml', content);
    const asked = vscode.commands.executeCommand<RunResult | undefined>('rulewright.runOnCluster', document.uri, 'loop', {});
    const result = await withoutSecret(asked);
    assert.deepEqual([result?.unit, result?.matches, result?.hits.length], ['sequence', 1, 2]);
    // The rule has no sample of its own, which would be asked for.
    assert.equal(await vscode.commands.executeCommand('rulewright.showSequenceTimeline', document.uri), true);
  });

  test('values of one are offered once its fields are those of the project', async () => {
    const folder = file('clusterValues');
    const write = (name: string, text: string) =>
      vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), new TextEncoder().encode(text));
    await write('rulewright.config.json', '{ "fields": [{ "file": "fields.json", "cluster": "loop" }] }');
    await write('fields.json', '{ "logs-*": { "user.name": "keyword" } }');
    await write('values.toml', ruleText.replace('user.name : *', 'user.name : st'));
    const { document } = await open(vscode.Uri.joinPath(folder, 'values.toml'));
    const end = document.positionAt(document.getText().indexOf('user.name : st') + 'user.name : st'.length);
    const offered = ({ items }: vscode.CompletionList) => items.filter(({ detail }) => detail === 'on loop').map(({ label }) => label);
    const list = await provided<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      (answer) => offered(answer).length > 0,
      document.uri,
      end,
    );
    assert.deepEqual(offered(list), ['start', 'stop']);
    await closeAll();
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  test('a rule is compared with Kibana', async () => {
    const { uri } = await openRule();
    const asked = vscode.commands.executeCommand<RuleComparison | undefined>('rulewright.compareWithKibana', uri, 'loop');
    assert.equal((await withoutSecret(asked))?.status, 'new');
    assert.ok(kibana.paths().every((path) => path.startsWith('GET ')));
  });
}

const event = (at: number) => ({
  ...{ _index: 'logs-1', _id: `s${at}` },
  _source: { '@timestamp': `2026-01-02T03:04:0${at}.000Z`, user: { name: 'a' } },
});
const sequence = { total: { value: 1, relation: 'eq' as const }, sequences: [{ join_keys: ['a'], events: [event(0), event(1)] }] };

/** A cluster whose second page comes when it is released. */
interface Pages extends Pick<FakeCluster, 'url' | 'close'> {
  release(): void;
}

async function startPages(): Promise<Pages> {
  const hits = Array.from({ length: 900 }, (_, at) => ({
    ...{ _index: 'logs-1', _id: `p${at}` },
    _source: { '@timestamp': new Date(Date.UTC(2026, 0, 2) + at * 1000).toISOString(), user: { name: `user-${at}` } },
  }));
  let isReleased = false;
  const cluster = await startFakeCluster({
    hits,
    handle: ({ path }, count) =>
      path === '/_search' && count > 1 && !isReleased ? { status: 429, headers: { 'retry-after': '1' }, body: {} } : undefined,
  });
  return { url: cluster.url, close: () => cluster.close(), release: () => (isReleased = true) };
}

/** KQL over any index, which the cluster answers whatever it asks. */
const ruleText = `[rule]\nname = "Anyone"\nrule_id = "loop"\nindex = ["logs-*"]\nlanguage = "kuery"\ntype = "query"\nquery = "user.name : *"\n`;

async function openRule(): Promise<vscode.TextDocument> {
  return (await openNew('toml', ruleText)).document;
}

suite(
  'Clusters',
  process.env['E2E_UNTRUSTED'] === undefined
    ? inTrustedFolder
    : () => {
        test('are not used in a folder that is not trusted', async () => {
          const { uri } = await openRule();
          assert.equal(await vscode.commands.executeCommand('rulewright.runOnCluster', uri, 'loop', {}), undefined);
        });
      },
);
