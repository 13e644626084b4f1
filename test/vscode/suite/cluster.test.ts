/** Clusters from the editor: a cluster and a Kibana on loopback, which the language server speaks to. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RuleComparison } from '../../../server/src/protocol/kibana.js';
import { startFakeCluster, type FakeCluster } from '../../kit/fakeCluster.js';
import { startFakeKibana, type FakeKibana } from '../../kit/fakeKibana.js';
import { closeAll, type RunResult } from './kit.js';

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

  suiteSetup(async () => {
    const hits = ['a', 'b'].map((name, at) => ({
      ...{ _index: 'logs-1', _id: `e${at}` },
      _source: { '@timestamp': `2026-01-02T03:04:0${at}.000Z`, user: { name } },
    }));
    [cluster, kibana] = [await startFakeCluster({ hits }), await startFakeKibana()];
    const clusters = [{ name: 'loop', url: cluster.url, kibanaUrl: kibana.url }];
    await vscode.workspace.getConfiguration('rulewright').update('clusters', clusters, vscode.ConfigurationTarget.Global);
  });

  suiteTeardown(async () => {
    await vscode.workspace.getConfiguration('rulewright').update('clusters', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('rulewright.forgetClusterSecret', 'loop');
    await cluster.close();
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

  test('a rule is compared with Kibana', async () => {
    const { uri } = await openRule();
    const asked = vscode.commands.executeCommand<RuleComparison | undefined>('rulewright.compareWithKibana', uri, 'loop');
    assert.equal((await withoutSecret(asked))?.status, 'new');
    assert.ok(kibana.paths().every((path) => path.startsWith('GET ')));
  });
}

/** KQL over any index, which the cluster answers whatever it asks. */
async function openRule(): Promise<vscode.TextDocument> {
  const content = `[rule]\nname = "Anyone"\nrule_id = "loop"\nindex = ["logs-*"]\nlanguage = "kuery"\ntype = "query"\nquery = "user.name : *"\n`;
  const document = await vscode.workspace.openTextDocument({ language: 'toml', content });
  await vscode.window.showTextDocument(document);
  return document;
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
