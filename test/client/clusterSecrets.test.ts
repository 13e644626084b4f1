import { describe, expect, it } from 'vitest';
import { ClusterSecretStore, type SecretStorage } from '../../client/src/secrets.js';
import type { ClusterSecrets } from '../../server/src/protocol/cluster.js';

const profile = { name: 'prod', url: 'https://prod:9200' };
const apiKey: ClusterSecrets = { kind: 'apiKey', apiKey: 'planted-key' };

function storage(): SecretStorage & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    get: async (key) => kept.get(key),
    store: async (key, value) => void kept.set(key, value),
    delete: async (key) => void kept.delete(key),
  };
}

describe('a secret', () => {
  it('is kept for its cluster', async () => {
    const store = new ClusterSecretStore(storage());
    await store.keep(profile, apiKey);
    expect([await store.of(profile), await store.of({ ...profile, name: 'lab' })]).toEqual([apiKey, undefined]);
  });

  it('outlives the session', async () => {
    const kept = storage();
    await new ClusterSecretStore(kept).keep(profile, apiKey);
    expect(await new ClusterSecretStore(kept).of(profile)).toEqual(apiKey);
  });

  it.each(['url', 'kibanaUrl', 'proxy', 'cloudId'])('is not sent where %s of the cluster leads since it was given', async (key) => {
    const store = new ClusterSecretStore(storage());
    await store.keep(profile, apiKey);
    expect(await store.of({ ...profile, [key]: 'https://elsewhere' })).toBeUndefined();
  });

  it('can be forgotten', async () => {
    const kept = storage();
    const store = new ClusterSecretStore(kept);
    await store.keep(profile, apiKey);
    expect([await store.forget('prod'), await store.forget('prod'), await store.of(profile), kept.kept.size]).toEqual([
      true,
      false,
      undefined,
      0,
    ]);
  });
});

describe('in the log', () => {
  it('no secret is written, in none of its forms', async () => {
    const store = new ClusterSecretStore(storage());
    await store.keep(profile, { kind: 'basic', username: 'me', password: 'pl"anted' });
    await store.keep({ name: 'b', url: 'https://b' }, { kind: 'bearer', token: 'other-token' });
    await store.keep({ name: 'c', url: 'https://c' }, { kind: 'none' });
    const lines: string[] = [];
    const log = store.hiddenIn({ name: 'Rulewright', trace: (text: string, more: number) => void lines.push(`${text} ${more}`) });
    log.trace(`Params: ${JSON.stringify({ username: 'me', password: 'pl"anted' })} other-token`, 1);
    expect([log.name, lines]).toEqual(['Rulewright', ['Params: {"username":"me","password":"…"} … 1']]);
  });

  it('a secret that is read is hidden as well', async () => {
    const kept = storage();
    await new ClusterSecretStore(kept).keep(profile, apiKey);
    const store = new ClusterSecretStore(kept);
    await store.of(profile);
    expect(store.scrub('ApiKey planted-key')).toBe('ApiKey …');
  });
});
