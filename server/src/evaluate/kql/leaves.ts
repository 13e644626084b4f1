/**
 * One value of a KQL query, or one bound, on one field: what Kibana sends to Elasticsearch for the field's type, and what that finds.
 * https://www.elastic.co/docs/reference/query-languages/kql
 */
import { append } from '../../base/append.js';
import type { Span } from '../../base/span.js';
import { parseDateBound } from '../../events/dateMath.js';
import type { Instant, Rounding } from '../../events/time.js';
import type { FieldFamily } from '../../schema/fieldType.js';
import { hasWildcard, literalText, type Literal, type RangeOperator } from '../../syntax/kql/ast.js';
import { isLoneWildcard, literalConstant } from '../../syntax/kql/literals.js';
import { addressKey, parseNetwork } from '../leaves/ip.js';
import { parseNumber } from '../leaves/number.js';
import { fieldFamily } from '../lowering.js';
import type { Bound, Constant, Equals, Fixed, Predicate, Wildcard } from '../predicate.js';
import type { KqlField } from './fields.js';
import { patternOf, splitQueryString, type QueryStringParts } from './queryString.js';
import { nowOf, refuse, type KqlScope, type Refusal } from './scope.js';
import { anyTerm, phrase, termPattern, termRange, type TermTest, textLeaf } from './textLeaves.js';

/** What one value asks of a field, before values of the same kind are put together. */
export type ValueTest =
  | { readonly kind: 'equals'; readonly constant: Constant }
  | { readonly kind: 'wildcard'; readonly parts: QueryStringParts }
  | { readonly kind: 'terms'; readonly tests: readonly TermTest[] }
  | { readonly kind: 'predicate'; readonly predicate: Predicate };

/** `field: value` for one value; refused where the cluster would fail the search. */
export function valueTest(field: KqlField, value: Literal, scope: KqlScope): ValueTest | Refusal {
  return unlessUncertain(field, scope, (one) => testByType(one, value, scope));
}

/** Where a field's type is a guess, nothing is refused because of it: the values are taken as the event has them. */
function unlessUncertain<T extends { readonly kind: string }>(
  field: KqlField,
  scope: KqlScope,
  lower: (field: KqlField) => T | Refusal,
): T | Refusal {
  const result = lower(field);
  if (result.kind !== 'refused' || field.info?.typeUncertain !== true || field.ref.type === undefined) return result;
  scope.notes.add(`\`${field.ref.name}\` may be of type ${field.ref.type} on the cluster, which would fail this search.`);
  return lower({ ...field, ref: { ...field.ref, type: undefined } });
}

function testByType(field: KqlField, value: Literal, scope: KqlScope): ValueTest | Refusal {
  const { ref } = field;
  const family = fieldFamily(ref.type);
  // Of a date `null` is sent as both bounds of a range, which then has none.
  if (isLoneWildcard(value) || (family === 'date' && literalConstant(value) === null)) return existsTest(field, value.span, scope);
  if (literalConstant(value) === null) {
    return refuse('QRY003', `\`null\` is no value that a cluster can look for; write \`not ${ref.name}:*\` for events without the field`);
  }
  if (family === 'text') return { kind: 'terms', tests: textTests(value, ref.name, scope) };
  if (family === 'object' || family === 'nested') return valueOfObject(field, value.span, scope);
  if (family === 'unsupported') return unsupported(field, value.span, scope);
  if (hasWildcard(value)) return wildcardTest(field, family, value, scope);
  return constantTest(field, family, value, scope);
}

function existsTest({ ref }: KqlField, span: Span, scope: KqlScope): ValueTest {
  if (ref.type !== 'nested') return { kind: 'predicate', predicate: { kind: 'exists', field: ref, span } };
  scope.notes.add(`\`${ref.name}\` is a nested field, which has no value of its own: \`${ref.name}:*\` matches nothing.`);
  return never(span);
}

function never(span: Span): { readonly kind: 'predicate'; readonly predicate: Fixed } {
  return { kind: 'predicate', predicate: { kind: 'fixed', value: false, span } };
}

