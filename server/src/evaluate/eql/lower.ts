/** An EQL query as predicates: one for an event query, one for each item of a sequence or sample. */
import type { Problem } from '../../base/problem.js';
import { isIntegral } from '../../schema/numbers/number.js';
import type { Category, EqlQuery, EventQuery, Join, Missing, Pipe, Sample, Sequence, SequenceItem } from '../../syntax/eql/ast.js';
import { fieldRef, type LowerContext, type Lowered } from '../lowering.js';
import type { PipeStep } from '../pipes.js';
import type { Predicate } from '../predicate.js';
import { isScriptNumber } from '../script/value.js';
import { lowerSequence } from '../sequence/lowerSequence.js';
import type { SampleQuery, SequenceQuery } from '../sequence/query.js';
import { lowerCondition } from './condition.js';
import { refused, Scope } from './scope.js';
import { fold } from './script.js';

export interface LoweredEvents extends Lowered {
  readonly kind: 'events';
  readonly pipes: readonly PipeStep[];
}

export interface LoweredItems extends Omit<Lowered, 'predicate'> {
  readonly kind: 'items';
  /** Undefined when some part could not be lowered. */
  readonly query: SequenceQuery | SampleQuery | undefined;
}

export interface EqlOptions {
  /** The rule's `event_category_override`; `event.category` when undefined. */
  readonly categoryField?: string | undefined;
}

export const defaultCategoryField = 'event.category';

/**
 * Lowers a tree that has no syntax problems; what stands as missing in it is reported again.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax
 */
export function lowerEql(tree: EqlQuery, context: LowerContext, options: EqlOptions = {}): LoweredEvents | LoweredItems {
  const scope = new Scope(context);
  const { body } = tree;
  switch (body.kind) {
    case 'sequence':
    case 'sample': {
      const query = lowerItems(body, tree.pipes, options, scope);
      return { kind: 'items', query: unlessRefused(query, scope.problems), problems: scope.problems, fidelity: scope.fidelity };
    }
    case 'join':
      return refuseJoin(body, scope);
    case 'eventQuery':
    case 'missing': {
      const predicate = body.kind === 'missing' ? refuseMissing(body, scope) : lowerEventQuery(body, options, scope);
      const pipes = lowerPipes(tree.pipes, scope);
      return {
        kind: 'events',
        predicate: unlessRefused(predicate, scope.problems),
        pipes,
        problems: scope.problems,
        fidelity: scope.fidelity,
      };
    }
  }
}

/** Every problem of lowering stands for a clause without meaning. */
function unlessRefused<T>(lowered: T, problems: readonly Problem[]): T | undefined {
  return problems.length === 0 ? lowered : undefined;
}

function lowerItems(body: Sequence | Sample, pipes: readonly Pipe[], options: EqlOptions, scope: Scope): SequenceQuery | SampleQuery {
  const items = body.kind === 'sample' || body.until === undefined ? body.items : [...body.items, body.until];
  const conditions = items.map((item) => ({ item, predicate: lowerItem(item, options, scope) }));
  return lowerSequence(body, conditions, lowerPipes(pipes, scope), scope);
}

function lowerItem({ query }: SequenceItem, options: EqlOptions, scope: Scope): Predicate {
  return query.kind === 'missing' ? refuseMissing(query, scope) : lowerEventQuery(query, options, scope);
}

function refuseJoin({ span }: Join, scope: Scope): LoweredItems {
  scope.report({ code: 'QRY001', span, message: 'Elasticsearch does not run `join`; write a sequence', severity: 'error' });
  return { kind: 'items', query: undefined, problems: scope.problems, fidelity: scope.fidelity };
}

function lowerEventQuery(query: EventQuery, options: EqlOptions, scope: Scope): Predicate {
  const condition = lowerCondition(query.condition, scope);
  const category = lowerCategory(query.category, options, scope);
  if (category === undefined) return condition;
  const operands = condition.kind === 'and' ? [category, ...condition.operands] : [category, condition];
  return { kind: 'and', operands, span: query.span };
}

/** Exact and case-sensitive, without wildcards; the bare word `any` takes every event. */
function lowerCategory(category: Category | Missing, { categoryField }: EqlOptions, scope: Scope): Predicate | undefined {
  if (category.kind === 'missing') return refuseMissing(category, scope);
  if (category.any) return undefined;
  const field = fieldRef(categoryField ?? defaultCategoryField, scope.context);
  return { kind: 'equals', field, constants: [category.name], caseInsensitive: false, span: category.span };
}

function refuseMissing(node: Missing, scope: Scope): Predicate {
  scope.report({ code: 'QRY001', span: node.span, message: `${node.expected} is missing here`, severity: 'error' });
  return refused(node.span);
}

function lowerPipes(pipes: readonly Pipe[], scope: Scope): readonly PipeStep[] {
  return pipes.map((pipe) => lowerPipe(pipe, scope)).filter((pipe) => pipe !== undefined);
}

/** https://www.elastic.co/docs/reference/query-languages/eql/eql-pipe-ref */
function lowerPipe(pipe: Pipe, scope: Scope): PipeStep | undefined {
  const { name } = pipe;
  if (name !== 'head' && name !== 'tail') {
    scope.report({
      code: 'QRY001',
      span: pipe.nameSpan,
      message: `\`${name}\` is not supported; Elasticsearch has the pipes \`head\` and \`tail\``,
      severity: 'error',
    });
    return undefined;
  }
  const [limit, ...others] = pipe.args;
  const value = limit === undefined || others.length > 0 ? undefined : fold(limit, scope)?.value;
  if (value !== undefined && isScriptNumber(value) && isIntegral(value) && value.value >= 0n)
    return { kind: name, count: Number(value.value) };
  scope.report({
    code: 'QRY001',
    span: limit?.span ?? pipe.span,
    message: `\`${name}\` takes one whole number that is not negative, as in \`| ${name} 5\``,
    severity: 'error',
  });
  return undefined;
}
