import { describe, expect, it, test } from 'vitest';
import { loadSchemas } from '../../server/src/schema/load.js';
import { openRule } from '../../server/src/rule/openText.js';
import { scanLimits } from '../../server/src/scan/scanRules.js';
import type { ScannedRule } from '../../server/src/scan/scanResult.js';
import { memoryHost } from '../kit/memoryHost.js';
import { eventsOfManyKinds } from './eventsOfManyKinds.js';
import { scan, toldByRun, toldByScan } from './sameAsRuns.js';

const schemas = await loadSchemas(memoryHost({}));
const sample = { uri: 'file:///events.ndjson' };

function rulesOf(queries: readonly string[], extension: 'eql' | 'kuery'): readonly ScannedRule[] {
  return queries.map((query, index) => ruleOf(query, `${extension}${index}.${extension}`));
}

function ruleOf(text: string, name: string): ScannedRule {
  return { document: openRule(text, { uri: `file:///${name}` }), schemas };
}

const eql = rulesOf(
  [
    'process where process.name : "chattr"',
    'process where process.name == "chattr" and host.os.type == "linux"',
    'process where host.os.type == "windows" and process.name : ("powershell.exe", "svchost.exe")',
    'process where process.name like~ "*shell*" and not process.args : "-enc*"',
    'any where not process.name : "*"',
    'any where event.code == "4688" or process.pid == 4',
    'any where process.args_count >= 2 and process.args : ("*passwd*", "+?")',
    'file where event.action in ("modification", "exec") or event.type != "start"',
    'any where process.pid == process.args_count',
    'any where length(process.name) > 5 and process.name != null',
    'any where 10 / process.args_count > 4 and process.name == "bash"',
    'any where process.name regex~ "p.*exe" and event.type == "start"',
    'network where cidrmatch(source.ip, "10.0.0.0/8")',
    'process where true | head 5',
    'process where process.name != null | tail 7 | head 3',
    'sequence by host.id with maxspan=5s [process where event.type == "start"] [file where true]',
    'sequence by process.entity_id [process where process.name : "bash"] [any where process.args : "+i"] until [process where event.type == "end"]',
    'sequence with maxspan=10s [process where process.name : "chattr"] by process.entity_id ![file where true] by process.entity_id [network where true] by process.entity_id',
    'sample by host.id [process where process.name == "bash"] [file where true]',
    'any where 10 / process.args_count == 3 / 0',
    'any where number(process.name) == 1 or (number(process.name) == 2 or true)',
    'process where process.nam',
  ],
  'eql',
);

const kql = rulesOf(
  [
    'process.name: chattr',
    'process.name: (chattr or bash) and host.os.type: linux',
    'not process.name: * and event.category: file',
    'process.hash.*: *',
    'process.hash.*: abc or source.port >= 2',
    'proc*.name: svchost*',
    'denied',
    'message: "access denied" or flags: true',
    'message: "access denied" and not message: kernel',
    'message: (kernel or *ood*) or message: file*',
    'message: (512 or k*l)',
    'event.code: 4688 and not process.args: "*passwd*"',
    'event.category: (process or network) and event.type: start and process.pid < 5',
    'host: *',
    'process.name.caseless: (KÜRBIS or *hattR) or process.name.caseless < "B"',
    'process.name < "B"',
    'source.ip: 192.168.0.0/16',
  ],
  'kuery',
);

const toml = [
  '[rule]\nname = "Filtered"\ntype = "query"\nlanguage = "kuery"\nquery = "process.name: bash"\n[[rule.filters]]\n[rule.filters.query.match_phrase]\n"host.os.type" = "linux"\n',
  '[rule]\nname = "Counted"\ntype = "threshold"\nlanguage = "kuery"\nquery = "event.type: start"\n[rule.threshold]\nfield = ["host.id"]\nvalue = 5\n',
  '[rule]\nname = "Last ones"\ntype = "eql"\nlanguage = "eql"\ntiebreaker_field = "process.pid"\nquery = "any where true | tail 9 | head 7"\n',
  '[rule]\nname = "Recent"\ntype = "query"\nlanguage = "kuery"\nquery = "@timestamp >= now-20s and event.type: start"\n',
  '[rule]\nname = "Other language"\ntype = "esql"\nlanguage = "esql"\nquery = "from logs-* | limit 1"\n',
  '[rule]\nname = "Learning"\ntype = "machine_learning"\nanomaly_threshold = 50\nmachine_learning_job_id = "x"\n',
].map((text, index) => ruleOf(text, `rule${index}.toml`));

const rules = [...eql, ...kql, ...toml];

/** All rules on events of one seed, in the ways that a scan can go. */
async function expectSameAsRuns(seed: number, count: number): Promise<void> {
  const host = memoryHost({ [sample.uri]: eventsOfManyKinds(count, seed) }, { now: 1000 });
  const alone = await Promise.all(rules.map((rule) => toldByRun(rule, [sample], host)));
  for (const limits of [scanLimits, { ...scanLimits, parsedFirst: 0 }, { candidateBytes: 1, parsedFirst: 100 }]) {
    const { rules: scanned } = await scan(rules, [sample], host, limits);
    expect(scanned.map((result, index) => toldByScan(rules[index] as ScannedRule, result))).toEqual(alone);
  }
}