function valueOfObject({ ref }: KqlField, span: Span, scope: KqlScope): ValueTest {
  scope.notes.add(`\`${ref.name}\` is an object, which has no value of its own: this matches nothing.`);
  return never(span);
}

const ranges: ReadonlySet<string> = new Set(['integer_range', 'long_range', 'float_range', 'double_range', 'date_range', 'ip_range']);

function unsupported({ ref }: KqlField, span: Span, scope: KqlScope): ValueTest | Refusal {
  if (ref.type === undefined || !ranges.has(ref.type)) {
    return refuse('QRY003', `\`${ref.name}\` is of type ${ref.type ?? 'unknown'}, in which a cluster cannot look for a value`);
  }
  scope.notes.add(`\`${ref.name}\` is of type ${ref.type}, which is not evaluated here: the clause matches nothing.`);
  return never(span);
}

function textTests(value: Literal, name: string, scope: KqlScope): readonly TermTest[] {
  scope.notes.add(`\`${name}\` is analysed text: it is cut into words by the standard analyser; an index with another one may differ.`);
  if (!hasWildcard(value)) return [value.quoted ? phrase(literalText(value)) : anyTerm(literalText(value))];
  const { plain, patterns } = splitQueryString(value.pieces);
  return [...plain.map(anyTerm), ...patterns.map(termPattern)];
}

const withoutWildcards: Readonly<Partial<Record<FieldFamily, string>>> = {
  integer: 'a number; use `<` and `>` for a range',
  decimal: 'a number; use `<` and `>` for a range',
  boolean: 'true or false; write one of them',
  date: 'a date; use `<` and `>` for a range',
  ip: 'an address; write a network such as `10.0.0.0/8`',
};

function wildcardTest(field: KqlField, family: FieldFamily | undefined, value: Literal, scope: KqlScope): ValueTest | Refusal {
  const { ref } = field;
  const kind = family === undefined ? undefined : withoutWildcards[family];
  if (kind !== undefined) return refuse('QRY003', `\`${ref.name}\` takes no wildcards, for its values are each ${kind}`);
  const whole: QueryStringParts = { plain: [], patterns: [patternOf(value.pieces)] };
  const parts = splitQueryString(value.pieces);
  const isSplit = parts.plain.length + parts.patterns.length > 1;
  const types = field.info?.indexTypes ?? [ref.type];
  if (types.every((type) => type === 'keyword')) return { kind: 'wildcard', parts: whole };
  if (ref.type === undefined) {
    if (isSplit)
      scope.notes.add(
        `If \`${ref.name}\` is not a keyword field on the cluster, a value with spaces and wildcards is cut at its spaces there.`,
      );
    return { kind: 'wildcard', parts: whole };
  }
  if (family === 'flattened')
    scope.notes.add(`Some versions of Elasticsearch refuse wildcards on \`${ref.name}\`, a part of a flattened field.`);
  if (isSplit)
    scope.notes.add(
      `\`${ref.name}\` is of type ${types.join(' and ')}, where a value with wildcards is cut at its spaces and any part may match.`,
    );
  return { kind: 'wildcard', parts };
}

function constantTest({ ref }: KqlField, family: FieldFamily | undefined, value: Literal, scope: KqlScope): ValueTest | Refusal {
  const text = literalText(value);
  if (family === 'date') {
    const lower = instant(text, 'down', scope);
    const upper = instant(text, 'up', scope);
    if (lower === undefined || upper === undefined) return unreadable(ref.name, text, family);
    const bounds = { lower: { value: lower, inclusive: true }, upper: { value: upper, inclusive: true } };
    return { kind: 'predicate', predicate: { kind: 'range', field: ref, ...bounds, span: value.span } };
  }
  const readable = family === 'ip' ? parseNetwork(text) !== undefined : isReadable(text, family);
  return readable ? { kind: 'equals', constant: text } : unreadable(ref.name, text, family);
}

function isReadable(text: string, family: FieldFamily | undefined): boolean {
  if (family === 'integer' || family === 'decimal') return parseNumber(text) !== undefined;
  return family !== 'boolean' || text === 'true' || text === 'false';
}

