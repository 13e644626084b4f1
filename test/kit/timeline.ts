/**
 * Sequences told as timelines: `A1@0s B1@5s` is an event of item A with join key 1 at 0 seconds, then one of item B with the same key five
 * seconds later. `AX@2s` satisfies two items at once; without digits there is no key; `ms` counts milliseconds.
 */
import type { Span } from '../../server/src/base/span.js';
import { noCancel } from '../../server/src/base/cancel.js';
import { lowerEql } from '../../server/src/evaluate/eql/lower.js';
import { fieldRef } from '../../server/src/evaluate/lowering.js';
import { sequenceLimits, type SequenceLimits } from '../../server/src/evaluate/sequence/limit.js';
import type { ReportLimits } from '../../server/src/evaluate/sequence/debug/report.js';
import { runSequence, type SequenceEnd } from '../../server/src/evaluate/sequence/runSequence.js';
import { stagesOf, type Stages } from '../../server/src/evaluate/sequence/stages.js';
import type { Hit } from '../../server/src/evaluate/run.js';
import type { FieldType } from '../../server/src/schema/fieldType.js';
import { parseEql } from '../../server/src/syntax/eql/parse.js';
import { catalogOf, contextOf, fileOf } from './evaluate.js';

/** Of what stands in no text. */
export const span: Span = { start: 0, end: 0 };

/** The stages of a plain sequence of so many items. */
export function stagesOfLetters(count: number): Stages {
  const item = { span, predicate: { kind: 'fixed', value: true, span }, inherited: [], keys: [], missing: false, runs: 1 } as const;
  return stagesOf({ items: Array.from({ length: count }, () => item), maxspan: undefined });
}

/** Types of the events' own fields; everything else in a query is unknown. */
const types: Readonly<Record<string, FieldType>> = {
  '@timestamp': 'date',
  kind: 'keyword',
  key: 'keyword',
  user: 'keyword',
  parent: 'keyword',
  name: 'keyword',
  order: 'long',
};

/** As text: a number of four digits would be a year. */
export function timeAt(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** `A1@0s B1@5s` as events: `kind` has the letters, `key` the digits, `name` the text before `@`. */
export function timelineEvents(timeline: string): readonly object[] {
  return timeline.split(/\s+/).map((text) => {
    const [, name = '', kinds = '', key = '', amount = '', unit = ''] = /^(([A-Z]+)(\d*)'*)@(\d+)(s|ms)$/.exec(text) ?? [];
    if (name === '') throw new Error(`${text} is not an event of a timeline`);
    return {
      '@timestamp': timeAt(Number(amount) * (unit === 's' ? 1000 : 1)),
      kind: kinds.split(''),
      ...(key === '' ? {} : { key }),
      name,
    };
  });
}

export interface TimelineOptions {
  readonly samplesPerKey?: number;
  readonly tiebreaker?: string;
  readonly limits?: Partial<SequenceLimits>;
  readonly debug?: ReportLimits;
}

export interface TimelineResult extends SequenceEnd {
  readonly hits: readonly Hit[];
  /** Each match as the names of its events, `-` for a missing one. */
  readonly matches: readonly string[];
}

/** A letter in brackets is an item: `[A]` is `[any where kind == "A"]`. */
function expandLetters(query: string): string {
  return query.replace(/\[([A-Z])\]/g, '[any where kind == "$1"]');
}

/** Runs a query, its items as letters or written out, over a timeline or events. */
export async function runTimeline(
  query: string,
  events: string | readonly object[],
  { samplesPerKey = 1, tiebreaker, limits = {}, debug }: TimelineOptions = {},
): Promise<TimelineResult> {
  const lines = (typeof events === 'string' ? timelineEvents(events) : events).map((event) => JSON.stringify(event));
  const context = contextOf(catalogOf(types));
  const { tree, problems } = parseEql(expandLetters(query));
  const lowered = lowerEql(tree, context);
  const [problem] = [...problems, ...lowered.problems];
  if (problem !== undefined || lowered.kind !== 'items' || lowered.query === undefined) throw new Error(problem?.message ?? 'no sequence');
  const plan = {
    query: lowered.query,
    fields: context.fields,
    timestampField: '@timestamp',
    categoryField: 'event.category',
    tiebreaker: tiebreaker === undefined ? undefined : fieldRef(tiebreaker, context),
    samplesPerKey,
    debug,
  };
  const hits: Hit[] = [];
  const updates = runSequence(plan, [fileOf(lines.join('\n'))], () => 0, noCancel, { ...sequenceLimits, ...limits });
  for (;;) {
    const next = await updates.next();
    if (next.done === true) return { ...next.value, hits, matches: matchesOf(hits) };
    if (next.value.kind === 'hits') hits.push(...next.value.hits);
  }
}

function matchesOf(hits: readonly Hit[]): readonly string[] {
  const matches: string[][] = [];
  for (const { sequence, text } of hits) {
    if (sequence === undefined) throw new Error('a hit without its sequence');
    const names = (matches[sequence.index] ??= sequence.stages.map(() => '-'));
    names[sequence.stage] = String((JSON.parse(text ?? '{}') as { readonly name?: unknown }).name);
  }
  return matches.map((names) => names.join(' '));
}
