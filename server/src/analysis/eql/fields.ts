/** Whether EQL can use a field at all: it exists, and is neither an object nor of a type EQL cannot query. */
import type { Problem } from '../../base/problem.js';
import type { FieldInfo } from '../../schema/catalog.js';
import type { Field } from '../../syntax/eql/ast.js';
import { unknownField } from '../checks/unknownField.js';
import { certainFamily } from '../types.js';
import type { EqlContext } from './context.js';
import { hasExactSubField } from './infer.js';
import { writeField } from '../../syntax/eql/write.js';

export function checkField(field: Field, context: EqlContext): void {
  const problem = problemOf(field, context);
  if (problem !== undefined) context.report(problem);
}

function problemOf(field: Field, context: EqlContext): Problem | undefined {
  const { catalog } = context;
  if (field.name === '') return undefined;
  const nested = nestedParent(field.name, context);
  if (nested !== undefined) {
    const what = nested === field.name ? `\`${nested}\` is nested` : `\`${field.name}\` lies below the nested field \`${nested}\``;
    return unusable(field, `${what}, and EQL cannot query nested fields`, context);
  }
  const info = catalog.field(field.name);
  if (info?.typeUncertain === true) return catalog.authoritative && info.type !== 'alias' ? ambiguous(field, info, context) : undefined;
  if (info !== undefined) return typeProblem(field, info, context);
  if (catalog.isObject(field.name)) return objectProblem(field, context);
  const optional = {
    title: 'Mark as optional with `?`',
    edits: [{ span: { start: field.span.start, end: field.span.start }, newText: '?' }],
  };
  return unknownField(
    {
      name: field.name,
      span: field.nameSpan,
      optional: field.optional,
      write: writeField,
      otherFixes: field.optional ? [] : [optional],
    },
    catalog,
  );
}

function typeProblem(field: Field, info: FieldInfo, context: EqlContext): Problem | undefined {
  switch (certainFamily(info)) {
    case 'text':
      return hasExactSubField(field.name, context.catalog) ? undefined : textProblem(field, info);
    case 'object':
      return objectProblem(field, context);
    case 'flattened':
      return unusable(field, `\`${field.name}\` is of type flattened, which EQL cannot query`, context);
    case 'unsupported':
      return unusable(field, `\`${field.name}\` is of type ${info.type}, which EQL cannot query`, context);
    default:
      return undefined;
  }
}

function textProblem(field: Field, info: FieldInfo): Problem {
  const message = `\`${field.name}\` is of type ${info.type}, which EQL cannot compare`;
  const whole = info.multiFieldOf;
  if (whole === undefined) return { code: 'EQL105', span: field.nameSpan, message: `${message}; use a keyword field` };
  const edits = [{ span: field.nameSpan, newText: writeField(whole) }];
  return {
    code: 'EQL105',
    span: field.nameSpan,
    message: `${message}; use \`${whole}\``,
    fixes: [{ title: `Replace by \`${whole}\``, edits, preferred: true }],
  };
}

function objectProblem(field: Field, context: EqlContext): Problem {
  return unusable(field, `\`${field.name}\` is an object, not a field; name one of the fields below it`, context);
}

/** In a real mapping only a field that indices map in different ways is uncertain; what is below an open object is a guess. */
function ambiguous(field: Field, info: FieldInfo, context: EqlContext): Problem | undefined {
  if (info.name !== field.name || !context.catalog.names.includes(field.name)) return undefined;
  return unusable(
    field,
    `\`${field.name}\` has different types in the indices of this rule, and EQL refuses it; name indices that agree`,
    context,
  );
}

/** Mappings of real indices may differ from ours in these, so without one it is only a warning. */
function unusable(field: Field, message: string, { catalog }: EqlContext): Problem {
  return { code: 'EQL122', span: field.nameSpan, message, severity: catalog.authoritative ? 'error' : 'warning' };
}

/** The nested field that the name is or lies below. */
function nestedParent(name: string, { catalog }: EqlContext): string | undefined {
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const parent = name.slice(0, dot);
    if (catalog.isNested(parent)) return parent;
  }
  return catalog.isNested(name) ? name : undefined;
}
