// A cluster and a Kibana: added by their questions, a run whose matches are shown as they come and that is cancelled, a rule that is sent.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { loadFakes } from '../fakes.mjs';
import { until } from '../workbench.mjs';

const pageOne = 100;
const all = 900;

/** The pages after the first one do not come. */
const busy = ({ path }, count) =>
  path === '/_search' && count > 1 ? { status: 429, headers: { 'retry-after': '2' }, body: {} } : undefined;

/** Over an index that the cluster has whatever it is asked for. */
function writeRule(folder) {
  const lines = [
    'name = "Anyone"',
    'rule_id = "anyone"',
    'index = ["logs-*"]',
    'language = "kuery"',
    'type = "query"',
    'query = "user.name : *"',
  ];
  fs.writeFileSync(path.join(folder, 'anyone.toml'), `[rule]\n${lines.join('\n')}\n`);
}

let told = 0;

export const scenario = {
  window: { prepare: writeRule },
  async run({ step, page, workbench, picture }) {
    const { startFakeCluster, startFakeKibana } = await loadFakes();
    const hits = Array.from({ length: all }, (_, at) => ({
      ...{ _index: 'logs-endpoint.events.file-1', _id: `e${at}` },
      _source: { '@timestamp': new Date(Date.UTC(2026, 0, 2) + at * 1000).toISOString(), user: { name: `user-${at}` } },
    }));
    const [cluster, kibana] = [await startFakeCluster({ hits, handle: busy }), await startFakeKibana()];
    const name = `lab-${(told += 1)}`;
    const box = page.locator('.quick-input-widget input.input');
    const answer = async (text, prompt) => {
      await page.locator('.quick-input-widget').filter({ hasText: prompt }).waitFor();
      await box.fill(text);
      await page.keyboard.press('Enter');
    };
    /** Where this is told a second time there is another cluster already, since settings outlive the window. */
    const ask = async (title, more = {}) => {
      await workbench.command(`Rulewright: ${title}`, told > 1 ? { asks: true } : more);
      if (told > 1) await workbench.take(name);
    };
    const dialog = page.locator('.monaco-dialog-box');
    try {
      await step('a cluster is added by its questions; an address with a password is refused', async () => {
        await workbench.quickOpen('anyone.toml');
        await workbench.command('Rulewright: Add Cluster', { asks: true });
        await answer(name, 'How it is called here');
        await page.locator('.quick-input-widget').filter({ hasText: 'The URL of Elasticsearch' }).waitFor();
        await box.fill('http://me:secret@host:9200');
        const refusal = page.locator('.quick-input-message').filter({ hasText: 'Leave user and password out' });
        await refusal.waitFor();
        await picture('addCluster');
        await box.fill('');
        await refusal.waitFor({ state: 'hidden' });
        await answer(cluster.url, 'The URL of Elasticsearch');
        await answer(kibana.url, 'The URL of Kibana');
        assert.deepEqual(
          (await workbench.picks()).map((pick) => pick.split(',')[0]),
          ['API key', 'User and password', 'Bearer token', 'None'],
        );
        await workbench.take('None');
        await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      });
      await step('the matches of a run are shown as they come', async () => {
        await ask('Run Rule on Cluster', { asks: true });
        await workbench.take('The last 7 days');
        await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: '1,000 matches' }).waitFor();
        await workbench.take('1,000 matches');
        await until('the first matches', async () => (await workbench.resultsMessage()).includes(`${pageOne} matches on ${name} so far`));
        const frame = await workbench.frame('#grid');
        await until('rows', async () => (await frame.locator('#grid').getAttribute('aria-rowcount')) === String(pageOne + 1));
        await picture('clusterRunComing');
      });
      await step('cancelled, what came stays, and is said to be not all', async () => {
        const toast = await workbench.notification('Running');
        await toast.getByText('Cancel').click();
        await until('the end', async () => /^anyone.toml: 100 matches on \S+ · .* · cancelled$/.test(await workbench.resultsMessage()));
        const frame = await workbench.frame('#grid');
        assert.equal(await frame.locator('#grid').getAttribute('aria-rowcount'), String(pageOne + 1));
        await frame.getByText('How it was run').click();
        await frame.getByText(`${pageOne} of ${all} matches were fetched`).waitFor();
        await picture('clusterRunCancelled');
        assert.equal(cluster.paths().at(-1), 'DELETE /_pit');
      });
      await step('a rule is sent to Kibana only after the question that names it', async () => {
        await workbench.quickOpen('anyone.toml');
        await ask('Send Rule to Kibana');
        await dialog.waitFor();
        assert.match(await dialog.innerText(), /^Make .+ in http:\/\/127\.0\.0\.1:\d+ \(default\)\?/m);
        await picture('sendToKibana');
        await dialog.getByText('Cancel').click();
        await dialog.waitFor({ state: 'hidden' });
        assert.deepEqual(kibana.rules(), []);
        await workbench.quickOpen('anyone.toml');
        await ask('Send Rule to Kibana');
        await dialog.getByText('Make Rule').click();
        await workbench.notification('was made in Kibana');
        assert.deepEqual(
          kibana.rules().map(({ enabled }) => enabled),
          [false],
        );
      });
      await step('its secret is forgotten', async () => {
        await ask('Forget Cluster Secret');
        await workbench.notification('is forgotten');
        await workbench.command('Notifications: Clear All Notifications');
      });
    } finally {
      await cluster.close();
      await kibana.close();
    }
  },
};
