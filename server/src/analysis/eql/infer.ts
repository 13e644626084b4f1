/** What EQL expressions yield, and which fields they read. */
import type { FieldCatalog } from '../../schema/catalog.js';
import { findFunction, type EqlFunction } from '../../schema/functions.js';
import { eqlChildren, type Call, type EqlNode, type Expr, type Field } from '../../syntax/eql/ast.js';
import { certainFamily, isNumeric, type InferredType } from '../types.js';

/** The type of an expression's value. Problems inside it are reported where they stand, here they make it unknown. */
export function inferEql(expr: Expr, catalog: FieldCatalog): InferredType {
  switch (expr.kind) {
    case 'group':
      return inferEql(expr.inner, catalog);
    case 'field':
      return usableFamily(expr, catalog);
    case 'string':
      return 'keyword';
    case 'number':
      return expr.integer ? 'integer' : 'decimal';
    case 'boolean':
    case 'and':
    case 'or':
    case 'not':
    case 'comparison':
    case 'listTest':
      return 'boolean';
    case 'null':
      return 'null';
    case 'call':
      return resultOf(expr, catalog);
    case 'sign':
      return numeric(inferEql(expr.operand, catalog));
    case 'arithmetic':
      return arithmeticResult(inferEql(expr.left, catalog), inferEql(expr.right, catalog));
    case 'lineage':
    case 'missing':
      return undefined;
  }
}

function numeric(type: InferredType): InferredType {
  return isNumeric(type) ? type : undefined;
}

function arithmeticResult(left: InferredType, right: InferredType): InferredType {
  if (left === 'decimal' || right === 'decimal') return 'decimal';
  return isNumeric(left) && isNumeric(right) ? 'integer' : undefined;
}

const results: Readonly<Record<EqlFunction['result'], InferredType>> = {
  string: 'keyword',
  number: 'decimal',
  integer: 'integer',
  boolean: 'boolean',
};

function resultOf(call: Call, catalog: FieldCatalog): InferredType {
  const row = findFunction(call.name);
  if (row === undefined) return undefined;
  const [left, right] = call.args;
  if (row.operator === undefined || left === undefined || right === undefined) return results[row.result];
  return arithmeticResult(inferEql(left, catalog), inferEql(right, catalog));
}

/**
 * The family of a field that EQL can use in a comparison. A text field is read through its keyword sub-field. Undefined for fields that
 * EQL cannot use at all, which are reported on their own, and where the type is not known.
 */
function usableFamily(field: Field, catalog: FieldCatalog): InferredType {
  const info = catalog.field(field.name);
  if (info === undefined) return isAlwaysNull(field, catalog) ? 'null' : undefined;
  const family = certainFamily(info);
  switch (family) {
    case 'text':
      return hasExactSubField(field.name, catalog) ? 'keyword' : undefined;
    case 'object':
    case 'nested':
    case 'flattened':
    case 'unsupported':
      return undefined;
    default:
      return family;
  }
}

/** An optional field that no index has stands for null; only a real mapping can tell. */
function isAlwaysNull(field: Field, catalog: FieldCatalog): boolean {
  return field.optional && catalog.authoritative && catalog.field(field.name) === undefined;
}

/** Whether a text field has a sub-field with the whole values, which EQL then uses. */
export function hasExactSubField(name: string, catalog: FieldCatalog): boolean {
  if (certainFamily(catalog.field(`${name}.keyword`)) === 'keyword') return true;
  return catalog.namesOf((other) => other.startsWith(`${name}.`)).some((other) => certainFamily(catalog.field(other)) === 'keyword');
}

/** The first field an expression reads; one that is always null is a constant. */
export function firstField(expr: EqlNode, catalog: FieldCatalog): Field | undefined {
  if (expr.kind === 'field') return isAlwaysNull(expr, catalog) ? undefined : expr;
  if (expr.kind === 'string') return undefined;
  for (const child of eqlChildren(expr)) {
    const found = firstField(child, catalog);
    if (found !== undefined) return found;
  }
  return undefined;
}
