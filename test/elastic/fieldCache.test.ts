import { expect, it } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import { succeed } from '../../server/src/base/host.js';
import { knownFields, type CacheFiles } from '../../server/src/elastic/fieldCache.js';
import { Lists } from '../../server/src/features/listing.js';
import { KeptConnections } from '../../server/src/elastic/keptConnections.js';
import { runClusterJob } from '../../server/src/node/clusterRunner.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import { startFakeCluster } from '../kit/fakeCluster.js';
import { memoryHost } from '../kit/memoryHost.js';
import { connectTo, someKey } from './connecting.js';

const now = 1_700_000_000_000;
const capability = { metadata_field: false, searchable: true, aggregatable: true };
const fields = {
  'process.name': { keyword: { type: 'keyword', ...capability }, text: { type: 'text', ...capability } },
  'user.id': { keyword: { type: 'keyword', ...capability } },
};

function inMemory(): { readonly files: CacheFiles; readonly kept: ReadonlyMap<string, string> } {
  const kept = new Map<string, string>();
  const readFile: CacheFiles['readFile'] = async (file) => {
    const text = kept.get(file);
    return text === undefined ? undefined : succeed(text);
  };
  const keepFile: CacheFiles['keepFile'] = async (file, text) => succeed(void kept.set(file, text));
  return { files: { cacheFolder: '/cache', readFile, keepFile }, kept };
}

it('what the editor asks for is known to the command line, without a secret', async () => {
  const fake = await startFakeCluster({ fields });
  const { files, kept } = inMemory();
  const profile = { name: 'prod', url: fake.url };
  const host = memoryHost({}, { now });
  const schemas = await loadSchemas(host);
  const rule = { uri: 'file:///a.toml', text: '[rule]\ntype = "query"\nlanguage = "kuery"\nindex = ["logs-*"]\nquery = "a: b"\n' };
  try {
    const answer = await runClusterJob({
      job: { rule, ruleVersion: 1, profile, secrets: someKey, work: { kind: 'fields' } },
      tools: { host, schemas, lists: new Lists() },
      load: () => import('../../server/src/elastic/bundle.js'),
      kept: files,
      connections: new KeptConnections(),
      report: () => undefined,
      onBatch: () => undefined,
      token: noCancel,
    });
    expect(answer).toMatchObject({ ok: true, value: { count: 2, patterns: ['logs-*'] } });
  } finally {
    await fake.close();
  }
  expect([...kept.values()].join('')).not.toMatch(/c2VjcmV0|secret/);
  const connect = async (): Promise<never> => Promise.reject(new Error('it was asked'));
  const known = await knownFields(['logs-*'], { profile, files, connect, now: now + 60_000, token: noCancel }, false);
  const there = [
    { name: 'process.name', type: 'keyword', indexTypes: ['keyword', 'text'], typeUncertain: true },
    { name: 'user.id', type: 'keyword' },
  ];
  expect(known).toMatchObject({ ok: true, value: { kept: true, asked: now, fields: { fields: there } } });
});

it('fields that cannot be kept are known all the same, and why is said', async () => {
  const fake = await startFakeCluster({ fields });
  const message = '/cache cannot be written: EACCES';
  const files: CacheFiles = {
    cacheFolder: '/cache',
    readFile: async () => undefined,
    keepFile: async () => ({ ok: false, failure: { kind: 'unreadable', message } }),
  };
  try {
    const profile = { name: 'prod', url: fake.url };
    const source = { profile, files, connect: () => connectTo(fake.url), now, token: noCancel };
    expect(await knownFields(['logs-*'], source, false)).toMatchObject({ ok: true, value: { kept: false, notes: [message] } });
  } finally {
    await fake.close();
  }
});
