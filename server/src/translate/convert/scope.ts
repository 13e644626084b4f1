/** What the parts of a conversion share: why it is refused, what is worth saying about it, and what the fields are. */
import type { Span } from '../../base/span.js';
import type { FieldCatalog, FieldInfo } from '../../schema/catalog.js';
import { familyOf, type FieldFamily } from '../../schema/fieldType.js';
import { constant, type Condition } from './condition.js';

/** Why a query has no counterpart in the other language. */
export type RefusalCode =
  /** The query has syntax errors. */
  | 'syntax'
  /** EQL: a sequence, a sample, a join. */
  | 'severalEvents'
  /** EQL: `| head 5`. */
  | 'pipe'
  /** KQL: a value without a field. */
  | 'freeText'
  /** KQL: a field name with wildcards. */
  | 'fieldPattern'
  /** KQL: objects of a nested field. */
  | 'nested'
  /** A field of analysed text: KQL searches its words, EQL whole values. */
  | 'analysedText'
  /** A field of another type that one of the languages cannot search. */
  | 'fieldType'
  /** KQL: a pattern with spaces on a field whose values with wildcards are cut at spaces. */
  | 'splitPattern'
  /** A value that one of the languages does not take for the field. */
  | 'value'
  /** Dates relative to others, such as `now-1h`. */
  | 'dateMath'
  /** EQL: letters whose case does not matter. */
  | 'caseInsensitive'
  /** EQL: `?` for one character. */
  | 'oneCharacter'
  /** EQL: a regular expression. */
  | 'regex'
  /** EQL: a function without a counterpart. */
  | 'function'
  /** EQL: arithmetic, or anything else that is no test of one field. */
  | 'expression'
  /** The converted query would be too long or too deep. */
  | 'size';

export interface ConversionRefusal {
  readonly ok: false;
  readonly code: RefusalCode;
  /** In the query's text. */
  readonly span: Span;
  /** One sentence without a full stop. */
  readonly reason: string;
}

export interface ConversionScope {
  readonly to: 'eql' | 'kuery';
  readonly catalog: FieldCatalog;
  /** The field that the word before `where` of EQL is compared with. */
  readonly categoryField: string;
  readonly refusals: ConversionRefusal[];
  readonly notes: Set<string>;
  /** Fields that the rule's indices may not have, or that no schema knows. */
  readonly uncertain: Set<string>;
}

/** Notes the refusal; the result is never written, so what stands in the clause's place does not matter. */
export function refuse(scope: ConversionScope, code: RefusalCode, span: Span, reason: string): Condition {
  scope.refusals.push({ ok: false, code, span, reason });
  return constant(true);
}

/** A field that both languages can search. */
export interface ConvertedField {
  readonly name: string;
  readonly info: FieldInfo | undefined;
  /** Undefined where the type is not known for certain: values are then taken as keywords. */
  readonly family: FieldFamily | undefined;
  /** Kibana knows it as a keyword: it compares a value with wildcards as a whole. */
  readonly isKeyword: boolean;
  /** No index of the rule may have it: EQL refuses such a field without a `?`. */
  readonly mayBeMissing: boolean;
  /** KQL's field indexes the values of this one in lower case: their letters may be of either case. */
  readonly insensitive: boolean;
}

/** The field of that name, or undefined after a refusal. */
export function convertedField(name: string, span: Span, scope: ConversionScope): ConvertedField | undefined {
  const { catalog } = scope;
  const info = catalog.field(name);
  const holder = info?.lowercased === true && scope.to === 'eql' ? info.multiFieldOf : undefined;
  if (holder !== undefined) {
    const field = convertedField(holder, span, scope);
    return field === undefined ? undefined : { ...field, insensitive: true };
  }
  const family = info === undefined ? (catalog.isObject(name) ? 'object' : undefined) : certainFamily(info);
  if (!isSearchable(name, info, family, span, scope)) return undefined;
  const isCertain = info !== undefined && info.typeUncertain !== true;
  const mayBeMissing = !isCertain || (catalog.complete && !catalog.names.includes(name));
  if (mayBeMissing) scope.uncertain.add(name);
  return { name, info, family, isKeyword: isCertain && info.type === 'keyword', mayBeMissing, insensitive: false };
}

/** Refuses fields that EQL cannot search, and those of which the two languages search different things. */
function isSearchable(
  name: string,
  info: FieldInfo | undefined,
  family: FieldFamily | undefined,
  span: Span,
  scope: ConversionScope,
): boolean {
  const reject = (code: RefusalCode, reason: string): false => {
    refuse(scope, code, span, reason);
    return false;
  };
  const nested = nestedIn(name, scope.catalog);
  if (nested !== undefined) return reject('nested', `\`${nested}\` is a nested field, which EQL cannot search`);
  if (info?.lowercased === true) return reject('fieldType', `\`${name}\` is indexed in lower case, and EQL cannot search such fields`);
  if (family === 'text')
    return reject('analysedText', `\`${name}\` is analysed text: KQL searches its words, and EQL compares whole values`);
  if (family === 'object' || family === 'nested' || family === 'flattened' || family === 'unsupported')
    return reject('fieldType', `\`${name}\` is of type ${info?.type ?? 'object'}, which EQL cannot search`);
  const isGuessedDate = family === 'date' && info?.typeUncertain === true;
  return isGuessedDate ? reject('fieldType', `Whether \`${name}\` is a date is not known`) : true;
}

function nestedIn(name: string, catalog: FieldCatalog): string | undefined {
  const segments = name.split('.');
  return segments.map((_, index) => segments.slice(0, index + 1).join('.')).find((prefix) => catalog.field(prefix)?.type === 'nested');
}

/** Where the type is a guess, text and numbers count as not known. */
function certainFamily({ type, typeUncertain }: FieldInfo): FieldFamily | undefined {
  const family = familyOf(type);
  const isGuess = type === 'alias' || family === 'keyword' || family === 'text' || family === 'integer' || family === 'decimal';
  return typeUncertain === true && isGuess ? undefined : family;
}

const plainNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** Whether both languages read the text as the same number. */
export function isPlainNumber(text: string): boolean {
  return plainNumber.test(text);
}

export function isPlainInteger(text: string): boolean {
  return /^-?(?:0|[1-9]\d*)$/.test(text);
}

/** An address or, with `/`, a network. */
export function isNetwork(text: string): boolean {
  return /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f.]*:[0-9a-f.:]*)(?:\/\d{1,3})?$/i.test(text);
}

/** A date as both languages read it: ISO 8601, also with its last parts left out, or milliseconds since 1970. */
export function isPlainDate(text: string): boolean {
  return (
    /^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d(?::\d\d(?::\d\d(?:[.,]\d{1,9})?)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?)?)?$/.test(text) ||
    /^\d{5,}$/.test(text)
  );
}

/** `now-1h`, `2024-01-01||/M`. */
export function isDateMath(text: string): boolean {
  return text.startsWith('now') || text.includes('||');
}
