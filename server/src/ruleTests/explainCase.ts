/** The events of a case that did not do what was expected, judged clause by clause, with places in the files where people read them. */
import { LineIndex } from '../base/lines.js';
import type { Span } from '../base/span.js';
import { compareDistances } from '../evaluate/explain/distance.js';
import type { JudgedEvent, JudgedPart, Verdict } from '../evaluate/explain/explained.js';
import { explainEvents } from '../evaluate/explain/explainEvents.js';
import type { Difference } from './compare.js';
import { splitInline } from './inlineEvents.js';
import type { OpenedTests, TestSurroundings } from './openTests.js';
import type { CaseOutcome } from './runCase.js';
import { sequenceHint } from './sequenceHint.js';
import type { CaseFailure } from './testResult.js';
import type { RuleTestCase } from './testFile.js';

/** Events explained for one failure. */
const mostExplained = 5;

/** Throws nothing for what the user did: an event that cannot be judged is left out. */
export async function explainDifferences(
  opened: OpenedTests,
  test: RuleTestCase,
  differences: readonly Difference[],
  outcome: CaseOutcome,
  surroundings: TestSurroundings,
): Promise<readonly CaseFailure[]> {
  const { host, schemas, token } = surroundings;
  const isAsked = differences.some(({ events }) => events.length > 0);
  const { judged } = isAsked ? await explainEvents(opened.requestOf(test), {}, host, schemas, token) : { judged: [] };
  const hinted = outcome.unit === 'event' ? undefined : differences.findLast(({ isMissing }) => isMissing);
  const hint = hinted === undefined ? undefined : await sequenceHint(opened, test, surroundings);
  const told = new Set<number>();
  return differences.map((difference) => {
    const places = choose(difference, judged).filter((place) => !told.has(place));
    for (const place of places) told.add(place);
    return {
      ...withoutExplanation(difference),
      ...(difference === hinted && hint !== undefined ? { message: `${difference.message}; ${hint}` } : {}),
      explained: places.flatMap((place) => {
        const event = judged[place - 1];
        return event === undefined ? [] : [relocated(event, place, opened, test, outcome)];
      }),
    };
  });
}

export function withoutExplanation({ message, span, expected, actual }: Difference): CaseFailure {
  return { message, span, expected, actual, explained: [] };
}

function choose({ events, isNearest }: Difference, judged: readonly JudgedEvent[]): readonly number[] {
  if (!isNearest) return events.slice(0, mostExplained);
  const known = events.flatMap((place) => {
    const distances = (judged[place - 1]?.parts ?? []).filter(({ kind }) => kind !== 'until').map(({ distance }) => distance);
    const [nearest] = distances.sort(compareDistances);
    return nearest === undefined ? [] : [{ place, nearest }];
  });
  return known
    .sort((a, b) => compareDistances(a.nearest, b.nearest) || a.place - b.place)
    .slice(0, mostExplained)
    .map(({ place }) => place);
}

/** With the spans of its rows in the rule's file, and where it stands in the test file its place there. */
function relocated(
  event: JudgedEvent,
  place: number,
  { file, map }: OpenedTests,
  test: RuleTestCase,
  { events }: CaseOutcome,
): JudgedEvent {
  const toFile = (span: Span): Span => map.spanToFile(span);
  const parts = event.parts.map((part): JudgedPart => ({ ...part, span: toFile(part.span), verdict: movedVerdict(part.verdict, toFile) }));
  const own = events[place - 1];
  const source = own === undefined ? undefined : test.events[own.file];
  if (own === undefined || source?.kind !== 'inline') return { ...event, parts };
  const span = splitInline(source.text).events[own.index];
  if (span === undefined) return { ...event, parts };
  const [start, end] = [source.toFile(span.start), source.toFile(span.end)];
  const { line, character } = new LineIndex(file.text).positionAt(start);
  const bytes = (text: string): number => new TextEncoder().encode(text).length;
  const written = {
    offset: bytes(file.text.slice(0, start)),
    length: bytes(file.text.slice(start, end)),
    line: line + 1,
    column: character,
  };
  return { ...event, ...written, parts };
}

function movedVerdict(verdict: Verdict, toFile: (span: Span) => Span): Verdict {
  return { ...verdict, span: toFile(verdict.span), operands: verdict.operands.map((operand) => movedVerdict(operand, toFile)) };
}
