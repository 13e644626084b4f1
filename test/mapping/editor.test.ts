/** What the editor gets of raw events: results with the mapping told, values marked only where they stand, completions with mapped fields. */
import { describe, expect, it } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import { explainJob } from '../../server/src/features/explainEvent.js';
import { readSample, runJob } from '../../server/src/features/run.js';
import type { RunResult } from '../../server/src/protocol/protocol.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import { memoryHost } from '../kit/memoryHost.js';

const rule = {
  uri: 'file:///work/a.eql',
  text: 'process where process.name == "cmd.exe" and winlog.event_data.Image == "C:\\\\cmd.exe"',
  languageId: 'eql',
};
const flat = JSON.stringify({ EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational', Image: 'C:\\cmd.exe', name: 'cmd.exe' });
const fromBeat = JSON.stringify({
  winlog: { event_id: '1', channel: 'Microsoft-Windows-Sysmon/Operational', event_data: { Image: 'C:\\cmd.exe' } },
});
const sample = { uri: 'file:///work/a.events.ndjson', text: `${flat}\n${fromBeat}\n` };

async function run(files: Readonly<Record<string, string>> = {}): Promise<RunResult> {
  const host = memoryHost(files);
  return runJob({ rule, ruleVersion: 1, sample }, { host, schemas: await loadSchemas(host) }, () => undefined, noCancel);
}

describe('the result of a run in the editor', () => {
  it('says first what was mapped', async () => {
    const { matches, fidelity } = await run();
    expect([matches, fidelity[0]]).toEqual([2, 'All 2 events mapped by windows-sysmon.']);
  });

  it('marks a value only where it stands under its own name', async () => {
    const { hits } = await run();
    expect(hits.map(({ matched }) => matched.map(({ field, value }) => `${field} ${value}`))).toEqual([
      [],
      ['winlog.event_data.Image C:\\cmd.exe'],
    ]);
  });

  it('says which mapping of the project is not used', async () => {
    const { fidelity } = await run({
      'file:///work/rulewright.config.json': '{ "mappings": ["a.json"] }',
      'file:///work/a.json': '{ "name": "a" }',
    });
    expect(fidelity[0]).toBe('The mapping a.json is not used: title: it has to be a string.');
  });

  it('explains an event by its mapped fields', async () => {
    const host = memoryHost({});
    const job = { rule, ruleVersion: 1, sample, event: { line: 0, character: 5 } };
    const { status, event } = await explainJob(job, { host, schemas: await loadSchemas(host) }, noCancel);
    expect([status, event?.text]).toEqual([
      'finished',
      'line 1 matches; mapped by windows-sysmon: event.category from EventID (table categories), process.name from Image (basename), winlog.event_data.Image from Image',
    ]);
  });

  it('has mapped fields to complete from', async () => {
    const host = memoryHost({});
    const found = await readSample(sample, { host, schemas: await loadSchemas(host) }, noCancel);
    expect(found?.fields.get('process.name')?.values).toEqual([{ value: 'cmd.exe', count: 2 }]);
  });
});