describe('a scan finds what a run of each rule alone finds', () => {
  it.each([1, 2])('on few events, seed %i', (seed) => expectSameAsRuns(seed, 60));
  it('on events enough for plans of their kinds', () => expectSameAsRuns(4, 2500));
});

test('a script that fails late fails the scan too, whatever is known of the events of its kind', async () => {
  const line = (name: string): string =>
    JSON.stringify({ event: { category: 'process' }, host: { os: { type: 'linux' } }, process: { name } });
  const text = Array.from({ length: 3000 }, (_, index) => line(index === 2900 ? 'x' : '1')).join('\n');
  const host = memoryHost({ [sample.uri]: text });
  const some = rulesOf(
    [
      'any where number(process.name) == 9 or (number(process.name) == 8 or event.category == "process")',
      'any where not (number(process.name) == 9 or (number(process.name) == 8 or event.category == "process"))',
      'any where number(process.name) == 9 or (number(process.name) == 8 or true)',
    ],
    'eql',
  );
  const { rules: scanned } = await scan(some, [sample], host);
  const told = scanned.map((result, index) => toldByScan(some[index] as ScannedRule, result));
  expect(told).toEqual(await Promise.all(some.map((each) => toldByRun(each, [sample], host))));
  expect(told.map(({ status }) => status)).toEqual(['failed', 'failed', 'finished']);
});

test('of each rule as many matches are listed as asked for, and all are counted', async () => {
  const host = memoryHost({ [sample.uri]: eventsOfManyKinds(300, 5) });
  const all = await scan(rules, [sample], host);
  const few = await scan(rules, [sample], host, scanLimits, { listed: 2 });
  expect(few.rules.map(({ matches }) => matches)).toEqual(all.rules.map(({ matches }) => matches));
  for (const [index, { hits }] of few.rules.entries()) {
    expect(hits).toEqual(all.rules[index]?.hits.filter(({ match }) => match < 2));
  }
});

test('events that several rules match count once', async () => {
  const line = (name: string): string => JSON.stringify({ '@timestamp': '2024-05-01T10:00:00Z', process: { name } });
  const host = memoryHost({ [sample.uri]: [line('a'), line('b'), line('c'), line('a')].join('\n') });
  const some = rulesOf(['any where process.name == "a"', 'any where process.name in ("a", "b")', 'sample by process.name [any where true] [any where process.name == "a"]'], 'eql'); // prettier-ignore
  const { events, matchedEvents, rules: scanned } = await scan(some, [sample], host);
  expect({ events, matchedEvents, matches: scanned.map(({ matches }) => matches) }).toEqual({
    events: 4,
    matchedEvents: 3,
    matches: [2, 3, 1],
  });
});

test('a line that is no event is told, and the others are scanned', async () => {
  const host = memoryHost({ [sample.uri]: '{"a":1}\n{"a":\n{"a":1}\n' });
  for (const limits of [scanLimits, { ...scanLimits, parsedFirst: 0 }]) {
    const summary = await scan(rulesOf(['a: 1'], 'kuery'), [sample], host, limits);
    expect({ lines: summary.unreadable.map(({ line }) => line), matches: summary.rules[0]?.matches }).toEqual({ lines: [2], matches: 2 });
  }
});

test('events that can be read only once are read once; rules that would need them twice say so', async () => {
  const some = [...eql, ...toml];
  const host = memoryHost({ [sample.uri]: eventsOfManyKinds(600, 6) }, { now: 1000 });
  const twice = await scan(some, [sample], host);
  const limits = { candidateBytes: 1, parsedFirst: 0 };
  const once = await scan(some, [sample], host, limits, { readOnce: true });
  const unlike = once.rules.filter(({ status, matches }, index) => status === 'finished' && matches !== twice.rules[index]?.matches);
  expect(unlike).toEqual([]);
  expect(once.rules.find(({ rule }) => some[rule]?.document.name?.value === 'Recent')?.message).toMatch(/^The query says `now`/);
  expect(once.rules.filter(({ message }) => message?.startsWith('Its candidates take too much memory')).length).toBeGreaterThan(0);
});

describe('a request that cannot be done says why', () => {
  const host = memoryHost({});
  it.each([
    [[], {}, 'No event file was given; name a file of sample events.'],
    [[sample], { now: 'soon' }, '"soon" is not a time; write ISO 8601 or milliseconds since 1970.'],
  ])('%j %j', async (events, more, message) => {
    expect((await scan(eql, events, host, scanLimits, more)).message).toBe(message);
  });
  it('a file that is not there', async () => {
    expect(await scan(eql, [sample], host)).toMatchObject({ status: 'failed', events: 0 });
  });
});
