/**
 * The values and bounds of a KQL clause as EQL tests of one field, by the field's type. KQL heeds the case of letters, so the tests are
 * `==`, `in`, `like` and `regex`; but in fields that are indexed in lower case.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax
 */
import { hasWildcard, literalText, type Literal, type RangeOperator } from '../../syntax/kql/ast.js';
import { isLoneWildcard, literalConstant } from '../../syntax/kql/literals.js';
import { writeField, writeString } from '../../syntax/eql/write.js';
import { all, any, constant, leaf, type Condition, type Leaf } from './condition.js';
import { isDateMath, isNetwork, isPlainDate, isPlainNumber, refuse, type ConversionScope, type ConvertedField } from './scope.js';

/** Some value of the field is one of these. */
export function eqlValues(field: ConvertedField, values: readonly Literal[], scope: ConversionScope): Condition {
  const present = values.some(isLoneWildcard) ? [existence(field)] : [];
  const exact = values.filter((value) => !hasWildcard(value));
  const patterns = values.filter((value) => hasWildcard(value) && !isLoneWildcard(value));
  const unusable = exact.find((value) => literalConstant(value) === null);
  if (unusable !== undefined) return refuse(scope, 'value', unusable.span, '`null` is no value that can be looked for');
  const tests =
    field.family === undefined || field.family === 'keyword'
      ? textTests(
          field,
          values.filter((value) => !isLoneWildcard(value)),
          scope,
        )
      : typedTests(field, exact, patterns, scope);
  return any([...present, ...tests]);
}

function nameOf({ name, mayBeMissing }: ConvertedField): string {
  return `${mayBeMissing ? '?' : ''}${writeField(name)}`;
}

function existence(field: ConvertedField): Leaf {
  const name = nameOf(field);
  return leaf(`${name} != null`, { negated: leaf(`${name} == null`) });
}

/** On a field that no index has, every test but `==` is null instead of false, and so is its negation. */
function test(field: ConvertedField, positive: string, negative?: string): Leaf {
  const name = nameOf(field);
  const negation = negative ?? `not ${positive}`;
  if (!field.mayBeMissing) return leaf(positive, negative === undefined ? {} : { negated: leaf(negation) });
  return leaf(positive, { negated: any([leaf(`${name} == null`), leaf(negation)]), guard: `${name} != null` });
}

function equality(field: ConvertedField, constantText: string): Leaf {
  const name = nameOf(field);
  return leaf(`${name} == ${constantText}`, { negated: leaf(`${name} != ${constantText}`) });
}

/** A list takes only values of the field's own kind, so none is written where the type is not known. */
function membership(field: ConvertedField, constants: readonly string[], listed: boolean): Condition {
  const list = `(${constants.join(', ')})`;
  const name = nameOf(field);
  if (field.insensitive) return test(field, `${name} in~ ${list}`, `${name} not in~ ${list}`);
  if (!listed || constants.length < 2) return any(constants.map((one) => equality(field, one)));
  return test(field, `${name} in ${list}`, `${name} not in ${list}`);
}

/** Values without wildcards join the patterns, where they cannot be taken for patterns themselves. */
function textTests(field: ConvertedField, values: readonly Literal[], scope: ConversionScope): readonly Condition[] {
  const refusal = unwritable(field, values, scope);
  if (refusal !== undefined) return [refusal];
  const [first] = values;
  if (values.length === 1 && first !== undefined && !hasWildcard(first)) return [single(field, literalText(first), scope)];
  const hasPatterns = values.some((value) => hasWildcard(value) && isLike(value));
  const likes = values.filter((value) => isLike(value) && (hasPatterns || hasWildcard(value)));
  const regexes = values.filter((value) => hasWildcard(value) && !isLike(value));
  const exact = values.filter((value) => !hasWildcard(value) && !likes.includes(value)).map(literalText);
  const name = nameOf(field);
  const [like, regex] = field.insensitive ? [':', 'regex~'] : ['like', 'regex'];
  return [
    ...(exact.length === 0 ? [] : [membership(field, exact.map(writeString), field.family === 'keyword' || !exact.some(looksTyped))]),
    ...(likes.length === 0 ? [] : [test(field, `${name} ${like} ${listOf(likes.map(likeOf))}`)]),
    ...(regexes.length === 0 ? [] : [test(field, `${name} ${regex} ${listOf(regexes.map(regexOf))}`)]),
  ];
}

/** `like` has no escape for `*` and `?`. */
function isLike({ pieces }: Literal): boolean {
  return !/[*?]/.test(pieces.join(''));
}

