/**
 * EQL109: calls of functions: the function exists, has a `~` form, and takes these arguments.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-function-ref
 */
import { nearestNames } from '../../base/nearest.js';
import type { Fix, Problem } from '../../base/problem.js';
import { sliceSpan, span } from '../../base/span.js';
import { anyOf } from '../../base/wordList.js';
import {
  arityOf,
  eqlFunctions,
  findFunction,
  findLegacyFunction,
  signatureOf,
  type ArgumentType,
  type EqlFunction,
  type LegacyFunction,
  type Parameter,
} from '../../schema/functions.js';
import { ungrouped, type Call, type Expr } from '../../syntax/eql/ast.js';
import { describeFamily, isNumeric, type InferredType } from '../types.js';
import { isAddress, isNetwork } from '../values.js';
import { quoteSource, type EqlContext } from './context.js';
import { firstField, inferEql } from './infer.js';

export function checkCall(call: Call, context: EqlContext): void {
  const row = findFunction(call.name);
  if (row === undefined) {
    context.report(unknownFunction(call, context));
    return;
  }
  if (call.caseInsensitive && !row.caseInsensitiveForm) context.report(noInsensitiveForm(call, row));
  const arity = arityProblem(call, row);
  if (arity !== undefined) {
    context.report(arity);
    return;
  }
  call.args.forEach((argument, i) => {
    const parameter = row.parameters[Math.min(i, row.parameters.length - 1)];
    if (parameter !== undefined) checkArgument(argument, parameter, row, context);
  });
}

function unknownFunction(call: Call, context: EqlContext): Problem {
  const legacy = findLegacyFunction(call.name);
  if (legacy !== undefined) {
    const message = `Elasticsearch has no function \`${legacy.name}\`; ${legacy.advice}`;
    return { code: 'EQL109', span: call.nameSpan, message, fixes: legacyFixes(call, legacy, context) };
  }
  const near = nearFunctions(call.name);
  const advice = near.length > 0 ? `did you mean ${anyOf(near.map((name) => `\`${name}\``))}?` : `there are ${functionList()}`;
  return {
    code: 'EQL109',
    span: call.nameSpan,
    message: `\`${call.name}\` is not a function; ${advice}`,
    fixes: near.map((name) => ({
      title: `Replace by \`${name}\``,
      edits: [{ span: call.nameSpan, newText: call.caseInsensitive ? `${name}~` : name }],
      preferred: near.length === 1,
    })),
  };
}

function functionList(): string {
  return eqlFunctions.map((row) => row.name).join(', ');
}

function nearFunctions(name: string): readonly string[] {
  return nearestNames(
    name,
    eqlFunctions.map((row) => row.name),
  );
}

function legacyFixes(call: Call, { rewrite }: LegacyFunction, { text }: EqlContext): readonly Fix[] {
  const [first, ...rest] = call.args.map((argument) => sliceSpan(text, argument.span));
  if (rewrite === undefined || first === undefined) return [];
  if (rewrite.kind === 'operator' && rest.length === 0) return [];
  const newText = rewrite.kind === 'argument' ? first : `${first} ${rewrite.operator} (${rest.join(', ')})`;
  return [{ title: `Rewrite as \`${newText}\``, edits: [{ span: call.span, newText }], preferred: true }];
}

function noInsensitiveForm(call: Call, row: EqlFunction): Problem {
  const tilde = span(call.nameSpan.end - 1, call.nameSpan.end);
  return {
    code: 'EQL109',
    span: call.nameSpan,
    message: `\`${row.name}\` has no form with \`~\`: its result does not depend on case`,
    fixes: [{ title: 'Remove `~`', edits: [{ span: tilde, newText: '' }], preferred: true }],
  };
}

const numberWords = ['no', 'one', 'two', 'three', 'four'];

function arityProblem(call: Call, row: EqlFunction): Problem | undefined {
  const { least, most } = arityOf(row);
  const count = call.args.length;
  if (count >= least && (most === undefined || count <= most)) return undefined;
  const word = (n: number): string => numberWords[n] ?? String(n);
  const wanted = most === undefined ? `at least ${word(least)}` : least === most ? word(least) : `${word(least)} or ${word(most)}`;
  return {
    code: 'EQL109',
    span: call.span,
    message: `\`${row.name}\` takes ${wanted} ${(most ?? least) === 1 ? 'argument' : 'arguments'}, not ${word(count)}: ${signatureOf(row)}`,
  };
}

function checkArgument(argument: Expr, parameter: Parameter, row: EqlFunction, context: EqlContext): void {
  if (parameter.constant === true && firstField(argument, context.catalog) !== undefined) {
    const message = `\`${parameter.name}\` of \`${row.name}\` must be a constant, not a field`;
    context.report({ code: 'EQL109', span: argument.span, message });
    return;
  }
  const type = inferEql(argument, context.catalog);
  const wanted = accepts(parameter.type, type);
  if (wanted) {
    if (row.name === 'cidrMatch' && parameter.constant === true) checkNetwork(argument, context);
    return;
  }
  const found = type === undefined || type === 'null' ? 'null' : describeFamily(type);
  context.report({
    code: 'EQL109',
    span: argument.span,
    message: `\`${parameter.name}\` of \`${row.name}\` must be ${argumentNames[parameter.type]}, but ${quoteSource(argument, context)} is ${found}`,
  });
}

const argumentNames: Readonly<Record<ArgumentType, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'a boolean',
  ip: 'an IP address',
  any: 'a value',
};

function accepts(wanted: ArgumentType, type: InferredType): boolean {
  if (type === undefined || type === 'null') return true;
  switch (wanted) {
    case 'any':
      return true;
    case 'string':
      return type === 'keyword';
    case 'number':
      return isNumeric(type);
    case 'integer':
      return type === 'integer';
    case 'boolean':
      return type === 'boolean';
    case 'ip':
      return type === 'ip';
  }
}

/** A plain address is taken too. */
function checkNetwork(argument: Expr, context: EqlContext): void {
  const literal = ungrouped(argument);
  if (literal.kind !== 'string' || isNetwork(literal.value) || isAddress(literal.value)) return;
  const message = `${quoteSource(literal, context)} is not a network in CIDR notation such as \`10.0.0.0/8\``;
  context.report({ code: 'QRY017', span: literal.span, message });
}
