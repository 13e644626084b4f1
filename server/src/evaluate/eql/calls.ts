/** Calls of functions that Elasticsearch runs as index queries instead of scripts. */
import { findFunction } from '../../schema/functions.js';
import { ungrouped, type Call } from '../../syntax/eql/ast.js';
import { parseNetwork } from '../leaves/ip.js';
import type { Predicate, WildcardPattern } from '../predicate.js';
import { parseLuceneWildcard, parseWildcard } from '../wildcard.js';
import { resolveField } from './fields.js';
import type { Scope } from './scope.js';
import { fold } from './script.js';

/**
 * The call as a leaf on one field, where its first argument is a plain field and the others are constants.
 * Functions that search for text become wildcard queries in which the wildcards and backslashes of the text keep their meaning.
 */
export function pushedCall(node: Call, scope: Scope): Predicate | undefined {
  const [subject, ...rest] = node.args;
  const target = subject === undefined ? undefined : ungrouped(subject);
  if (target?.kind !== 'field') return undefined;
  const constants = rest.map((arg) => fold(arg, scope)?.value);
  if (!constants.every((constant) => typeof constant === 'string')) return undefined;
  const field = resolveField(target, scope);
  if (field === 'absent' || field === 'refused') return undefined;
  const name = findFunction(node.name)?.name;
  if (name === 'cidrMatch') return { kind: 'equals', field: { ...field.ref, type: 'ip' }, constants: networks(node, constants, scope), caseInsensitive: false, span: node.span }; // prettier-ignore
  const patterns = constants.map((constant) => patternOf(name, constant)).filter((pattern) => pattern !== undefined);
  if (patterns.length === 0) return undefined;
  if (name !== 'wildcard' && name !== 'startsWith') noteActiveWildcards(name, constants, scope);
  return { kind: 'wildcard', field: field.ref, patterns, caseInsensitive: node.caseInsensitive, span: node.span };
}

function patternOf(name: string | undefined, text: string): WildcardPattern | undefined {
  switch (name) {
    case 'startsWith':
      return [{ kind: 'text', text }, { kind: 'run' }];
    case 'endsWith':
      return parseLuceneWildcard(`*${text}`);
    case 'stringContains':
      return parseLuceneWildcard(`*${text}*`);
    case 'wildcard':
      return parseWildcard(text);
    default:
      return undefined;
  }
}

function noteActiveWildcards(name: string | undefined, texts: readonly string[], scope: Scope): void {
  for (const text of texts) {
    if (/[*?\\]/.test(text))
      scope.note(`In \`${name ?? ''}\`, Elasticsearch takes \`*\`, \`?\` and \`\\\` of "${text}" as wildcards and escapes.`);
  }
}

function networks(node: Call, constants: readonly string[], scope: Scope): readonly string[] {
  for (const [index, constant] of constants.entries()) {
    const span = node.args[index + 1]?.span ?? node.span;
    if (parseNetwork(constant) === undefined) {
      scope.report({ code: 'QRY017', span, message: `"${constant}" is not a network such as "10.0.0.0/8"`, severity: 'error' });
    }
  }
  return constants;
}
