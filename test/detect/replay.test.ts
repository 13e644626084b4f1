/** Rules run on their schedule: executions come every five minutes from the first event on, the first at 05:00. */
import { describe, expect, it, test } from 'vitest';
import type { ReplayRequest } from '../../server/src/detect/result.js';
import { at, rule, runRule, tell, tellFinding, type RunOptions } from './kit.js';

interface Row {
  readonly name: string;
  readonly rule: string;
  readonly events: readonly string[];
  readonly options?: RunOptions;
  readonly replay?: ReplayRequest;
  /** With the number of the execution. */
  readonly alerts: readonly string[];
  readonly findings?: readonly string[];
  readonly warnings?: readonly string[];
  readonly notes?: readonly RegExp[];
}

function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const row of rows) {
      it(row.name, async () => {
        const result = await runRule(row.rule, row.events, { ...row.options, replay: row.replay ?? {} });
        expect(result).toMatchObject({ status: 'finished', message: undefined, mode: 'replay' });
        expect(result.alerts.map((alert) => tell(alert, true))).toEqual(row.alerts);
        expect(result.findings.map(tellFinding)).toEqual(row.findings ?? []);
        expect(result.executions.flatMap(({ warnings }) => warnings)).toEqual(row.warnings ?? []);
        for (const note of row.notes ?? []) expect(result.notes.join('\n')).toMatch(note);
      });
    }
  });
}

const from = (ago: string, more = ''): string => `from = "now-${ago}"\n${more}`;
const query = (lines: string): string => rule.query('event.kind: event', lines);

table('windows', [
  {
    name: 'an event in two windows alerts once',
    rule: query(from('6m')),
    events: ['00:00', '04:30', '06:00'],
    alerts: ['#1 event 1', '#1 event 2', '#2 event 3'],
  },
  {
    name: 'both ends of a window belong to it',
    rule: query(from('5m')),
    events: ['00:00', '05:00', '10:00'],
    alerts: ['#1 event 1', '#1 event 2', '#2 event 3'],
  },
  {
    name: 'events between windows are missed',
    rule: query(from('4m')),
    events: ['00:00', '02:00', '05:30', '07:00'],
    alerts: ['#1 event 2', '#2 event 4'],
    findings: ['missed 1: betweenWindows', 'missed 3: betweenWindows'],
  },
  {
    name: 'an end before the run',
    rule: query(from('7m', 'to = "now-2m"')),
    events: ['00:00', '04:00'],
    alerts: ['#1 event 1', '#2 event 2'],
  },
  {
    name: 'an interval of the rule',
    rule: query(from('1h', 'interval = "1h"')),
    events: ['00:00', '50:00', '70:00'],
    alerts: ['#1 event 1', '#1 event 2', '#2 event 3'],
  },
  {
    name: 'what max_signals leaves out alerts later, while it is in the window',
    rule: query(from('10m', 'max_signals = 2')),
    events: ['00:00', '00:01', '00:02'],
    alerts: ['#1 event 1', '#1 event 2', '#2 event 3'],
    warnings: ['`max_signals` (2) was reached: 1 more would have alerted.'],
  },
]);

table('events that arrive late', [
  {
    name: 'are missed where the window does not reach back far enough',
    rule: query(from('6m')),
    events: ['00:00 event.ingested=07:00', '04:30 event.ingested=05:30'],
    alerts: ['#2 event 2'],
    findings: ['missed 1: late'],
  },
  {
    name: 'are found where it does',
    rule: query(from('9m')),
    events: ['00:00', '02:00 event.ingested=07:00'],
    alerts: ['#1 event 1', '#2 event 2'],
  },
  {
    name: 'are found by the time at which they arrived',
    rule: query(from('6m', 'timestamp_override = "event.ingested"')),
    events: ['00:00 event.ingested=00:00', '01:00 event.ingested=30:00'],
    alerts: ['#1 event 1', '#6 event 2'],
    notes: [/`event.ingested` is up to 29m later than `@timestamp`/],
  },
  {
    name: 'all by the same delay',
    rule: query(from('6m')),
    events: ['00:00', '03:00'],
    replay: { ingestDelay: 480_000 },
    alerts: [],
    findings: ['missed 1: late', 'missed 2: late'],
  },
  {
    name: 'all by the same delay, which is their time of arrival',
    rule: query(from('6m', 'timestamp_override = "event.ingested"')),
    events: ['00:00', '03:00'],
    replay: { ingestDelay: 480_000 },
    alerts: ['#1 event 1', '#1 event 2'],
    notes: [/can be searched 8m after their time/],
  },
]);

const byUser = (lines: string, value: number): string => rule.threshold(`field = ["user.name"]\nvalue = ${value}`, lines);

