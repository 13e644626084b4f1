/** What an explanation says, in the words shown at the ends of lines, in hovers, in the list of results and in its own text. */
import type {
  ClauseCount,
  ExplainedEvent,
  ExplainedEventPart,
  ExplainedPart,
  ExplainedRow,
  LineCount,
  NearMiss,
  RunExplanation,
  RunResult,
  SeenValues,
} from '../../server/src/protocol/protocol.js';
import { count, number } from './words.js';

/** A near miss of a run with the item of a sequence that it misses. */
export interface PlacedMiss {
  readonly miss: NearMiss;
  /** `item 2`; empty for a query without items. */
  readonly item: string;
  /** `fails only on process.args`, `item 2: fails only on process.args` */
  readonly text: string;
}

/**
 * The events that come nearest to matching, nearest first: of a sequence those of the items that nothing satisfies. Those that fail
 * much more than the nearest one does tell nothing and are left out.
 */
export function nearMisses({ parts }: RunExplanation): readonly PlacedMiss[] {
  const wanted = parts.filter(({ kind, missing, passed }) => kind === 'query' || (kind === 'item' && !missing && passed === 0));
  const placed = wanted.flatMap((part) => {
    const item = partName(part, parts);
    return part.nearest.map((miss) => ({ miss, item, text: item === '' ? miss.text : `${item}: ${miss.text}` }));
  });
  const fewest = Math.min(...placed.map(({ miss }) => miss.failing));
  return placed.filter(({ miss }) => miss.failing <= fewest + 1).sort((x, y) => x.miss.failing - y.miss.failing);
}

/** Those that fail no more clauses than the nearest one: what is marked in the event file. */
export function markedMisses(explanation: RunExplanation): readonly PlacedMiss[] {
  const misses = nearMisses(explanation);
  return misses.filter(({ miss }) => miss.failing === misses[0]?.miss.failing);
}

/** `nearest: line 17 fails only on process.args`; undefined where something matches, or nothing comes near. */
export function nearestWords({ matches, explanation }: RunResult): string | undefined {
  const [nearest] = matches > 0 || explanation === undefined ? [] : nearMisses(explanation);
  return nearest === undefined ? undefined : `nearest: ${missLine(nearest.miss)} ${nearest.miss.text}${ofItem(nearest.item)}`;
}

function ofItem(item: string): string {
  return item === '' ? '' : ` of ${item}`;
}

/** `line 17` */
export function missLine({ range }: Pick<NearMiss, 'range'>): string {
  return `line ${number(range.start.line + 1)}`;
}

function partName<T extends Pick<ExplainedPart, 'kind'>>(part: T, parts: readonly T[]): string {
  return part.kind === 'query' ? '' : part.kind === 'item' ? `item ${parts.indexOf(part) + 1}` : part.kind;
}

/** `· 44`, at the end of a line of the query. */
export function lineCountWords({ count: events }: Pick<LineCount, 'count'>): string {
  return `· ${number(events)}`;
}

/** The sentences on one clause of the last run: what passes it, what its fields hold, what another form of it would let pass. */
export function clauseWords({ passed, alive, notEvaluated, seen, otherForms }: ClauseCount, events: number): readonly string[] {
  const left = alive === undefined ? '' : `; ${number(alive)} left after it`;
  return [
    `${number(passed)} of ${count(events, 'event')} ${passed === 1 ? 'passes' : 'pass'} this clause${left}`,
    ...(notEvaluated === 0 ? [] : [`cannot be evaluated on ${count(notEvaluated, 'event')}`]),
    ...otherForms.map(({ text }) => text),
    ...seen.map((field) => seenWords(field, seen.length > 1, events)),
  ];
}

/** `seen most: "curl" (12), "wget" (3), and 4 other values` */
function seenWords({ field, present, values, different }: SeenValues, isOneOfSeveral: boolean, events: number): string {
  if (present === 0) return `no event has ${field}`;
  const others = different === undefined ? 'more' : different - values.length;
  const more = others === 0 ? [] : [others === 'more' ? 'and many others' : `and ${count(others, 'other value')}`];
  const listed = [...values.map(({ value, events: having }) => `${value} (${number(having)})`), ...more].join(', ');
  const absent = events > present ? `; absent in ${number(events - present)}` : '';
  return `seen most${isOneOfSeveral ? ` in ${field}` : ''}: ${listed}${absent}`;
}

/** The innermost clause of a run at a place in the rule. */
export function clauseAt(
  { parts }: RunExplanation,
  { line, character }: { readonly line: number; readonly character: number },
): ClauseCount | undefined {
  const here = parts
    .flatMap(({ clauses }) => clauses)
    .filter(({ range: { start, end } }) => {
      const isAfterStart = start.line < line || (start.line === line && start.character <= character);
      return isAfterStart && (line < end.line || (line === end.line && character <= end.character));
    });
  return here.reduce<ClauseCount | undefined>(
    (deepest, clause) => (deepest === undefined || clause.depth > deepest.depth ? clause : deepest),
    undefined,
  );
}

/** `✔`; never alone, `outcomeWord` says it too where it is spoken. */
export function outcomeMark(outcome: ExplainedRow['outcome']): string {
  return outcome === 'true' ? '✔' : outcome === 'false' ? '✘' : '?';
}

export function outcomeWord(outcome: ExplainedRow['outcome']): string {
  return outcome === 'true' ? 'true' : outcome === 'false' ? 'fails' : 'not evaluated';
}

/** Why a clause is not true, where the clauses below it do not say so, and how many of those are not listed. */
export function rowReasons({ reason, left }: ExplainedRow): readonly string[] {
  return [...(reason === undefined ? [] : [reason]), ...(left === 0 ? [] : [`… ${count(left, 'more branch', 'more branches')}`])];
}

/** Columns a clause may take before what stands behind it. */
const widestClause = 48;
/** Columns that the values of a failing clause may take before the reason. */
const widestValues = 40;

/** The explanation of an event as a text of its own: marks, clauses, values and reasons in columns. */
export function explanationText({ text, filtered, parts }: ExplainedEvent): string {
  const blocks = parts.map((part) => {
    const heading = partHeading(part, parts);
    return `${heading === '' ? '' : `${heading}\n`}${rowLines(part.rows).join('\n')}\n`;
  });
  const note = filtered ? 'What the query itself says of it:\n' : '';
  return `${text}\n${note}${blocks.join('\n')}`;
}

/** `item 2: does not match: 1 of 3 clauses fails`; empty for a query without items. */
export function partHeading(part: ExplainedEventPart, parts: readonly ExplainedEventPart[]): string {
  const name = partName(part, parts);
  return name === '' ? '' : `${name}${part.missing ? ' (must be missing)' : ''}: ${part.text}`;
}

function rowLines(rows: readonly ExplainedRow[]): readonly string[] {
  const clauses = rows.map(({ clause, indent }) => cut(`${'  '.repeat(indent)}${clause}`, widestClause));
  const wide = Math.max(0, ...clauses.map(({ length }) => length));
  const beside = Math.max(
    0,
    ...rows.filter(({ reason }) => reason !== undefined).map(({ values }) => Math.min(values.length, widestValues)),
  );
  return rows.map((row, index) => {
    const values = row.reason === undefined ? row.values : row.values.padEnd(beside);
    return `  ${outcomeMark(row.outcome)} ${(clauses[index] ?? '').padEnd(wide)}  ${[values, ...rowReasons(row)].join('  ')}`.trimEnd();
  });
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