const kinds: Readonly<Partial<Record<FieldFamily, string>>> = {
  integer: 'a number',
  decimal: 'a number',
  boolean: '`true` or `false`',
  date: 'a date',
  ip: 'an address or a network',
};

function unreadable(name: string, text: string, family: FieldFamily | undefined): Refusal {
  const code = family === 'ip' || family === 'date' ? 'QRY017' : 'QRY003';
  return refuse(
    code,
    `\`${name}\` takes ${(family === undefined ? undefined : kinds[family]) ?? 'another value'}, which \`${text}\` is not`,
  );
}

function instant(text: string, rounding: Rounding, scope: KqlScope): Instant | undefined {
  return parseDateBound(text, rounding, text.startsWith('now') ? nowOf(scope) : { milliseconds: 0, nanoseconds: 0 });
}

/** `field > value`; refused where the cluster would fail the search. */
export function rangeLeaf(field: KqlField, operator: RangeOperator, value: Literal, span: Span, scope: KqlScope): Predicate | Refusal {
  return unlessUncertain(field, scope, (one) => rangeByType(one, operator, value, span, scope));
}

function rangeByType(field: KqlField, operator: RangeOperator, value: Literal, span: Span, scope: KqlScope): Predicate | Refusal {
  const { ref } = field;
  const text = literalText(value);
  const family = fieldFamily(ref.type);
  if (literalConstant(value) === null) return testPredicate(existsTest(field, span, scope), field, span);
  if (family === 'text') return textLeaf(ref, [termRange(operator, text)], span);
  if (family === 'object' || family === 'nested') return testPredicate(valueOfObject(field, span, scope), field, span);
  if (family === 'unsupported') {
    const test = unsupported(field, span, scope);
    return test.kind === 'refused' ? test : testPredicate(test, field, span);
  }
  const constant = family === 'date' ? instant(text, operator === '>' || operator === '<=' ? 'up' : 'down', scope) : text;
  const readable = family === 'ip' ? addressKey(text) !== undefined : isReadable(text, family);
  if (constant === undefined || !readable)
    return family === 'ip'
      ? refuse('QRY017', `\`${ref.name}\` is compared with an address, which \`${text}\` is not`)
      : unreadable(ref.name, text, family);
  const bound: Bound = { value: constant, inclusive: operator.length === 2 };
  const isLower = operator.startsWith('>');
  return { kind: 'range', field: ref, lower: isLower ? bound : undefined, upper: isLower ? undefined : bound, span };
}

/** The predicate of one test. */
export function testPredicate(test: ValueTest, field: KqlField, span: Span): Predicate {
  return anyOfTests([test], field, span);
}

/** True when some value of the field passes one of the tests: those of a kind are one leaf. */
export function anyOfTests(tests: readonly ValueTest[], field: KqlField, span: Span): Predicate {
  const constants: Constant[] = [];
  const patterns: Wildcard['patterns'][number][] = [];
  const terms: TermTest[] = [];
  const others: Predicate[] = [];
  for (const test of tests) {
    if (test.kind === 'equals') constants.push(test.constant);
    else if (test.kind === 'terms') append(terms, test.tests);
    else if (test.kind === 'predicate') others.push(test.predicate);
    else {
      append(constants, test.parts.plain);
      append(patterns, test.parts.patterns);
    }
  }
  const { ref, lowercased } = field;
  const equals: readonly Equals[] =
    constants.length === 0 ? [] : [{ kind: 'equals', field: ref, constants, caseInsensitive: lowercased, span }];
  const wildcard: readonly Wildcard[] =
    patterns.length === 0 ? [] : [{ kind: 'wildcard', field: ref, patterns, caseInsensitive: lowercased, span }];
  const text = terms.length === 0 ? [] : [textLeaf(ref, terms, span)];
  const operands: readonly Predicate[] = [...equals, ...wildcard, ...text, ...others];
  const [only] = operands;
  return operands.length === 1 && only !== undefined ? { ...only, span } : { kind: 'or', operands, span };
}
