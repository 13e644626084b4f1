/** Near-sequences planted one by one: the cause that is named, and the match that comes when that one thing is repaired. */
import { describe, expect, it, test } from 'vitest';
import { debugTimeline } from '../../../kit/debugTimeline.js';
import { runTimeline, timeAt, timelineEvents, type TimelineOptions } from '../../../kit/timeline.js';

type Events = string | readonly object[];

interface Planted {
  readonly what: string;
  readonly query: string;
  readonly events: Events;
  /** Each partial sequence and its cause. */
  readonly partials: readonly string[];
  /** What is different where the cause is repaired. */
  readonly repaired: { readonly query?: string; readonly events?: Events };
  /** A match that the repair brings. */
  readonly match: string;
  readonly options?: TimelineOptions;
}

function everyRow(rows: readonly Planted[]): void {
  it.each(rows)('$what', async ({ query, events, partials, repaired, match, options = {} }) => {
    const before = await runTimeline(query, events, options);
    const after = await runTimeline(repaired.query ?? query, repaired.events ?? events, options);
    const debugged = await debugTimeline(query, events, options);
    expect({
      partials: debugged.partials,
      matchedBefore: before.matches.includes(match),
      matchedAfter: after.matches.includes(match),
    }).toEqual({
      partials,
      matchedBefore: false,
      matchedAfter: true,
    });
  });
}

const keyed = 'sequence by key [A] [B] [C]';

describe('another join key', () => {
  const row = (what: string, events: string, partials: readonly string[], repaired: string, match: string): Planted => ({
    what,
    query: keyed,
    events,
    partials,
    repaired: { events: repaired },
    match,
  });
  everyRow([
    row('of the second event', 'A1@0s B2@1s C1@2s', ['A1: stage 2 B2 has key "2", not "1"; with the same key it would match'], 'A1@0s B1@1s C1@2s', 'A1 B1 C1'),
    row('of the first event', 'A1@0s B2@1s C2@2s', ['A1: stage 2 B2 has key "2", not "1"; with the same key it would match'], 'A2@0s B2@1s C2@2s', 'A2 B2 C2'),
    row('of the last event', 'A1@0s B1@1s C2@2s', ['A1 B1: stage 3 C2 has key "2", not "1"; with the same key it would match'], 'A1@0s B1@1s C1@2s', 'A1 B1 C1'),
    row('with no event of the last stage', 'A1@0s B2@1s', ['A1: stage 2 B2 has key "2", not "1"; with the same key it would go on'], 'A1@0s B1@1s C1@2s', 'A1 B1 C1'),
    row('not that of a complete sequence', 'A1@0s A2@0s B2@1s C2@2s', ['A1: no event left for stage 2 with this key and in time, of 1 that satisfy it'], 'A1@0s A2@0s B1@1s C1@2s', 'A1 B1 C1'),
    row('the event that completes goes before a nearer one', 'A1@0s B3@1s B2@2s C2@3s', ['A1: stage 2 B2 has key "2", not "1"; with the same key it would match'], 'A2@0s B3@1s B2@2s C2@3s', 'A2 B2 C2'),
    row('absent from the second event', 'A1@0s B@1s C1@2s', ['A1: stage 2 B has no key, but stage 1 has key "1"; with the same key it would match'], 'A1@0s B1@1s C1@2s', 'A1 B1 C1'),
    row('absent from the first event', 'A@0s B1@1s C1@2s', ['A: stage 2 B1 has key "1", but stage 1 has no key; with the same key it would match'], 'A1@0s B1@1s C1@2s', 'A1 B1 C1'),
  ]); // prettier-ignore

  const at = (seconds: number, kind: string, name: string, fields: object): object => ({
    '@timestamp': timeAt(seconds * 1000),
    kind,
    name,
    ...fields,
  });
  everyRow([
    {
      what: 'in one of two fields goes before another in both, though that one is nearer',
      query: 'sequence by key, user [A] [B]',
      events: [at(0, 'A', 'a', { key: '1', user: 'u' }), at(1, 'B', 'far', { key: '2', user: 'v' }), at(2, 'B', 'near', { key: '1', user: 'w' })],
      partials: ['a: stage 2 near has user "w", not "u"; with the same key it would match'],
      repaired: { events: [at(0, 'A', 'a', { key: '1', user: 'u' }), at(2, 'B', 'near', { key: '1', user: 'u' })] },
      match: 'a near',
    },
    {
      what: 'under different field names',
      query: 'sequence [any where kind == "A"] by key [any where kind == "B"] by parent',
      events: [at(0, 'A', 'a', { key: '1' }), at(1, 'B', 'b', { parent: '2', key: '1' })],
      partials: ['a: stage 2 b has parent "2", not "1" as key; with the same key it would match'],
      repaired: { events: [at(0, 'A', 'a', { key: '1' }), at(1, 'B', 'b', { parent: '1' })] },
      match: 'a b',
    },
  ]); // prettier-ignore
});

