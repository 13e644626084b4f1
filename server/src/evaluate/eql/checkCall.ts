/** Which calls of functions Elasticsearch's verifier refuses. */
import type { Span } from '../../base/span.js';
import { arityOf, findFunction, findLegacyFunction, signatureOf, type EqlFunction, type Parameter } from '../../schema/functions.js';
import { ungrouped, type Call, type Expr } from '../../syntax/eql/ast.js';
import { resolveField } from './fields.js';
import type { Scope } from './scope.js';
import { firstField, staticKind, type StaticKind } from './types.js';

/** Whether the call can run; if not, the reasons are reported. */
export function checkCall(node: Call, scope: Scope): boolean {
  const row = findFunction(node.name);
  const refuse = (span: Span, message: string): false => {
    scope.report({ code: 'EQL109', span, message, severity: 'error' });
    return false;
  };
  if (row === undefined) {
    const advice = findLegacyFunction(node.name)?.advice;
    return refuse(node.nameSpan, `\`${node.name}\` is not a function of EQL${advice === undefined ? '' : `; ${advice}`}`);
  }
  if (node.caseInsensitive && !row.caseInsensitiveForm) return refuse(node.nameSpan, `\`${row.name}\` has no form with \`~\``);
  const { least, most } = arityOf(row);
  if (node.args.length < least || node.args.length > (most ?? Infinity)) {
    return refuse(node.span, `\`${row.name}\` takes other arguments: ${signatureOf(row)}`);
  }
  return node.args.every((arg, index) => {
    const problem = argumentProblem(arg, parameterAt(row, index), scope);
    return problem === undefined || refuse(arg.span, `\`${row.name}\` wants ${problem}`);
  });
}

function parameterAt({ parameters }: EqlFunction, index: number): Parameter | undefined {
  return parameters[Math.min(index, parameters.length - 1)];
}

const wanted: Readonly<Record<Parameter['type'], string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  ip: 'an IP address',
  any: 'a value',
};

function argumentProblem(arg: Expr, parameter: Parameter | undefined, scope: Scope): string | undefined {
  if (parameter === undefined) return undefined;
  const description = `${wanted[parameter.type]} as \`${parameter.name}\``;
  if (!fitsParameter(arg, staticKind(arg, scope), parameter, scope)) return description;
  return parameter.constant === true && firstField(arg, scope) !== undefined ? `a constant as \`${parameter.name}\`` : undefined;
}

function fitsParameter(arg: Expr, kind: StaticKind, { type }: Parameter, scope: Scope): boolean {
  if (kind === undefined || kind === 'null' || type === 'any') return true;
  if (type !== 'integer') return kind === type;
  return kind === 'number' && !isDecimal(arg, scope);
}

/** Whether Elasticsearch knows before the search that the number is a floating-point one, as all that `number` gives. */
function isDecimal(expr: Expr, scope: Scope): boolean {
  const node = ungrouped(expr);
  switch (node.kind) {
    case 'number':
      return !node.integer;
    case 'sign':
      return isDecimal(node.operand, scope);
    case 'arithmetic':
      return isDecimal(node.left, scope) || isDecimal(node.right, scope);
    case 'call': {
      const row = findFunction(node.name);
      return row?.name === 'number' || (row?.operator !== undefined && node.args.some((arg) => isDecimal(arg, scope)));
    }
    case 'field': {
      const field = resolveField(node, scope);
      return typeof field === 'object' && field.family === 'decimal';
    }
    default:
      return false;
  }
}
