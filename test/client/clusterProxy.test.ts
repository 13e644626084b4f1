/** The proxy of VS Code's settings, for connections to clusters. */
import { describe, expect, it } from 'vitest';
import { placeOfWork, proxySecrets, withEditorProxy } from '../../client/src/clusterProxy.js';
import { ClusterSecretStore } from '../../client/src/secrets.js';
import type { ClusterProfile } from '../../server/src/protocol/cluster.js';

const proxy = 'http://proxy:3128';

describe('a profile that names no proxy', () => {
  it.each<readonly [string, unknown, boolean]>([
    ['https://es.corp:9200', undefined, true],
    ['https://es.corp:9200', [], true],
    ['https://es.corp:9200', ['corp'], false],
    ['https://es.corp:9200', ['.corp'], false],
    ['https://es.corp:9200', ['*.corp'], false],
    ['https://es.corp:9200', [' ES.Corp '], false],
    ['https://es.corp:9200', ['s.corp'], true],
    ['https://es.corp:9200', ['corp:9200'], false],
    ['https://es.corp:9200', ['corp:443'], true],
    ['https://es.corp', ['corp:443'], false],
    ['http://es.corp', ['corp:80'], false],
    ['https://es.corp', ['*'], false],
    ['https://es.corp', ['', 7, '.'], true],
    ['https://es.corp', 'corp', true],
    ['http://127.0.0.1:9200', [], false],
    ['http://localhost:9200', [], false],
    ['http://[::1]:9200', [], false],
  ])('%s goes through that of VS Code, without %j: %s', (url, noProxy, isUsed) => {
    const found = withEditorProxy({ name: 'a', url }, url, { proxy, noProxy, proxySupport: 'override' });
    expect(found.proxy).toBe(isUsed ? proxy : undefined);
  });
});

it.each<readonly [string, Partial<ClusterProfile>, object]>([
  ['names its own', { proxy: 'http://own:1' }, {}],
  ['has a fingerprint, which is compared directly', { caFingerprint: 'ab' }, {}],
  ['is used where VS Code uses none', {}, { proxySupport: 'off' }],
  ['is used where the setting is empty', {}, { proxy: '' }],
  ['is used where the setting is no address', {}, { proxy: 'proxy:3128' }],
])('a profile that %s stays as it is', (_, parts, settings) => {
  const profile = { name: 'a', url: 'https://es', ...parts };
  expect(withEditorProxy(profile, 'https://es', { proxy, noProxy: [], proxySupport: 'on', ...settings })).toBe(profile);
});

it('goes by the address that the work is sent to', () => {
  const cloudId = `prod:${Buffer.from('eu.cloud.example$abc$def').toString('base64')}`;
  expect([
    placeOfWork({ name: 'a', url: 'https://es', kibanaUrl: 'https://kb' }, false),
    placeOfWork({ name: 'a', url: 'https://es', kibanaUrl: 'https://kb' }, true),
    placeOfWork({ name: 'a', cloudId }, false),
    placeOfWork({ name: 'a', cloudId, kibanaUrl: 'https://kb' }, true),
    placeOfWork({ name: 'a', cloudId: 'prod:%' }, false),
    placeOfWork({ name: 'a', kibanaUrl: 'https://kb' }, false),
  ]).toEqual(['https://es', 'https://kb', 'https://eu.cloud.example', 'https://kb', undefined, undefined]);
});

it('its password is not logged, in none of its forms', () => {
  expect(proxySecrets('http://proxy:3128')).toEqual([]);
  expect(proxySecrets('http://me:%zz@proxy:3128')).toEqual(['me:%zz', '%zz', '%zz']);
  const store = new ClusterSecretStore({ get: async () => undefined, store: async () => undefined, delete: async () => undefined });
  const address = 'http://me:pl%40nted@proxy:3128';
  store.hideProxy(address);
  expect(store.scrub(`${address} pl@nted`)).toBe('http://…@proxy:3128 …');
});
