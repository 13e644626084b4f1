/** Signature help: while the arguments of an EQL function are typed, what the function takes and which argument comes next. */
import { MarkupKind, type ParameterInformation, type Position, type SignatureHelp } from 'vscode-languageserver-types';
import { signatureOf, type EqlFunction, type Parameter } from '../schema/functions.js';
import type { ParsedEql } from '../syntax/eql/parse.js';
import { describeFunction } from './completion/functions.js';
import { callOf, openParenthesis, type CallPlace } from './context/call.js';
import { isInComment } from './context/eql.js';
import { queryAt } from './context/toml.js';
import { toOffset } from './convert.js';
import type { RuleModel } from './ruleModel.js';

/** `startsWith(process.name, |`. Undefined outside the parentheses of known functions. */
export function signatureHelpAt(model: RuleModel, position: Position): SignatureHelp | undefined {
  const place = queryAt(model.document, toOffset(model.lines, position));
  const parsed = place?.region.parsed;
  if (place === undefined || parsed?.language !== 'eql') return undefined;
  const call = enclosingCall(parsed, place.offset);
  if (call === undefined) return undefined;
  const { row, caseInsensitive } = call;
  const written = caseInsensitive && row.caseInsensitiveForm ? { ...row, name: `${row.name}~` } : row;
  return {
    signatures: [
      {
        label: signatureOf(written),
        documentation: { kind: MarkupKind.Markdown, value: describeFunction(row) },
        parameters: parametersOf(written),
      },
    ],
    activeSignature: 0,
    activeParameter: activeParameter(call),
  };
}

/** The innermost call around the offset; parentheses of groups and lists inside its arguments are stepped over. */
function enclosingCall(parsed: ParsedEql, offset: number): CallPlace | undefined {
  if (isInComment(parsed, offset)) return undefined;
  const tokens = parsed.tokensNear(offset).filter(({ type }) => !type.endsWith('Comment'));
  const next = tokens.findIndex(({ span }) => span.start >= offset || span.end > offset);
  let open = openParenthesis(tokens, next < 0 ? tokens.length : next);
  while (open !== undefined) {
    const call = callOf(tokens, open);
    if (call !== undefined) return call;
    open = openParenthesis(tokens, open.index);
  }
  return undefined;
}

/** A repeated parameter stays active; beyond the last one none is. */
function activeParameter({ row: { parameters }, argument }: CallPlace): number {
  const last = parameters.length - 1;
  return parameters[last]?.repeated === true ? Math.min(argument, last) : argument;
}

/** Where each parameter stands in the signature, found from left to right. */
function parametersOf(row: EqlFunction): ParameterInformation[] {
  const label = signatureOf(row);
  let from = row.name.length;
  return row.parameters.map((parameter) => {
    const start = label.indexOf(parameter.name, from);
    from = start + parameter.name.length + (parameter.repeated === true ? 1 : 0);
    return { label: [start, from], documentation: describeParameter(parameter) };
  });
}

const typeNames: Readonly<Record<Parameter['type'], string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  ip: 'an IP address',
  any: 'any value',
};

/** `text, a constant, one or more` */
function describeParameter({ type, constant, optional, repeated }: Parameter): string {
  const remarks = [constant === true ? 'a constant' : '', optional === true ? 'optional' : '', repeated === true ? 'one or more' : ''];
  return [typeNames[type], ...remarks.filter((remark) => remark !== '')].join(', ');
}
