/** Sequences told as timelines, debugged: partial sequences as text, events called by their names. */
import {
  reportLimits,
  type PartialSequence,
  type ReportLimits,
  type SequenceReport,
} from '../../server/src/evaluate/sequence/debug/report.js';
import { sentenceOf } from '../../server/src/evaluate/sequence/debug/sentences.js';
import { runTimeline, timelineEvents, type TimelineOptions } from './timeline.js';

export interface DebugOptions extends TimelineOptions {
  readonly report?: Partial<ReportLimits>;
}

export interface DebugResult {
  readonly report: SequenceReport;
  readonly matches: readonly string[];
  /** Each partial sequence: `A1 B1: stage 3 …`. */
  readonly partials: readonly string[];
}

export async function debugTimeline(query: string, events: string | readonly object[], options: DebugOptions = {}): Promise<DebugResult> {
  const names = (typeof events === 'string' ? timelineEvents(events) : events).map((event) => String((event as { name?: unknown }).name));
  const { sequences, end, matches } = await runTimeline(query, events, { ...options, debug: { ...reportLimits, ...options.report } });
  if (sequences === undefined) throw new Error(end.message ?? 'no report');
  const nameOf = ({ line }: { readonly line: number }): string => names[line - 1] ?? '';
  const told = (partial: PartialSequence): string =>
    `${partial.events.map(({ event }) => nameOf(event)).join(' ')}: ${sentenceOf(partial, nameOf)}`;
  return { report: sequences, matches, partials: sequences.partials.map(told) };
}
