import { describe, expect, it, test } from 'vitest';
import { runTimeline, timeAt } from '../../kit/timeline.js';

type Row = readonly [what: string, query: string, timeline: string, ...matches: string[]];

function everyRow(rows: readonly Row[]): void {
  it.each(rows.map(([what, query, timeline, ...matches]) => ({ what, query, timeline, matches })))(
    '$what: $timeline',
    async ({ query, timeline, matches }) => {
      const result = await runTimeline(query, timeline);
      expect([result.matches, result.end.status, result.end.matches]).toEqual([matches, 'finished', matches.length]);
    },
  );
}

describe('the order of stages', () => {
  everyRow([
    ['one after the other', 'sequence [A] [B]', 'A@0s B@1s', 'A B'],
    ['not the other way', 'sequence [A] [B]', "B@0s A@1s"],
    ['the latest first event counts', 'sequence [A] [B]', "A@0s A'@1s B@2s", "A' B"],
    ['each first event is used once', 'sequence [A] [B]', "A@0s B@1s B'@2s", 'A B'],
    ['a new start after each match', 'sequence [A] [B]', "A@0s B@1s A'@2s B'@3s", 'A B', "A' B'"],
    ['a later start waits behind an earlier one', 'sequence [A] [B] [C]', "A@0s B@1s A'@2s C@3s B'@4s C'@5s", 'A B C', "A' B' C'"],
    ['a later second event takes over', 'sequence [A] [B] [C]', "A@0s B@1s A'@2s B'@3s C@4s", "A' B' C"],
    ['an event can end one sequence and start the next', 'sequence [A] [A]', "A@0s A'@1s A''@2s", "A A'", "A' A''"],
    ['an event is never twice in one', 'sequence [A] [B]', 'AB@0s AB\'@1s', "AB AB'"],
    ['events may stand in any order in the file', 'sequence [A] [B] [C]', 'C@3s A@1s B@2s', 'A B C'],
    ['matches come by their last event', 'sequence by key [A] [B]', 'A1@0s A2@1s B2@2s B1@3s', 'A2 B2', 'A1 B1'],
    ['four stages', 'sequence [A] [B] [C] [D]', "A@0s B@1s C@2s A'@3s B'@4s D@5s C'@6s D'@7s", 'A B C D', "A' B' C' D'"],
  ]); // prettier-ignore
});

describe('maxspan', () => {
  everyRow([
    ['may be filled', 'sequence with maxspan=5s [A] [B]', 'A@0s B@5s', 'A B'],
    ['may not be passed', 'sequence with maxspan=5s [A] [B]', 'A@0ms B@5001ms'],
    ['is counted from the first event', 'sequence with maxspan=5s [A] [B] [C]', 'A@0ms B@3000ms C@5001ms'],
    ['an event that is too late uses the sequence up', 'sequence with maxspan=5s [A] [B]', "A@0s B@6s B'@6s"],
    ['the next start is free', 'sequence with maxspan=5s [A] [B]', "A@0s B@6s A'@7s B'@8s", "A' B'"],
  ]);

  it.each([
    ['equal', '2024-01-01T00:00:01.000000500Z', ['a b']],
    ['one nanosecond more', '2024-01-01T00:00:01.000000501Z', []],
  ])('counts nanoseconds: %s', async (_, second, matches) => {
    const events = [
      { '@timestamp': '2024-01-01T00:00:00.000000500Z', kind: 'A', name: 'a' },
      { '@timestamp': second, kind: 'B', name: 'b' },
    ];
    expect((await runTimeline('sequence with maxspan=1s [A] [B]', events)).matches).toEqual(matches);
  });
});

describe('until', () => {
  const query = 'sequence by key [A] [B] until [X]';
  everyRow([
    ['between ends the sequence', query, 'A1@0s X1@1s B1@2s'],
    ['and the event after it uses the sequence up', query, "A1@0s X1@1s B1@2s B1'@3s"],
    ['before the start does nothing', query, 'X1@0s A1@1s B1@2s', 'A1 B1'],
    ['after the end does nothing', query, 'A1@0s B1@1s X1@2s', 'A1 B1'],
    ['with another key does nothing', query, 'A1@0s X2@1s B1@2s', 'A1 B1'],
    ['that is the last event so far ends it', query, 'AX1@0s B1@1s'],
    ['that is the completing event does nothing', query, 'A1@0s BX1@1s', 'A1 BX1'],
    ['at the same time, later in the file, ends it', query, 'A1@0s X1@0s B1@1s'],
    ['a later start is not touched', query, "A1@0s X1@1s A1'@2s B1@3s", "A1' B1"],
    ['ends longer sequences at any stage', 'sequence [A] [B] [C] until [X]', "A@0s B@1s X@2s C@3s A'@4s B'@5s C'@6s", "A' B' C'"],
  ]); // prettier-ignore
});

