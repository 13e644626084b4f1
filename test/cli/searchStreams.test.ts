/** `search` writes what it finds before all of it is there, where the format allows that. */
import { afterEach, expect, it } from 'vitest';
import { main } from '../../server/src/cli/main.js';
import { startFakeCluster, type FakeCluster } from '../kit/fakeCluster.js';
import { testTerminal } from './testTerminal.js';

const rule = 'index = ["logs-*"]\nlanguage = "kuery"\nname = "Anyone"\nquery = "user.name: *"\ntype = "query"\n';
const hits = Array.from({ length: 1500 }, (_, at) => ({
  ...{ _index: 'logs-1', _id: String(at) },
  _source: { '@timestamp': new Date(at * 1000).toISOString(), user: { name: 'a' } },
}));

let cluster: FakeCluster | undefined;
afterEach(() => cluster?.close());

it.each([
  ['ndjson', 1000],
  ['text', 1003],
  ['json', 0],
])('as %s, %i lines are there when the second page is asked for', async (format, expected) => {
  let before: number | undefined;
  let output = (): string => '';
  cluster = await startFakeCluster({
    hits,
    handle: ({ path }, count) => {
      if (path === '/_search' && count === 2) before = output().split('\n').length - 1;
      return undefined;
    },
  });
  const { url } = cluster;
  const clusters = { ...testTerminal().clusters, environment: { RULEWRIGHT_ES_URL: url, RULEWRIGHT_ES_API_KEY: 'a2V5' } };
  const terminal = testTerminal({ files: { 'a.toml': `[rule]\n${rule}` }, clusters });
  output = () => terminal.output();
  const exitCode = await main(['search', 'a.toml', '--format', format, '--limit', '1500'], terminal);
  expect([exitCode, before]).toEqual([0, expected]);
});
