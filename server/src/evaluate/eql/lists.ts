/** `in`, `:`, `like` and `regex`. */
import { eqlVerdicts } from '../../schema/operators.js';
import { ungrouped, type Expr, type ListTest } from '../../syntax/eql/ast.js';
import { compileLuceneRegex } from '../luceneRegex.js';
import type { Predicate } from '../predicate.js';
import { toValue, type ScriptValue } from '../script/value.js';
import { parseWildcard } from '../wildcard.js';
import { refuseFieldAgainstField } from './comparisons.js';
import { computedLeaf } from './computed.js';
import { dateComparison } from './dates.js';
import { resolveField, type EqlField } from './fields.js';
import { reportRegex } from './regexProblem.js';
import { refused, type Scope } from './scope.js';
import { fold, textsOf } from './script.js';
import { kindOfValue, staticKind } from './types.js';

export function lowerListTest(node: ListTest, scope: Scope): Predicate {
  if (node.negated)
    return { kind: 'not', operand: lowerListTest({ ...node, values: node.values, negated: false }, scope), span: node.span };
  const constants = constantsOf(node, scope);
  if (constants === undefined) return refused(node.span);
  const subject = ungrouped(node.subject);
  if (subject.kind !== 'field') return lowerComputedList(node, subject, scope);
  const field = resolveField(subject, scope);
  if (field === 'absent' || field === 'refused') return refused(node.span);
  if (node.operator === 'in') return lowerIn(node, field, constants, scope);
  if (!takesPatterns(node, field, scope)) return refused(node.span);
  return lowerPatterns(node, field, scope);
}

/** The values of the list; undefined when one of them is no constant of the right kind, which is reported. */
function constantsOf(node: ListTest, scope: Scope): readonly ScriptValue[] | undefined {
  const folded = node.values.map((value) => fold(value, scope));
  const offender = node.values[folded.indexOf(undefined)];
  if (offender !== undefined) {
    refuseFieldAgainstField(offender, scope, node.span);
    return undefined;
  }
  const constants = folded.map((found) => found?.value ?? null);
  const other = node.operator === 'in' ? -1 : constants.findIndex((constant) => constant !== null && typeof constant !== 'string');
  if (other < 0) return constants;
  const message = `\`${node.operator}\` compares text; write \`==\` or \`in\` for other values`;
  scope.report({ code: 'QRY003', span: node.values[other]?.span ?? node.span, message, severity: 'error' });
  return undefined;
}

function lowerComputedList(node: ListTest, subject: Expr, scope: Scope): Predicate {
  const kind = staticKind(subject, scope);
  if (node.operator !== 'in' && kind !== 'string' && kind !== 'null' && kind !== undefined) {
    refusePattern(node, scope);
    return refused(node.span);
  }
  return computedLeaf(node, (value) => value === true, node.span, scope);
}

/** Null in a list equals nothing. */
function lowerIn(node: ListTest, field: EqlField, constants: readonly ScriptValue[], scope: Scope): Predicate {
  const { ref, family } = field;
  for (const [index, constant] of constants.entries()) {
    const kind = kindOfValue(constant);
    if (family === undefined || kind === 'null' || eqlVerdicts[family].element[kind] !== 'error') continue;
    const message = `\`${ref.name}\` is of type ${ref.type ?? 'unknown'}; the list may not hold a ${kind}`;
    scope.report({ code: 'QRY003', span: node.values[index]?.span ?? node.span, message, severity: 'error' });
    return refused(node.span);
  }
  const values = constants.map(toValue).filter((value) => value !== null);
  if (family === 'date') {
    return { kind: 'or', operands: values.map((value) => dateComparison(ref, '==', value, node.span, scope)), span: node.span };
  }
  return { kind: 'equals', field: ref, constants: values, caseInsensitive: false, span: node.span };
}

function takesPatterns(node: ListTest, { family }: EqlField, scope: Scope): boolean {
  return family === undefined || eqlVerdicts[family].pattern !== 'error' || refusePattern(node, scope);
}

function refusePattern(node: ListTest, scope: Scope): false {
  const instead = node.operator === ':' ? '; write `==`' : '';
  scope.report({
    code: 'QRY003',
    span: node.subject.span,
    message: `\`${node.operator}\` needs text on its left${instead}`,
    severity: 'error',
  });
  return false;
}

function lowerPatterns(node: ListTest, { ref }: EqlField, scope: Scope): Predicate {
  const { operator, span } = node;
  const texts = textsOf(node);
  switch (operator) {
    case 'regex':
    case 'regex~': {
      const caseInsensitive = operator === 'regex~';
      for (const value of node.values.map(ungrouped)) {
        const compiled = value.kind === 'string' ? compileLuceneRegex(value.value, caseInsensitive) : undefined;
        if (compiled?.ok === false && value.kind === 'string') reportRegex(value, compiled, scope);
      }
      return { kind: 'regex', field: ref, patterns: texts, caseInsensitive, span };
    }
    case 'in~':
      return { kind: 'equals', field: ref, constants: texts, caseInsensitive: true, span };
    default:
      return { kind: 'wildcard', field: ref, patterns: texts.map(parseWildcard), caseInsensitive: operator !== 'like', span };
  }
}
