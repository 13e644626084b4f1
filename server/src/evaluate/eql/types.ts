/** What can be said about an expression before it runs: its kind, whether it is constant, and what stands under its parentheses. */
import type { FieldFamily } from '../../schema/fieldType.js';
import { findFunction } from '../../schema/functions.js';
import { eqlChildren, ungrouped, type Expr, type Field } from '../../syntax/eql/ast.js';
import { walk } from '../../syntax/tree.js';
import { isScriptNumber, type ScriptValue } from '../script/value.js';
import { isUnknownOptional, resolveField } from './fields.js';
import type { Scope } from './scope.js';

/** `undefined`: not known, so nothing is refused because of it. */
export type StaticKind = 'string' | 'number' | 'boolean' | 'date' | 'ip' | 'version' | 'null' | undefined;

const kindOfFamily: Readonly<Partial<Record<FieldFamily, StaticKind>>> = {
  keyword: 'string',
  integer: 'number',
  decimal: 'number',
  boolean: 'boolean',
  date: 'date',
  ip: 'ip',
  version: 'version',
};

export function staticKind(expr: Expr, scope: Scope): StaticKind {
  const node = ungrouped(expr);
  switch (node.kind) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return node.kind;
    case 'arithmetic':
    case 'sign':
      return 'number';
    case 'call': {
      const result = findFunction(node.name)?.result;
      return result === 'integer' ? 'number' : result;
    }
    case 'field': {
      const field = resolveField(node, scope);
      if (field === 'absent') return 'null';
      return field === 'refused' || field.family === undefined ? undefined : kindOfFamily[field.family];
    }
    case 'missing':
    case 'lineage':
      return undefined;
    default:
      return 'boolean';
  }
}

export function kindOfValue(value: ScriptValue): 'string' | 'number' | 'boolean' | 'null' {
  if (value === null) return 'null';
  return isScriptNumber(value) ? 'number' : (typeof value as 'string' | 'boolean');
}

/** The first field in the expression whose value differs from event to event. */
export function firstField(expr: Expr, scope: Scope): Field | undefined {
  let found: Field | undefined;
  walk<ReturnType<typeof eqlChildren>[number]>(expr, eqlChildren, (node) => {
    if (node.kind === 'field' && found === undefined && resolveField(node, scope) !== 'absent') found = node;
  });
  return found;
}

/** The expression is one field, maybe in parentheses, that no schema knows and that may be missing: as a constant it is null. */
export function isMissingEverywhere(expr: Expr, scope: Scope): boolean {
  const node = ungrouped(expr);
  return node.kind === 'field' && isUnknownOptional(node, scope);
}
