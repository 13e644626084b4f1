/** Which changes of a rule its cases notice, and what a case would need that notices the others. */
import { expect, test } from 'vitest';
import { measureMutation } from '../../../server/src/ruleTests/mutation/measure.js';
import type { MutationReport } from '../../../server/src/ruleTests/mutation/report.js';
import { unnoticed } from '../../../server/src/ruleTests/mutation/words.js';
import { runOpened } from '../../../server/src/ruleTests/runTests.js';
import { opened, surroundings, type ShortCase } from '../../kit/ruleTests.js';

type Cases = Readonly<Record<string, ShortCase>>;

async function measured(rule: string, cases: Cases): Promise<MutationReport> {
  const tests = await opened(rule, cases);
  return measureMutation(tests, await runOpened(tests, surroundings), surroundings);
}

/** What no case notices, with what is wanted. */
async function survivors(rule: string, cases: Cases): Promise<readonly string[]> {
  const { mutants } = await measured(rule, cases);
  return mutants.flatMap((each) => (each.noticedBy === undefined ? [`${unnoticed(each)}: ${each.wanted ?? ''}`] : []));
}

const pid = (...ids: readonly number[]): object[] => ids.map((id) => ({ process: { pid: id } }));

test.each<readonly [string, Cases, readonly string[]]>([
  ['any where process.pid > 4', { one: { events: pid(3, 5), matches: 1 } }, [
    'no test notices if `process.pid > 4` becomes `process.pid >= 4`: an event whose value is exactly the bound of `process.pid > 4`',
  ]],
  ['any where process.pid > 4', { one: { events: pid(3, 5), matches: 1 }, two: { events: pid(4), matches: 0 } }, []],
  ['process.pid > 4', { one: { events: pid(4, 5), matching: [2] } }, []],
  ['any where process.pid in (4, 5)', { one: { events: pid(4, 6), matches: 1 } }, [
    'no test notices if `5` is dropped from `process.pid in (4, 5)`: an event that matches because of nothing but `5`',
  ]],
  // As many events match, but others than are expected.
  ['any where process.pid in (4, 5)', { one: { events: pid(4, 5, 6), matches: 2 } }, []],
  ['process.pid: (4 or 5) and not user.name: root', { one: { events: pid(4, 5), matching: [1, 2] } }, [
    'no test notices if `process.pid: (4 or 5)` is dropped: an event that does not match only because `process.pid: (4 or 5)` is not true',
    'no test notices if `not user.name: root` is dropped: an event that does not match only because `not user.name: root` is not true',
    'no test notices if `user.name: root` becomes `user.name: *root`: an event that matches only because the value has something before what `user.name: root` asks for',
    'no test notices if `user.name: root` becomes `user.name: root*`: an event that matches only because the value has something after what `user.name: root` asks for',
  ]],
])('%s with %j', async (rule, cases, expected) => expect(await survivors(rule, cases)).toEqual(expected)); // prettier-ignore

const at = (second: number, name: string, user: string): object => ({
  '@timestamp': `2026-03-02T10:00:${String(second).padStart(2, '0')}Z`,
  event: { category: 'process' },
  process: { pid: name === 'a' ? 1 : 2 },
  user: { id: user },
});
const sequence = 'sequence by user.id with maxspan=10s [any where process.pid == 1] [any where process.pid == 2]';

test('of a sequence also what joins it', async () => {
  const matching: ShortCase = { events: [at(0, 'a', 'u'), at(8, 'b', 'u')], matches: 1 };
  expect(await survivors(sequence, { matching })).toEqual([
    'no test notices if `user.id` is dropped: events that do not match only because they differ in `user.id`',
    'no test notices if `with maxspan=10s` is dropped: events that do not match only because they take longer than `with maxspan=10s` allows',
    'no test notices if `process.pid == 1` becomes `true`: events that do not match only because `process.pid == 1` is not true',
    'no test notices if `process.pid == 2` becomes `true`: events that do not match only because `process.pid == 2` is not true',
  ]);
  const others: Cases = {
    users: { events: [at(0, 'a', 'u'), at(1, 'b', 'v')], matches: 0 },
    late: { events: [at(0, 'a', 'u'), at(11, 'b', 'u')], matches: 0 },
    first: { events: [at(0, 'b', 'u'), at(1, 'b', 'u')], matches: 0 },
    second: { events: [at(0, 'a', 'u'), at(1, 'a', 'u')], matches: 0 },
  };
  expect(await survivors(sequence, { matching, ...others })).toEqual([]);
});