describe('maxspan', () => {
  everyRow([
    {
      what: 'ends before the last event',
      query: 'sequence by key with maxspan=10s [A] [B]',
      events: 'A1@0ms B1@22500ms',
      partials: ['A1: stage 2 B1 comes 12.5 s after maxspan=10s ends; would match with maxspan=23s'],
      repaired: { query: 'sequence by key with maxspan=23s [A] [B]' },
      match: 'A1 B1',
    },
    {
      what: 'is counted from the first event',
      query: 'sequence with maxspan=10s [A] [B] [C]',
      events: 'A@0s B@9s C@11s',
      partials: ['A B: stage 3 C comes 1 s after maxspan=10s ends; would match with maxspan=11s'],
      repaired: { query: 'sequence with maxspan=11s [A] [B] [C]' },
      match: 'A B C',
    },
    {
      what: 'must reach to the last event, not to the next',
      query: 'sequence with maxspan=10s [A] [B] [C]',
      events: 'A@0s B@15s C@120s',
      partials: ['A: stage 2 B comes 5 s after maxspan=10s ends; would match with maxspan=2m'],
      repaired: { query: 'sequence with maxspan=2m [A] [B] [C]' },
      match: 'A B C',
    },
    {
      what: 'below a second is told in milliseconds',
      query: 'sequence with maxspan=100ms [A] [B]',
      events: 'A@0ms B@101ms',
      partials: ['A: stage 2 B comes 1 ms after maxspan=100ms ends; would match with maxspan=101ms'],
      repaired: { query: 'sequence with maxspan=101ms [A] [B]' },
      match: 'A B',
    },
    {
      what: 'longer would only reach the next stage',
      query: 'sequence with maxspan=10s [A] [B] [C]',
      events: 'A@0s B@15s',
      partials: ['A: stage 2 B comes 5 s after maxspan=10s ends; would go on with maxspan=15s'],
      repaired: { query: 'sequence with maxspan=15s [A] [B]' },
      match: 'A B',
    },
    {
      what: 'and until ended it both',
      query: 'sequence with maxspan=1s [A] [B] until [X]',
      events: 'A@0s X@1s B@2s',
      partials: ['A: stage 2 B comes 1 s after maxspan=1s ends; besides, until X ends it before stage 2 B'],
      repaired: { query: 'sequence with maxspan=2s [A] [B] until [X]', events: 'A@0s B@2s' },
      match: 'A B',
    },
  ]);

  it('is not all there is to say where an event in time has another key', async () => {
    const { partials } = await debugTimeline('sequence by key with maxspan=10s [A] [B]', 'A1@0s B2@1s B1@60s');
    expect(partials).toEqual([
      'A1: stage 2 B1 comes 50 s after maxspan=10s ends; would match with maxspan=1m; besides, stage 2 B2 has key "2", not "1"; with the same key it would match',
    ]);
  });

  it('that is a millisecond shorter than the one named is too short', async () => {
    const { report } = await debugTimeline('sequence with maxspan=10s [A] [B] [C]', 'A@0ms B@15000ms C@22500ms');
    const cause = report.partials[0]?.cause;
    expect(cause).toMatchObject({ kind: 'maxspan', exceededBy: 5000, maxspan: 10_000, needed: 22_500, neededText: '23s', gain: 'match' });
    expect((await runTimeline('sequence with maxspan=22499ms [A] [B] [C]', 'A@0ms B@15000ms C@22500ms')).matches).toEqual([]);
    expect((await runTimeline('sequence with maxspan=22500ms [A] [B] [C]', 'A@0ms B@15000ms C@22500ms')).matches).toEqual(['A B C']);
  });
});