test('all rules together', async () => {
  const timeline = [
    "A1@0s A1'@1s B1@2s B1'@3s X1@4s C1@5s", // The last start counts; until ends it and C uses it up.
    "A2@6s B2@7s C2@16s", // Exactly ten seconds.
    "A3@20s B3@21s C3@31s C3'@32s", // Eleven.
    "A4@40s BX4@41s C4@42s", // Until is the event reached last.
    "A5@50s B5@51s CX5@52s", // Until is the completing event.
  ].join(' '); // prettier-ignore
  const { matches } = await runTimeline('sequence by key with maxspan=10s [A] [B] [C] until [X]', timeline);
  expect(matches).toEqual(['A2 B2 C2', 'A5 B5 CX5']);
});

describe('runs', () => {
  everyRow([
    ['repeat an item', 'sequence [A] with runs=3 [B]', "A@0s A'@1s A''@2s B@3s", "A A' A'' B"],
    ['need all of them', 'sequence [A] with runs=3 [B]', "A@0s A'@1s B@3s"],
    ['slide along', 'sequence [A] with runs=2', "A@0s A'@1s A''@2s", "A A'", "A' A''"],
    ['take the latest', 'sequence [A] with runs=2 [B]', "A@0s A'@1s A''@2s B@3s", "A' A'' B"],
    ['at the end', 'sequence [A] [B] with runs=2', "A@0s B@1s A'@2s B'@3s B''@4s", "A B B'", "A' B' B''"],
  ]);
});

describe('events with the same time', () => {
  const query = 'sequence by key [A] [B]';
  const note = (where: string): string => `Events with the same timestamp decide the sequences${where}: they are taken in the order of the files, which a cluster does not know unless the rule names a \`tiebreaker_field\`.`; // prettier-ignore

  it.each([
    ['form a sequence in the order of the file', query, 'A1@0s B1@0s', ['A1 B1'], [note(' of 1 join key')]],
    ['form none the other way', query, 'B1@0s A1@0s', [], [note(' of 1 join key')]],
    ['may change which event it is', query, "A1@0s A1'@0s B1@1s", ["A1' B1"], [note(' of 1 join key')]],
    ['without keys', 'sequence [A] [B]', 'A@0s B@0s', ['A B'], [note('')]],
    ['that change nothing leave no note', query, "A1@0s A1'@0s A1''@1s B1@2s", ["A1'' B1"], []],
    ['under different keys leave no note', query, 'A1@0s A2@0s B1@1s B2@1s', ['A1 B1', 'A2 B2'], []],
  ])('%s', async (_, text, timeline, matches, notes) => {
    const result = await runTimeline(text, timeline);
    expect([result.matches, result.notes]).toEqual([matches, notes]);
  });

  it('are ordered by a tiebreaker, those without one last', async () => {
    const at = '2024-01-01T00:00:00Z';
    const events = [
      { '@timestamp': at, kind: 'B', name: 'none' },
      { '@timestamp': at, kind: 'B', name: 'ten', order: 10 },
      { '@timestamp': at, kind: 'A', name: 'nine', order: 9 },
    ];
    const { matches, notes } = await runTimeline('sequence [A] [B] [B]', events, { tiebreaker: 'order' });
    expect([matches, notes]).toEqual([['nine ten none'], []]);
  });

  it('say so where the tiebreaker is equal too', async () => {
    const events = ['A', 'B'].map((kind) => ({ '@timestamp': 0, kind, name: kind, order: 1 }));
    const { matches, notes } = await runTimeline('sequence [A] [B]', events, { tiebreaker: 'order' });
    expect(matches).toEqual(['A B']);
    expect(notes[0]).toContain('which a cluster does not know for `order` does not tell them apart');
  });
});

