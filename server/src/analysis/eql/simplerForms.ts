/** EQL103 and EQL119: conditions that a plainer form says as well, with the same matches. */
import type { Problem } from '../../base/problem.js';
import { sliceSpan } from '../../base/span.js';
import { ungrouped, type Call, type EqlNode, type Expr, type ListTest, type Logical } from '../../syntax/eql/ast.js';
import { textsOf } from '../../syntax/eql/textList.js';
import { eqlNodes, everyText } from './nodes.js';

export function simplerForms(tree: EqlNode, text: string): readonly Problem[] {
  const nodes = eqlNodes(tree);
  return [
    ...nodes('listTest').flatMap(likeWithoutWildcard),
    ...(nodes('call').length === 0 ? [] : callsForConditions(tree).flatMap((call) => searchCall(call, text))),
    ...nodes('or').flatMap((node) => alternatives(node, text)),
  ];
}

/** `:` without wildcards is the usual way to ignore case; `like` has a plainer one. */
function likeWithoutWildcard(node: ListTest): readonly Problem[] {
  const { operator, operatorSpan, parenthesised } = node;
  if (operator !== 'like' && operator !== 'like~') return [];
  if (!everyText(node, (text) => !/[*?]/.test(text))) return [];
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

/** Calls that stand where a condition is wanted: only there can an operator replace a function. */
function callsForConditions(tree: EqlNode): readonly Call[] {
  const nodes = eqlNodes(tree);
  return [
    ...nodes('eventQuery').map(({ condition }) => condition),
    ...nodes('and').flatMap(({ operands }) => operands),
    ...nodes('or').flatMap(({ operands }) => operands),
    ...nodes('not').map(({ operand }) => operand),
  ].filter((condition) => condition.kind === 'call');
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

/** One operand of an `or` that could be part of a list. Of those that fit in one list all but the values is equal. */
interface Alternative {
  readonly subject: string;
  readonly operator: string;
  readonly kind: Expr['kind'];
  readonly values: () => readonly Expr[];
}

/** `a == 1 or a == 2` → `a in (1, 2)`; only where the whole `or` is of one form. */
function alternatives({ operands, span: place }: Logical, text: string): readonly Problem[] {
  const parts: Alternative[] = [];
  for (const operand of operands) {
    const part = alternativeOf(operand, text);
    if (part === undefined || !isAlike(part, parts[0] ?? part)) return [];
    parts.push(part);
  }
  const [first] = parts;
  if (first === undefined) return [];
  const values = parts.flatMap((part) => part.values().map((value) => sliceSpan(text, value.span)));
  const newText = `${first.subject} ${first.operator} (${values.join(', ')})`;
  // Comments would be lost.
  if (hasComment(sliceSpan(text, place))) return [];
  const message = `These conditions compare \`${first.subject}\` alike; one \`${first.operator}\` with a list says the same`;
  return [{ code: 'EQL119', span: place, message, fixes: [{ title: 'Write one list', edits: [{ span: place, newText }] }] }];
}

function alternativeOf(expr: Expr, text: string): Alternative | undefined {
  const node = ungrouped(expr);
  if (node.kind === 'comparison' && node.operator === '==') return alternative(node.left, 'in', node.right.kind, () => [node.right], text);
  if (node.kind !== 'listTest' || node.negated) return undefined;
  return alternative(node.subject, node.operator, commonKind(node), () => node.values, text);
}

/** The list operators take text; `in` also takes the numbers that `==` does. */
function alternative(
  subject: Expr,
  operator: string,
  kind: Expr['kind'] | undefined,
  values: () => readonly Expr[],
  text: string,
): Alternative | undefined {
  if (subject.kind !== 'field' || (kind !== 'string' && !(operator === 'in' && kind === 'number'))) return undefined;
  return { subject: sliceSpan(text, subject.span), operator, kind, values };
}

/** Undefined where the values of the list are not all of one kind. */
function commonKind(node: ListTest): Expr['kind'] | undefined {
  if (textsOf(node) !== undefined) return 'string';
  const kind = node.values[0]?.kind;
  return node.values.every((value) => value.kind === kind) ? kind : undefined;
}

function isAlike(a: Alternative, b: Alternative): boolean {
  return a.subject === b.subject && a.operator === b.operator && a.kind === b.kind;
}

function hasComment(source: string): boolean {
  return /\/[/*]/.test(source.replace(/"""[^]*?"""|"(?:[^"\\]|\\.)*"/g, ''));
}
