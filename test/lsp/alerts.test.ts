/** A rule run as its type runs, asked for by an editor: the alerts as JSON, where their events are, and what is to be known about them. */
import { afterEach, describe, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { alertsRequest, type AlertsParams, type AlertsReport } from '../../server/src/protocol/alerts.js';
import { memoryHost } from '../kit/memoryHost.js';
import { inProcessRunner, startEditor, type Editor } from './editor.js';

const uri = 'file:///rules/a.toml';
const sample = 'file:///rules/a.events.ndjson';

const event = (time: string, user: string): string =>
  JSON.stringify({ '@timestamp': `2026-03-02T${time}.000Z`, 'event.kind': 'event', user: { name: user } });
const files = {
  [sample]: [event('10:00:00', 'ada'), event('10:01:00', 'bob'), event('10:02:00', 'ada')].join('\n'),
  'file:///rules/before.ndjson': event('09:00:00', 'ada'),
  'file:///rules/exceptions.ndjson':
    '{"list_id":"x","name":"Known","entries":[{"field":"user.name","type":"match","operator":"included","value":"ada"}]}\n',
};

const rule = (type: string, lines = '', query = 'event.kind: event'): string => `[rule]
name = "Logins"
rule_id = "r-1"
type = "${type}"
language = "kuery"
severity = "low"
risk_score = 21
query = '''
${query}
'''
${lines}
`;
const newTerms = rule('new_terms', 'new_terms_fields = ["user.name"]\nhistory_window_start = "now-7d"');
const threat = rule('threat_match', 'threat_index = ["ti"]\nthreat_query = "*:*"\nthreat_language = "kuery"\n[[rule.threat_mapping]]\nentries = [{ field = "user.name", type = "mapping", value = "user.name" }]'); // prettier-ignore

const running: Editor[] = [];
afterEach(async () => {
  for (const editor of running.splice(0)) await editor.stop();
});

async function ask(text: string, more: Partial<AlertsParams> = {}): Promise<AlertsReport> {
  const editor = await startEditor({ host: memoryHost(files) });
  running.push(editor);
  await editor.open(uri, 'toml', text);
  const params: AlertsParams = { rule: uri, mode: 'window', ...more };
  return editor.connection.sendRequest<AlertsReport>(alertsRequest, params);
}

function documentsOf({ alerts }: AlertsReport): readonly Readonly<Record<string, unknown>>[] {
  return JSON.parse(alerts) as readonly Readonly<Record<string, unknown>>[];
}

const range = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 0 } });

describe('the alerts of a rule', () => {
  test('of type threshold: one that counts events, with the lines of its events', async () => {
    const report = await ask(rule('threshold', '[rule.threshold]\nfield = ["user.name"]\nvalue = 2'));
    expect(report).toMatchObject({ status: 'finished', ruleVersion: 1, sample, mode: 'window', alertCount: 1 });
    expect(report.summary.slice(0, 2)).toEqual([
      'Logins on a.events.ndjson, all events as one window',
      '1 alert · 3 of 3 events pass the query',
    ]);
    expect(report.places).toEqual([{ line: 1, title: '2 events with user.name ada', events: [range(0), range(2)] }]);
    expect(documentsOf(report).map((document) => document['kibana.alert.rule.type'])).toEqual(['threshold']);
  });

  test('begin in the lines that are told, and are the same each time', async () => {
    const text = rule('query');
    const [first, second] = [await ask(text), await ask(text)];
    expect(first.alerts).toBe(second.alerts);
    const lines = first.alerts.split('\n');
    expect(first.places.map(({ line }) => lines[line])).toEqual(['  {', '  {', '  {']);
    expect(first.places.map(({ line }) => lines[line - 1])).toEqual(['[', '  },', '  },']);
    expect(Object.keys(documentsOf(first)[0] ?? {})).toEqual(Object.keys(documentsOf(first)[0] ?? {}).sort());
  });

  test('of type eql: those of the events of a sequence stand before its own', async () => {
    const report = await ask(rule('eql', '', 'sequence by event.kind [any where user.name == "ada"] [any where user.name == "bob"]').replace('"kuery"', '"eql"')); // prettier-ignore
    expect(report.places).toEqual([{ line: 1, title: 'sequence of 2 events', events: [range(0), range(1)] }]);
    expect(documentsOf(report).map((document) => document['kibana.alert.building_block_type'])).toEqual(['default', 'default', undefined]);
  });

  test('are none, in a list that is empty', async () => {
    expect(await ask(rule('query', '', 'user.name: eve'))).toMatchObject({ status: 'finished', alerts: '[]\n', alertCount: 0, places: [] });
  });

  test('are those that exceptions leave', async () => {
    const report = await ask(rule('query'), { exceptions: [{ uri: 'file:///rules/exceptions.ndjson' }] });
    expect(report.places.map(({ events }) => events)).toEqual([[range(1)]]);
    expect(report.summary).toContain('exceptions: exceptions.ndjson');
    expect(report.summary).toContain('note: The exception "Known" is applied.');
  });

  test('are the first ones where there are too many for a text', async () => {
    const report = await ask(rule('query', `note = "${'a'.repeat(2_000_000)}"`));
    expect([report.alertCount, report.places.length, documentsOf(report).length]).toEqual([3, 2, 2]);
    expect(report.summary).toContain('the first 2 alerts are listed');
  });
});