describe('events without a usable time', () => {
  it('are left out and counted; of several times the first counts', async () => {
    const events = [
      { '@timestamp': [timeAt(1000), timeAt(9000)], kind: 'A', name: 'a' },
      { kind: 'B', name: 'none' },
      { '@timestamp': 'soon', kind: 'B', name: 'unreadable' },
      { kind: 'Z', name: 'no candidate' },
      { '@timestamp': timeAt(2000), kind: 'B', name: 'b' },
    ];
    const { matches, notes, end } = await runTimeline('sequence [A] [B]', events);
    expect([matches, end.events, notes]).toEqual([
      ['a b'],
      5,
      [
        '2 candidate events are left out: without a time in `@timestamp` an event has no place in a sequence.',
        '1 candidate event is with several values in `@timestamp`; the first one counts here.',
      ],
    ]);
  });
});

describe('pipes', () => {
  const timeline = Array.from({ length: 6 }, (_, index) => `A${index}@${2 * index}s B${index}@${2 * index + 1}s`).join(' ');
  it.each([
    ['| head 2', ['A0 B0', 'A1 B1']],
    ['| tail 2', ['A4 B4', 'A5 B5']],
    ['| head 4 | tail 2', ['A2 B2', 'A3 B3']],
    ['| tail 4 | head 1', ['A2 B2']],
    ['| head 0', []],
    ['| tail 100 | head 1', ['A0 B0']],
  ])('%s', async (pipes, matches) => {
    const result = await runTimeline(`sequence by key [A] [B] ${pipes}`, timeline);
    expect([result.matches, result.end.matches]).toEqual([matches, matches.length]);
  });
});

describe('hits', () => {
  it('tell their stage, the missing ones and the join keys', async () => {
    const query = 'sequence by key with maxspan=1m [A] ![C] [B]';
    const { hits } = await runTimeline(query, 'A7@0s B7@1s');
    const stages = [
      { span: { start: 32, end: 55 }, missing: false },
      { span: { start: 56, end: 80 }, missing: true },
      { span: { start: 81, end: 104 }, missing: false },
    ];
    expect(hits.map(({ sequence, line, timestamp, columns }) => ({ sequence, line, timestamp, columns: columns.length }))).toEqual([
      { sequence: { kind: 'sequence', index: 0, stage: 0, stages, joinKeys: ['7'] }, line: 1, timestamp: timeAt(0), columns: 1 },
      { sequence: { kind: 'sequence', index: 0, stage: 2, stages, joinKeys: ['7'] }, line: 2, timestamp: timeAt(1000), columns: 1 },
    ]);
  });

  it('name the clause of their own item', async () => {
    const { hits } = await runTimeline('sequence [A] [B]', 'AB@0s AB@1s');
    expect(hits.map(({ clauses }) => clauses.map(({ field, values }) => [field, values]))).toEqual([[['kind', ['A']]], [['kind', ['B']]]]);
  });
});

describe('bounds', () => {
  const timeline = 'A1@0s B1@1s A2@2s B2@3s';
  it.each([
    [{ candidates: 3 }, 'More than 3 events are candidates for an item; make the items more selective, or run on fewer events.'],
    [{ keyCharacters: 7 }, 'The join keys of 4 candidates take more than 7 characters; run on fewer events.'],
    [{ matchedEvents: 3 }, 'The matches have more than 3 events; make the items more selective, or run on fewer events.'],
  ])('%o ends the run and says so', async (limits, message) => {
    const { end, hits } = await runTimeline('sequence by key [A] [B]', timeline, { limits });
    expect([end.status, end.message, hits]).toEqual(['failed', message, []]);
  });

  it('that are just not reached change nothing', async () => {
    const limits = { candidates: 4, keyCharacters: 12, matchedEvents: 4 };
    const { end } = await runTimeline('sequence by key [A] [B]', timeline, { limits });
    expect([end.status, end.matches]).toEqual(['finished', 2]);
  });

  it('hold for the keys of one event', async () => {
    const event = { '@timestamp': 0, kind: 'A', x: [1, 2, 3], y: [1, 2] };
    const { end } = await runTimeline('sequence by x, y [A] [B]', [event], { limits: { keysOfEvent: 5 } });
    expect([end.status, end.message]).toEqual(['failed', 'An event has 6 combinations of join keys; at most 5 are joined.']);
  });
});
