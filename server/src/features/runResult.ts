/** A run as the editor shows it: hits and matched values as ranges of the event file, clauses as ranges of the rule file. */
import { limits } from '../base/limits.js';
import { sliceSpan, type Span } from '../base/span.js';
import type { Value } from '../events/event.js';
import { locateValues } from '../events/locate.js';
import { matchUnit } from '../evaluate/matchUnit.js';
import type { Hit, MatchedStage, RunSummary, SatisfiedClause } from '../evaluate/run.js';
import type { MatchedValue, Range, RunHit, RunResult, SequencePlace } from '../protocol/protocol.js';
import type { QueryRegion } from '../rule/ruleDocument.js';
import { toRange } from './convert.js';
import { rangesIn } from './eventRange.js';
import { toExplanation } from './explanation.js';
import type { RuleModel } from './ruleModel.js';
import { toRunExclusion } from './tune/exclusionHelp.js';
import { toUnmetClause } from './unmetClauses.js';

export interface FinishedRun {
  readonly model: RuleModel;
  /** Of the rule's text; undefined when it was read from disk. */
  readonly ruleVersion: number | undefined;
  readonly sample: string;
  readonly hits: readonly Hit[];
  readonly summary: RunSummary;
}

/** Of the hits at most `limits.keptHits` are in the result; `matches` counts all. */
export function toRunResult({ model, ruleVersion, sample, hits, summary }: FinishedRun): RunResult {
  const query = model.document.queries.find(({ key }) => key === 'query');
  const unit = matchUnit(model.document);
  return {
    status: summary.status,
    message: summary.message,
    rule: model.uri,
    ruleVersion,
    sample,
    queryRange: query === undefined ? undefined : toRange(model.lines, query.map.span),
    events: summary.events,
    ...(unit === 'event' ? {} : { unit }),
    matches: summary.matches,
    hits: hits.slice(0, limits.keptHits).map((hit) => toRunHit(hit, model, query)),
    unreadable: summary.unreadable.map(({ line, message }) => ({ line, message })),
    unreadableCount: summary.unreadableCount,
    fidelity: summary.fidelity,
    milliseconds: summary.milliseconds,
    ...(summary.explanation === undefined || query === undefined
      ? {}
      : { explanation: toExplanation(summary.explanation, query, model.lines) }),
    ...(summary.unmet === undefined || query === undefined
      ? {}
      : { unmet: summary.unmet.map((clause) => toUnmetClause(clause, query, model)) }),
    ...(summary.exclusions === undefined || query === undefined
      ? {}
      : { exclusions: summary.exclusions.map((count) => toRunExclusion(count, query, model)) }),
  };
}

function toRunHit(hit: Hit, model: RuleModel, query: QueryRegion | undefined): RunHit {
  const inFile = rangesIn(hit);
  return {
    range: inFile({ start: 0, end: hit.text?.length ?? 0 }),
    timestamp: hit.timestamp,
    columns: hit.columns.map(({ field, values }) => ({ field, value: values.map(display).join(', ') })),
    matched: hit.text === undefined || query === undefined ? [] : matchedValues(hit.text, hit.clauses, query, model, inFile),
    ...(hit.sequence === undefined || query === undefined ? {} : { sequence: placeIn(hit.sequence, query) }),
  };
}

function placeIn({ index, stage, stages, joinKeys }: MatchedStage, { map }: QueryRegion): SequencePlace {
  return {
    index,
    stage,
    stages: stages.map(({ span, missing }) => ({ item: sliceSpan(map.text, span), missing })),
    joinKeys: joinKeys.map(String),
  };
}

function matchedValues(
  text: string,
  clauses: readonly SatisfiedClause[],
  { map }: QueryRegion,
  { lines }: RuleModel,
  rangeOf: (span: Span) => Range,
): readonly MatchedValue[] {
  const located = locateValues(text, clauses);
  return clauses.flatMap((clause) => {
    const shared = { clause: sliceSpan(map.text, clause.span), clauseRange: toRange(lines, map.spanToFile(clause.span)) };
    return located
      .filter(({ field, value }) => field === clause.field && clause.values.includes(value))
      .map(({ field, value, span }) => ({ range: rangeOf(span), field, value: display(value), ...shared }));
  });
}

function display(value: Value): string {
  return String(value);
}
