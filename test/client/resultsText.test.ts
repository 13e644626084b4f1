/** What the results view says: of a run, in its rows, in its time strip, and as text to copy or export. */
import { describe, expect, it, test } from 'vitest';
import { columnTemplate, columnWidths } from '../../client/src/results/columns.js';
import { toText, type Format } from '../../client/src/results/formats.js';
import type { ShownList } from '../../client/src/results/messages.js';
import { resultsPage } from '../../client/src/results/page.js';
import { eventAt, menuContext, rowText, shortTime, tunableValues } from '../../client/src/results/rowText.js';
import { explainedDetails, shownDetails, shownRun } from '../../client/src/results/shownRun.js';
import { between, matchNear, stripPicture, stripPlace, stripWidth, timeSpan } from '../../client/src/results/strip.js';
import type { RunHit, RunResult } from '../../server/src/protocol/protocol.js';
import type { ListedMatch } from '../../server/src/protocol/results.js';

const range = (line: number) => ({ start: { line, character: 2 }, end: { line, character: 9 } });

function listed(number: number, line: number, values: readonly (string | null)[], timestamp?: string, stage = 0): ListedMatch {
  return { number, events: [{ hit: number - 1, position: { line, character: 0 }, timestamp, stage, values }] };
}

const list: ShownList = {
  series: undefined,
  matches: 2,
  columns: ['process.name', 'process.args'],
  stages: [],
  unit: 'event',
  more: undefined,
  times: undefined,
};

const [first, second] = [listed(1, 13, ['curl', 'curl, "a"\tb'], '2026-03-02T10:11:12.003Z'), listed(2, 1233, [null, 'x|y\nz'], undefined)];

const sequence: ListedMatch = {
  number: 3,
  joinKeys: ['web-1', 'null'],
  events: [
    { hit: 4, position: { line: 1, character: 0 }, timestamp: '2026-03-02T10:00:00Z', stage: 0, values: ['sh'] },
    { hit: 5, position: { line: 7, character: 0 }, timestamp: '2026-03-02T10:00:05Z', stage: 2, values: ['curl'] },
  ],
};

const sequences: ShownList = {
  ...list,
  unit: 'sequence',
  columns: ['process.name'],
  stages: [
    { item: '[process where true]', missing: false },
    { item: '![file where true]', missing: true },
    { item: '[network where true]', missing: false },
  ],
};

describe('as text', () => {
  const table = { columns: list.columns, isGrouped: false };
  test.each<[Format, string]>([
    ['tsv', `line\t@timestamp\tprocess.name\tprocess.args\n14\t2026-03-02T10:11:12.003Z\tcurl\tcurl, "a" b\n1234\t\t\tx|y z\n`],
    ['csv', `line,@timestamp,process.name,process.args\r\n14,2026-03-02T10:11:12.003Z,curl,"curl, ""a""\tb"\r\n1234,,,"x|y\nz"\r\n`],
    [
      'markdown',
      '| line | @timestamp | process.name | process.args |\n| --- | --- | --- | --- |\n| 14 | 2026-03-02T10:11:12.003Z | curl | curl, "a" b |\n| 1234 |  |  | x\\|y<br>z |\n',
    ],
    [
      'ndjson',
      '{"line":14,"@timestamp":"2026-03-02T10:11:12.003Z","process.name":"curl","process.args":"curl, \\"a\\"\\tb"}\n{"line":1234,"process.args":"x|y\\nz"}\n',
    ],
  ])('%s', (format, text) => {
    expect(toText(format, [first, second], table)).toBe(text);
  });

  it('JSON is an array of the same objects', () => {
    expect(JSON.parse(toText('json', [second], table))).toEqual([{ line: 1234, 'process.args': 'x|y\nz' }]);
  });

  it('of a sequence each event says which one it is in, and where', () => {
    expect(JSON.parse(toText('json', [sequence], { columns: ['process.name'], isGrouped: true }))).toEqual([
      { match: 3, joinKeys: 'web-1, null', stage: 1, line: 2, '@timestamp': '2026-03-02T10:00:00Z', 'process.name': 'sh' },
      { match: 3, joinKeys: 'web-1, null', stage: 3, line: 8, '@timestamp': '2026-03-02T10:00:05Z', 'process.name': 'curl' },
    ]);
  });

  test.each<[string, string, string]>([
    ["=cmd|' /c calc'!A1", "'=cmd|' /c calc'!A1", "'=cmd|' /c calc'!A1"],
    ['=1,"2"', `"'=1,""2"""`, `'=1,"2"`],
    ['+1+1', "'+1+1", "'+1+1"],
    ['-delete', "'-delete", "'-delete"],
    ['@SUM(A1)', "'@SUM(A1)", "'@SUM(A1)"],
    ['\t=1', "'\t=1", "' =1"],
    ['\r=1', `"'\r=1"`, "' =1"],
    ['"=1+1"', `"'""=1+1"""`, `'"=1+1"`],
    ['-1', '-1', '-1'],
    ['+4.5e-3', '+4.5e-3', '+4.5e-3'],
    ['a=1', 'a=1', 'a=1'],
    ["'=1", "'=1", "'=1"],
  ])('%j is no formula for a spreadsheet', (value, csv, tsv) => {
    const cells = { columns: ['a', 'b'], isGrouped: false };
    const textIn = (format: Format): string => toText(format, [listed(1, 0, ['x', value])], cells);
    expect(textIn('csv')).toBe(`line,@timestamp,a,b\r\n1,,x,${csv}\r\n`);
    expect(textIn('tsv')).toBe(`line\t@timestamp\ta\tb\n1\t\tx\t${tsv}\n`);
    expect(JSON.parse(textIn('json'))).toEqual([{ line: 1, a: 'x', b: value }]);
  });

  it('nor is the name of a field, apart from that of the time', () => {
    const cells = { columns: ['@SUM(A1)', '@timestamp'], isGrouped: false };
    expect(toText('csv', [], cells)).toBe("line,@timestamp,'@SUM(A1),@timestamp\r\n");
  });

  it('of nothing the header is left', () => {
    expect([toText('tsv', [], table), toText('ndjson', [], table), toText('json', [], table)]).toEqual([
      'line\t@timestamp\tprocess.name\tprocess.args\n',
      '',
      '[]\n',
    ]);
  });
});

