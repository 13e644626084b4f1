import { describe, expect, it, test } from 'vitest';
import { rulewright, type Outcome } from './testTerminal.js';

const rule = `[rule]
name = "Many logins"
rule_id = "r-1"
type = "threshold"
language = "kuery"
severity = "medium"
risk_score = 47
from = "now-4m"
query = 'event.outcome: failure'
[rule.threshold]
field = ["user.name"]
value = 2
`;

function event(time: string, user: string): string {
  return JSON.stringify({ '@timestamp': `2026-03-02T${time}Z`, event: { kind: 'event', outcome: 'failure' }, user: { name: user } });
}

const events = `${[event('10:00:00', 'ada'), event('10:01:30', 'ada'), event('10:02:00', 'bob'), event('10:03:00', 'ada')].join('\n')}\n`;
const files = { 'a.toml': rule, 'a.events.ndjson': events };

async function alerts(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const outcome = await rulewright(['alerts', ...args], { files: { ...files, ...more } });
  return { ...outcome, output: outcome.output.replace(/^note: .*\n/gm, '') };
}

test('alerts are rows: time, severity, what they are about, and where', async () => {
  const { exitCode, output, errors } = await alerts(['a.toml']);
  expect({ exitCode, output, errors }).toEqual({
    exitCode: 0,
    errors: '',
    output: `
Many logins                                                                      kuery · medium · 47
  ✔ 2026-03-02T10:03:00.000Z  medium 47  3 events with user.name ada  lines 1, 2, 3
1 alert · 4 of 4 events pass the query · 0.00 s
`.replace('lines 1, 2, 3', 'lines 1, 2, 4'),
  });
});

test('notes say how the run was set up', async () => {
  const { output } = await rulewright(['alerts', 'a.toml'], { files });
  expect(output).toContain('note: All events are one window, searched by one execution at 2026-03-02T10:03:00.000Z;');
});

describe('a replay', () => {
  it('tells executions apart, and what they miss', async () => {
    const { output } = await alerts(['a.toml', '--replay']);
    expect(output.split('\n').slice(2)).toEqual([
      'execution 1 at 2026-03-02T10:05:00.000Z · searches 2026-03-02T10:01:00.000Z to 2026-03-02T10:05:00.000Z · 3 events',
      '  ✔ 2026-03-02T10:03:00.000Z  medium 47  2 events with user.name ada  lines 2, 4',
      '  ✘ missed: line 1: No execution searches this time: there is one every 5m, which searches from now-4m on.',
      '1 alert in 1 execution · 1 finding · 4 of 4 events pass the query · 0.00 s',
      '',
    ]);
  });

  it('is what an ingest delay is for', async () => {
    expect(await alerts(['a.toml', '--ingest-delay', '1m'])).toEqual({
      exitCode: 2,
      output: '',
      errors: 'error: --ingest-delay is for a replay; add --replay.\n',
    });
    const { output } = await alerts(['a.toml', '--replay', '--ingest-delay', '10m']);
    expect(output).toContain('4 findings');
  });
});

test('as JSON', async () => {
  const { exitCode, output } = await alerts(['a.toml', '--format', 'json']);
  const result = JSON.parse(output) as Record<string, unknown>;
  expect(exitCode).toBe(0);
  expect(result).toMatchObject({
    version: 1,
    command: 'alerts',
    rule: { path: 'a.toml', name: 'Many logins', type: 'threshold' },
    status: 'finished',
    mode: 'window',
    alerts: [
      {
        kind: 'threshold',
        execution: 1,
        severity: 'medium',
        riskScore: 47,
        events: [{ file: 'a.events.ndjson', line: 1 }, { line: 2 }, { line: 4 }],
        threshold: { terms: [{ field: 'user.name', value: 'ada' }], cardinality: [], count: 3 },
      },
    ],
    findings: [],
    summary: { events: 4, matches: 4, alerts: 1, listed: 1, executions: 1 },
  });
});

test('as documents, one a line', async () => {
  const { output } = await alerts(['a.toml', '--format', 'ndjson']);
  const lines = output.trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as Record<string, unknown>)['kibana.alert.reason'])).toEqual([
    'event by ada created medium alert Many logins.',
  ]);
});

describe('other files', () => {
  const newTerms = rule
    .replace('"threshold"', '"new_terms"')
    .replace('[rule.threshold]\nfield = ["user.name"]\nvalue = 2', 'new_terms_fields = ["user.name"]\nhistory_window_start = "now-7d"');

  it('of history, and of exceptions', async () => {
    const exceptions = `{"list_id":"x","name":"Known","entries":[{"field":"user.name","type":"match","operator":"included","value":"ada"}]}\n`;
    const more = { 'b.toml': newTerms, 'h.ndjson': `${event('09:00:00', 'bob')}\n`, 'e.ndjson': exceptions };
    const base = ['b.toml', '--events', 'a.events.ndjson'];
    expect((await alerts(base, more)).output).toContain('2 alerts');
    const { output } = await alerts([...base, '--history', 'h.ndjson'], more);
    expect(output).toContain('new user.name ada  line 1\n1 alert');
    expect((await alerts([...base, '--exceptions', 'e.ndjson'], more)).output).toContain('new user.name bob  line 3\n1 alert');
    expect((await alerts([...base, '--split', '2026-03-02T10:01:30Z'], more)).output).toContain('new user.name bob  line 3\n1 alert');
  });

  it('that are not there are named', async () => {
    const { exitCode, errors } = await alerts(['b.toml', '--events', 'a.events.ndjson', '--history', 'h.ndjson'], { 'b.toml': newTerms });
    expect(exitCode).toBe(2);
    expect(errors).toMatch(/^error: There is no file .*h\.ndjson/);
  });
});

describe('rules that do not run', () => {
  it('because of their type, with exit code 3', async () => {
    const { exitCode, errors } = await alerts(['b.toml', '--events', 'a.events.ndjson'], {
      'b.toml': rule.replace('"threshold"', '"machine_learning"'),
    });
    expect({ exitCode, errors }).toEqual({
      exitCode: 3,
      errors: 'error: A rule of type machine_learning alerts on the anomalies of its jobs, which are not run locally.\n',
    });
  });

  it('because of their errors, with exit code 1', async () => {
    const { exitCode, errors } = await alerts(['b.toml', '--events', 'a.events.ndjson'], { 'b.toml': rule.replace('failure', '(failure') });
    expect(exitCode).toBe(1);
    expect(errors).toContain('The rule was not run; mend');
  });
});
