/** An EQL query as predicates: one for an event query, one for each item of a sequence or sample. */
import type { Problem } from '../../base/problem.js';
import type { Category, EqlQuery, EventQuery, Missing, Pipe, SequenceItem } from '../../syntax/eql/ast.js';
import { fieldRef, type LowerContext, type Lowered } from '../lowering.js';
import type { PipeStep } from '../pipes.js';
import type { Predicate } from '../predicate.js';
import { isIntegral, isScriptNumber } from '../script/value.js';
import { lowerCondition } from './condition.js';
import { refused, Scope } from './scope.js';
import { fold } from './script.js';

/** One `[…]` of a sequence or sample. */
export interface LoweredItem {
  readonly item: SequenceItem;
  /** Undefined when the item could not be lowered. */
  readonly predicate: Predicate | undefined;
}

export interface LoweredEvents extends Lowered {
  readonly kind: 'events';
  readonly pipes: readonly PipeStep[];
}

/** Items in order, `until` last. */
export interface LoweredItems extends Omit<Lowered, 'predicate'> {
  readonly kind: 'sequence' | 'sample' | 'join';
  readonly items: readonly LoweredItem[];
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
    case 'join':
    case 'sample': {
      const until = body.kind === 'sample' || body.until === undefined ? [] : [body.until];
      const items = [...body.items, ...until].map((item) => lowerItem(item, options, scope));
      return { kind: body.kind, items, problems: scope.problems, fidelity: scope.fidelity };
    }
    case 'eventQuery':
    case 'missing': {
      const predicate = body.kind === 'missing' ? refuseMissing(body, scope) : lowerEventQuery(body, options, scope);
      const pipes = tree.pipes.map((pipe) => lowerPipe(pipe, scope)).filter((pipe) => pipe !== undefined);
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
function unlessRefused(predicate: Predicate, problems: readonly Problem[]): Predicate | undefined {
  return problems.length === 0 ? predicate : undefined;
}

function lowerItem(item: SequenceItem, options: EqlOptions, scope: Scope): LoweredItem {
  const own = new Scope(scope.context);
  const predicate = item.query.kind === 'missing' ? refuseMissing(item.query, own) : lowerEventQuery(item.query, options, own);
  scope.add(own);
  return { item, predicate: unlessRefused(predicate, own.problems) };
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