describe('rows', () => {
  test('an event', () => {
    expect(rowText(first, undefined, list)).toEqual({
      kind: 'event',
      cells: ['1', '2026-03-02T10:11:12.003Z', 'curl', 'curl, "a"\tb'],
      line: '14',
      spoken: 'Matching event on line 14, 2026-03-02T10:11:12.003Z, process.name curl, process.args curl, "a"\tb',
    });
    expect(rowText(second, undefined, list).cells.slice(0, 3)).toEqual(['2', 'no time', '']);
  });

  test('a sequence, its stages, and the time between them', () => {
    const rows = [undefined, 0, 1, 2].map((stage) => rowText(sequence, stage, sequences));
    expect(rows.map(({ kind, cells }) => [kind, ...cells])).toEqual([
      ['match', '', 'sequence 3   web-1   null   2 events   in 5 s'],
      ['event', '1', '2026-03-02T10:00:00Z', 'sh'],
      ['missing', '2', 'no event', '![file where true]'],
      ['event', '3', '2026-03-02T10:00:05Z  +5 s', 'curl'],
    ]);
    expect(eventAt(sequence, 1)).toBe(undefined);
  });

  test.each([
    ['2026-03-02T10:11:12.003Z', '2026-03-02T08:00:00Z', '2026-03-02T23:59:59Z', '10:11:12.003'],
    ['2026-03-02T10:11:12.003Z', '2026-03-01T08:00:00Z', '2026-03-02T23:59:59Z', '2026-03-02T10:11:12.003Z'],
    ['2026-03-02T10:11:12+02:00', '2026-03-02T08:00:00Z', '2026-03-02T23:59:59Z', '2026-03-02T10:11:12+02:00'],
    ['1772445600992', '2026-03-02T08:00:00Z', '2026-03-02T23:59:59Z', '1772445600992'],
  ])('the time %s of a sample from %s to %s is shown as %s', (timestamp, from, to, shown) => {
    expect(shortTime(timestamp, { first: Date.parse(from), last: Date.parse(to), bins: [] })).toBe(shown);
  });

  it('a menu on a cell knows the value, unless it may be several', () => {
    const [event] = first.events;
    expect(JSON.parse(menuContext(event!, 0, list))).toMatchObject({
      hit: 0,
      webviewSection: 'event',
      field: 'process.name',
      value: 'curl',
    });
    expect(JSON.parse(menuContext(event!, 1, list))).not.toHaveProperty('field');
    expect(tunableValues(event!, list)).toEqual([{ field: 'process.name', value: 'curl' }]);
  });

  it('columns are as wide as what they hold, within bounds; fields share the room there is', () => {
    const widths = columnWidths(list, [listed(1, 0, ['x'.repeat(90), 'y'], '2026-03-02T10:11:12.003Z')]);
    expect(widths.map(({ width }) => width)).toEqual([6, 26, 50, 14, 8]);
    expect(columnTemplate(widths)).toEqual({ columns: '6ch 26ch minmax(9ch, 50fr) minmax(9ch, 14fr) 8ch', least: '58ch' });
  });

  it('of names that end alike as much is left as tells them apart', () => {
    const columns = ['process.parent.name', 'host.name', 'process.args', 'aws.cloudtrail.user_identity.session_context.session_issuer.arn'];
    const row = listed(1, 0, ['bash', 'web-01', 'sh', 'x'], '2026-03-02T10:11:12.003Z');
    expect(columnWidths({ ...list, columns }, [row]).map(({ least }) => least)).toEqual([
      undefined,
      undefined,
      'parent.name'.length + 3,
      'host.name'.length + 3,
      9,
      9,
      undefined,
    ]);
  });
});