describe('until', () => {
  everyRow([
    {
      what: 'between',
      query: 'sequence by key [A] [B] until [X]',
      events: 'A1@0s X1@1s B1@2s',
      partials: ['A1: until X1 ends it before stage 2 B1; without it it would match'],
      repaired: { events: 'A1@0s B1@2s' },
      match: 'A1 B1',
    },
    {
      what: 'twice',
      query: 'sequence [A] [B] until [X]',
      events: "A@0s X@1s X'@2s B@3s",
      partials: ["A: until X' and 1 more end it before stage 2 B; without them it would match"],
      repaired: { events: 'A@0s B@3s' },
      match: 'A B',
    },
    {
      what: 'that is the event reached last',
      query: 'sequence [A] [B] [C] until [X]',
      events: 'A@0s BX@1s C@2s',
      partials: ['A BX: until BX ends it before stage 3 C; without it it would match'],
      repaired: { events: 'A@0s B@1s C@2s' },
      match: 'A B C',
    },
  ]);
});

describe('a missing event that is there', () => {
  everyRow([
    {
      what: 'between two events',
      query: 'sequence by key with maxspan=1m [A] ![M] [B]',
      events: 'A1@0s M1@1s B1@2s',
      partials: ['A1 B1: M1 is there, which stage 2 wants missing; without it it would match'],
      repaired: { events: 'A1@0s B1@2s' },
      match: 'A1 - B1',
    },
    {
      what: 'several times',
      query: 'sequence with maxspan=1m [A] ![M] [B]',
      events: "A@0s M@1s M'@2s M''@3s B@4s",
      partials: ['A B: M and 2 more are there, which stage 2 wants missing; without them it would match'],
      repaired: { events: 'A@0s B@4s' },
      match: 'A - B',
    },
    {
      what: 'before the first event',
      query: 'sequence with maxspan=1m ![M] [A] [B]',
      events: 'M@0s A@1s B@2s',
      partials: ['A B: M is there, which stage 1 wants missing; without it it would match'],
      repaired: { events: 'A@1s B@2s' },
      match: '- A B',
    },
    {
      what: 'after the last event',
      query: 'sequence with maxspan=1m [A] [B] ![M]',
      events: 'A@0s B@1s M@2s',
      partials: ['A B: M is there, which stage 3 wants missing; without it it would match'],
      repaired: { events: 'A@0s B@1s' },
      match: 'A B -',
    },
    {
      what: 'at both ends, of which one may be',
      query: 'sequence with maxspan=1m ![M] [A] [B] ![N]',
      events: 'M@0s A@1s B@2s N@3s',
      partials: ['A B: N is there, which stage 4 wants missing; without it it would match'],
      repaired: { events: 'M@0s A@1s B@2s' },
      match: '- A B -',
    },
  ]);
});

describe('order', () => {
  everyRow([
    {
      what: 'the next event stands before',
      query: 'sequence by key [A] [B]',
      events: 'B1@0s A1@5s',
      partials: ['A1: stage 2 B1 comes 5 s before stage 1, not after it; in order it would match'],
      repaired: { events: 'A1@0s B1@5s' },
      match: 'A1 B1',
    },
    {
      what: 'the last event stands between the first two',
      query: 'sequence [A] [B] [C]',
      events: 'A@0s C@1s B@1500ms',
      partials: ['A B: stage 3 C comes 500 ms before stage 2, not after it; in order it would match'],
      repaired: { events: 'A@0s B@1s C@1500ms' },
      match: 'A B C',
    },
    {
      what: 'the same time',
      query: 'sequence by key [A] [B]',
      events: 'B1@5s A1@5s',
      partials: [
        'A1: stage 2 B1 has the same time as stage 1 and stands before it in the files; a tiebreaker_field could order them; the other way round it would match',
      ],
      repaired: { events: 'A1@5s B1@5s' },
      match: 'A1 B1',
    },
    {
      what: 'the same time, in the order of a tiebreaker',
      query: 'sequence [A] [B]',
      events: timelineEvents('A@5s B@5s').map((event, index) => ({ ...event, order: 2 - index })),
      partials: ['A: stage 2 B comes directly before stage 1, not after it; in order it would match'],
      repaired: { events: timelineEvents('A@5s B@5s').map((event, index) => ({ ...event, order: index })) },
      match: 'A B',
      options: { tiebreaker: 'order' },
    },
    {
      what: 'not where it stands further away than maxspan',
      query: 'sequence with maxspan=1m [A] [B]',
      events: 'B@0s A@61s',
      partials: ['A: no event left for stage 2 with this key and in time, of 1 that satisfy it'],
      repaired: { events: 'A@61s B@62s' },
      match: 'A B',
    },
    {
      what: 'not where it is part of another sequence',
      query: 'sequence [A] [B]',
      events: "A@0s B@1s A'@2s",
      partials: ["A': no event left for stage 2 with this key and in time, of 1 that satisfy it"],
      repaired: { events: "A@0s B@1s A'@2s B'@3s" },
      match: "A' B'",
    },
  ]);
});

