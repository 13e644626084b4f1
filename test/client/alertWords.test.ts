/** The text that a rule's alerts are shown in, and the lines above them. */
import { describe, expect, it } from 'vitest';
import { alertLenses, alertsText, type AlertsState } from '../../client/src/alertWords.js';
import type { AlertsReport } from '../../server/src/protocol/alerts.js';

const report: AlertsReport = {
  status: 'finished',
  message: undefined,
  rule: 'file:///w/a.toml',
  ruleVersion: 1,
  sample: 'file:///w/a.events.ndjson',
  mode: 'window',
  summary: ['A on a.events.ndjson', '1 alert', 'note: two\nlines'],
  alerts: '[\n  {}\n]\n',
  alertCount: 1,
  places: [],
};

function state(parts: Partial<AlertsState>): AlertsState {
  return { report, trouble: undefined, stale: false, ...parts };
}

describe('alertsText', () => {
  it.each([
    ['a report', state({}), ['A on a.events.ndjson', '1 alert', 'note: two lines'], '[\n  {}\n]\n'],
    [
      'a report before the last edit',
      state({ stale: true }),
      [
        'The rule or its events were edited since; run the rule again to see what changes.',
        'A on a.events.ndjson',
        '1 alert',
        'note: two lines',
      ],
      '[\n  {}\n]\n',
    ],
    [
      'a report, and a later run that failed',
      state({ trouble: 'The query has 2 errors', stale: true }),
      ['The query has 2 errors.', 'These are the alerts of the run before that.', 'A on a.events.ndjson', '1 alert', 'note: two lines'],
      '[\n  {}\n]\n',
    ],
    ['no report', state({ report: undefined, trouble: 'There is no run before.' }), ['There is no run before.'], 'null\n'],
  ])('%s', (_what, given, comments, json) => {
    expect(alertsText(given)).toBe(comments.map((line) => `// ${line}\n`).join('') + json);
  });
});

describe('alertLenses', () => {
  const at = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 0 } });

  it('stand above the alert, below the comments, and lead to its events', () => {
    const places = [{ line: 1, title: 'sequence of 2 events', events: [at(2), at(6)] }];
    expect(alertLenses(state({ report: { ...report, places }, stale: true }))).toEqual([
      { line: 5, title: 'sequence of 2 events · line 3', event: at(2) },
      { line: 5, title: 'line 7', event: at(6) },
    ]);
  });

  it('are at most ten for an alert, and say how many more there are', () => {
    const places = [{ line: 1, title: '12 events', events: Array.from({ length: 12 }, (_, line) => at(line)) }];
    const lenses = alertLenses(state({ report: { ...report, places } }));
    expect([lenses.length, lenses.at(-1)]).toEqual([11, { line: 4, title: 'and 2 more', event: undefined }]);
  });

  it('show values as they are, on one line that is not too long', () => {
    const titleOf = (title: string) => alertLenses(state({ report: { ...report, places: [{ line: 1, title, events: [] }] } }))[0]?.title;
    expect(titleOf('new a $(sync~spin)\nb')).toBe('new a \\$(sync~spin) b');
    expect(titleOf('a'.repeat(300))).toBe(`${'a'.repeat(199)}…`);
  });

  it('of no report are none', () => {
    expect(alertLenses(state({ report: undefined }))).toEqual([]);
  });
});