test.each([
  ['2026-03-02T10:00:00Z', '2026-03-02T10:00:00.250Z', '+250 ms'],
  ['2026-03-02T10:00:00Z', '2026-03-02T10:00:12.5Z', '+12.5 s'],
  ['2026-03-02T10:00:00Z', '2026-03-02T10:01:05Z', '+1 min 5 s'],
  ['2026-03-02T10:00:00Z', '2026-03-03T12:00:00Z', '+1 d 2 h'],
  [undefined, '2026-03-02T10:00:00Z', ''],
])('from %s to %s: %s', (before, after, text) => {
  expect(between(before, after)).toBe(text);
});

describe('the time strip', () => {
  const at = (seconds: number) => Date.UTC(2026, 2, 2, 10, 0, seconds);
  const times = {
    first: at(0),
    last: at(10),
    bins: [
      { time: at(0), events: 1, matching: 0 },
      { time: at(5), events: 9, matching: 2 },
      { time: at(10), events: 1, matching: 1 },
    ],
  };

  it('has a tick for each time, filled where events match', () => {
    const { events, matching } = stripPicture(times);
    expect([events.match(/M/g)?.length, matching.match(/M/g)?.length]).toEqual([3, 2]);
    expect(stripPicture({ first: at(0), last: at(0), bins: [{ time: at(0), events: 1, matching: 1 }] }).matching).toContain('M498 ');
  });

  it.each([
    [0, 0],
    [stripWidth / 2, 0],
    [stripWidth, 2],
  ])('a click at %i goes to the match with number %i', (place, match) => {
    expect(matchNear(place, times)).toBe(match);
  });

  it('says from when to when, the day once', () => {
    expect(timeSpan(times)).toEqual(['2026-03-02 10:00:00', '10:00:10']);
    expect(timeSpan({ first: at(0), last: at(86_400) })).toEqual(['2026-03-02 10:00:00', '2026-03-03 10:00:00']);
  });

  it('a single time is in the middle', () => {
    expect(stripPlace(at(3), at(3), at(3))).toBe(stripWidth / 2);
  });
});

