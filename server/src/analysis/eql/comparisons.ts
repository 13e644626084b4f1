/**
 * Operators against types in EQL: `==`, `<`, `in`, `:`, `like`, `regex`, arithmetic. An error where Elasticsearch rejects the query, a
 * warning where it takes it but the comparison cannot be meant.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax
 */
import type { Fix, Problem } from '../../base/problem.js';
import { span, sliceSpan } from '../../base/span.js';
import type { FieldFamily } from '../../schema/fieldType.js';
import { eqlConditionVerdicts, eqlVerdicts, type Verdict } from '../../schema/operators.js';
import {
  ungrouped,
  type Arithmetic,
  type Comparison,
  type Expr,
  type ListTest,
  type Sign,
  type StringLiteral,
} from '../../syntax/eql/ast.js';
import { textsOf } from '../../syntax/eql/textList.js';
import { describeFamily, isNumeric, valueKindOf, type InferredType } from '../types.js';
import { isNumberText, readsAs } from '../values.js';
import { quoteSource, type EqlContext } from './context.js';
import { firstField, inferEql } from './infer.js';

export function checkComparison(node: Comparison, context: EqlContext): void {
  const { catalog, report } = context;
  const onRight = firstField(node.right, catalog);
  const onLeft = firstField(node.left, catalog);
  if (onLeft !== undefined && onRight !== undefined) {
    const unknown = [node.left, node.right].find((side) => isUnknownOptional(side, context));
    report(unknown === undefined ? fieldsCompared(onRight, context) : unknownCompared(unknown, context));
    return;
  }
  const [subject, value] = onRight === undefined ? [node.left, node.right] : [node.right, node.left];
  if (onLeft === undefined && onRight === undefined) return;
  const type = inferEql(subject, catalog);
  const kind = valueKindOf(inferEql(value, catalog));
  if (type === undefined || type === 'null' || kind === undefined) return;
  const row = isCondition(subject, type) ? eqlConditionVerdicts : eqlVerdicts[type];
  if (isNormalized(subject, context)) return;
  const isEquality = node.operator === '==' || node.operator === '!=';
  const quoted = quotedNumber({ subject, type, value }, isEquality, context);
  if (quoted !== undefined) {
    report(quoted);
    return;
  }
  const verdict = (isEquality ? row.equals : row.order)[kind];
  judge(verdict, { subject, type, value }, context);
}

/** Reports a keyword field whose values are changed when they are indexed; only a real mapping can tell. */
function isNormalized(subject: Expr, context: EqlContext): boolean {
  const field = ungrouped(subject);
  if (!context.catalog.authoritative || field.kind !== 'field' || context.catalog.field(field.name)?.lowercased !== true) return false;
  const message = `\`${field.name}\` has a normalizer, and EQL compares only fields with the values as they are; use the field without it`;
  context.report({ code: 'EQL122', span: field.nameSpan, severity: 'error', message });
  return true;
}

/** A number in quotes: `==` reads it as one all the same, but `<` and `>` do not, or compare texts letter by letter. */
function quotedNumber(compared: Compared, isEquality: boolean, context: EqlContext): Problem | undefined {
  const { subject, type, value } = compared;
  const literal = ungrouped(value);
  if (literal.kind !== 'string' || !isNumberText(literal.value)) return undefined;
  const source = quoteSource(subject, context);
  if (isNumeric(type)) {
    const message = `${source} is a number; write ${literal.value} without quotes`;
    const fixes = [{ title: `Write ${literal.value}`, edits: [{ span: literal.span, newText: literal.value }], preferred: true }];
    return { code: 'EQL120', span: value.span, message, fixes, ...(isEquality ? { severity: 'hint' } : {}) };
  }
  if (type !== 'keyword' || isEquality) return undefined;
  const message = `${source} is text, which is compared letter by letter: "10" is less than "9"; use a field that holds a number`;
  return { code: 'EQL120', span: value.span, message };
}

/** An expression that is true or false by itself, not a boolean field. */
function isCondition(expr: Expr, type: FieldFamily): boolean {
  return type === 'boolean' && ungrouped(expr).kind !== 'field';
}

interface Compared {
  readonly subject: Expr;
  readonly type: FieldFamily;
  readonly value: Expr;
}

function judge(verdict: Verdict, compared: Compared, context: EqlContext): void {
  if (verdict === 'ok') return;
  const literal = ungrouped(compared.value);
  if (verdict === 'ifValid') {
    if (literal.kind === 'string') checkText(literal, compared, context);
    return;
  }
  context.report({
    code: 'QRY003',
    span: compared.value.span,
    severity: verdict,
    message: mismatch(verdict, compared, context),
    fixes: quotingFix(compared, context),
  });
}

function mismatch(verdict: 'warning' | 'error', { subject, type, value }: Compared, context: EqlContext): string {
  const source = quoteSource(subject, context);
  const written = quoteSource(value, context);
  if (verdict === 'error') return `${source} is ${describeFamily(type)}, and so must be the values it is looked up in, not ${written}`;
  if (type === 'keyword') return `${source} is text; write ${written} in quotes`;
  return `${source} is ${describeFamily(type)}, and ${written} cannot be read as one`;
}

/** Text that is to be read as a value of the field's type. */
function checkText(literal: StringLiteral, { subject, type }: Compared, context: EqlContext): void {
  if (readsAs(literal.value, type)) return;
  context.report({
    code: type === 'ip' || type === 'date' ? 'QRY017' : 'QRY003',
    span: literal.span,
    severity: 'warning',
    message: `${quoteSource(subject, context)} is ${describeFamily(type)}, and ${quoteSource(literal, context)} cannot be read as one`,
  });
}

