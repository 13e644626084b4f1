/** The words of an explanation: nearest misses, numbers, clauses, and an event clause by clause. */
import { describe, expect, it, test } from 'vitest';
import {
  clauseAt,
  clauseWords,
  explanationText,
  lineCountWords,
  markedMisses,
  nearestWords,
  nearMisses,
  outcomeMark,
  outcomeWord,
} from '../../client/src/explanationWords.js';
import type {
  ClauseCount,
  ExplainedEvent,
  ExplainedPart,
  ExplainedRow,
  NearMiss,
  RunExplanation,
  RunResult,
} from '../../server/src/protocol/protocol.js';

function range(line: number, from = 0, to = 10): NearMiss['range'] {
  return { start: { line, character: from }, end: { line, character: to } };
}

function miss(line: number, failing: number): NearMiss {
  return { range: range(line), failing, text: failing === 1 ? 'fails only on a' : `fails on a and ${failing - 1} more clauses`, rows: [] };
}

function part(kind: ExplainedPart['kind'], passed: number, nearest: readonly NearMiss[], missing = false): ExplainedPart {
  return { kind, range: range(0), missing, passed, clauses: [], nearest };
}

function explained(...parts: readonly ExplainedPart[]): RunExplanation {
  return { events: 9, filtered: 0, parts, lines: [] };
}

const said = (explanation: RunExplanation): readonly string[] =>
  nearMisses(explanation).map(({ miss: { range: at }, text }) => `${at.start.line} ${text}`);

describe('nearest misses', () => {
  it('of a query, without those that are far', () => {
    expect(said(explained(part('query', 0, [miss(4, 1), miss(2, 2), miss(7, 3)])))).toEqual([
      '4 fails only on a',
      '2 fails on a and 1 more clauses',
    ]);
  });

  it('of a sequence, of the items that nothing satisfies and that must not be missing', () => {
    const parts = [part('item', 3, [miss(1, 1)]), part('item', 0, [], true), part('item', 0, [miss(5, 2)]), part('until', 0, [miss(6, 1)])];
    expect(said(explained(...parts))).toEqual(['5 item 3: fails on a and 1 more clauses']);
  });

  it('none where each item is satisfied, and where nothing was judged', () => {
    expect([said(explained(part('item', 1, [miss(1, 1)]), part('item', 2, [miss(2, 1)]))), said(explained())]).toEqual([[], []]);
  });

  it('of these only the nearest are marked', () => {
    const marked = markedMisses(explained(part('query', 2, [miss(4, 2), miss(2, 2), miss(7, 3)])));
    expect(marked.map((each) => each.miss.range.start.line)).toEqual([4, 2]);
  });

  const result = (matches: number, explanation?: RunExplanation): RunResult => ({
    status: 'finished',
    message: undefined,
    rule: 'file:///a.eql',
    ruleVersion: 1,
    sample: 'file:///a.events.ndjson',
    queryRange: undefined,
    events: 9,
    matches,
    hits: [],
    unreadable: [],
    unreadableCount: 0,
    fidelity: [],
    milliseconds: 1,
    ...(explanation === undefined ? {} : { explanation }),
  });

  it.each([
    ['the nearest, where nothing matches', result(0, explained(part('query', 0, [miss(16, 1)]))), 'nearest: line 17 fails only on a'],
    ['with its item', result(0, explained(part('item', 0, [miss(16, 1)]))), 'nearest: line 17 fails only on a of item 1'],
    ['nothing, where something matches', result(1, explained(part('query', 1, [miss(16, 1)]))), undefined],
    ['nothing, where the run explained nothing', result(0), undefined],
    ['nothing, without events', result(0, explained(part('query', 0, []))), undefined],
  ])('the line at the query says %s', (_, run, expected) => {
    expect(nearestWords(run)).toBe(expected);
  });
});

const clause: ClauseCount = {
  range: range(2),
  depth: 1,
  kind: 'leaf',
  passed: 1,
  alive: 0,
  notEvaluated: 0,
  seen: [
    {
      field: 'process.name',
      present: 6,
      values: [
        { value: '"a"', events: 4 },
        { value: '"b"', events: 2 },
      ],
      different: 2,
    },
  ],
  otherForms: [{ form: 'ignoreCase', more: 7, text: 'case differs in 7 events' }],
};

