/** Values against field types in KQL: what Elasticsearch cannot read as a value of the field's type fails the whole search. */
import type { Fix, Problem } from '../../base/problem.js';
import type { FieldInfo } from '../../schema/catalog.js';
import type { FieldFamily } from '../../schema/fieldType.js';
import { hasWildcard, kqlChildren, literalText, type KqlNode, type Literal } from '../../syntax/kql/ast.js';
import { isLoneWildcard, literalConstant, quoteKql } from '../../syntax/kql/literals.js';
import { shortened } from '../../syntax/recover.js';
import { certainFamily, describeFamily } from '../types.js';
import { isAddress, isBooleanText, isNetwork, readsAs } from '../values.js';

/** The values of a value list, whatever joins them. */
export function literalsIn(node: KqlNode): readonly Literal[] {
  const literals: Literal[] = [];
  const look = (part: KqlNode): void => {
    if (part.kind === 'literal') literals.push(part);
    else kqlChildren(part).forEach(look);
  };
  look(node);
  return literals;
}

/** The value after `:`. A lone `*` asks whether there is any value and fits every type, as `null` does for a date. */
export function checkValue(value: Literal, info: FieldInfo): Problem | undefined {
  const family = certainFamily(info);
  if (family === undefined || isLoneWildcard(value)) return undefined;
  const text = literalText(value);
  if (hasWildcard(value)) return takesWildcards(family) ? undefined : wildcardProblem(value, info, family);
  if (family === 'date' && literalConstant(value) === null) return undefined;
  return readsAs(text, family) ? undefined : unreadable(value, info, family);
}

/** The value after `<` or `>`, where a wildcard means nothing, and `null` that there is no bound. */
export function checkBound(value: Literal, info: FieldInfo): Problem | undefined {
  const family = certainFamily(info);
  if (family === undefined || literalConstant(value) === null) return undefined;
  const text = literalText(value);
  if (family === 'ip' ? isAddress(text) : readsAs(text, family)) return undefined;
  return unreadable(value, info, family);
}

function takesWildcards(family: FieldFamily): boolean {
  return !['integer', 'decimal', 'boolean', 'date', 'ip'].includes(family);
}

function wildcardProblem(value: Literal, info: FieldInfo, family: FieldFamily): Problem {
  const network = family === 'ip' ? networkOf(literalText(value)) : undefined;
  const advice: Partial<Record<FieldFamily, string>> = {
    ip: `write a network such as \`${network ?? '10.0.0.0/8'}\``,
    integer: 'use `<` and `>` for a range',
    decimal: 'use `<` and `>` for a range',
    date: 'use `<` and `>` for a range',
    boolean: 'write true or false',
  };
  return {
    code: 'QRY003',
    span: value.span,
    message: `\`${info.name}\` is ${describeFamily(family)} and takes no wildcards; ${advice[family] ?? 'write the whole value'}`,
    fixes: network === undefined ? [] : [replacement(value, quoteKql(network))],
  };
}

/** `10.*` → `10.0.0.0/8` */
function networkOf(pattern: string): string | undefined {
  const parts = /^(\d{1,3}(?:\.\d{1,3}){0,2})\.\*(?:\.\*)*$/.exec(pattern)?.[1]?.split('.');
  if (parts === undefined) return undefined;
  const network = `${[...parts, '0', '0', '0'].slice(0, 4).join('.')}/${parts.length * 8}`;
  return isNetwork(network) ? network : undefined;
}

function unreadable(value: Literal, info: FieldInfo, family: FieldFamily): Problem {
  const text = literalText(value);
  const lower = text.toLowerCase();
  const caseOnly = family === 'boolean' && isBooleanText(lower);
  return {
    code: family === 'ip' || family === 'date' ? 'QRY017' : 'QRY003',
    span: value.span,
    message: caseOnly
      ? `\`${info.name}\` takes true or false in lower case; write \`${lower}\``
      : `\`${info.name}\` is ${describeFamily(family)}, and \`${shortened(text)}\` cannot be read as one`,
    fixes: caseOnly ? [replacement(value, lower)] : [],
  };
}

function replacement(value: Literal, newText: string): Fix {
  return { title: `Replace by \`${newText}\``, edits: [{ span: value.span, newText }], preferred: true };
}
