/** The parts of a sequence or sample besides its conditions: join keys, `maxspan`, `runs`, `until`. */
import type { FieldFamily } from '../../schema/fieldType.js';
import { ungrouped, type By, type Expr, type Sample, type Sequence, type SequenceItem } from '../../syntax/eql/ast.js';
import { resolveField } from '../eql/fields.js';
import type { Scope } from '../eql/scope.js';
import type { PipeStep } from '../pipes.js';
import type { Predicate } from '../predicate.js';
import { shareKeyConditions } from './keyConditions.js';
import type { JoinKey } from './joinKeys.js';
import type { QueryItem, SampleQuery, SequenceQuery } from './query.js';

/** An item whose condition is lowered. */
export interface ItemCondition {
  readonly item: SequenceItem;
  readonly predicate: Predicate;
}

/** `conditions`: of all items, that of `until` last. What is wrong with the keys is reported in the scope. */
export function lowerSequence(
  body: Sequence | Sample,
  conditions: readonly ItemCondition[],
  pipes: readonly PipeStep[],
  scope: Scope,
): SequenceQuery | SampleQuery {
  const kinds: KeyKinds = [];
  const all = conditions.map((condition) => lowerItem(condition, body.by, kinds, scope));
  const items = shareKeyConditions(all.slice(0, body.items.length));
  if (body.kind === 'sample') return { kind: 'sample', items };
  return { kind: 'sequence', items, until: all[body.items.length], maxspan: body.maxspan?.milliseconds, pipes };
}

function lowerItem({ item, predicate }: ItemCondition, shared: By | undefined, kinds: KeyKinds, scope: Scope): QueryItem {
  const keys = [...(shared?.keys ?? []), ...(item.by?.keys ?? [])].map((key, position) => lowerKey(key, position, kinds, scope));
  return {
    span: item.span,
    predicate,
    inherited: [],
    keys: keys.filter((key) => key !== undefined),
    missing: item.missingEvent,
    runs: item.runs?.count ?? 1,
  };
}

/** The kind of the values at each position of the keys, and the key that has it first. */
type KeyKinds = ({ readonly kind: string; readonly name: string; readonly type: string } | undefined)[];

/** Undefined where the key is refused. */
function lowerKey(key: Expr, position: number, kinds: KeyKinds, scope: Scope): JoinKey | undefined {
  const node = ungrouped(key);
  if (node.kind !== 'field') {
    scope.report({ code: 'EQL107', span: key.span, message: 'A join key is a plain field, not an expression', severity: 'error' });
    return undefined;
  }
  const field = resolveField(node, scope);
  if (field === 'refused') return undefined;
  if (field === 'absent') return { field: undefined, optional: true };
  const kind = kindOf(field.family);
  const first = kinds[position];
  if (kind !== undefined && first === undefined) kinds[position] = { kind, name: node.name, type: field.ref.type ?? kind };
  if (kind !== undefined && first !== undefined && first.kind !== kind) {
    scope.report({
      code: 'EQL108',
      span: node.nameSpan,
      message: `\`${node.name}\` (${field.ref.type ?? kind}) cannot be joined with \`${first.name}\` (${first.type}): their types differ`,
      severity: 'error',
    });
  }
  return { field: field.ref, optional: node.optional };
}

/** Types of one kind can be joined; undefined where the type is not known for certain. */
function kindOf(family: FieldFamily | undefined): string | undefined {
  return family === 'integer' || family === 'decimal' ? 'number' : family;
}
