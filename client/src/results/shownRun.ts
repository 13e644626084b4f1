/** A run as the results page shows it. */
import type { ExplainedEvent, MatchedValue, Position, RunHit, RunResult } from '../../../server/src/protocol/protocol.js';
import { missLine, nearMisses, outcomeMark, outcomeWord, rowReasons } from '../explanationWords.js';
import { count, number } from '../words.js';
import type { ShownDetails, ShownList, ShownMiss, ShownNotes, ShownRun } from './messages.js';

export function shownRun(result: RunResult, headline: string): ShownRun {
  const misses = result.matches > 0 ? [] : shownMisses(result);
  const { rule } = result;
  return { rule, headline, list: shownList(result), misses, timeline: timelineWords(result, misses), notes: shownNotes(result) };
}

function shownList(result: RunResult): ShownList | undefined {
  const { listed, matches, unit } = result;
  if (listed === undefined || listed.matches === 0) return undefined;
  const unlisted = matches - listed.matches;
  return {
    series: seriesOf(result),
    matches: listed.matches,
    columns: listed.columns,
    stages: listed.stages.map(({ item, missing }) => ({ item: item.replace(/\s+/g, ' '), missing })),
    unit: unit ?? 'event',
    more: unlisted > 0 ? `and ${count(unlisted, 'more match', 'more matches')} not listed` : undefined,
    times: listed.times,
  };
}

/** Of a run on a cluster, whose matches come bit by bit: the same for all lists that are one, grown; each run has a sample of its own. */
export function seriesOf({ cluster, sample, listed }: RunResult): string | undefined {
  return cluster === undefined || listed === undefined ? undefined : `${listed.id} ${sample ?? ''}`;
}

function shownMisses({ explanation }: RunResult): readonly ShownMiss[] {
  const misses = explanation === undefined ? [] : nearMisses(explanation);
  return misses.map(({ miss, text }) => ({
    line: missLine(miss),
    text,
    rows: miss.rows.map((row) => ({
      indent: row.indent,
      clause: row.clause,
      mark: outcomeMark(row.outcome),
      outcome: outcomeWord(row.outcome),
      facts: [row.values, ...rowReasons(row)].filter((fact) => fact !== '').join('   '),
    })),
  }));
}

function timelineWords({ unit, events, matches }: RunResult, misses: readonly ShownMiss[]): string | undefined {
  if (unit === undefined || events === 0 || matches > 0 || misses.length > 0) return undefined;
  return `Each item has events, but they make no ${unit}`;
}

function shownNotes({ fidelity, unreadable, unreadableCount, cluster }: RunResult): readonly ShownNotes[] {
  const lines = unreadable.map(({ line, message }) => `line ${number(line)}: ${message}`);
  const unlisted = unreadableCount - unreadable.length;
  const bad = {
    title: `${count(unreadableCount, 'line')} could not be read`,
    isWarning: true,
    notes: unlisted > 0 ? [...lines, `and ${number(unlisted)} more`] : lines,
  };
  const differs = {
    title: cluster === undefined ? 'Where a cluster may differ from this local run' : 'How it was run',
    isWarning: false,
    notes: fidelity,
  };
  return [bad, differs].filter(({ notes }) => notes.length > 0);
}

/** The clauses that an event satisfies, each with all values that do. */
export function shownDetails(hit: RunHit): ShownDetails {
  const byClause = new Map<string, MatchedValue[]>();
  for (const matched of hit.matched) {
    const { start } = matched.clauseRange;
    const key = `${start.line}:${start.character}:${matched.clause}`;
    byClause.set(key, [...(byClause.get(key) ?? []), matched]);
  }
  const clauses = [...byClause.values()].map((values) => {
    const [first] = values;
    const clause = first?.clause ?? '';
    const words = values.map(({ field, value }) => (clause.includes(field) ? value : `${field}: ${value}`));
    return {
      clause: clause.replace(/\s+/g, ' '),
      values: words.join(', '),
      value: first === undefined ? undefined : hit.matched.indexOf(first),
    };
  });
  return { line: missLine(hit), clauses, message: undefined };
}

/** The same for an event that was judged by itself: of a sequence, by the items that it satisfies. `message`: why it was not. */
export function explainedDetails(event: ExplainedEvent | undefined, { line }: Position, message: string | undefined): ShownDetails {
  const rows = event?.parts.filter(({ matches, missing }) => matches && !missing).flatMap((part) => part.rows) ?? [];
  const clauses = rows.filter(({ outcome }) => outcome === 'true').map(({ clause, values }) => ({ clause, values, value: undefined }));
  return { line: `line ${number(line + 1)}`, clauses, message: event === undefined ? (message ?? 'The event was not judged') : undefined };
}
