/** EQL's field names: which field a name stands for, and which fields EQL refuses. */
import type { Span } from '../../base/span.js';
import type { FieldInfo } from '../../schema/catalog.js';
import { familyOf, type FieldFamily } from '../../schema/fieldType.js';
import type { Field } from '../../syntax/eql/ast.js';
import { fieldRef } from '../lowering.js';
import type { FieldRef } from '../predicate.js';
import type { Scope } from './scope.js';

export interface EqlField {
  readonly ref: FieldRef;
  /** Undefined where the type is not known for certain: then nothing is refused. */
  readonly family: FieldFamily | undefined;
}

/**
 * `absent`: an optional field of a real mapping that does not have it; it is null everywhere. `refused`: Elasticsearch rejects the query
 * because of it, which is reported.
 */
export type ResolvedField = EqlField | 'absent' | 'refused';

export function resolveField(node: Field, scope: Scope): ResolvedField {
  const { catalog } = scope.context;
  const info = catalog.field(node.name);
  const nestedParent = nestedAbove(node.name, scope);
  if (nestedParent !== undefined)
    return refuse(scope, 'QRY003', node.nameSpan, `EQL cannot search nested fields, and \`${nestedParent}\` is one`);
  if (info === undefined) return resolveUnknown(node, scope);
  if (info.typeUncertain === true || info.type === 'binary') return { ref: fieldRef(node.name, scope.context), family: undefined };
  return resolveKnown(node, info, scope);
}

/** Whether no schema knows the field and the query says that this is fine. */
export function isUnknownOptional(node: Field, scope: Scope): boolean {
  return node.optional && scope.context.catalog.field(node.name) === undefined;
}

function resolveUnknown(node: Field, scope: Scope): ResolvedField {
  const { catalog } = scope.context;
  if (catalog.isObject(node.name)) return refuse(scope, 'QRY003', node.nameSpan, `\`${node.name}\` is an object; name a field below it`);
  if (catalog.authoritative) {
    if (node.optional) return 'absent';
    return refuse(
      scope,
      'QRY002',
      node.nameSpan,
      `\`${node.name}\` is not a field of ${catalog.description}; write \`?${node.name}\` if it may be missing`,
    );
  }
  if (!node.optional) scope.noteUnknownField(node.name);
  return { ref: fieldRef(node.name, scope.context), family: undefined };
}

function resolveKnown(node: Field, info: FieldInfo, scope: Scope): ResolvedField {
  const family = familyOf(info.type);
  if (info.lowercased === true) {
    return refuse(scope, 'QRY003', node.nameSpan, `\`${node.name}\` is indexed in lower case, and EQL cannot search such fields`);
  }
  switch (family) {
    case 'text': {
      const exact = exactMultiField(info, scope);
      if (exact === undefined) {
        return refuse(
          scope,
          'EQL105',
          node.nameSpan,
          `\`${node.name}\` is analysed text without a keyword sub-field, which EQL cannot search`,
        );
      }
      return { ref: { ...fieldRef(exact.name, scope.context), name: node.name }, family: 'keyword' };
    }
    case 'object':
    case 'nested':
    case 'flattened':
    case 'unsupported':
      return refuse(scope, 'QRY003', node.nameSpan, `EQL cannot search \`${node.name}\`, which is of type ${info.type}`);
    default:
      return { ref: fieldRef(node.name, scope.context), family };
  }
}

/** EQL silently reads a text field's keyword sub-field instead of the field. */
function exactMultiField(info: FieldInfo, { context: { catalog } }: Scope): FieldInfo | undefined {
  const candidates = [`${info.name}.keyword`, ...catalog.names.filter((name) => name.startsWith(`${info.name}.`))];
  return candidates
    .map((name) => catalog.field(name))
    .find((field) => field !== undefined && familyOf(field.type) === 'keyword' && field.lowercased !== true);
}

function nestedAbove(name: string, { context: { catalog } }: Scope): string | undefined {
  const segments = name.split('.');
  const prefixes = segments.map((_, index) => segments.slice(0, index + 1).join('.'));
  return prefixes.find((prefix) => catalog.field(prefix)?.type === 'nested');
}

function refuse(scope: Scope, code: string, span: Span, message: string): 'refused' {
  scope.report({ code, span, message, severity: 'error' });
  return 'refused';
}
