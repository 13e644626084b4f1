/** Watches a run: for each part of the query it counts what each clause lets through and keeps the nearest misses. */
import type { FieldTable } from '../../events/event.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import { compilePredicate, type EventTest } from '../compile.js';
import type { EventObserver, SeenEvent } from '../eventPass.js';
import type { LoweredQuery } from '../lowerQuery.js';
import type { Predicate } from '../predicate.js';
import type { QueryItem } from '../sequence/query.js';
import { compileJoinTuples } from '../sequence/joinKeys.js';
import { sequenceLimits } from '../sequence/limit.js';
import { clausesOf, type ClauseTree, type Wildcards } from './clauses.js';
import { distanceOf } from './distance.js';
import type { ExplainedPart, Explanation, QueryPart } from './explained.js';
import { NearestMisses } from './nearest.js';
import { compileJudge, type Judge } from './outcomes.js';
import { StatisticsCounter } from './statistics.js';
import { compileVerdict, type GiveVerdict } from './verdict.js';

/** In KQL a question mark stands for itself. */
export function wildcardsOf(rule: RuleDocument): Wildcards {
  return rule.queries.find(({ key }) => key === 'query')?.language === 'kuery' ? '*' : '*?';
}

/** A part with all that judging an event needs. */
export interface PartJudge extends QueryPart, Judge {
  readonly tree: ClauseTree;
  readonly item: QueryItem | undefined;
  readonly verdict: GiveVerdict;
}

/** Call it before the first event is read: it may number fields. */
export function judgesOf(query: LoweredQuery['query'], fields: FieldTable, wildcards: Wildcards): readonly PartJudge[] {
  if (query.kind === 'events')
    return [judgeOf({ kind: 'query', span: query.predicate.span, missing: false }, query.predicate, undefined, fields, wildcards)];
  const until = query.kind === 'sequence' && query.until !== undefined ? [query.until] : [];
  return [
    ...query.items.map((item) =>
      judgeOf({ kind: 'item', span: item.span, missing: item.missing }, conditionOf(item), item, fields, wildcards),
    ),
    ...until.map((item) => judgeOf({ kind: 'until', span: item.span, missing: false }, conditionOf(item), item, fields, wildcards)),
  ];
}

function judgeOf(part: QueryPart, predicate: Predicate, item: QueryItem | undefined, fields: FieldTable, wildcards: Wildcards): PartJudge {
  const tree = clausesOf(predicate, wildcards);
  const judge = compileJudge(tree);
  return { ...part, ...judge, tree, item, verdict: compileVerdict(tree, fields, judge) };
}

/** What stands in the item, and what holds for it because of its join keys. */
function conditionOf({ predicate, inherited }: QueryItem): Predicate {
  return inherited.length === 0 ? predicate : { kind: 'and', operands: [predicate, ...inherited], span: predicate.span };
}

/** Sees each event of a run after the run itself has. Events that the rule's filters take out are counted, and not looked at. */
export class Explainer implements EventObserver {
  readonly #parts: readonly ObservedPart[];
  readonly #filter: EventTest | undefined;
  #events = 0;
  #filtered = 0;

  /** Call it before the first event is read: it may number fields. */
  constructor({ query, filter }: Pick<LoweredQuery, 'query' | 'filter'>, fields: FieldTable, wildcards: Wildcards) {
    this.#parts = judgesOf(query, fields, wildcards).map((judge) => new ObservedPart(judge));
    this.#filter = filter.predicate === undefined ? undefined : compilePredicate(filter.predicate);
  }

  observe(event: SeenEvent): void {
    if (this.#filter?.(event.view) === false) {
      this.#filtered++;
      return;
    }
    this.#events++;
    for (const part of this.#parts) part.observe(event);
  }

  explanation(): Explanation {
    return { events: this.#events, filtered: this.#filtered, parts: this.#parts.map((part) => part.explained()) };
  }
}

class ObservedPart {
  readonly #judge: PartJudge;
  readonly #statistics: StatisticsCounter;
  readonly #nearest = new NearestMisses();
  readonly #hasKeys: ((event: SeenEvent) => boolean) | undefined;
  #passed = 0;
  #joined = 0;

  constructor(judge: PartJudge) {
    this.#judge = judge;
    this.#statistics = new StatisticsCounter(judge.tree);
    const keys = judge.item?.keys ?? [];
    const tuples = keys.length === 0 ? undefined : compileJoinTuples(keys, sequenceLimits.keysOfEvent);
    this.#hasKeys = tuples === undefined ? undefined : ({ view }) => tuples(view).length > 0;
  }

  observe(event: SeenEvent): void {
    const { tree, kind, missing, outcomes, verdict } = this.#judge;
    const judged = outcomes(event.view);
    this.#statistics.add(event.view, judged);
    if (judged[tree.root.index] === true) {
      this.#passed++;
      if (this.#hasKeys?.(event) === true) this.#joined++;
    } else if (kind !== 'until' && !missing) {
      this.#nearest.offer(distanceOf(tree, judged), event, () => verdict(event.view, judged));
    }
  }

  explained(): ExplainedPart {
    const { kind, span, missing } = this.#judge;
    return {
      kind,
      span,
      missing,
      passed: this.#passed,
      joined: this.#hasKeys === undefined ? undefined : this.#joined,
      clauses: this.#statistics.result(),
      nearest: this.#nearest.all,
    };
  }
}
