/** Explanations as the editor shows them: clauses as ranges of the rule file, events as ranges of the event file, reasons as sentences. */
import type { LineIndex } from '../base/lines.js';
import { sliceSpan, type Span } from '../base/span.js';
import type {
  ClauseStatistics,
  ExplainedPart as ExplainedPartOfRun,
  Explanation,
  JudgedEvent,
  NearMiss as NearMissOfRun,
  Verdict,
} from '../evaluate/explain/explained.js';
import { originText } from '../events/mappingReport.js';
import { headline, missText, rowsOf, verdictText } from '../evaluate/explain/rows.js';
import { otherFormText, quoted } from '../evaluate/explain/sentences.js';
import type {
  ClauseCount,
  ExplainedEvent,
  ExplainedPart,
  ExplainedRow,
  LineCount,
  NearMiss,
  Position,
  Range,
  RunExplanation,
} from '../protocol/protocol.js';
import type { QueryRegion } from '../rule/ruleDocument.js';
import { toRange } from './convert.js';
import { eventRange } from './eventRange.js';

/** A query and where it stands. */
interface Query {
  readonly rangeOf: (span: Span) => Range;
  readonly textOf: (span: Span) => string;
}

function queryOf({ map }: Pick<QueryRegion, 'map'>, lines: LineIndex): Query {
  return {
    rangeOf: (span) => toRange(lines, map.spanToFile(span)),
    textOf: (span) => sliceSpan(map.text, span).replace(/\s+/g, ' ').trim(),
  };
}

/** The same query for spans that are those of the rule's file already. */
function queryInFile({ map }: Pick<QueryRegion, 'map'>, lines: LineIndex): Query {
  const inText = ({ start, end }: Span): Span => ({ start: map.toText(start) ?? 0, end: map.toText(end) ?? map.text.length });
  const { textOf } = queryOf({ map }, lines);
  return { rangeOf: (span) => toRange(lines, span), textOf: (span) => textOf(inText(span)) };
}

/** `lines`: of the rule file. */
export function toExplanation({ events, filtered, parts }: Explanation, region: QueryRegion, lines: LineIndex): RunExplanation {
  const query = queryOf(region, lines);
  const explained = parts.map((part) => toPart(part, query));
  return { events, filtered, parts: explained, lines: explained.flatMap((part) => lineCounts(part, events)) };
}

function toPart({ kind, span, missing, passed, joined, clauses, nearest }: ExplainedPartOfRun, query: Query): ExplainedPart {
  return {
    kind,
    range: query.rangeOf(span),
    missing,
    passed,
    ...(joined === undefined ? {} : { joined }),
    clauses: clauseCounts(clauses, 0, query),
    nearest: nearest.map((miss) => toNearMiss(miss, query)),
  };
}

function clauseCounts(clause: ClauseStatistics, depth: number, query: Query): readonly ClauseCount[] {
  const { span, kind, passed, alive, notEvaluated, fields, otherForms, operands } = clause;
  const count: ClauseCount = {
    range: query.rangeOf(span),
    depth,
    kind,
    passed,
    ...(alive === undefined ? {} : { alive }),
    notEvaluated,
    seen: fields.map(({ field, seen: { present, values, different } }) => ({
      field,
      present,
      values: values.map(({ value, events }) => ({ value: quoted(value), events })),
      ...(different === undefined ? {} : { different }),
    })),
    otherForms: otherForms.map((other) => ({ ...other, text: otherFormText(other) })),
  };
  return [count, ...operands.flatMap((operand) => clauseCounts(operand, depth + 1, query))];
}

function toNearMiss(miss: NearMissOfRun, query: Query): NearMiss {
  const { verdict, distance } = miss;
  return { range: eventRange(miss), failing: distance.failing, text: missText(verdict, query.textOf), rows: toRows(verdict, query) };
}

function toRows(verdict: Verdict, { rangeOf, textOf }: Query): readonly ExplainedRow[] {
  return rowsOf(verdict).map(({ span, indent, outcome, values, reason, left }) => ({
    clause: textOf(span),
    range: rangeOf(span),
    indent,
    outcome: outcome === 'notEvaluated' ? outcome : outcome ? 'true' : 'false',
    values,
    ...(reason === undefined ? {} : { reason }),
    left,
  }));
}

/** Of the clauses that end on a line, the outermost of those that end last has the number of the line. */
function lineCounts({ clauses, range }: ExplainedPart, events: number): readonly LineCount[] {
  // What holds for an item because of its join keys stands in another item.
  const [whole, ...inner] = clauses.filter((clause) => isWithin(clause.range, range));
  const isChain = whole?.kind === 'all' || whole?.kind === 'any';
  const numbered = isChain || whole === undefined ? inner : [whole, ...inner];
  const byLine = new Map<number, ClauseCount>();
  for (const clause of numbered) {
    const { line, character } = clause.range.end;
    const other = byLine.get(line);
    if (other === undefined || isNearerEnd(clause, other, character)) byLine.set(line, clause);
  }
  let before = events;
  return [...byLine]
    .sort(([a], [b]) => a - b)
    .map(([line, { depth, alive, passed }]) => {
      const isMain = depth <= 1 && (alive !== undefined || depth === 0);
      const count = alive ?? passed;
      const isDead = isMain && count === 0 && before > 0;
      if (isMain) before = count;
      return { line, count, kind: alive === undefined && depth > 0 ? 'branch' : 'alive', isDead };
    });
}

function isWithin(inner: Range, outer: Range): boolean {
  return isAtOrBefore(outer.start, inner.start) && isAtOrBefore(inner.end, outer.end);
}

function isAtOrBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character <= b.character);
}

function isNearerEnd({ depth }: ClauseCount, other: ClauseCount, end: number): boolean {
  const otherEnd = other.range.end.character;
  // A bracket that closes a clause stands behind the clauses in it.
  return depth < other.depth || (depth === other.depth && end > otherEnd);
}

export function toExplainedEvent(event: JudgedEvent, region: Pick<QueryRegion, 'map'>, lines: LineIndex): ExplainedEvent {
  return explainedEvent(event, queryOf(region, lines));
}

/** Of an event whose clauses have the spans of the rule's file. */
export function toExplainedEventInFile(event: JudgedEvent, region: Pick<QueryRegion, 'map'>, lines: LineIndex): ExplainedEvent {
  return explainedEvent(event, queryInFile(region, lines));
}

function explainedEvent(event: JudgedEvent, query: Query): ExplainedEvent {
  const parts = event.parts.map(({ kind, span, missing, verdict }) => ({
    kind,
    range: query.rangeOf(span),
    missing,
    text: verdictText(verdict),
    matches: verdict.outcome === true,
    rows: toRows(verdict, query),
  }));
  return { range: eventRange(event), text: `${headline(event)}${mappedText(event)}`, filtered: event.filtered, parts };
}

/** `; mapped by windows-sysmon: process.name from Image (basename)`; nothing for an event that was not mapped. */
function mappedText({ mapped }: JudgedEvent): string {
  if (mapped === undefined) return '';
  const origins = mapped.origins.map(({ field, origin }) => `${field} from ${originText(origin)}`);
  return `; mapped by ${mapped.mapping}: ${origins.join(', ')}`;
}
