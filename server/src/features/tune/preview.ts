/** What a change of a rule does to its matches: those it takes away, those it leaves, and the expected ones among those taken away. */
import type { RunHit, RunResult } from '../../protocol/protocol.js';
import type { TunePreview } from '../../protocol/tuning.js';

/** Lines that are named. */
const mostNamed = 20;

/** The query whose matches are the events that the rule must find: `labels.expected` is true in them. */
export const expectedEvents = 'labels.expected: true';

/** All three are runs on the same sample: of the rule as it is, as it would be, and of `expectedEvents`. */
export function previewOf(before: RunResult, after: RunResult, expected: RunResult): TunePreview {
  const kept = new Set(matchesOf(after.hits).map(keyOf));
  const removed = matchesOf(before.hits).filter((match) => !kept.has(keyOf(match)));
  const labelled = new Set(expected.hits.map(lineOf));
  const hidden = [...new Set(removed.flatMap((match) => match.map(lineOf)).filter((line) => labelled.has(line)))];
  return {
    ...(before.unit === undefined ? {} : { unit: before.unit }),
    before: before.matches,
    after: after.matches,
    removedLines: removed.flatMap((match) => match.slice(0, 1).map(lineOf)).slice(0, mostNamed),
    expected: expected.matches,
    hidden: hidden.length,
    hiddenLines: hidden.slice(0, mostNamed),
    isComplete: [before, after, expected].every((run) => run.hits.length === 0 || matchesOf(run.hits).length >= run.matches),
  };
}

/** The events of each match together: a sequence stands for one. */
function matchesOf(hits: readonly RunHit[]): readonly (readonly RunHit[])[] {
  const matches = new Map<string, RunHit[]>();
  for (const [at, hit] of hits.entries()) {
    const key = hit.sequence === undefined ? `event ${at}` : `sequence ${hit.sequence.index}`;
    matches.set(key, [...(matches.get(key) ?? []), hit]);
  }
  return [...matches.values()];
}

function keyOf(match: readonly RunHit[]): string {
  return match.map(({ range: { start } }) => `${start.line}:${start.character}`).join(' ');
}

/** One-based, as people count. */
function lineOf({ range }: RunHit): number {
  return range.start.line + 1;
}