test.each([
  [
    'with another form',
    clause,
    ['1 of 9 events passes this clause; 0 left after it', 'case differs in 7 events', 'seen most: "a" (4), "b" (2); absent in 3'],
  ],
  [
    'in no chain, not evaluated everywhere, with more values than are named',
    {
      range: range(2),
      depth: 2,
      kind: 'leaf' as const,
      passed: 2,
      notEvaluated: 1,
      seen: [{ field: 'a', present: 9, values: [{ value: '1', events: 9 }], different: 3 }],
      otherForms: [],
    },
    ['2 of 9 events pass this clause', 'cannot be evaluated on 1 event', 'seen most: 1 (9), and 2 other values'],
  ],
  [
    'with two fields, one absent, one with values without end',
    {
      ...clause,
      passed: 0,
      seen: [
        { field: 'a', present: 0, values: [] },
        { field: 'b', present: 9, values: [{ value: '1', events: 2 }] },
      ],
      otherForms: [],
    },
    ['0 of 9 events pass this clause; 0 left after it', 'no event has a', 'seen most in b: 1 (2), and many others'],
  ],
])('a clause %s', (_, counted, expected) => {
  expect(clauseWords(counted, 9)).toEqual(expected);
});

test('at a place the innermost clause counts', () => {
  const whole: ClauseCount = {
    ...clause,
    depth: 0,
    kind: 'all',
    range: { start: { line: 1, character: 0 }, end: { line: 4, character: 3 } },
  };
  const explanation = explained({ ...part('query', 0, []), clauses: [whole, clause] });
  const depths = [
    { line: 2, character: 10 },
    { line: 3, character: 0 },
    { line: 4, character: 4 },
  ].map((place) => clauseAt(explanation, place)?.depth);
  expect(depths).toEqual([1, 0, undefined]);
});

test('a number at the end of a line', () => {
  expect([44, 12_345].map((count) => lineCountWords({ count }))).toEqual(['· 44', '· 12,345']);
});

test('each outcome has a mark and a word', () => {
  const outcomes = ['true', 'false', 'notEvaluated'] as const;
  expect(outcomes.map((outcome) => `${outcomeMark(outcome)} ${outcomeWord(outcome)}`)).toEqual(['✔ true', '✘ fails', '? not evaluated']);
});

describe('the explanation of an event as a text', () => {
  const row = (parts: Partial<ExplainedRow>): ExplainedRow => ({
    clause: 'a == 1',
    range: range(0),
    indent: 0,
    outcome: 'true',
    values: '1',
    left: 0,
    ...parts,
  });
  const event = (parts: Partial<ExplainedEvent>): ExplainedEvent => ({
    range: range(16),
    text: 'line 17 does not match: 1 of 3 clauses fails',
    filtered: false,
    parts: [],
    ...parts,
  });

  it('has marks, clauses, values and reasons in columns', () => {
    const rows = [
      row({}),
      row({ clause: 'process.args : "-i"', outcome: 'false', values: '["x"]', reason: 'no value matches the pattern' }),
      row({ clause: 'b or c', outcome: 'false', values: '', left: 3 }),
      row({ clause: 'b', indent: 1, outcome: 'notEvaluated', values: '', reason: 'not evaluated: a script' }),
    ];
    const query = { kind: 'query' as const, range: range(0), missing: false, text: 'does not match', matches: false, rows };
    expect(explanationText(event({ parts: [query] }))).toBe(
      `line 17 does not match: 1 of 3 clauses fails
  ✔ a == 1               1
  ✘ process.args : "-i"  ["x"]  no value matches the pattern
  ✘ b or c                 … 3 more branches
  ?   b                         not evaluated: a script
`,
    );
  });

  it('of a sequence names its items, and says what the filters do', () => {
    const item = { kind: 'item' as const, range: range(0), missing: true, text: 'matches', matches: true, rows: [row({})] };
    const until = { ...item, kind: 'until' as const, missing: false, text: 'does not match', rows: [row({ outcome: 'false' })] };
    expect(explanationText(event({ text: 'line 17 is taken out by the filters of the rule', filtered: true, parts: [item, until] }))).toBe(
      `line 17 is taken out by the filters of the rule
What the query itself says of it:
item 1 (must be missing): matches
  ✔ a == 1  1

until: does not match
  ✘ a == 1  1
`,
    );
  });
});