describe('a run', () => {
  const result: RunResult = {
    status: 'finished',
    message: undefined,
    rule: 'file:///a.toml',
    ruleVersion: 1,
    sample: 'file:///a.ndjson',
    queryRange: undefined,
    events: 9,
    matches: 5,
    hits: [],
    unreadable: [{ line: 1200, message: 'no JSON' }],
    unreadableCount: 3,
    fidelity: ['No mapping is loaded.'],
    milliseconds: 1,
    listed: { id: 4, matches: 2, events: 2, columns: ['process.name'], stages: [] },
  };

  it('says what is listed, what is not, and what is to be known', () => {
    expect(shownRun(result, 'headline')).toEqual({
      rule: 'file:///a.toml',
      headline: 'headline',
      list: {
        series: undefined,
        matches: 2,
        columns: ['process.name'],
        stages: [],
        unit: 'event',
        more: 'and 3 more matches not listed',
        times: undefined,
      },
      misses: [],
      timeline: undefined,
      notes: [
        { title: '3 lines could not be read', isWarning: true, notes: ['line 1,200: no JSON', 'and 2 more'] },
        { title: 'Where a cluster may differ from this local run', isWarning: false, notes: ['No mapping is loaded.'] },
      ],
    });
  });

  it('on a cluster is one series as long as its list is the same', () => {
    const series = (parts: Partial<RunResult>) => shownRun({ ...result, cluster: 'prod', ...parts }, '').list?.series;
    const grown = { ...result.listed!, matches: 3 };
    expect([
      series({}),
      series({ listed: grown }),
      series({ listed: { ...grown, id: 5 } }),
      series({ sample: 'file:///b.ndjson' }),
    ]).toEqual(['4 file:///a.ndjson', '4 file:///a.ndjson', '5 file:///a.ndjson', '4 file:///b.ndjson']);
  });

  const none = { ...result, matches: 0, listed: { ...result.listed!, matches: 0 }, unreadableCount: 0, unreadable: [], fidelity: [] };

  it('without matches shows the nearest misses', () => {
    const row = {
      clause: 'process.name == "a"',
      range: range(0),
      indent: 0,
      outcome: 'false' as const,
      values: '"b"',
      reason: 'differs',
      left: 0,
    };
    const miss = { range: range(16), failing: 1, text: 'fails only on process.name', rows: [row] };
    const part = { kind: 'query' as const, range: range(0), missing: false, passed: 0, clauses: [], nearest: [miss] };
    const { misses, list: noList } = shownRun({ ...none, explanation: { events: 9, filtered: 0, parts: [part], lines: [] } }, '');
    expect([noList, misses]).toEqual([
      undefined,
      [
        {
          line: 'line 17',
          text: 'fails only on process.name',
          rows: [{ indent: 0, clause: 'process.name == "a"', mark: '✘', outcome: 'fails', facts: '"b"   differs' }],
        },
      ],
    ]);
  });

  it('without a sequence, though each item has events, points at the timeline', () => {
    expect(shownRun({ ...none, unit: 'sequence' }, '').timeline).toBe('Each item has events, but they make no sequence');
    expect(shownRun({ ...none, unit: 'sequence', events: 0 }, '').timeline).toBe(undefined);
  });

  it('an event says which values satisfied each clause', () => {
    const value = (clause: string, line: number, text: string) => ({
      range: range(3),
      field: 'process.args',
      value: text,
      clause,
      clauseRange: range(line),
    });
    const hit: RunHit = {
      range: range(16),
      timestamp: undefined,
      columns: [],
      matched: [
        value('process.args :\n  ("a*", "b*")', 1, 'a1'),
        value('process.args :\n  ("a*", "b*")', 1, 'b2'),
        value('process', 0, 'process'),
      ],
    };
    expect(shownDetails(hit)).toEqual({
      line: 'line 17',
      clauses: [
        { clause: 'process.args : ("a*", "b*")', values: 'a1, b2', value: 0 },
        { clause: 'process', values: 'process.args: process', value: 2 },
      ],
      message: undefined,
    });
  });

  it('so does one that was judged by itself; where it was not, why', () => {
    const rows = (['true', 'false'] as const).map((outcome) => ({
      clause: outcome,
      range: range(0),
      indent: 0,
      outcome,
      values: '"x"',
      left: 0,
    }));
    const part = { kind: 'query' as const, range: range(0), missing: false, text: 'matches', matches: true, rows };
    const event = { range: range(16), text: 'line 17 matches', filtered: false, parts: [part] };
    expect(explainedDetails(event, { line: 16, character: 0 }, undefined)).toEqual({
      line: 'line 17',
      clauses: [{ clause: 'true', values: '"x"', value: undefined }],
      message: undefined,
    });
    expect(explainedDetails(undefined, { line: 16, character: 0 }, 'It is gone').message).toBe('It is gone');
  });
});

test('the page loads nothing but its own script and style', () => {
  const page = resultsPage({ script: 'vscode-resource:/a.js', style: 'vscode-resource:/a.css', source: 'vscode-resource:', nonce: 'n"1' });
  expect(/Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]).toBe(
    'default-src &#39;none&#39;; style-src vscode-resource:; font-src vscode-resource:; script-src &#39;nonce-n&quot;1&#39;',
  );
  expect(page).not.toMatch(/ style=|<script(?! nonce)|https?:/);
});