describe('a rule of type new_terms', () => {
  const titles = async (more: Partial<AlertsParams>) => (await ask(newTerms, more)).places.map(({ title }) => title);

  test('is to be given a history', async () => {
    const { status, message, alerts } = await ask(newTerms);
    expect([status, message, alerts]).toEqual([
      'noHistory',
      'A new terms rule looks for values that were not there before; choose a file of earlier events',
      '',
    ]);
  });

  test('takes everything for new where that is none', async () => {
    expect(await titles({ history: [] })).toEqual(['new user.name ada', 'new user.name bob']);
  });

  test('alerts on what the history does not have; unsaved text of it counts', async () => {
    const history = { uri: 'file:///rules/before.ndjson' };
    expect(await titles({ history: [history] })).toEqual(['new user.name bob']);
    expect(await titles({ history: [{ ...history, text: event('09:00:00', 'bob') }] })).toEqual(['new user.name ada']);
  });
});

describe('a rule of type threat_match', () => {
  test('is to be given indicators', async () => {
    expect((await ask(threat)).status).toBe('noIndicators');
  });

  test('alerts on events that match one', async () => {
    const indicators = [{ uri: 'untitled:1', text: event('09:00:00', 'bob') }];
    const { status, places } = await ask(threat, { indicators });
    expect([status, places]).toEqual(['finished', [{ line: 1, title: 'user.name bob of indicator 1', events: [range(1)] }]]);
  });
});

test('a replay tells which executions alert and what they miss', async () => {
  const late = rule('query', 'from = "now-1m"\ninterval = "2m"');
  const { summary, mode } = await ask(late, { mode: 'replay' });
  expect([mode, ...summary.slice(0, 4)]).toEqual([
    'replay',
    'Logins on a.events.ndjson, by its schedule',
    '2 alerts in 1 execution · 1 finding · 3 of 3 events pass the query',
    'execution 1 at 2026-03-02T10:02:00.000Z · searches 2026-03-02T10:01:00.000Z to 2026-03-02T10:02:00.000Z · 2 events · 2 alerts',
    'missed: line 1: No execution searches this time: there is one every 2m, which searches from now-1m on.',
  ]);
  const delayed = await ask(late, { mode: 'replay', ingestDelay: 120_000 });
  expect(delayed.summary).toContain('note: Events without `event.ingested` can be searched 2m after their time.');
});

describe('what goes wrong is told', () => {
  test.each([
    ['errors of the rule', rule('query', '', '(user.name'), {}, 'invalid', /error/],
    ['a type that has no local run', rule('machine_learning'), {}, 'notEvaluated', /machine_learning/],
    ['a history that is not there', newTerms, { history: [{ uri: 'file:///rules/gone.ndjson' }] }, 'failed', /gone\.ndjson/],
  ] as const)('%s', async (_what, text, more, status, message) => {
    const report = await ask(text, more);
    expect([report.status, report.alerts, report.places]).toEqual([status, '', []]);
    expect(report.message).toMatch(message);
  });

  test('no sample', async () => {
    const editor = await startEditor({ host: memoryHost({}) });
    running.push(editor);
    await editor.open(uri, 'toml', rule('query'));
    const report: AlertsReport = await editor.connection.sendRequest(alertsRequest, { rule: uri, mode: 'window' });
    expect(report.status).toBe('noSample');
  });

  test('a run that was cancelled', async () => {
    const host = memoryHost(files);
    const source = new CancellationTokenSource();
    // The wish to stop arrives while the worker works.
    const alerts: ReturnType<typeof inProcessRunner>['alerts'] = (job, report, token) => {
      source.cancel();
      return new Promise((resolve, reject) => {
        token.onCancellationRequested(() => inProcessRunner(host).alerts(job, report, token).then(resolve, reject));
      });
    };
    const editor = await startEditor({ host, runner: { ...inProcessRunner(host), alerts } });
    running.push(editor);
    await editor.open(uri, 'toml', rule('query'));
    const report = await editor.connection.sendRequest<AlertsReport>(alertsRequest, { rule: uri, mode: 'window' }, source.token);
    expect([report.status, report.alerts]).toEqual(['cancelled', '']);
  });

  test('a failure of our own', async () => {
    const host = memoryHost(files);
    const editor = await startEditor({ host, runner: { ...inProcessRunner(host), alerts: () => Promise.reject(new Error('broken')) } });
    running.push(editor);
    await editor.open(uri, 'toml', rule('query'));
    const report: AlertsReport = await editor.connection.sendRequest(alertsRequest, { rule: uri, mode: 'replay' });
    expect([report.status, report.mode, report.message]).toEqual([
      'failed',
      'replay',
      'The run ended unexpectedly; the Rulewright log says why',
    ]);
  });
});
