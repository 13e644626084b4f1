/** Where the sequences of a rule came to their end on a sample, from request to what the editor draws. It happens in a worker, like runs. */
import type { CancelToken } from '../base/cancel.js';
import type { LineIndex } from '../base/lines.js';
import { sliceSpan } from '../base/span.js';
import { createProjects } from '../config/projects.js';
import type { RunProgress, RunSummary } from '../evaluate/run.js';
import { runRule } from '../evaluate/runRule.js';
import type { Cause, EventRef, ItemReport, PartialSequence, SequenceReport, StageEvent } from '../evaluate/sequence/debug/report.js';
import { endingsText, itemName, keyText, sentenceOf } from '../evaluate/sequence/debug/sentences.js';
import type {
  PartialTimeline,
  PlacedTimelineEvent,
  SequencesResult,
  SequenceTimeline,
  TimelineEvent,
  TimelineStage,
} from '../protocol/sequences.js';
import type { QueryRegion } from '../rule/ruleDocument.js';
import { toRange } from './convert.js';
import { sourceMapper } from './eventMapper.js';
import type { RunJob, RunTools } from './run.js';
import { createRuleModel } from './ruleModel.js';

export async function sequencesJob(
  { rule, ruleVersion, sample }: RunJob,
  { host, schemas: known }: RunTools,
  report: (progress: RunProgress) => void,
  token: CancelToken,
): Promise<SequencesResult> {
  const project = await createProjects(host, known).of(rule.uri);
  const { schemas } = project;
  const { mapped } = await sourceMapper(project, host);
  let summary: RunSummary | undefined;
  for await (const update of runRule({ rule, events: [mapped(sample)], sequences: true }, host, schemas, token)) {
    if (update.kind === 'progress') report(update.progress);
    else if (update.kind === 'summary') summary = update.summary;
  }
  if (summary === undefined) throw new Error('a run ended without a summary');
  const model = createRuleModel(rule.text, rule, schemas);
  const region = model.document.queries.find(({ key }) => key === 'query');
  const { sequences, status, message, fidelity } = summary;
  const shared = { rule: rule.uri, ruleVersion, sample: sample.uri, fidelity };
  if (sequences === undefined || region === undefined) {
    return status === 'finished'
      ? {
          ...shared,
          status: 'notEvaluated',
          message: 'This rule looks for single events; only sequences and samples have stages',
          timeline: undefined,
        }
      : { ...shared, status, message, timeline: undefined };
  }
  return { ...shared, status, message, timeline: toTimeline(sequences, region, model.lines) };
}

/** `lines`: of the rule file. */
function toTimeline(report: SequenceReport, region: QueryRegion, lines: LineIndex): SequenceTimeline {
  const { kind, maxspan, items, keys, keyCount, complete, completeCount, partials, partialCount, endings, limited } = report;
  return {
    kind,
    maxspan,
    stages: items.map((item, index) => toStage(item, index, region, lines)),
    keys: keys.map(({ values, ...key }) => ({ ...key, key: keyText(values, items[0]) })),
    keyCount,
    complete: complete.map(({ key, events }) => ({ key: keyText(key, items[0]), events: events.map(placed) })),
    completeCount,
    partials: partials.map((partial) => toPartial(partial, items)),
    partialCount,
    endings: kind === 'sequence' ? endingsText(endings) : '',
    limited,
  };
}

function toStage(item: ItemReport, index: number, { map }: QueryRegion, lines: LineIndex): TimelineStage {
  const { span, missing, until, runs, candidates, withoutKey, absentKeys, events } = item;
  return {
    name: itemName(item, index),
    text: sliceSpan(map.text, span).replace(/\s+/g, ' ').trim(),
    range: toRange(lines, map.spanToFile(span)),
    kind: until ? 'until' : missing ? 'missing' : 'event',
    runs,
    candidates,
    withoutKey,
    absentKeys,
    events: events.map(({ event, key }) => ({ ...eventOf(event), key: keyText(key, item), lacksKey: key.includes(undefined) })),
  };
}

function toPartial(partial: PartialSequence, items: readonly ItemReport[]): PartialTimeline {
  const { key, events, waitsFor, cause } = partial;
  return {
    key: keyText(key, items[0]),
    events: events.map(placed),
    waitsFor,
    cause: cause.kind,
    text: sentenceOf(partial, ({ line }) => `line ${line}`),
    culprit: culpritOf(partial, cause),
    maxspan: cause.kind === 'maxspan' && cause.gain !== 'nothing' ? cause.neededText : undefined,
  };
}

function culpritOf({ waitsFor, events }: PartialSequence, cause: Cause): PlacedTimelineEvent | undefined {
  const reached = events.at(-1);
  const next = waitsFor ?? reached?.item ?? 0;
  switch (cause.kind) {
    case 'keyMismatch':
    case 'maxspan':
    case 'order': {
      const run = reached?.item === next ? reached.run + 1 : 1;
      return { ...eventOf(cause.event), stage: next, run };
    }
    case 'until':
      return { ...eventOf(cause.until), stage: cause.item, run: 1 };
    case 'missingEventPresent':
      return { ...eventOf(cause.event), stage: cause.item, run: 1 };
    case 'replaced':
      return reached === undefined ? undefined : { ...eventOf(cause.event), stage: reached.item, run: reached.run };
    case 'unmet':
      return cause.nearest === undefined ? undefined : { ...eventOf(cause.nearest.event), stage: next, run: 1 };
    default:
      return undefined;
  }
}

function placed({ item, run, event }: StageEvent): PlacedTimelineEvent {
  return { ...eventOf(event), stage: item, run };
}

function eventOf({ line, column, timestamp }: EventRef): TimelineEvent {
  return { position: { line: line - 1, character: column }, timestamp };
}