table('threshold rules', [
  {
    name: 'do not count again what was alerted on',
    rule: byUser(from('15m'), 2),
    events: ['00:00 user.name=bob', '01:00 user.name=ada', '02:00 user.name=ada', '06:00 user.name=ada'],
    alerts: ['#1 threshold user.name=ada: 2'],
  },
  {
    name: 'alert again when enough new events are there',
    rule: byUser(from('15m'), 2),
    events: ['00:00 user.name=bob', '01:00 user.name=ada', '02:00 user.name=ada', '06:00 user.name=ada', '07:00 user.name=ada'],
    alerts: ['#1 threshold user.name=ada: 2', '#2 threshold user.name=ada: 2'],
  },
  {
    name: 'see no count that no window holds',
    rule: byUser(from('5m'), 3),
    events: ['00:00 user.name=bob', '03:00 user.name=ada', '04:00 user.name=ada', '06:00 user.name=ada'],
    alerts: [],
  },
]);

const newUser = (lines: string, history = 'now-7d'): string => rule.newTerms('["user.name"]', lines).replace('now-7d', history);

table('new terms rules', [
  {
    name: 'alert once on a value while its history remembers it',
    rule: newUser(from('6m')),
    events: ['00:00 user.name=ada', '20:00 user.name=ada', '21:00 user.name=bob', '22:00 user.name=bob'],
    alerts: ['#1 new user.name=ada in 1', '#5 new user.name=bob in 3'],
  },
  {
    name: 'a value first seen at the very start of the window is not new',
    rule: newUser(from('5m')),
    events: ['00:00 user.name=ada', '01:00 user.name=bob'],
    alerts: ['#1 new user.name=bob in 2'],
  },
  {
    name: 'a value is new again when its history is over',
    rule: newUser(from('6m'), 'now-20m'),
    events: ['00:00 user.name=ada', '40:00 user.name=ada'],
    alerts: ['#1 new user.name=ada in 1', '#8 new user.name=ada in 2'],
    findings: ['repeated 1'],
  },
  {
    name: 'history events count by their time',
    rule: newUser(from('6m'), 'now-30m'),
    events: ['30:00 user.name=ada', '31:00 user.name=bob'],
    options: { history: ['00:00 user.name=ada', '10:00 user.name=bob'] },
    alerts: ['#1 new user.name=ada in 1'],
  },
  {
    name: 'an older event that arrives later alerts on the same value again',
    rule: newUser(from('9m')),
    events: ['00:00', '04:00 user.name=ada', '03:00 user.name=ada event.ingested=06:00'],
    alerts: ['#1 new user.name=ada in 2', '#2 new user.name=ada in 3'],
    findings: ['repeated 2'],
  },
]);

table('the history of new terms rules', [
  {
    name: 'is reckoned from the end of the window',
    rule: newUser(from('16m', 'to = "now-10m"'), 'now-30m'),
    events: ['00:00 user.name=ada', '24:00 user.name=ada'],
    alerts: ['#2 new user.name=ada in 1'],
  },
]);

const chain = (tail = '', span = '10m'): string =>
  `sequence by host.id with maxspan=${span} [any where process.name == "sh"] [any where process.name == "curl"] ${tail}`;

table('sequences', [
  {
    name: 'alert once, though two windows hold them',
    rule: rule.eql(chain(), from('9m')),
    events: ['00:00 process.name=sh host.id=a', '04:00 process.name=sh host.id=b', '04:30 process.name=curl host.id=b'],
    alerts: ['#1 sequence 2 3'],
  },
  {
    name: 'are missed where no window holds all of their events',
    rule: rule.eql(chain(), from('6m')),
    events: ['00:00', '03:30 process.name=sh host.id=a', '08:00 process.name=curl host.id=a'],
    alerts: [],
    findings: ['split 2 3'],
  },
  {
    name: 'alert too early where an event that must be missing comes after the run',
    rule: rule.eql(chain('![any where process.name == "rm"]', '5m'), from('6m')),
    events: ['00:00', '04:00 process.name=sh host.id=a', '04:30 process.name=curl host.id=a', '06:00 process.name=rm host.id=a'],
    alerts: ['#1 sequence 2 3'],
    findings: ['untrue 2 3'],
  },
]);

const suppressed = (lines: string): string => `${lines}\n[rule.alert_suppression]\ngroup_by = ["user.name"]\n`;

table('suppression', [
  {
    name: 'for a time, over executions',
    rule: query(`${suppressed(from('5m'))}duration = { value = 10, unit = "m" }`),
    events: ['00:00 user.name=bob', '01:00 user.name=ada', '06:00 user.name=ada', '16:00 user.name=ada'],
    alerts: ['#1 event 2 +1 by user.name=ada', '#1 event 1 +0 by user.name=bob', '#4 event 4 +0 by user.name=ada'],
    notes: [/Counted in alerts of earlier executions: 1\./],
  },
  {
    name: 'in one execution, without counting events twice',
    rule: query(suppressed(from('10m'))),
    events: ['00:00 user.name=ada', '01:00 user.name=ada', '06:00 user.name=ada'],
    alerts: ['#1 event 1 +1 by user.name=ada', '#2 event 3 +0 by user.name=ada'],
  },
  {
    name: 'of EQL events for a time',
    rule: rule.eql('any where true', `${suppressed(from('5m'))}duration = { value = 1, unit = "h" }`),
    events: ['00:00 user.name=ada', '06:00 user.name=ada', '30:00 user.name=ada'],
    alerts: ['#1 event 1 +2 by user.name=ada'],
  },
]);

