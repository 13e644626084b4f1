/** The parts of a query whose clauses are looked at one by one: an event query is one, a sequence has one for each of its items. */
import type { Span } from '../../base/span.js';
import { clausesOf, type Clause, type ClauseTree, type LeafClause } from '../../evaluate/explain/clauses.js';
import { compileJudge, type Outcomes } from '../../evaluate/explain/outcomes.js';
import { wildcardsOf } from '../../evaluate/explain/explainer.js';
import type { LowerContext } from '../../evaluate/lowering.js';
import type { Predicate } from '../../evaluate/predicate.js';
import type { Prepared } from '../../evaluate/runRule.js';
import type { QueryItem } from '../../evaluate/sequence/query.js';
import { safely } from '../../evaluate/variants/safely.js';
import type { EventView } from '../../events/event.js';
import { excludingLeaves } from './exercised.js';
import { membersOf } from './members.js';

/** `missing`: an event that may not happen. */
type PartRole = 'query' | 'item' | 'missing' | 'until';

export interface QueryPart {
  readonly role: PartRole;
  /** Of the item in the query text. */
  readonly span: Span;
  /** Place among the items of the query, from one; 0 for a query of single events. */
  readonly number: number;
  readonly tree: ClauseTree;
  readonly outcomes: (view: EventView) => Outcomes;
  readonly units: readonly Unit[];
  /** Whether the part's own predicate with what other items ask of it holds too. */
  readonly inherited: (view: EventView) => boolean;
}

/** A clause that asks one thing, or one member of its list. */
export interface Unit {
  readonly kind: 'clause' | 'member';
  readonly leaf: LeafClause;
  readonly span: Span;
  readonly excludes: boolean;
  /** Of an event that exercises the leaf: whether it exercises this. */
  readonly satisfies: (view: EventView) => boolean;
}

/** All fields of the parts are numbered when this returns. */
export function partsOf(under: Prepared): readonly QueryPart[] {
  const { query } = under.query;
  if (query.kind === 'events')
    return [partOf(under, 'query', 0, { span: query.predicate.span, predicate: query.predicate, inherited: [] })];
  const items = query.items.map((item, index) => partOf(under, item.missing ? 'missing' : 'item', index + 1, item));
  const until = query.kind === 'sequence' ? query.until : undefined;
  return until === undefined ? items : [...items, partOf(under, 'until', query.items.length + 1, until)];
}

function partOf(
  under: Prepared,
  role: PartRole,
  number: number,
  { span, predicate, inherited }: Pick<QueryItem, 'span' | 'predicate' | 'inherited'>,
): QueryPart {
  const tree = clausesOf(predicate, wildcardsOf(under.rule));
  const judge = compileJudge(tree);
  const tests = inherited.map((each: Predicate) => safely(each));
  return {
    role,
    span,
    number,
    tree,
    outcomes: judge.outcomes,
    units: unitsOf(under, tree),
    inherited: (view) => tests.every((test) => test(view)),
  };
}

/** A clause that is true or false whatever the event has nothing that a case could exercise. */
function unitsOf(under: Prepared, tree: ClauseTree): readonly Unit[] {
  const context: LowerContext = { catalog: under.catalog, fields: under.fields, now: undefined };
  const excluding = excludingLeaves(tree);
  const parsed = under.rule.queries.find(({ key }) => key === 'query')?.parsed;
  return tree.all.filter(isAsking).flatMap((leaf): readonly Unit[] => {
    const excludes = excluding.has(leaf);
    const members = parsed === undefined ? [] : membersOf(parsed, leaf.span, context);
    return [
      { kind: 'clause', leaf, span: leaf.span, excludes, satisfies: () => true },
      ...members.map(({ span, predicate }) => ({ kind: 'member' as const, leaf, span, excludes, satisfies: safely(predicate) })),
    ];
  });
}

function isAsking(clause: Clause): clause is LeafClause {
  return clause.kind === 'leaf' && clause.leaves.length > 0;
}
