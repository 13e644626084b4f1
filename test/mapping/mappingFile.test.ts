/** Mapping files: what can be written in them, and what is said of mistakes. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../server/src/events/json.js';
import { chooseMapper, loadMappings } from '../../server/src/mapping/load.js';
import { readMapping } from '../../server/src/mapping/mappingFile.js';
import { memoryHost } from '../kit/memoryHost.js';

const acme = `{
  // Our proxy.
  "name": "acme-proxy",
  "title": "The proxy",
  "detects": [{ "app": "acme-proxy" }],
  "none": ["-"],
  "names": { "client": ["client_ip", "peer.ip"] },
  "tables": { "actions": { "1": "allowed", "2": "denied" }, "bits": { "0x1": "read", "0x2": "write" } },
  "fields": {
    "event.category": { "value": ["network", "web"] },
    "event.action": { "from": "verdict", "as": { "table": "actions" } },
    "source.ip": { "from": "$client", "as": "ip" },
    "url.domain": { "from": "url", "as": [{ "part": { "of": "/", "at": 2 } }, "lower"] },
    "user.name": { "from": "tags", "as": { "pair": { "key": "user", "between": ";", "of": "=" } } },
    "tags": { "from": "tags", "as": { "split": ";" } },
    "related.ip": { "from": ["client_ip", "server_ip"], "all": true },
    "message": { "text": "{client_ip} asked for {url}" },
    "labels.rights": { "from": "rights", "as": { "flags": "bits" } }
  },
  "rest": { "to": "acme", "except": ["app", "url"] },
  "when": [
    { "is": { "verdict": [2, 3] }, "fields": { "event.outcome": { "value": "failure" } } },
    { "is": { "verdict": 2, "server_ip": false }, "fields": { "event.type": { "value": "denied" } } },
  ]
}`;

async function mapWith(files: Readonly<Record<string, string>>, event: JsonObject): Promise<unknown> {
  const mappings = await loadMappings(memoryHost(files), Object.keys(files));
  expect(mappings.problems).toEqual([]);
  const chosen = chooseMapper(mappings, undefined);
  return chosen.ok ? chosen.value?.map(event) : chosen;
}

describe('a mapping file', () => {
  it('makes fields from paths, names, tables, parts, texts and conditions', async () => {
    const event = {
      app: 'ACME-Proxy',
      verdict: 2,
      peer: { ip: '203.0.113.5' },
      client_ip: '-',
      url: 'https://Acme.Test/a',
      tags: 'user=anna; fast',
      rights: '0x3',
      size: 7,
    };
    expect(await mapWith({ 'file:///a.json': acme }, event)).toEqual({
      kind: 'mapped',
      mapping: 'acme-proxy',
      event: {
        'event.category': ['network', 'web'],
        'event.action': 'denied',
        'event.outcome': 'failure',
        'event.type': 'denied',
        'source.ip': '203.0.113.5',
        'url.domain': 'acme.test',
        'user.name': 'anna',
        tags: ['user=anna', 'fast'],
        'labels.rights': ['read', 'write'],
        'acme.verdict': '2',
        'acme.peer': { ip: '203.0.113.5' },
        'acme.tags': 'user=anna; fast',
        'acme.rights': '0x3',
        'acme.size': '7',
      },
    });
  });

  it('adds to a shipped one, and stands before it', async () => {
    const own = `{ "name": "windows-sysmon", "title": "Ours", "extends": "windows-sysmon", "fields": { "labels.site": { "value": "north" } } }`;
    const event = { EventID: 5, Channel: 'Microsoft-Windows-Sysmon/Operational', Image: 'C:\\a.exe' };
    expect(await mapWith({ 'file:///a.json': own }, event)).toMatchObject({
      event: { 'labels.site': 'north', 'process.name': 'a.exe', 'event.type': ['end'] },
    });
  });

  it('keeps objects of the event where it says so, with the fields that are made over theirs', async () => {
    const own = `{ "name": "a", "title": "A", "detects": [{ "app": true }], "keep": ["host"], "fields": { "host.name": { "value": "made" } } }`;
    expect(await mapWith({ 'file:///a.json': own }, { app: 1, host: { name: 'raw', ip: '203.0.113.5' }, gone: { a: 1 } })).toMatchObject({
      event: { host: { ip: '203.0.113.5' }, 'host.name': 'made' },
    });
  });

  it.each([
    ['{ "name": "a" ', 'line 1: close brace expected'],
    ['{ "name": "My mapping", "title": "t" }', 'name: it has to be small letters, digits and dashes, such as "acme-proxy"'],
    ['{ "name": "a" }', 'title: it has to be a string'],
    ['{ "name": "a", "title": "t", "feilds": {} }', 'the mapping: there is no key feilds; did you mean fields?'],
    [
      '{ "name": "a", "title": "t", "fields": { "x": { "form": "y" } } }',
      'fields.x: a field comes from a field ("Image"), { "from": …, "as": … }, { "value": … } or { "text": … }',
    ],
    [
      '{ "name": "a", "title": "t", "detects": ["x"] }',
      'detects.0: a condition is an object of fields and values, such as { "SourceName": "acme" }',
    ],
  ])('%s -> %s', (text, message) => {
    expect(readMapping(text)).toMatchObject({ ok: false, failure: { message } });
  });

  it('tells the steps there are where one is not known', () => {
    const read = readMapping('{ "name": "a", "title": "t", "fields": { "x": { "from": "y", "as": "lowercase" } } }');
    expect(read.ok ? '' : read.failure.message).toMatch(/^fields\.x: "as" takes lower, upper, .*\{ "flags": … \}$/);
  });

  it.each([
    ['{ "name": "a", "title": "t", "extends": "b" }', /^extends: there is no mapping b; there are a, windows-sysmon, /],
    ['{ "name": "a", "title": "t", "extends": "a" }', /^extends: a extends itself$/],
    [
      '{ "name": "a", "title": "t", "fields": { "x": { "from": "y", "as": { "table": "none" } } } }',
      /^fields\.x: there is no table none in "tables"$/,
    ],
  ])('%s is no use: %s', async (text, message) => {
    const { problems, all } = await loadMappings(memoryHost({ 'file:///a.json': text }), ['file:///a.json']);
    expect(problems).toEqual([{ uri: 'file:///a.json', message: expect.stringMatching(message) as string }]);
    expect(all.map(({ name }) => name)).not.toContain('a');
  });
});