const shortly = (span: string): string => `${suppressed(from('15m'))}duration = { value = ${span} }`;
const login = (lines: string): string => rule.eql('sequence by host.id [any where n == 1] [any where n == 2]', lines);
const twoLogins = ['00:00 n=1 host.id=a user.name=ada', '01:00 n=2 host.id=a user.name=ada', '02:00 n=1 host.id=b user.name=ada', '03:00 n=2 host.id=b user.name=ada']; // prettier-ignore

table('what suppression remembers', [
  {
    name: 'an alert from when it was created on, not from its first event on',
    rule: query(`${suppressed(from('6m'))}duration = { value = 10, unit = "m" }`),
    events: ['00:00 user.name=bob', '00:30 user.name=ada', '12:00 user.name=ada'],
    alerts: ['#1 event 2 +1 by user.name=ada', '#1 event 1 +0 by user.name=bob'],
  },
  {
    name: 'of a threshold counts each group that reaches it as one',
    rule: byUser(`${from('5m')}[rule.alert_suppression.duration]\nvalue = 1\nunit = "h"`, 2),
    events: ['00:00 user.name=ada', '01:00 user.name=ada', '06:00 user.name=ada', '07:00 user.name=ada', '08:00 user.name=ada'],
    alerts: ['#1 threshold user.name=ada: 2 +1 by user.name=ada'],
    notes: [/Counted in alerts of earlier executions: 1\./],
  },
  {
    name: 'no EQL event that was counted, once its alert is too old: it alerts when another window holds it',
    rule: rule.eql('any where true', shortly('4, unit = "m"')),
    events: ['00:00 user.name=bob', '01:00 user.name=ada', '02:00 user.name=ada'],
    alerts: ['#1 event 1 +0 by user.name=bob', '#1 event 2 +1 by user.name=ada', '#2 event 3 +0 by user.name=ada'],
  },
  {
    name: 'all events of a query that were counted',
    rule: query(shortly('4, unit = "m"')),
    events: ['00:00 user.name=bob', '01:00 user.name=ada', '02:00 user.name=ada'],
    alerts: ['#1 event 2 +1 by user.name=ada', '#1 event 1 +0 by user.name=bob'],
  },
  {
    name: 'no sequence that was counted, for an alert on sequences has no time of their events',
    rule: login(suppressed(from('15m'))),
    events: twoLogins,
    alerts: ['#1 sequence 1 2 +1 by user.name=ada', '#2 sequence 3 4 +0 by user.name=ada'],
  },
  {
    name: 'a sequence that was counted is found all the same',
    rule: login(suppressed(from('5m'))),
    events: twoLogins,
    alerts: ['#1 sequence 1 2 +1 by user.name=ada'],
  },
  {
    name: 'no group that max_signals left out',
    rule: query(`max_signals = 1\n${suppressed(from('15m'))}`),
    events: ['00:00 user.name=ada', '01:00 user.name=bob'],
    alerts: ['#1 event 1 +0 by user.name=ada', '#2 event 2 +0 by user.name=bob'],
    warnings: ['`max_signals` (1) was reached: 1 more would have alerted.'],
  },
]);

test('a sequence that max_signals leaves out is found all the same', async () => {
  const { alertCount, findings } = await runRule(login(from('5m', 'max_signals = 1')), twoLogins, { replay: {} });
  expect([alertCount, findings]).toEqual([1, []]);
});

test('an execution tells its window and what it saw', async () => {
  const { executions, executionCount } = await runRule(query(from('6m')), ['00:00', '07:00'], { replay: {} });
  expect(executions).toEqual([
    {
      number: 1,
      at: at('05:00'),
      from: new Date(Date.parse(at('00:00')) - 60_000).toISOString(),
      to: at('05:00'),
      events: 1,
      alerts: 1,
      warnings: [],
    },
    { number: 2, at: at('10:00'), from: at('04:00'), to: at('10:00'), events: 1, alerts: 1, warnings: [] },
  ]);
  expect(executionCount).toBe(2);
});

test('messages of findings say what would be right', async () => {
  const missed = await runRule(query(from('4m')), ['00:00', '05:30'], { replay: {} });
  expect(missed.findings.map(({ message }) => message)[1]).toBe(
    'No execution searches this time: there is one every 5m, which searches from now-4m on.',
  );
  const late = await runRule(query(from('6m')), ['00:00 event.ingested=07:00'], { replay: {} });
  expect(late.findings.map(({ message }) => message)).toEqual([
    'The event could be searched 7m after its time, at 2026-03-02T10:07:00.000Z; the last execution whose window it is in ran at 2026-03-02T10:05:00.000Z.',
  ]);
});