test('of a rule with alerts of its own kind also what decides on these', async () => {
  const rule = '[rule]\nname = "n"\ntype = "threshold"\nlanguage = "kuery"\nquery = "process.pid: 1"\nfrom = "now-9m"\n[rule.threshold]\nfield = ["user.id"]\nvalue = 2\n';
  const two = [at(0, 'a', 'u'), at(1, 'a', 'u')];
  const both: Cases = { reached: { events: two, alerts: 1 }, other: { events: [at(0, 'a', 'u'), at(1, 'b', 'u')], alerts: 0 } };
  expect(await survivors(rule, { counted: { events: two, matches: 2 } })).toEqual([
    'no test notices if `process.pid: 1` becomes `*`: an event that does not match only because `process.pid: 1` is not true',
    'no test notices if `2` becomes `1`: events that do not alert only because they are one less than the threshold',
    'no test notices if `2` becomes `3`: events that alert and just reach the threshold',
  ]);
  expect(await survivors(rule, both)).toEqual([]);
}); // prettier-ignore

test('a query that says `now`', async () => {
  const day = (text: string): object => ({ '@timestamp': `${text}T10:00:00Z`, process: { pid: 1 } });
  const cases: Cases = { one: { events: [day('2026-03-01'), day('2026-03-03')], now: '2026-03-03T12:00:00Z', matches: 1 } };
  expect(await survivors('process.pid: 1 and @timestamp > now-1d', cases)).toEqual([
    'no test notices if `process.pid: 1` is dropped: an event that does not match only because `process.pid: 1` is not true',
    'no test notices if `@timestamp > now-1d` becomes `@timestamp >= now-1d`: an event whose value is exactly the bound of `@timestamp > now-1d`',
  ]);
});

test('a report in full', async () => {
  const rule = 'any where process.pid in (4, 5, 5)';
  const report = await measured(rule, { four: { events: pid(4, 6), matching: [1] }, wrong: { events: pid(5), matches: 0 } });
  const span = (text: string) => ({ start: rule.indexOf(text), end: rule.indexOf(text) + text.length });
  expect(report).toEqual({
    rule: 'file:///r.eql',
    fault: undefined,
    survived: 0,
    equivalent: 2,
    unused: ['wrong'],
    mutants: [
      { kind: 'dropClause', span: span('process.pid in (4, 5, 5)'), text: 'process.pid in (4, 5, 5)', becomes: 'true', from: undefined, noticedBy: 'four', wanted: undefined },
      { kind: 'dropAlternative', span: span('4'), text: '4', becomes: undefined, from: 'process.pid in (4, 5, 5)', noticedBy: 'four', wanted: undefined },
    ],
  }); // prettier-ignore
});

test.each<readonly [string, string, Cases, string]>([
  ['no case passes', 'any where process.pid == 4', { one: { events: pid(4), matches: 0 } }, 'No case passes, so none could notice a change.'],
  ['Lucene', '[rule]\nname = "n"\ntype = "query"\nlanguage = "lucene"\nquery = "process.pid:4"\n', { one: { events: pid(4), matches: 1 } }, 'Only rules in EQL and KQL are changed to see whether tests notice; the query of r.toml is in another language.'],
])('nothing is told where %s', async (_, rule, cases, fault) => expect((await measured(rule, cases)).fault).toBe(fault)); // prettier-ignore
