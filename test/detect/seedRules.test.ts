/** The two rules of `rules/` run as their own types, on their own events and on a few more. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import type { AlertsRequest } from '../../server/src/detect/result.js';
import { runAlerts } from '../../server/src/detect/runAlerts.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import { memoryHost } from '../kit/memoryHost.js';
import { tell } from './kit.js';

const schemas = await loadSchemas(memoryHost({}));
const folder = new URL('../../rules/linux/', import.meta.url);

interface Expected {
  readonly lines: readonly { readonly line: number; readonly matches: boolean }[];
}

async function read(name: string): Promise<string> {
  return readFile(new URL(name, folder), 'utf8');
}

async function alertsOf(name: string, events: string, more: Partial<AlertsRequest> = {}): Promise<readonly string[]> {
  const rule = { uri: new URL(`${name}.toml`, folder).href, text: await read(`${name}.toml`) };
  const request = { rule, events: [{ uri: 'file:///events.ndjson', text: events }], ...more };
  const result = await runAlerts(request, memoryHost({}), schemas, noCancel);
  expect(result).toMatchObject({ status: 'finished', message: undefined });
  return result.alerts.map((alert) => tell(alert));
}

const changedMode = 'defense_evasion_file_mod_writable_dir';

function chmod(time: string, fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    '@timestamp': `2026-04-${time}:00Z`,
    event: { kind: 'event', category: ['process'], type: ['start'] },
    host: { id: 'h1', os: { type: 'linux' } },
    process: {
      name: 'chmod',
      command_line: 'chmod 777 s',
      working_directory: '/tmp',
      parent: { executable: '/usr/bin/dash', name: 'dash' },
    },
    ...fields,
  });
}

const process = (more: Readonly<Record<string, unknown>>) => ({
  process: { name: 'chmod', command_line: 'chmod 777 s', working_directory: '/tmp', parent: { executable: '/usr/bin/dash' }, ...more },
});

describe('the new terms rule', () => {
  const history = [{ uri: 'file:///history.ndjson', text: `${chmod('10T09:00', {})}\n` }];
  const alerts = (...events: readonly string[]): Promise<readonly string[]> => alertsOf(changedMode, events.join('\n'), { history });

  it('does not alert on what is known', async () => {
    expect(await alerts(chmod('12T09:00', {}))).toEqual([]);
  });

  it('alerts on the first of what is not', async () => {
    const found = await alerts(chmod('12T09:05', { host: { id: 'h2', os: { type: 'linux' } } }), chmod('12T09:00', { host: { id: 'h2', os: { type: 'linux' } } })); // prettier-ignore
    expect(found).toEqual(['new host.id=h2, process.parent.executable=/usr/bin/dash, process.command_line=chmod 777 s in 2 "File Permission Modification in Writable Directory"']); // prettier-ignore
  });

  it('does not alert on an event that lacks one of the fields', async () => {
    expect(
      await alerts(chmod('12T09:00', process({ command_line: undefined })), chmod('12T09:00', { host: { os: { type: 'linux' } } })),
    ).toEqual([]);
  });

  it('alerts on no event that its query does not match, and at most once for each that it does', async () => {
    const expected = JSON.parse(await read(`${changedMode}.expected.json`)) as Expected;
    const matching = expected.lines.filter(({ matches }) => matches).map(({ line }) => line);
    const found = (await alertsOf(changedMode, await read(`${changedMode}.events.ndjson`))).map((text) =>
      Number(/ in (\d+)/.exec(text)?.[1]),
    );
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found).size).toBe(found.length);
    expect(found.filter((line) => !matching.includes(line))).toEqual([]);
  });
});

describe('the EQL rule', () => {
  it('alerts on each event that its query matches', async () => {
    const name = 'defense_evasion_file_made_immutable_by_chattr';
    const expected = JSON.parse(await read(`${name}.expected.json`)) as Expected;
    const matching = expected.lines.filter(({ matches }) => matches).map(({ line }) => line);
    const found = (await alertsOf(name, await read(`${name}.events.ndjson`))).map((text) => Number(/^event (\d+)/.exec(text)?.[1]));
    expect([...found].sort((a, b) => a - b)).toEqual(matching);
  });
});
