/** EQL103 and EQL119: conditions that a plainer form says as well, with the same matches. */
import type { Problem } from '../../base/problem.js';
import { sliceSpan } from '../../base/span.js';
import { eqlChildren, type Call, type EqlNode, type Expr, type ListTest, type Logical } from '../../syntax/eql/ast.js';
import { walk } from '../../syntax/tree.js';
import { ungrouped } from './infer.js';

export function simplerForms(tree: EqlNode, text: string): readonly Problem[] {
  const problems: Problem[] = [];
  walk(tree, eqlChildren, (node) => {
    if (node.kind === 'listTest') problems.push(...likeWithoutWildcard(node));
    for (const condition of conditionsIn(node)) if (condition.kind === 'call') problems.push(...searchCall(condition, text));
    if (node.kind === 'or') problems.push(...alternatives(node, text));
  });
  return problems;
}

/** `:` without wildcards is the usual way to ignore case; `like` has a plainer one. */
function likeWithoutWildcard({ operator, operatorSpan, values, parenthesised }: ListTest): readonly Problem[] {
  if (operator !== 'like' && operator !== 'like~') return [];
  if (!values.every((value) => value.kind === 'string' && !/[*?]/.test(value.value))) return [];
  const tilde = operator === 'like~';
  const plain = parenthesised ? (tilde ? 'in~' : 'in') : tilde ? ':' : '==';
  return [
    {
      code: 'EQL103',
      span: operatorSpan,
      message: `There is no wildcard for \`${operator}\` here; \`${plain}\` says the same`,
      fixes: [{ title: `Use \`${plain}\``, edits: [{ span: operatorSpan, newText: plain }], preferred: true }],
    },
  ];
}

/** What stands where a condition is wanted: only there can an operator replace a function. */
function conditionsIn(node: EqlNode): readonly Expr[] {
  if (node.kind === 'eventQuery') return [node.condition];
  if (node.kind === 'and' || node.kind === 'or') return node.operands;
  return node.kind === 'not' ? [node.operand] : [];
}

const patternOf: Readonly<Record<string, (text: string) => string>> = {
  startsWith: (text) => `${text}*`,
  endsWith: (text) => `*${text}`,
  stringContains: (text) => `*${text}*`,
};

/** `startsWith(process.name, "a")` → `process.name like "a*"` */
function searchCall(call: Call, text: string): readonly Problem[] {
  const pattern = patternOf[call.name];
  const [subject, wanted, ...more] = call.args;
  if (pattern === undefined || subject?.kind !== 'field' || wanted?.kind !== 'string' || more.length > 0) return [];
  if (wanted.value === '' || /[*?]/.test(wanted.value)) return [];
  const source = sliceSpan(text, wanted.span);
  const quotes = wanted.raw ? '"""' : '"';
  const operator = call.caseInsensitive ? 'like~' : 'like';
  const newText = `${sliceSpan(text, subject.span)} ${operator} ${quotes}${pattern(source.slice(quotes.length, -quotes.length))}${quotes}`;
  const message = `\`${newText}\` says the same without a function`;
  return [
    { code: 'EQL119', span: call.span, message, fixes: [{ title: `Rewrite as \`${newText}\``, edits: [{ span: call.span, newText }] }] },
  ];
}

/** One operand of an `or` that could be part of a list. */
interface Alternative {
  /** Equal for those that fit in one list. */
  readonly form: string;
  readonly subject: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** `a == 1 or a == 2` → `a in (1, 2)`; only where the whole `or` is of one form. */
function alternatives({ operands, span: place }: Logical, text: string): readonly Problem[] {
  const parts = operands.map((operand) => alternativeOf(operand, text)).filter((part) => part !== undefined);
  const [first] = parts;
  if (first === undefined || parts.length < operands.length || parts.some(({ form }) => form !== first.form)) return [];
  const newText = `${first.subject} ${first.operator} (${parts.flatMap(({ values }) => values).join(', ')})`;
  // Comments would be lost.
  if (hasComment(sliceSpan(text, place))) return [];
  const message = `These conditions compare \`${first.subject}\` alike; one \`${first.operator}\` with a list says the same`;
  return [{ code: 'EQL119', span: place, message, fixes: [{ title: 'Write one list', edits: [{ span: place, newText }] }] }];
}

function alternativeOf(expr: Expr, text: string): Alternative | undefined {
  const node = ungrouped(expr);
  if (node.kind === 'comparison' && node.operator === '==') return alternative(node.left, 'in', [node.right], text);
  if (node.kind !== 'listTest' || node.negated) return undefined;
  return alternative(node.subject, node.operator, node.values, text);
}

/** The list operators take text; `in` also takes the numbers that `==` does. */
function alternative(subject: Expr, operator: string, values: readonly Expr[], text: string): Alternative | undefined {
  const kinds = new Set(values.map(({ kind }) => kind));
  const [kind] = kinds;
  if (subject.kind !== 'field' || kinds.size !== 1 || (kind !== 'string' && !(operator === 'in' && kind === 'number'))) return undefined;
  const source = sliceSpan(text, subject.span);
  return { form: `${source} ${operator} ${kind}`, subject: source, operator, values: values.map((value) => sliceSpan(text, value.span)) };
}

function hasComment(source: string): boolean {
  return /\/[/*]/.test(source.replace(/"""[^]*?"""|"(?:[^"\\]|\\.)*"/g, ''));
}
