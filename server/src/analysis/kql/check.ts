/**
 * Type check of a KQL query against the fields of its indices. Kibana takes all of these; most of them then fail the search in
 * Elasticsearch, the others never match.
 * https://www.elastic.co/docs/reference/query-languages/kql
 */
import type { Problem } from '../../base/problem.js';
import type { FieldCatalog, FieldInfo } from '../../schema/catalog.js';
import { parentsOf } from '../../schema/fieldSet.js';
import {
  hasWildcard,
  kqlChildren,
  literalText,
  type KqlNode,
  type Literal,
  type Match,
  type Nested,
  type Range,
} from '../../syntax/kql/ast.js';
import { escapeKql, isLoneWildcard, quoteKql } from '../../syntax/kql/literals.js';
import type { ParsedKql } from '../../syntax/kql/parse.js';
import { unknownField } from '../checks/unknownField.js';
import { certainFamily } from '../types.js';
import { isMisread } from './names.js';
import { checkBound, checkValue, literalsIn } from './values.js';

interface KqlContext {
  readonly catalog: FieldCatalog;
  /** The nested field whose braces we are in; empty outside. */
  readonly nestedPath: string;
  readonly report: (problem: Problem) => void;
}

/** Spans are offsets into the query text. */
export function checkKql(query: ParsedKql, catalog: FieldCatalog): readonly Problem[] {
  const problems: Problem[] = [];
  check(query.tree, { catalog, nestedPath: '', report: (problem) => problems.push(problem) });
  return problems;
}

function check(node: KqlNode, context: KqlContext): void {
  switch (node.kind) {
    case 'match':
      return checkMatch(node, context);
    case 'range':
      return checkRange(node, context);
    case 'nested':
      return checkNested(node, context);
    default:
      kqlChildren(node).forEach((child) => check(child, context));
  }
}

function checkMatch(node: Match, context: KqlContext): void {
  if (node.field === undefined || hasWildcard(node.field)) return;
  const values = literalsIn(node.value);
  const info = checkField(node.field, values.every(isLoneWildcard), context);
  if (info === undefined) return;
  for (const value of values) {
    const problem = checkValue(value, info);
    if (problem !== undefined) context.report(problem);
  }
}

function checkRange(node: Range, context: KqlContext): void {
  if (hasWildcard(node.field)) return;
  const info = checkField(node.field, false, context);
  const problem = info === undefined || node.value.kind === 'missing' ? undefined : checkBound(node.value, info);
  if (problem !== undefined) context.report(problem);
}

function checkNested(node: Nested, context: KqlContext): void {
  const path = fullName(node.path, context);
  const family = certainFamily(context.catalog.field(path));
  if (family !== undefined && family !== 'nested') {
    context.report(nestedProblem(node.path, `\`${path}\` is not a nested field; write its fields with their full names`, context));
  } else if (family === undefined && !context.catalog.isObject(path)) {
    checkField(node.path, false, context);
  }
  check(node.body, { ...context, nestedPath: path });
}

function fullName(field: Literal, { nestedPath }: KqlContext): string {
  return nestedPath === '' ? literalText(field) : `${nestedPath}.${literalText(field)}`;
}

/** Reports what is wrong with the name; gives the field where its values can be checked. */
function checkField(field: Literal, existsOnly: boolean, context: KqlContext): FieldInfo | undefined {
  const { catalog, report } = context;
  const name = fullName(field, context);
  const info = catalog.field(name);
  if (info === undefined && isMisread(field)) return undefined;
  const isObject = info === undefined ? catalog.isObject(name) : certainFamily(info) === 'object';
  const misplaced = misplacedNested(field, name, context);
  if (misplaced !== undefined) {
    report(misplaced);
    return undefined;
  }
  if (isObject) {
    if (!existsOnly) report(objectProblem(field, name));
    return undefined;
  }
  if (info !== undefined) return info;
  const problem = unknownField(
    {
      name,
      span: field.span,
      optional: false,
      write: (other) => writeName(other, context),
      otherFixes: [],
      suits: (other) => context.nestedPath === '' || other.startsWith(`${context.nestedPath}.`),
    },
    catalog,
  );
  if (problem !== undefined) report(problem);
  return undefined;
}

function objectProblem(field: Literal, name: string): Problem {
  return {
    code: 'QRY003',
    span: field.span,
    severity: 'warning',
    message: `\`${name}\` is an object and has no value of its own; name one of the fields below it`,
  };
}

/** Kibana refuses nested fields outside the braces of their object. */
function misplacedNested(field: Literal, name: string, context: KqlContext): Problem | undefined {
  const nested = parentsOf(name).find((parent) => context.catalog.isNested(parent));
  if (nested === undefined || nested === context.nestedPath) return undefined;
  const rest = name.slice(nested.length + 1);
  return nestedProblem(field, `\`${name}\` lies in the nested field \`${nested}\`; write \`${nested}:{ ${rest}: … }\``, context);
}

/** Mappings of real indices may differ from ours in this, so without one it is only a warning. */
function nestedProblem(field: Literal, message: string, { catalog }: KqlContext): Problem {
  return { code: 'KQL112', span: field.span, message, severity: catalog.authoritative ? 'error' : 'warning' };
}

function writeName(name: string, { nestedPath }: KqlContext): string {
  const relative = nestedPath !== '' && name.startsWith(`${nestedPath}.`) ? name.slice(nestedPath.length + 1) : name;
  return escapeKql([relative]) ?? quoteKql(relative);
}
