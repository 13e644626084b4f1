/** Variants of a clause as its language writes them. */
import type { TextEdit } from '../../base/edit.js';
import type { Span } from '../../base/span.js';
import type { ParsedQuery } from '../../rule/ruleDocument.js';
import { eqlChildren, type Comparison, type EqlNode, type ListTest } from '../../syntax/eql/ast.js';
import { writeField, writeString } from '../../syntax/eql/write.js';
import { kqlChildren, literalText, type KqlNode, type Literal, type Match } from '../../syntax/kql/ast.js';
import { escapeKql, quoteKql } from '../../syntax/kql/literals.js';
import { walk } from '../../syntax/tree.js';
import type { VariantForm } from './variant.js';

/** In offsets of the query's text; none where it cannot be written, or where the clause is none of the plain ones. */
export function rewritten(parsed: ParsedQuery, clause: Span, form: VariantForm): readonly TextEdit[] {
  if (parsed.language === 'eql') {
    const test = nodeAt<EqlNode>(parsed.tree, eqlChildren, clause, ({ kind }) => kind === 'comparison' || kind === 'listTest');
    return test?.kind === 'comparison' || test?.kind === 'listTest' ? inEql(test, form) : [];
  }
  const match = nodeAt<KqlNode>(parsed.tree, kqlChildren, clause, ({ kind }) => kind === 'match');
  return match?.kind === 'match' ? inKql(match, form) : [];
}

function nodeAt<N extends { readonly span: Span }>(
  root: N,
  children: (node: N) => readonly N[],
  { start, end }: Span,
  accepts: (node: N) => boolean,
): N | undefined {
  let found: N | undefined;
  const visit = (node: N): void => {
    if (found === undefined && node.span.start === start && node.span.end === end && accepts(node)) found = node;
    children(node).forEach(visit);
  };
  visit(root);
  return found;
}

/** Operators by what they take: whole texts or patterns, in this case or in any. */
const otherOperators: Readonly<Record<string, Readonly<Partial<Record<VariantForm['kind'], string>>>>> = {
  '==': { ignoreCase: ':', pattern: 'like', loosePattern: ':' },
  in: { ignoreCase: 'in~', pattern: 'like', loosePattern: ':' },
  'in~': { pattern: 'like~', loosePattern: 'like~' },
  like: { ignoreCase: 'like~' },
  regex: { ignoreCase: 'regex~' },
};

function inEql(test: Comparison | ListTest, form: VariantForm): readonly TextEdit[] {
  const values = test.kind === 'comparison' ? [test.left, test.right] : test.values;
  const subject = test.kind === 'comparison' ? [test.left, test.right] : [test.subject];
  if (form.kind === 'value') {
    const literal = values.find((value) => value.kind === 'string' && value.value === form.wanted);
    return literal === undefined ? [] : [{ span: literal.span, newText: writeString(form.found) }];
  }
  if (form.kind === 'field') {
    const field = subject.find((expr) => expr.kind === 'field');
    return field?.kind !== 'field' ? [] : [{ span: field.nameSpan, newText: writeField(form.field) }];
  }
  // With the constant on the left the operators for patterns would compare the wrong way round.
  if (test.kind === 'comparison' && test.left.kind !== 'field') return [];
  const operator = otherOperators[test.operator]?.[form.kind];
  if (operator === undefined) return [];
  // But for `in~` they take plain texts only, and `:` takes wildcards.
  const constants = test.kind === 'comparison' ? [test.right] : test.values;
  const isSafe =
    (operator === 'in~' || constants.every(({ kind }) => kind === 'string')) &&
    (operator !== ':' || form.kind === 'loosePattern' || !constants.some((value) => value.kind === 'string' && /[*?]/.test(value.value)));
  return isSafe ? [{ span: test.operatorSpan, newText: operator }] : [];
}

/** KQL has no comparison that ignores case: there the value itself has to be written otherwise. */
function inKql({ field, value }: Match, form: VariantForm): readonly TextEdit[] {
  const literals: Literal[] = [];
  walk<KqlNode>(value, kqlChildren, (node) => {
    if (node.kind === 'literal') literals.push(node);
  });
  if (form.kind === 'value') {
    const literal = literals.find((each) => literalText(each) === form.wanted);
    return literal === undefined ? [] : [{ span: literal.span, newText: written(form.found, literal) }];
  }
  if (form.kind === 'field')
    return field === undefined ? [] : [{ span: field.span, newText: escapeKql([form.field]) ?? quoteKql(form.field) }];
  if (form.kind !== 'pattern') return [];
  const quoted = literals.filter((each) => each.quoted && literalText(each).includes('*'));
  const edits = quoted.flatMap(({ span, pieces }) => {
    const newText = escapeKql(pieces.join('*').split('*'));
    return newText === undefined ? [] : [{ span, newText }];
  });
  return edits.length === quoted.length ? edits : [];
}

function written(text: string, { quoted }: Literal): string {
  return (quoted ? undefined : escapeKql([text])) ?? quoteKql(text);
}
