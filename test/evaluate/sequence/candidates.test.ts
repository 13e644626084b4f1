import { expect, test } from 'vitest';
import { Candidates, type CandidatePlace } from '../../../server/src/evaluate/sequence/candidates.js';
import { sequenceLimits } from '../../../server/src/evaluate/sequence/limit.js';
import { groupByKey } from '../../../server/src/evaluate/sequence/order.js';

const usual: CandidatePlace = { file: 0, offset: 0, length: 250, line: 1, column: 0 };

test('events are given back as they were told', () => {
  const candidates = new Candidates(sequenceLimits, false);
  const events = [
    { at: { milliseconds: 0, nanoseconds: 0 }, place: usual, tiebreaker: null, items: [0] },
    { at: { milliseconds: -1, nanoseconds: 999_999 }, place: { ...usual, offset: 2 ** 32 - 1, line: 2 }, tiebreaker: 'n5', items: [1, 0] },
    { at: { milliseconds: 8.64e15, nanoseconds: 1 }, place: { ...usual, offset: 2 ** 32, column: 9 }, tiebreaker: null, items: [0, 1, 2] },
    { at: { milliseconds: 1, nanoseconds: 0 }, place: { ...usual, offset: 5 * 2 ** 40 + 1, file: 3 }, tiebreaker: 'sx', items: [300] },
  ];
  for (const { at, place, tiebreaker, items } of events) {
    candidates.addEvent(at, place, tiebreaker);
    for (const item of items) candidates.addEntry(item, [`n${item}`]);
  }
  const told = events.map((_, event) => {
    const entries = Array.from(
      { length: candidates.firstEntry(event + 1) - candidates.firstEntry(event) },
      (__, index) => candidates.firstEntry(event) + index,
    );
    return {
      at: { milliseconds: candidates.milliseconds(event), nanoseconds: candidates.nanoseconds(event) },
      place: candidates.place(event),
      tiebreaker: candidates.tiebreaker(event),
      items: entries.map((entry) => candidates.itemOf(entry)),
    };
  });
  expect(told).toEqual(events);
});

/** Events of the item 0, each with a key of 93 characters of its own. */
function waiting(count: number): Candidates {
  const candidates = new Candidates(sequenceLimits, false);
  for (let event = 0; event < count; event++) {
    candidates.addEvent({ milliseconds: 1.7e12 + event, nanoseconds: 0 }, { ...usual, offset: 250 * event, line: event + 1 }, null);
    candidates.addEntry(0, [`s${'h'.repeat(36)}`, `s${String(event).padStart(57, 'e')}`]);
  }
  return candidates;
}

test('an event that waits for another takes less than 50 bytes, its key included', () => {
  expect(waiting(50_000).bytes / 50_000).toBeLessThan(50);
});

test('a few events take little', () => {
  expect(waiting(10).bytes).toBeLessThan(1000);
});

test('keys with too few entries are left out of the groups', () => {
  const candidates = new Candidates(sequenceLimits, false);
  for (const [event, keys] of [['a', 'b'], ['c'], ['b'], ['b', 'a'], ['d']].entries()) {
    candidates.addEvent({ milliseconds: event, nanoseconds: 0 }, usual, null);
    for (const key of keys) candidates.addEntry(0, [`s${key}`]);
  }
  const groups = (least: number) => {
    const { keys, entries, events, starts } = groupByKey(candidates, Uint32Array.of(4, 3, 2, 1, 0), least);
    return { keys: [...keys], entries: [...entries], events: [...events], starts: [...starts] };
  };
  expect(groups(2)).toEqual({ keys: [0, 1], entries: [5, 0, 4, 3, 1], events: [3, 0, 3, 2, 0], starts: [0, 2, 5] });
  expect(groups(3)).toEqual({ keys: [1], entries: [4, 3, 1], events: [3, 2, 0], starts: [0, 3] });
  expect(groups(4)).toEqual({ keys: [], entries: [], events: [], starts: [0] });
});