function unwritable(field: ConvertedField, values: readonly Literal[], scope: ConversionScope): Condition | undefined {
  const split = values.find(
    (value) => !field.isKeyword && hasWildcard(value) && value.pieces.some((piece) => /[ \t\n\r\u3000]/.test(piece)),
  );
  if (split !== undefined) return refuseSplit(field, split, scope);
  const withNull = values.find((value) => literalText(value).includes('\0'));
  if (withNull !== undefined) return refuse(scope, 'value', withNull.span, 'Strings of EQL cannot hold the null character');
  const foreign = values.find((value) => field.insensitive && /[^ -~]/.test(literalText(value)));
  if (foreign === undefined) return undefined;
  return refuse(scope, 'value', foreign.span, 'EQL takes only the letters a to z in either case, and this value has others');
}

function single(field: ConvertedField, text: string, { categoryField }: ConversionScope): Condition {
  const constantText = writeString(text);
  if (field.insensitive)
    return /[*?]/.test(text) ? membership(field, [constantText], true) : test(field, `${nameOf(field)} : ${constantText}`);
  const found = equality(field, constantText);
  return field.name === categoryField && !field.mayBeMissing ? { ...found, category: text } : found;
}

function refuseSplit({ name, info }: ConvertedField, { span }: Literal, scope: ConversionScope): Condition {
  const type = info === undefined || info.typeUncertain === true ? 'may be of a type' : `is of type ${info.type},`;
  return refuse(
    scope,
    'splitPattern',
    span,
    `\`${name}\` ${type} whose values with wildcards KQL cuts at spaces; write \`*\` for each space first`,
  );
}

function looksTyped(text: string): boolean {
  return isPlainNumber(text) || text === 'true' || text === 'false' || isNetwork(text) || isPlainDate(text);
}

function listOf(texts: readonly string[]): string {
  const written = texts.map(writeString);
  return written.length === 1 ? (written[0] ?? '') : `(${written.join(', ')})`;
}

/** One `*` for several: they mean the same. */
function likeOf({ pieces }: Literal): string {
  return pieces.filter((piece, index) => piece !== '' || index === 0 || index === pieces.length - 1).join('*');
}

function regexOf({ pieces }: Literal): string {
  return pieces.map((piece) => piece.replace(/[.?+*|{}[\]()"\\#@&<>~^$]/g, '\\$&')).join('.*');
}

function typedTests(
  field: ConvertedField,
  exact: readonly Literal[],
  patterns: readonly Literal[],
  scope: ConversionScope,
): readonly Condition[] {
  const [pattern] = patterns;
  if (pattern !== undefined)
    return [refuse(scope, 'value', pattern.span, `\`${field.name}\` is no text, and only text takes wildcards in both languages`)];
  const constants = exact.map((value) => typedConstant(field, value, scope));
  if (scope.refusals.length > 0 || constants.length === 0) return [];
  if (field.family === 'ip') return [addresses(field, exact.map(literalText))];
  return [membership(field, constants, field.family !== 'date' && field.family !== 'boolean')];
}

function addresses(field: ConvertedField, texts: readonly string[]): Condition {
  const [only] = texts;
  if (texts.length === 1 && only !== undefined && !only.includes('/')) return equality(field, writeString(only));
  return test(field, `cidrMatch(${nameOf(field)}, ${texts.map(writeString).join(', ')})`);
}

/** The value as EQL writes it for a field of this type. */
function typedConstant({ name, family }: ConvertedField, value: Literal, scope: ConversionScope): string {
  const text = literalText(value);
  const reject = (what: string): string => {
    refuse(scope, 'value', value.span, `\`${name}\` takes ${what}, which \`${text}\` is not`);
    return '';
  };
  switch (family) {
    case 'integer':
    case 'decimal':
      return isPlainNumber(text) ? text : reject('a number');
    case 'boolean':
      return text === 'true' || text === 'false' ? text : reject('`true` or `false`');
    case 'ip':
      return isNetwork(text) ? writeString(text) : reject('an address or a network');
    case 'date':
      if (!isDateMath(text)) return isPlainDate(text) ? writeString(text) : reject('a date');
      refuse(scope, 'dateMath', value.span, `Whether EQL takes a date such as \`${text}\`, relative to another, is not documented`);
      return '';
    default:
      return writeString(text);
  }
}

/** Some value of the field is within the bound. */
export function eqlRange(field: ConvertedField, operator: RangeOperator, value: Literal, scope: ConversionScope): Condition {
  if (literalConstant(value) === null) return existence(field);
  const text = literalText(value);
  const isNetworkBound = field.family === 'ip' && text.includes('/');
  if (hasWildcard(value) || field.family === 'boolean' || isNetworkBound || field.insensitive)
    return refuse(scope, 'value', value.span, `\`${text}\` is no bound for \`${field.name}\``);
  const bound = field.family === undefined && isPlainNumber(text) ? text : typedConstant(field, value, scope);
  return scope.refusals.length > 0 ? constant(true) : all([test(field, `${nameOf(field)} ${operator} ${bound}`)]);
}