/** A number or a boolean compared with text wants quotes. */
function quotingFix({ type, value }: { readonly type: InferredType; readonly value: Expr }, { text }: EqlContext): readonly Fix[] {
  const literal = ungrouped(value);
  if (type !== 'keyword' || (literal.kind !== 'number' && literal.kind !== 'boolean')) return [];
  const newText = `"${sliceSpan(text, literal.span)}"`;
  return [{ title: `Write ${newText}`, edits: [{ span: literal.span, newText }] }];
}

function fieldsCompared(right: Expr, context: EqlContext): Problem {
  return {
    code: 'EQL121',
    span: right.span,
    message: `EQL compares fields with constants only; ${quoteSource(right, context)} is a field on the other side`,
  };
}

/** Nothing but a field that may be missing and that is not known: where no index has it, it is null, which is a constant. */
function isUnknownOptional(side: Expr, { catalog }: EqlContext): boolean {
  const field = ungrouped(side);
  return field.kind === 'field' && field.optional && catalog.field(field.name) === undefined;
}

function unknownCompared(field: Expr, context: EqlContext): Problem {
  const written = quoteSource(field, context);
  return {
    code: 'EQL121',
    span: field.span,
    severity: 'warning',
    message: `EQL compares fields with constants only; ${written} is null where no index has it, and the query is refused where one has it`,
  };
}

export function checkListTest(node: ListTest, context: EqlContext): void {
  const { catalog, report } = context;
  if (textsOf(node) === undefined) {
    for (const value of node.values) {
      const field = firstField(value, catalog);
      if (field !== undefined) report(fieldsCompared(field, context));
    }
  }
  const type = inferEql(node.subject, catalog);
  if (isNormalized(node.subject, context)) return;
  if (node.operator !== 'in') checkTextOperator(node, type, context);
  else if (type !== undefined && type !== 'null') checkElements(node, type, context);
}

function checkElements(node: ListTest, type: FieldFamily, context: EqlContext): void {
  const row = isCondition(node.subject, type) ? eqlConditionVerdicts : eqlVerdicts[type];
  const areTextsRead = type === 'ip' || type === 'date';
  if (textsOf(node) !== undefined && row.element.string === 'ok' && !areTextsRead) return;
  for (const value of node.values) {
    if (firstField(value, context.catalog) !== undefined) continue;
    const kind = valueKindOf(inferEql(value, context.catalog));
    if (kind === undefined) continue;
    const compared = { subject: node.subject, type, value };
    const literal = ungrouped(value);
    if (literal.kind === 'string' && areTextsRead) checkText(literal, compared, context);
    else judge(row.element[kind], compared, context);
  }
}

/** `:`, `like`, `regex` and `in~` take text on both sides. */
function checkTextOperator(node: ListTest, type: InferredType, context: EqlContext): void {
  if (type !== undefined && type !== 'null' && eqlVerdicts[type].pattern !== 'ok') {
    context.report({
      code: 'QRY003',
      span: node.subject.span,
      message: `\`${node.operator}\` compares text, but ${quoteSource(node.subject, context)} is ${describeFamily(type)}; ${insteadOf(type)}`,
      fixes: operatorFixes(node, type, context),
    });
    return;
  }
  if (textsOf(node) !== undefined) return;
  for (const value of node.values) {
    const kind = valueKindOf(inferEql(value, context.catalog));
    if (kind === undefined || kind === 'string') continue;
    const message = `\`${node.operator}\` compares text, but ${quoteSource(value, context)} is ${kind === 'number' ? 'a number' : 'a boolean'}`;
    context.report({ code: 'QRY003', span: value.span, message, fixes: quotingFix({ type, value }, context) });
  }
}

function insteadOf(type: FieldFamily): string {
  if (type === 'ip') return 'use `==` with an address or cidrMatch with a network';
  return type === 'boolean' ? 'use `==`' : 'use `==`, `in` or `<` and `>`';
}

/** `pid : 12` → `pid == 12`; a list → `in`. Only where the values suit the field. */
function operatorFixes(node: ListTest, type: FieldFamily, { text, catalog }: EqlContext): readonly Fix[] {
  const suits = node.values.every((value) => {
    const literal = ungrouped(value);
    if (literal.kind === 'string') return readsAs(literal.value, type);
    const kind = valueKindOf(inferEql(literal, catalog));
    return kind !== undefined && eqlVerdicts[type].equals[kind] === 'ok';
  });
  if (!suits || node.negated) return [];
  const operator = node.parenthesised ? 'in' : '==';
  // `in` takes no quoted numbers.
  if (operator === 'in' && type !== 'ip' && node.values.some((value) => ungrouped(value).kind === 'string')) return [];
  const { start, end } = node.operatorSpan;
  const newText = `${padding(text[start - 1])}${operator}${padding(text[end])}`;
  return [{ title: `Replace \`${node.operator}\` by \`${operator}\``, edits: [{ span: span(start, end), newText }], preferred: true }];
}

function padding(neighbour: string | undefined): string {
  return neighbour !== undefined && /[\s(]/.test(neighbour) ? '' : ' ';
}

/** The operands of `+ - * / %` and of a sign are numbers. */
export function checkArithmetic(node: Arithmetic | Sign, context: EqlContext): void {
  const operands = node.kind === 'sign' ? [node.operand] : [node.left, node.right];
  for (const operand of operands) {
    const type: InferredType = inferEql(operand, context.catalog);
    if (type === undefined || type === 'null' || isNumeric(type)) continue;
    context.report({
      code: 'QRY003',
      span: operand.span,
      message: `\`${node.operator}\` takes numbers, but ${quoteSource(operand, context)} is ${describeFamily(type)}`,
    });
  }
}
