/** The public logs of the reference data, run as they are. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import type { RunSummary } from '../../server/src/evaluate/run.js';
import { runRule } from '../../server/src/evaluate/runRule.js';
import { chooseMapper, loadMappings } from '../../server/src/mapping/load.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import { memoryHost } from '../kit/memoryHost.js';
import { recordedEvents, reference } from '../kit/reference.js';

async function runOn(name: string, query: string): Promise<RunSummary> {
  const host = memoryHost({ 'file:///events': readFileSync(path.join(reference ?? '', 'corpus/events', name)) });
  const chosen = chooseMapper(await loadMappings(host), undefined);
  const mapper = chosen.ok ? chosen.value : undefined;
  const request = { rule: { uri: 'file:///a.eql', text: query }, events: [{ uri: 'file:///events', mapper }] };
  for await (const update of runRule(request, host, await loadSchemas(host), noCancel))
    if (update.kind === 'summary') return update.summary;
  throw new Error('a run ended without a summary');
}

if (reference === undefined) test('public logs: not run: no reference data', () => expect(recordedEvents()).toEqual([]));

describe.each(reference === undefined ? [] : [reference])('a public log of %s', () => {
  it.each([
    ['windows-raw-1500.ndjson.gz', 'process where event.type == "start"', 1500],
    ['linux-auditd-raw-arp.log.gz', 'process where event.action == "executed" and process.args == "-a"', 2],
    ['linux-auditd-raw-dd.log.gz', 'process where process.args : "if=/dev/zero"', 1],
    ['aws-cloudtrail-raw.ndjson.gz', 'any where event.provider : "*.amazonaws.com" and user.name == "pedro"', 103],
  ])('%s is mapped as a whole, and %s matches', async (name, query, events) => {
    const { mapping, matches } = await runOn(name, query);
    expect(mapping).toMatchObject({ asIs: 0, unmapped: 0, unmappedKinds: [] });
    expect(mapping?.mapped.reduce((sum, each) => sum + each.events, 0)).toBe(events);
    expect(matches).toBeGreaterThan(0);
  });

  it('that is in ECS already is taken as it is', async () => {
    expect((await runOn('windows-attacks-ecs-4k.ndjson.gz', 'any where true')).mapping).toBeUndefined();
  });
});