describe('runs', () => {
  everyRow([
    {
      what: 'too few at the start',
      query: 'sequence [A] with runs=3 [B]',
      events: "A@0s A'@1s B@2s",
      partials: ["A A': only 2 of the 3 events that stage 1 needs"],
      repaired: { query: 'sequence [A] with runs=2 [B]' },
      match: "A A' B",
    },
    {
      what: 'too few at the end',
      query: 'sequence by key [A] [B] with runs=3',
      events: "A1@0s B1@1s B1'@2s B2@3s",
      partials: ["A1 B1 B1': only 2 of the 3 events that stage 2 needs"],
      repaired: { events: "A1@0s B1@1s B1'@2s B1''@3s" },
      match: "A1 B1 B1' B1''",
    },
    {
      what: 'too far apart',
      query: 'sequence with maxspan=5s [A] with runs=3',
      events: "A@0s A'@4s A''@8s",
      partials: [
        "A A': stage 1 A'' comes 3 s after maxspan=5s ends; would match with maxspan=8s",
        "A' A'': only 2 of the 3 events that stage 1 needs",
      ],
      repaired: { query: 'sequence with maxspan=8s [A] with runs=3' },
      match: "A A' A''",
    },
  ]);
});

describe('a later event in the same place', () => {
  everyRow([
    {
      what: 'without which the earlier one would match',
      query: 'sequence by key with maxspan=8s ![M] [A] [B]',
      events: "A1@0s M1@3s A1'@5s B1@7s",
      partials: [
        "A1' B1: M1 is there, which stage 1 wants missing; without it it would match",
        "A1: A1' takes the place of stage 2, without which it would match; of the later one: M1 is there, which stage 1 wants missing; without it it would match",
      ],
      repaired: { events: 'A1@0s M1@3s B1@7s' },
      match: '- A1 B1',
    },
    {
      what: 'that has the same fate',
      query: 'sequence [A] [B]',
      events: "A@0s A'@1s A''@2s",
      partials: [
        "A'': no event satisfies stage 2",
        "A: A' takes the place of stage 1; of the later one: no event satisfies stage 2",
        "A': A'' takes the place of stage 1; of the later one: no event satisfies stage 2",
      ],
      repaired: { events: "A@0s A'@1s A''@2s B@3s" },
      match: "A'' B",
    },
  ]);

  test('that matches takes nothing away', async () => {
    expect((await debugTimeline('sequence [A] [B]', "A@0s A'@1s B@2s")).partials).toEqual([]);
  });
});

describe('samples', () => {
  everyRow([
    {
      what: 'an item that another key has',
      query: 'sample by key [A] [B]',
      events: 'A1@0s B2@3s',
      partials: [
        'A1: no event with this key satisfies stage 2; nearest: B2 has key "2", not "1"',
        'B2: no event with this key satisfies stage 1; nearest: A1 has key "1", not "2"',
      ],
      repaired: { events: 'A1@0s B1@3s' },
      match: 'A1 B1',
    },
    {
      what: 'an item whose event lacks the key',
      query: 'sample by key [A] [B]',
      events: 'A1@0s B@3s',
      partials: ['A1: no event with this key satisfies stage 2; nearest: B has no key'],
      repaired: { events: 'A1@0s B1@3s' },
      match: 'A1 B1',
    },
    {
      what: 'two items without an event; keys that have more come first',
      query: 'sample by key [A] [B] [C]',
      events: 'A1@0s A2@1s B2@2s',
      partials: ['A2 B2: no event with this key satisfies stage 3', 'A1: no event with this key satisfies stage 2, stage 3'],
      repaired: { events: 'A1@0s A2@1s B2@2s C2@3s' },
      match: 'A2 B2 C2',
    },
    {
      what: 'one event for two items',
      query: 'sample by key [A] [B]',
      events: 'AB1@0s',
      partials: ['AB1 AB1: every stage is satisfied, but there are too few different events'],
      repaired: { events: 'AB1@0s B1@1s' },
      match: 'AB1 B1',
    },
  ]);
});
