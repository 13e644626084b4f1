/** Why a sequence or sample that a case expects does not come about, where each of its events by itself would do: order, time and join keys. */
import { nameOf } from '../base/fileName.js';
import { runPrepared } from '../evaluate/runRule.js';
import { reportLimits, type EventRef, type SequenceReport } from '../evaluate/sequence/debug/report.js';
import { sentenceOf } from '../evaluate/sequence/debug/sentences.js';
import type { OpenedTests, TestSurroundings } from './openTests.js';
import type { RuleTestCase } from './testFile.js';

/** `the sequence that came furthest begins at line 4: stage 2 line 9 comes 12.5 s after maxspan=10s ends`; undefined where none began. */
export async function sequenceHint(
  opened: OpenedTests,
  test: RuleTestCase,
  { host, token }: TestSurroundings,
): Promise<string | undefined> {
  const prepared = await opened.prepare(test);
  if (!prepared.ok) return undefined;
  const updates = runPrepared(prepared, { observer: undefined, debug: reportLimits }, prepared.files, host, token);
  let next = await updates.next();
  while (next.done !== true) next = await updates.next();
  const { sequences } = next.value;
  return sequences === undefined ? undefined : furthest(sequences, (event) => placeOf(event, test));
}

function furthest({ kind, partials: [partial] }: SequenceReport, place: (event: EventRef) => string): string | undefined {
  const first = partial?.events[0];
  if (partial === undefined || first === undefined) return undefined;
  return `the ${kind} that came furthest begins at ${place(first.event)}: ${sentenceOf(partial, place)}`;
}

/** In the test file, or in the file that the case names. */
function placeOf({ file, line }: EventRef, { events }: RuleTestCase): string {
  const source = events[file];
  return source?.kind === 'file' ? `${nameOf(source.uri)}:${line}` : `line ${line}`;
}
