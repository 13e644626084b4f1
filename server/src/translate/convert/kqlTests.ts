/**
 * Tests of one field with constants of EQL as KQL clauses, by the field's type. KQL heeds the case of letters in every value.
 * https://www.elastic.co/docs/reference/query-languages/kql
 */
import type { Span } from '../../base/span.js';
import { escapeKql, quoteKql } from '../../syntax/kql/literals.js';
import type { RangeOperator } from '../../syntax/kql/ast.js';
import { any, constant, leaf, type Condition } from './condition.js';
import type { EqlConstant } from './eqlConstants.js';
import {
  isDateMath,
  isNetwork,
  isPlainDate,
  isPlainInteger,
  isPlainNumber,
  refuse,
  type ConversionScope,
  type ConvertedField,
} from './scope.js';

function nameOf({ name }: ConvertedField): string {
  return escapeKql([name]) ?? quoteKql(name);
}

/** The field has a value. */
export function kqlExistence(field: ConvertedField): Condition {
  return leaf(`${nameOf(field)}: *`);
}

/** Some value of the field equals one of the constants. */
export function kqlValues(field: ConvertedField, constants: readonly EqlConstant[], scope: ConversionScope): Condition {
  const written = constants.map((value) => writeValue(field, value, scope));
  return scope.refusals.length > 0 ? constant(true) : clause(field, written);
}

function clause(field: ConvertedField, written: readonly string[]): Condition {
  const [only] = written;
  if (only === undefined) return constant(false);
  return leaf(`${nameOf(field)}: ${written.length === 1 ? only : `(${written.join(' or ')})`}`);
}

function writeValue(field: ConvertedField, value: EqlConstant, scope: ConversionScope): string {
  const text = String(value.value);
  if (!suits(field, value, text)) return reject(field, value, scope);
  return value.kind !== 'string' || field.family !== 'keyword' ? writeTyped(field, value, text) : writeText(field, text);
}

function reject({ name, info }: ConvertedField, { span, value }: EqlConstant, scope: ConversionScope): string {
  if (typeof value === 'string' && isDateMath(value) && info !== undefined) {
    refuse(scope, 'dateMath', span, `Whether EQL takes a date such as \`${value}\`, relative to another, is not documented`);
  } else refuse(scope, 'value', span, `KQL and EQL do not take \`${String(value)}\` on \`${name}\` for the same`);
  return '';
}

/** Whether both languages read the constant as the same value of the field. */
function suits({ family }: ConvertedField, { kind }: EqlConstant, text: string): boolean {
  switch (family) {
    case 'integer':
      return isPlainInteger(text) && kind !== 'boolean';
    case 'decimal':
      return isPlainNumber(text) && kind !== 'boolean';
    case 'boolean':
      return text === 'true' || text === 'false';
    case 'ip':
      return kind === 'string' && isNetwork(text);
    case 'date':
      return kind === 'number' ? /^\d{5,}$/.test(text) : isPlainDate(text);
    case undefined:
      return kind !== 'number' || isPlainNumber(text);
    default:
      return kind === 'string';
  }
}

function writeTyped({ family }: ConvertedField, { kind }: EqlConstant, text: string): string {
  const isBare = kind !== 'string' || family === 'integer' || family === 'decimal' || family === 'boolean';
  return isBare ? text : quoteKql(text);
}

const constants: ReadonlySet<string> = new Set(['true', 'false', 'null', 'and', 'or', 'not']);

/** Quoted unless the text is a plain word: on a keyword that is the same. */
function writeText({ isKeyword }: ConvertedField, text: string): string {
  return isKeyword && /^[\w.-]+$/.test(text) && !constants.has(text.toLowerCase()) ? text : quoteKql(text);
}

/** Some value of the field is within the bound. */
export function kqlComparison(field: ConvertedField, operator: RangeOperator, value: EqlConstant, scope: ConversionScope): Condition {
  const text = String(value.value);
  const numeric = field.family === 'integer' || field.family === 'decimal';
  const isBound =
    value.kind !== 'boolean' && value.kind !== 'null' && field.family !== 'boolean' && !(field.family === 'ip' && text.includes('/'));
  if (!isBound || !(numeric ? isPlainNumber(text) : suits(field, value, text))) {
    reject(field, value, scope);
    return constant(true);
  }
  return leaf(`${nameOf(field)} ${operator} ${writeTyped(field, value, text)}`);
}

export interface TextPattern {
  /** The pattern split at its `*`; undefined where it has a `?` for one character. */
  readonly pieces: readonly string[] | undefined;
  readonly insensitive: boolean;
  readonly span: Span;
}

/** Some value of the field, as a whole, matches one of the patterns. */
export function kqlPatterns(field: ConvertedField, patterns: readonly TextPattern[], scope: ConversionScope): Condition {
  if (field.family !== undefined && field.family !== 'keyword')
    return refuse(
      scope,
      'fieldType',
      patterns[0]?.span ?? { start: 0, end: 0 },
      `EQL takes no patterns for \`${field.name}\`, which is no text`,
    );
  const written: string[] = [];
  for (const pattern of patterns) {
    const value = writePattern(field, pattern, scope);
    if (value === undefined) return constant(true);
    written.push(value);
  }
  return written.includes('*') ? any([kqlExistence(field)]) : clause(field, written);
}

/** Undefined after a refusal. */
function writePattern(field: ConvertedField, { pieces, insensitive, span }: TextPattern, scope: ConversionScope): string | undefined {
  const text = pieces?.join('') ?? '';
  if (insensitive && text.toLowerCase() !== text.toUpperCase()) {
    refuse(scope, 'caseInsensitive', span, 'EQL matches these letters in either case here, and KQL only as they are written');
    return undefined;
  }
  if (pieces === undefined) {
    refuse(scope, 'oneCharacter', span, '`?` stands for one character in EQL; KQL has only `*`');
    return undefined;
  }
  if (pieces.length === 1) return writeText(field, text);
  if (!field.isKeyword && /[ \t\n\r\u3000]/.test(text)) {
    refuse(scope, 'splitPattern', span, `KQL cuts values with wildcards at spaces on \`${field.name}\`, whose type is not keyword`);
    return undefined;
  }
  const written = escapeKql(pieces.filter((piece, index) => piece !== '' || index === 0 || index === pieces.length - 1));
  if (written === undefined)
    refuse(
      scope,
      'value',
      span,
      'KQL cannot write this pattern: only quoted values may begin or end with white space or hold its keywords',
    );
  return written;
}

/** Some address of the field lies in one of the networks. */
export function kqlNetworks(field: ConvertedField, networks: readonly EqlConstant[], scope: ConversionScope): Condition {
  if (field.family === 'ip') return kqlValues(field, networks, scope);
  return refuse(
    scope,
    'fieldType',
    networks[0]?.span ?? { start: 0, end: 0 },
    `Only on fields of type ip KQL takes networks, and \`${field.name}\` is not known as one`,
  );
}
