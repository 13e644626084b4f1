/** What is said of any sequences holds: with the named thing repaired, matching all events again gives the match that was promised. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { debugTimeline } from '../../../kit/debugTimeline.js';
import { runTimeline, timelineEvents } from '../../../kit/timeline.js';
import type { Cause, PartialSequence } from '../../../../server/src/evaluate/sequence/debug/report.js';

interface NamedEvent {
  readonly '@timestamp': string;
  readonly kind: readonly string[];
  readonly key?: string;
  readonly name: string;
}

interface Case {
  readonly query: string;
  readonly events: readonly NamedEvent[];
}

const queries = [
  'sequence by key with maxspan=4s [A] [B] [C]',
  'sequence by key with maxspan=9s [A] [B] [C] until [X]',
  'sequence by key with maxspan=5s [A] ![M] [B]',
  'sequence by key with maxspan=5s ![M] [A] [B] ![X]',
  'sequence by key with maxspan=7s ![M] [A] [B]',
  'sequence by key with maxspan=6s [A] with runs=2 [B]',
] as const;

const cases: fc.Arbitrary<Case> = fc.record({
  query: fc.constantFrom(...queries),
  events: fc
    .array(
      fc.record({
        after: fc.integer({ min: 0, max: 3 }),
        kinds: fc.constantFrom('A', 'A', 'B', 'B', 'C', 'AB', 'BX', 'M', 'M', 'X'),
        key: fc.constantFrom('', '1', '1', '1', '1', '2'),
      }),
      { minLength: 2, maxLength: 14 },
    )
    .map((events) => {
      let now = 0;
      const timeline = events.map(({ after, kinds, key }) => `${kinds}${key}@${(now += after)}s`).join(' ');
      return timelineEvents(timeline).map((event, index) => ({ ...event, name: `e${index}` }) as unknown as NamedEvent);
    }),
});

/** The rule and events in which the one thing is different, for each way to repair it. */
function repairs({ query, events }: Case, partial: PartialSequence, cause: Cause): readonly Case[] {
  const lines = partial.events.map(({ event }) => event.line - 1);
  const without = (line: number, kind?: string): Case => ({
    query,
    events: events.map((event, index) =>
      index === line - 1 ? { ...event, kind: kind === undefined ? [] : event.kind.filter((each) => each !== kind) } : event,
    ),
  });
  switch (cause.kind) {
    case 'maxspan':
      return [{ query: query.replace(/maxspan=\w+/, `maxspan=${cause.neededText}`), events }];
    case 'until':
      return [without(cause.until.line, 'X')];
    case 'missingEventPresent':
      return [without(cause.event.line, query.includes('![M]') && cause.item < 2 ? 'M' : 'X')];
    case 'replaced':
      return [without(cause.event.line, query.includes('runs') ? undefined : (['A', 'B', 'C'][partial.events.length - 1] ?? ''))];
    case 'keyMismatch': {
      const theirs = events[cause.event.line - 1]?.key;
      const own = events[lines[0] ?? 0]?.key;
      const rekeyed = (chosen: readonly number[], key: string | undefined): Case => ({
        query,
        events: events.map((event, index) => (chosen.includes(index) && key !== undefined ? { ...event, key } : event)),
      });
      return [rekeyed([cause.event.line - 1], own), rekeyed(lines, theirs)];
    }
    case 'order': {
      const moved = events[cause.event.line - 1];
      const last = lines.at(-1) ?? 0;
      const at = events[last]?.['@timestamp'] ?? '';
      const others = events.flatMap((event, index) => {
        if (index === cause.event.line - 1) return [];
        return index === last && moved !== undefined ? [event, { ...moved, '@timestamp': at }] : [event];
      });
      return [{ query, events: others }];
    }
    default:
      return [];
  }
}

/** How the match begins that the repair is to bring, as names. */
function promised({ events }: Case, partial: PartialSequence, cause: Cause): readonly string[] {
  const own = partial.events.map(({ event }) => events[event.line - 1]?.name ?? '');
  return cause.kind === 'keyMismatch' || cause.kind === 'order' ? [...own, events[cause.event.line - 1]?.name ?? ''] : own;
}

test('a repair that is said to give a match gives it', async () => {
  const kinds = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(cases, async (given) => {
      const { report } = await debugTimeline(given.query, given.events);
      expect(report.completeCount).toBe((await runTimeline(given.query, given.events)).matches.length);
      for (const partial of report.partials) {
        const { cause } = partial;
        if (!('gain' in cause) || cause.gain !== 'match' || ('others' in cause && cause.others > 0)) continue;
        kinds.set(cause.kind, (kinds.get(cause.kind) ?? 0) + 1);
        const start = promised(given, partial, cause).join(' ');
        const matches = await Promise.all(repairs(given, partial, cause).map(({ query, events }) => runTimeline(query, events)));
        const found = matches.flatMap((result) => result.matches).map((match) => match.replaceAll('- ', '').replaceAll(' -', ''));
        expect(
          found.some((match) => match === start || match.startsWith(`${start} `)),
          `${cause.kind}: ${start} of ${JSON.stringify(found)}`,
        ).toBe(true);
      }
    }),
    { numRuns: 300, seed: 3 },
  );
  expect([...kinds.keys()].sort()).toEqual(['keyMismatch', 'maxspan', 'missingEventPresent', 'order', 'until']);
});
